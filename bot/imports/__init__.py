"""Readers of files from people: each error names file, line and remedy."""
