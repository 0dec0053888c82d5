"""The `tipline` command, and the one place that knows all the others."""
