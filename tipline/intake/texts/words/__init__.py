"""What we say by text and what can be said to us by one word: a file for each language, as data.

None repeats what the reporter told, and none after the first reply names the program by itself: a phone
lies open on a table. HELP names it, because whoever asks has a right to know who runs the line. REWARD has
the form's address, because nothing else leads to one; it says the same to everybody, how a reward can be had,
and never whether one waits.

Every text fits into two segments with the longest that is filled in; `tools/texting.py` counts. In French and
Spanish the words are chosen so that none needs a letter outside the GSM alphabet, which would halve the room.
"""
