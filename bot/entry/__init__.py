"""Ways in: Teams, the clock and the command line, each translated into events and commands."""
