"""Search over everything that somebody may open: its words in memory only, kept as a sealed file."""
