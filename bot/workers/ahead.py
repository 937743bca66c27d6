"""What the fork server does once, before it forks a child: libraries and lexicon, which each child would load anew.

Reading both takes a child more than half a second; a digest takes a hundredth of one.
"""

import gc
import os
from importlib import import_module

# Read by numpy as it is loaded: one core is for the child, the others for turns. Without threads, forking is safe.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

gc.disable()  # imported modules stay
import_module("bot.workers.tasks").read_ahead()  # by name, as in the child

# What is shared with the children is not copied each time their garbage is collected. Ten thousand answers make
# millions of small objects without a circle among them: looked through seldom, they take a tenth less time.
gc.freeze()
gc.set_threshold(100_000, 50, 100)
gc.enable()
