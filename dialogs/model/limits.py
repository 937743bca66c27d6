"""Longest values, in characters: widths of columns, and limits for every input.

PostgreSQL refuses a longer value and SQLite keeps it, so inputs must refuse or drop longer values themselves.
"""

ID = 80
"""Of a municipality, a unit, a group, a series; of an entry of the catalogue; of a tenant and an account there."""

NAME = 200
"""Of a municipality, a unit, a group or a person; of whoever decided something."""

SETTING = 400
"""A text among a municipality's settings: whom to turn to, and references."""

USER_NAME = 200
"""A person's in Entra (UPN)."""

SESSION = 240
"""A session's id: the ids of its series and its group, and a date."""

STAGES = 40
DURATION = 40

FOREIGN_ID = 200
"""What Teams calls a message, a thread or a bot."""

ADDRESS = 400
"""What Teams calls a conversation, a channel or a user, and where it is written to."""

LOCALE = 20

PATH = 400
"""Of a page, as an address within the pages."""

HEADING = 80
"""A facilitator's heading in a digest."""

AGENDA_ITEM = 120
"""An item of a meeting's agenda: a heading, and a line of a file."""

KEYWORD = 40
"""An author's own keyword for an answer: a few words."""

THEME = 60
"""The name that somebody gives a theme: a line on a phone."""


PRACTICE_TITLE = 90
"""A practice's title: a line, and the heading of a slide."""

PRACTICE = 1000
"""Each of the texts of a practice: what a colleague reads in a minute."""


def too_long(value: str, longest: int) -> str:
    """The fault of a value over `longest` characters, "" for any other."""
    return f"this is {len(value)} characters long; {longest} is the most" if len(value) > longest else ""
