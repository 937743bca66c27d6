"""People, groups, channels and networks come, change and go."""
