"""Metrics, log and readiness."""
