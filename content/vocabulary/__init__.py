"""Everything the bot can say: one frozen dataclass per message, one file per family; its fields are the blanks."""
