"""What is paid, how it is scored, and the books of it.

Scoring, in reading order: `scoring_refusals` are what scoring says no to; `score_table` is the program's
table, and one to begin with; `scoring` fills a sheet by it; `score_bytes` writes both as bytes;
`score_versions` keeps the tables.

The books: `refusals` are what the ledger says no to; `lines` writes the lines of each kind of entry;
`journal` adds entries and reverses them, each bound to all before it by `chain`, and each of an award after
asking `owed`; `funds` makes the funds, `closing` closes a month. `keeping` is what people do there by hand,
`reading` what they see.
`verify` proves it all, entry by entry as they are `stored`, with `proof_lines` and `proof_awards`; `books`
hands proven entries to `export_csv`, `export_beancount` and `export_xlsx`.

Awards: `award_refusals` are what an award is refused for; `propose` begins one in the session of whose tip it
is; `papers` is what the board reads, `queue` and `meetings` bring it before the board, `sittings` is who sat;
`hands` keeps the people apart, `decisions` is what they say, `minutes` what they said. `desks`, `payout` and
`undo` hand the cash over, `places` is where a reporter may collect, and picks to, `pending` is what waits
there for a second person; `reporter` is what the reporter sees, `renewals` and `reissue` replace a claim,
`ageing` reminds of one, and `clock` is what is done of all that with nobody signed in.
"""
