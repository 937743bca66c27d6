"""Lists as files: what stands beneath a page that can be taken along, and the columns of a list in a file."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TakeAlong:
    """The ways to take what a page shows along as a file."""


@dataclass(frozen=True)
class ListTable:
    """The columns of lists in files, and the kinds of things in them; more columns are named as in DigestTable."""
