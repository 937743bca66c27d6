"""No table counts, or dates, what a person has not said: every number and moment beside a person has been looked at."""

import importlib
import pkgutil
from collections.abc import Mapping

from sqlalchemy import Boolean, Date, Float, Integer, Numeric, Table

import storage.tables
from storage import personal
from storage.tables.common import Instant, metadata

for _module in pkgutil.iter_modules(storage.tables.__path__):
    importlib.import_module(f"storage.tables.{_module.name}")

LOOKED_AT: Mapping[str, set[str]] = {
    # Who can be written to, and what came from them: by what they did.
    "contacts": {"reachable", "changed_at", "installed_at"},
    "inbox": {"at", "seen_at"},
    "pending_questions": {"asked_at", "expires_at", "taken_at"},
    "undecided": {"said_at"},
    # A browser that the person has signed in with, for the session's hours.
    "web_sessions": {"begun_at", "ends_at", "in_teams"},
    # A list that the person has sent, and what became of it; the numbers are of the list.
    "people_files": {"sent_at"},
    "people_imports": {"people", "begun", "ended", "done_at", "undone_at"},
    # A person's own calendar address: that the person asked for one.
    "calendar_feeds": {"made_at"},
    # What a facilitator did to a digest: which of its sections, in which order.
    "headings": {"position", "place"},
    # Answers, passes and withdrawals: rows of what was said or pressed.
    "reflections": {
        *("position", "rung", "circle_at", "version", "withdrawn", "passed", "reopened", "going_on", "given_at"),
        # `alone` is a tick on an answer that stands, and goes with the answer's words.
        # `wished` is a wider circle that the author has chosen; all of a session's are cleared at one moment,
        # answered or not.
        *("lifting", "alone", "wished", "offered"),
    },
    "reflection_parts": {"position", "follow_up", "choice"},
    "releases": {"position", "circle_at", "released_at", "revoked_at"},
    "own_log": {"at", "position", "from_rung", "to_rung"},
    # A row per message: `tries`, `round` and `unsure` count requests to Teams. The link to the person is erased.
    "deliveries": {"due_at", "position", "tries", "round", "changed_at", "unsure", "waited_for"},
    # What the person has chosen or been shown, whether they answer or not.
    "people": {"notice_version", "notice_at", "notice_due", "reminders", "paused_from", "paused_until"},
    "memberships": {"id", "since", "ended", "from_day", "until_day", "by_hand"},
    # What the person has written for themselves, or proposed: rows of what was said, and how long each stays.
    "notes": {"noted_at", "position", "used_at", "goes_at"},
    "proposals": {"signed", "proposed_at", "decided_at", "version", "goes_at"},
    # What somebody will try, and what they have told of it. `wakes_at` is moved on or cleared at its moment whether or
    # not anything has been told; `agreed` is a group's yes, which anybody of the group may give.
    "commitments": {
        *("rung", "circle_at", "look_on", "made_at", "agreed", "told_at", "version", "wakes_at", "goes_at"),
    },
    # A group's yes, and what it told of a try of an entry: of a group and its school.
    "tries": {"agreed_at", "told_at", "rung", "circle_at"},
    # The index of what was shared, by when it was asked about and in the order of the index.
    "bank_entries": {"number", "at"},
    # What an author has put into the bank: rows of what was written.
    "practices": {"rung", "circle_at", "put_at", "changed_at", "version"},
    "decisions": {"made_at", "version", "goes_at"},
    # Answers to checkpoints of a plan, which whoever plans gives or leaves.
    "checkpoints": {"at", "revision", "goes_at"},
    # Names of themes, and where an answer was put: rows of what a facilitator did with answers that were given.
    "tidied_themes": {"number"},
    "tidied_answers": {"version", "number"},
    # Which answer a meeting takes up, among those that their authors offered.
    "dilemmas": {"chosen"},
    "own_words": {"goes_at"},
    "support_needs": {
        *("rung", "circle_at", "signed", "told_at", "look_on", "answered_at", "version", "wakes_at", "goes_at"),
    },
    # What was decided for a municipality, a series or a channel.
    "municipality_settings": {
        *("discussed_with_unions", "minutes_a_week", "hold_from", "hold_until", "retention_at", "changed_at"),
        "notice_edition",
    },
    "overlays": {"version", "made_at", "since", "until"},
    "records": {"at"},
    "vacancies": {"told_at"},
    "series": {"version", "default_rung", "leader_speaks_last"},
    "channels": {"reachable", "changed_at", "others", "count_at"},
}
"""Table that points at a person -> its numbers, moments and yes-or-no columns."""
TODO = "say in LOOKED_AT why {} tells of nobody that they have not answered; if it does, it may not exist"
_COUNTS_OR_DATES = (Integer, Boolean, Date, Numeric, Float, Instant)


def counting(table: Table) -> set[str]:
    return {column.name for column in table.c if isinstance(column.type, _COUNTS_OR_DATES)}


def test_no_column_beside_a_person_is_a_statistic_of_silence() -> None:
    about_people = {column.table for column in personal.pointers()}
    found = {f"{table.name}.{name}" for table in about_people for name in counting(table)}
    looked_at = {f"{table}.{name}" for table, names in LOOKED_AT.items() for name in names}
    assert [TODO.format(name) for name in sorted(found - looked_at)] == []
    assert sorted(looked_at - found) == []


def test_numbers_of_a_session_or_a_step_point_at_nobody() -> None:
    """What is counted of silence is counted of groups: digests, sessions and steps hold no person."""
    about_people = {column.table.name for column in personal.pointers()}
    assert about_people & {"digests", "sessions", "steps", "meetings"} == set()
    assert {"answered", "invited", "missed"} <= counting(metadata.tables["digests"])
