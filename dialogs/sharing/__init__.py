"""The readers of an answer, and numbers that reveal nobody."""
