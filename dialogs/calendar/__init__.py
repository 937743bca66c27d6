"""Wall time and instants; school days and school years."""
