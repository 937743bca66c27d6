"""The readers of answers, and numbers that reveal nobody."""
