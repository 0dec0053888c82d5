"""How staff are told that something waits: by constant letters, without a word of any tip."""
