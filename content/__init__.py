"""The words: the catalogue, everything the bot can say, and what its cards look like."""
