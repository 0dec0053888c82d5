"""Staff work on a tip.

In reading order: `queue` shows what waits and opens nothing; `reach` finds the one tip that somebody may
have, and what they may do with it; `tip` writes the audit entry, then opens, with the keys of `tip_keys` and
the records of `thread`; `conversation` answers the reporter and writes notes; `assignment` gives a tip to a
person or a team; `progress` takes it up, sorts it, closes it. `views` is all that a page is given.
"""
