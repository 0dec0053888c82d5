"""The staff console: for those who read, answer, assign and close tips, and those who watch them do it."""
