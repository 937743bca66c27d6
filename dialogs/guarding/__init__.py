"""Finds personal data and single people's cases in a text, before anything is stored."""
