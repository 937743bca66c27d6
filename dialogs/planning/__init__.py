"""From a rule or dates to sessions, placed around closed days."""
