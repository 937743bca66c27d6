"""The practice: what happens in a learning loop, as pure functions of values and time."""
