"""Choosing questions, asking recipients, and follow-ups."""
