"""A message in a language as an Adaptive Card; the same families as the vocabulary."""
