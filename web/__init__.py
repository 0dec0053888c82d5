"""HTML and nothing else: the public site and the staff console, two applications that do not share a page."""
