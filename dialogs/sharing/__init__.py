"""Who may read what, and which numbers may be told."""
