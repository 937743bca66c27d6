"""Series, calendars and quiet hours are planned, changed and ended."""
