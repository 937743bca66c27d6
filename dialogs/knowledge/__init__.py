"""Digests of what people have shared."""
