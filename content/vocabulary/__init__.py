"""Every message of the bot: a frozen dataclass each, a file per family; fields fill the blanks in the words."""
