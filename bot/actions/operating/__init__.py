"""Deliveries are retried and cancelled; coordinators are told what stands in the way."""
