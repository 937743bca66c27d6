"""Sessions open, go on and close; meetings are prepared."""
