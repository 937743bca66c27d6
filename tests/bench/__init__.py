"""Benchmarks: subjects measured alternately in one run, as medians and ratios, since machines are noisy."""
