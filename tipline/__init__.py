"""What the organisation does with a tip, and no HTTP, no carrier, no HTML.

In reading order: `vocabulary` has the words of the trade, `errors` what can go wrong, `settings` what a
deployment decides. `store/` keeps four stores; `key_files` gives each process its own keys and no others;
`keyring` says which keys are proven; `records` is what is said about a tip, signed and sealed. `runtime` is
one running process.

A tip comes in by `intake/`, whichever the door. `access/` lets people in, `holdings` is what their keys open
while they are signed in, and `casework/` is what they do: the queue, the tip, the answer, the assignment, the
outcome. `audit` is the trail of it; `outbox` what is owed to the outside. `appeals/` has the links that the
public follows, `reports/` the month in counts.
"""
