"""What is said in chat: understood, asked about, answered."""
