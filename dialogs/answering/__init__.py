"""What a message means, and how an answer changes."""
