"""The words: the catalogue, and the bot's messages and cards."""
