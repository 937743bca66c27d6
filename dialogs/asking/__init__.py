"""Which questions are asked, of whom, and what follows an answer."""
