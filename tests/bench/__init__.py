"""How long things take, side by side in one run. Machines are noisy: medians of several rounds, and their ratios."""
