"""The clock: the ticker, and everything due at a moment."""
