"""The sealing protocol, in terms of bytes only: no database, no HTTP, no settings."""
