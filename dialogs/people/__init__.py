"""A municipality's people: changes by imported files, and posts that fall vacant."""
