"""Reports for operators: checks, plans, deliveries, progress, reasons."""
