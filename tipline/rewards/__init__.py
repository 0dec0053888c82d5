"""What is paid: how a reward is scored.

In reading order: `scoring_refusals` are what scoring says no to; `score_table` is the program's table, and
one to begin with; `scoring` fills a sheet by it; `score_bytes` writes both as bytes; `score_versions` keeps
the tables.
"""
