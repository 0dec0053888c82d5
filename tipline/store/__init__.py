"""Four stores on SQLite or PostgreSQL: what is in them, how they are opened, written and migrated."""
