"""Messages in chat: understood, asked about, answered."""
