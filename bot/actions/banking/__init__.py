"""The sharing bank in chat."""
