"""People: arrivals, installations, imports, channels and networks."""
