"""What people do with their answers."""
