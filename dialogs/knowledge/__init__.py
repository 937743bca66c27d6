"""Digests of shared answers."""
