"""The tables, by family."""

from storage.tables import deliveries, networks, overlays, people, places, school_year, sessions
from storage.tables.common import metadata

__all__ = ["deliveries", "metadata", "networks", "overlays", "people", "places", "school_year", "sessions"]
