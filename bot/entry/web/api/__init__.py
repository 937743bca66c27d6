"""The HTTP API: what a municipality's own programs may read, and its description."""
