"""What each column holds of people: their words, a pointer to a person, or nothing of anybody.

What erases, exports, keeps for a time or backs up reads this list, so that none of them forgets a column.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table

from storage.tables.networks import releases, ties
from storage.tables.outbox import deliveries
from storage.tables.overlays import overlays
from storage.tables.people import (
    accounts,
    groups,
    memberships,
    municipalities,
    people,
    roster_marks,
    roster_versions,
    units,
)
from storage.tables.places import channels, contacts, inbox, pending_questions, reflection_messages, undecided
from storage.tables.replicas import copies, tenants
from storage.tables.school_year import own_days
from storage.tables.sessions import digests, meetings, reflection_parts, reflections, series, sessions, steps
from storage.tables.vacancies import vacancies


@dataclass(frozen=True)
class Holds:
    """The names of a table's columns, each in one of three classes.

    `words`: what people wrote to the bot, or a message that quotes it. `people`: what names or points at a person: a
    name, an account, a person's id, or the id of a chat, message or answer of theirs. `neither`: all else; what the
    municipality publishes (its catalogue, its calendar, names of schools and groups) is nobody's words.
    """

    words: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    neither: tuple[str, ...] = ()


HOLDS: Mapping[Table, Holds] = {
    # What people answer.
    reflections: Holds(
        people=("author", "id"),
        neither=(
            *("municipality", "session", "position", "group", "unit", "network", "channel", "rung", "circle_at"),
            *("version", "withdrawn", "passed", "reopened", "going_on"),
        ),
    ),
    reflection_parts: Holds(
        words=("text",), people=("reflection", "source"), neither=("municipality", "position", "follow_up")
    ),
    reflection_messages: Holds(
        people=("conversation", "activity", "reflection", "source"), neither=("tenant", "municipality")
    ),
    undecided: Holds(words=("text",), people=("conversation", "activity", "object_id"), neither=("tenant", "said_at")),
    releases: Holds(
        words=("text", "further"),
        people=("reflection",),
        neither=(
            *("municipality", "network", "session", "position", "group_name", "area_id", "area", "question", "law"),
            *("follow_ups", "circle_at", "released_at", "revoked_at"),
        ),
    ),
    # A fingerprint is a hash of what was said: whoever guesses the words can check the guess.
    inbox: Holds(people=("conversation", "activity", "fingerprint"), neither=("tenant", "kind", "at", "seen_at")),
    pending_questions: Holds(
        people=("conversation", "object_id", "press"), neither=("tenant", "asked_at", "expires_at", "taken_at")
    ),
    # What goes out. A delivery's id is derived from whom it is to; a reply may quote what its reader wrote.
    deliveries: Holds(
        words=("reply",),
        people=("id", "person", "about", "conversation", "thread", "activity"),
        neither=(
            *("municipality", "kind", "state", "due_at", "session", "position", "group", "tries", "round", "tenant"),
            *("reason", "changed_at", "copy", "unsure", "waited_for"),
        ),
    ),
    digests: Holds(
        neither=(
            *("municipality", "id", "series", "session", "meeting_at", "meeting_group", "since", "made_at"),
            *("answered", "invited", "missed"),
        )
    ),
    # Who people are.
    people: Holds(people=("id", "name", "upn"), neither=("municipality", "language")),
    accounts: Holds(people=("object_id", "person"), neither=("municipality", "tenant")),
    memberships: Holds(
        people=("person",),
        neither=("municipality", "id", "group", "role", "since", "ended", "unit", "from_day", "until_day"),
    ),
    contacts: Holds(
        people=("object_id", "conversation", "user", "name"),
        neither=(
            *("tenant", "service_url", "scope", "bot", "channel", "team", "locale", "reachable", "changed_at"),
            "installed_at",
        ),
    ),
    # A channel's place has the user whose message linked it.
    channels: Holds(
        people=("user",),
        neither=(
            *("municipality", "group", "tenant", "service_url", "conversation", "scope", "bot", "channel", "team"),
            *("reachable", "changed_at", "others", "count_at"),
        ),
    ),
    vacancies: Holds(people=("key",), neither=("municipality", "told_at")),
    # What is planned.
    series: Holds(
        people=("led_by", "digest_readers"),
        neither=(
            *("municipality", "id", "version", "groups", "protocol", "intention", "areas", "requirements"),
            *("stays_open", "default_rung", "asked", "goals", "need", "audience", "phase", "school_types"),
            *("draft_ahead", "on_closed", "every"),
        ),
    ),
    meetings: Holds(neither=("municipality", "series", "group", "at", "digest_days_ahead", "digest_at", "done")),
    sessions: Holds(
        neither=(
            *("municipality", "id", "series", "group", "ordinal", "opens_at", "exact", "stage", "series_version"),
            *("moved_from", "moved_why", "looked_at"),
        )
    ),
    steps: Holds(
        neither=(
            *("municipality", "session", "position", "key", "prompt_id", "area_id", "requirement_id", "area"),
            *("question", "why", "law", "title", "hint", "follow_ups", "stage", "opens_at", "closes_at", "closed_at"),
            *("asked", "hides", "leading_only", "shows_earlier", "moves_on", "because"),
        )
    ),
    # What a municipality is, and lays over the catalogue.
    municipalities: Holds(neither=("id", "name", "quiet_begins", "quiet_ends", "quiet_since", "staffed_at")),
    units: Holds(neither=("municipality", "id", "kinds", "name", "parent", "language", "stages")),
    groups: Holds(neither=("municipality", "id", "unit", "kind", "name", "time")),
    ties: Holds(neither=("municipality", "network")),
    overlays: Holds(people=("by",), neither=("municipality", "version", "text", "why", "made_at", "since", "until")),
    own_days: Holds(neither=("municipality", "unit", "year", "day", "kind", "name", "only")),
    # What the copies of the program tell each other.
    roster_versions: Holds(neither=("municipality", "version")),
    roster_marks: Holds(neither=("id", "mark")),
    copies: Holds(neither=("id", "beat")),
    tenants: Holds(
        neither=(*("tenant", "copy", "room", "answering_until", "rests_until", "strikes", "stopped_at", "stopped_why"),)
    ),
}


def words() -> tuple[Column[Any], ...]:
    """Every column that holds what people wrote."""
    return tuple(table.c[name] for table, holds in HOLDS.items() for name in holds.words)


def pointers() -> tuple[Column[Any], ...]:
    """Every column that names or points at a person."""
    return tuple(table.c[name] for table, holds in HOLDS.items() for name in holds.people)
