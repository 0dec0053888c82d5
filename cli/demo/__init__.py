"""The whole of tipline on one machine, on loopback, with sample data and a phone on a page."""
