"""What time sets off: the ticker, and all that is due at a moment."""
