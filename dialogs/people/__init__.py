"""A municipality's people: changes by imported files, and vacant posts."""
