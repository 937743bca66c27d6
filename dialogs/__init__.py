"""The practice: a learning loop's rules, as pure functions of values and time."""
