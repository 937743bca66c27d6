"""From an event to its action."""
