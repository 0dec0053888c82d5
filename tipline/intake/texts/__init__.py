"""A tip comes in by text: what a text asks for, what is done with it, and what is answered."""
