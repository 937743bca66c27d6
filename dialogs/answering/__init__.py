"""The meaning of messages, and changes of answers."""
