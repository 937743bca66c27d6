"""A municipality's own layer over the catalogue."""
