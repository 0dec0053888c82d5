"""The surge room of a case: what is done with hundreds of tips that come within an hour."""
