"""Which questions are asked, of whom, and which follow an answer."""
