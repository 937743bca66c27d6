"""The words: the catalogue, every message of the bot, and its cards."""
