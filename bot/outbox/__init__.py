"""The outbox at work: claim, send, settle."""
