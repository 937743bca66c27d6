"""Who may read what, and what numbers may be told."""
