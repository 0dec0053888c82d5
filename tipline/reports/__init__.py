"""What a program tells its board: a month in counts. Nothing is opened, and no grant is needed."""
