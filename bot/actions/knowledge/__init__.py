"""A municipality's overlay on the catalogue."""
