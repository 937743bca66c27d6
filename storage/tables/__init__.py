"""The tables, by family."""

from storage.tables import (
    commitments,
    decisions,
    headings,
    networks,
    notes,
    outbox,
    overlays,
    own_log,
    people,
    places,
    proposals,
    records,
    replicas,
    retention,
    school_year,
    sessions,
    vacancies,
)
from storage.tables.common import metadata

__all__ = [
    "commitments",
    "decisions",
    "headings",
    "metadata",
    "networks",
    "notes",
    "outbox",
    "overlays",
    "own_log",
    "people",
    "places",
    "proposals",
    "records",
    "replicas",
    "retention",
    "school_year",
    "sessions",
    "vacancies",
]
