"""How fast and how large it is, measured on the real processes; run by hand, never by the suite."""
