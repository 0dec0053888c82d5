"""One door for each process, so that none has another's code in its memory, let alone another's keys."""
