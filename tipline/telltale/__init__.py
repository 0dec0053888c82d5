"""The linter: words that may tell who wrote a tip, or which case a summary is about; it never forbids."""
