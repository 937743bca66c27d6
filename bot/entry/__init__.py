"""Ways in: Teams, the clock and the command line turn what is foreign into events and commands."""
