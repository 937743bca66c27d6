"""Every message of the bot: one frozen dataclass each, one file per family; the fields fill the blanks in the words."""
