"""Documents of the month and of the year, all written from the one table that the page shows."""
