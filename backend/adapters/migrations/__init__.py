"""The changes to the database, in the order of their numbers: forward only, never edited."""
