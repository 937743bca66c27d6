"""What was meant by a message, and what becomes of a reflection."""
