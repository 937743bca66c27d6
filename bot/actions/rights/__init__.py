"""What everybody may do with what is held of themselves."""
