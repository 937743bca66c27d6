"""CPU-heavy work in a child process."""
