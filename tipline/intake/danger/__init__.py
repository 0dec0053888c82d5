"""Words that mark danger to life, in every language of the site, looked for while a text is in memory.

A phrase stands here if it says that somebody is about to be killed or hurt badly, or is at this moment; or
that a weapon is where people are crowded or held to somebody's head. "Gun" alone does not: many tips have one
in them, and who is woken for each of them does not wake any more. What is found pages everybody on duty, who
can set it down with one press; what is missed waits for the morning. So where a phrase may be either, it
stands here.

How phrases are written is told in `tipline/telltale/phrases.py`. A class has a name of its own in each list.
"""
