"""The questions asked, their recipients, and follow-ups."""
