"""What actions, the outbox, reports and pages share: storage joined with the rules."""
