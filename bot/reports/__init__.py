"""For those who look after the bot: checks, plans, deliveries, progress, reasons."""
