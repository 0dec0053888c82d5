"""A tip comes in: what every door does, and what each door does by itself."""
