"""Functions shared by actions, the outbox, reports and pages: storage joined with the rules."""
