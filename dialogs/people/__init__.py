"""What a municipality's files change, and who leads what."""
