"""A file per migration, numbered in order."""
