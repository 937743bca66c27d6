"""Readers of files that people bring: each error names file, line and what would help."""
