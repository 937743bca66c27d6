"""The verbs: one file, one use of the system; each commits before it answers."""
