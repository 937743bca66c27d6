"""Who may read an answer, and numbers safe to tell."""
