"""A person's own weeks: what is open, what is coming, and the summaries that the person may read."""
