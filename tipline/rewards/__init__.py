"""What is paid, how it is scored, and the books of it.

Scoring, in reading order: `scoring_refusals` are what scoring says no to; `score_table` is the program's
table, and one to begin with; `scoring` fills a sheet by it; `score_bytes` writes both as bytes;
`score_versions` keeps the tables.

The books: `refusals` are what the ledger says no to; `lines` writes the lines of each kind of entry;
`journal` adds entries and reverses them, each bound to all before it by `chain`, and each of an award after
asking `owed`; `funds` makes the funds, `closing` closes a month. `amounts` reads what somebody typed.
`verify` proves it all, entry by entry as they are `stored`, with `proof_lines` and `proof_awards`; `books`
hands proven entries to `export_csv`, `export_beancount` and `export_xlsx`.
"""
