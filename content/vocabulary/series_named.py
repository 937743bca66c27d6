"""What a series is called."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SeriesNamed:
    """The name of a series: the areas of its questions, and its groups."""

    municipality: str
    series: str
    groups: tuple[str, ...]
    themes: tuple[str, ...]
