"""Planning: series, school calendars and quiet hours are set, changed and ended."""
