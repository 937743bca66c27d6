"""Metrics, log and terminal output."""
