"""People and what they hold, in reading order below.

`programs` opens a tip line; `founding` signs its first keys with the recovery secret; `people` adds an
account, which holds nothing; `joining` makes the first people of a program its holders; `confirm` is how
everybody else comes in; `epochs` keeps the teams' keys of the months ahead and who was granted them;
`sessions` signs a person in and out; `recovery` lets somebody in again when nobody can. `vouching` has the
writing that several of them share.
"""
