"""A file that a reporter sent is recognised by its content, and copied without what tells on its maker.

`kinds` says which files are taken. `apart` makes the copy in a child process (`python -m tipline.scrub`)
that `fence` has shut in; `pictures`, `films`, `pdf` and `office` know how a copy is made, and `found` has
the words for what it left behind. docs/files.md says the same for an auditor.
"""
