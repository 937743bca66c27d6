"""People's answers: given, changed, followed up, taken back."""
