"""`python -m bot`."""

from bot.entry.cli.commands import main

main()
