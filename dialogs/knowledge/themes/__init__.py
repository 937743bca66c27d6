"""Answers grouped by what they are about, and the words that stand for each group: pure, and the same bytes always."""
