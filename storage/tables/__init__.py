"""The tables, by family."""

from storage.tables import copies, deliveries, networks, overlays, people, places, school_year, sessions, vacancies
from storage.tables.common import metadata

__all__ = [
    "copies",
    "deliveries",
    "metadata",
    "networks",
    "overlays",
    "people",
    "places",
    "school_year",
    "sessions",
    "vacancies",
]
