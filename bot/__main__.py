"""`python -m bot`."""

import gc

# Imported modules stay: searching them for garbage takes a third of the start.
gc.disable()

from bot.entry.cli.commands import main  # noqa: E402

gc.freeze()
gc.enable()
main()
