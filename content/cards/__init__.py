"""A message in a language as an Adaptive Card; one file per family of the vocabulary, and the parts they share."""
