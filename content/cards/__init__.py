"""Messages as Adaptive Cards: a file per family of the vocabulary, and shared parts."""
