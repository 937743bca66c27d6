"""The record of a municipality: actors, acts and moments. Never people's words, and never who has answered."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from dialogs.model.people import Role


class By(StrEnum):
    """The actor's capacity: a role in a group, the command line, the clock, a program, or another municipality."""

    OPERATOR = "operator"
    CLOCK = "clock"
    PROGRAM = "program"  # one of the municipality's own, with a token of the API
    PARTNER = "partner"  # another municipality, whose act ends something for both
    COORDINATOR = Role.COORDINATOR.value
    FACILITATOR = Role.FACILITATOR.value
    LEADER = Role.LEADER.value
    PARTICIPANT = Role.PARTICIPANT.value
    OBSERVER = Role.OBSERVER.value

    @classmethod
    def widest(cls, roles: Collection[Role]) -> Self:
        """The person's role with the most rights; without a role, the least of all."""
        return next((one for one in cls if one.value in roles), cls.OBSERVER)


class Act(StrEnum):
    """Every kind of entry. A stored value never changes its meaning."""

    SETTINGS_CHANGED = "settings_changed"
    HOLD_BEGUN = "hold_begun"
    HOLD_ENDED = "hold_ended"
    PEOPLE_IMPORTED = "people_imported"
    PEOPLE_UNDONE = "people_undone"
    MEMBERS_CHANGED = "members_changed"
    ROLE_GIVEN = "role_given"
    ROLE_ENDED = "role_ended"
    GROUP_LINKED = "group_linked"
    NETWORK_TIED = "network_tied"
    NETWORK_UNTIED = "network_untied"
    SERIES_PLANNED = "series_planned"
    SERIES_CHANGED = "series_changed"
    SERIES_ENDED = "series_ended"
    SESSION_CANCELLED = "session_cancelled"
    SESSION_REINSTATED = "session_reinstated"
    SESSION_NUDGED = "session_nudged"
    QUESTION_CHOSEN = "question_chosen"
    QUESTION_WRITTEN = "question_written"
    QUESTION_LEFT = "question_left"
    DEADLINE_MOVED = "deadline_moved"
    CHECKPOINT_ANSWERED = "checkpoint_answered"
    CHECKPOINT_WAIVED = "checkpoint_waived"
    CHECKPOINT_REOPENED = "checkpoint_reopened"
    MEETING_PLANNED = "meeting_planned"
    MEETING_MOVED = "meeting_moved"
    MEETING_CALLED_OFF = "meeting_called_off"
    AGENDA_CHANGED = "agenda_changed"
    CALENDAR_IMPORTED = "calendar_imported"
    QUIET_HOURS_SET = "quiet_hours_set"
    OVERLAY_DRAFTED = "overlay_drafted"
    OVERLAY_DISCARDED = "overlay_discarded"
    OVERLAY_LAID = "overlay_laid"
    OVERLAY_REMOVED = "overlay_removed"
    NOTICE_CHANGED = "notice_changed"
    DELETION_ANNOUNCED = "deletion_announced"
    DELETION_DONE = "deletion_done"
    DIGEST_EXPORTED = "digest_exported"
    PACK_EXPORTED = "pack_exported"
    LIST_EXPORTED = "list_exported"
    CALENDAR_MADE = "calendar_made"
    DRAFT_APPROVED = "draft_approved"
    HEADINGS_CHANGED = "draft_headed"
    DOCUMENTS_WRITTEN = "documents_written"
    PROMISE_MADE = "promise_made"
    PROMISE_TOLD = "promise_told"
    NEED_ANSWERED = "need_answered"
    PRACTICE_PUT = "practice_put"
    PRACTICE_CHANGED = "practice_changed"
    PRACTICE_TAKEN_OUT = "practice_taken_out"
    THEMES_TIDIED = "themes_tidied"
    PROGRAM_LET_IN = "program_let_in"
    PROGRAM_RENEWED = "program_renewed"
    PROGRAM_SHUT_OUT = "program_shut_out"
    PROGRAM_READ = "program_read"
    WEBHOOK_ADDED = "webhook_added"
    WEBHOOK_REMOVED = "webhook_removed"


ABOUT: Mapping[Act, frozenset[str]] = {
    Act.SETTINGS_CHANGED: frozenset({"keys"}),
    Act.HOLD_BEGUN: frozenset({"since", "reason"}),
    Act.HOLD_ENDED: frozenset(),
    Act.PEOPLE_IMPORTED: frozenset({"people", "begun", "ended"}),
    Act.PEOPLE_UNDONE: frozenset({"people", "begun", "ended", "left"}),
    Act.MEMBERS_CHANGED: frozenset({"group", "begun", "ended"}),
    Act.ROLE_GIVEN: frozenset({"role", "group"}),
    Act.ROLE_ENDED: frozenset({"role", "group"}),
    Act.GROUP_LINKED: frozenset({"group"}),
    Act.NETWORK_TIED: frozenset({"network"}),
    Act.NETWORK_UNTIED: frozenset({"network"}),
    Act.SERIES_PLANNED: frozenset({"series"}),
    Act.SERIES_CHANGED: frozenset({"series"}),
    Act.SERIES_ENDED: frozenset({"series"}),
    Act.SESSION_CANCELLED: frozenset({"session"}),
    Act.SESSION_REINSTATED: frozenset({"session"}),
    Act.SESSION_NUDGED: frozenset({"session"}),
    Act.QUESTION_CHOSEN: frozenset({"session"}),
    Act.QUESTION_WRITTEN: frozenset({"session"}),
    Act.QUESTION_LEFT: frozenset({"session"}),
    Act.DEADLINE_MOVED: frozenset({"session"}),
    # `phase` is its number in the series.
    Act.CHECKPOINT_ANSWERED: frozenset({"series", "phase", "group"}),
    Act.CHECKPOINT_WAIVED: frozenset({"series", "phase", "group"}),
    Act.CHECKPOINT_REOPENED: frozenset({"series", "phase", "group"}),
    Act.MEETING_PLANNED: frozenset({"group", "day"}),
    Act.MEETING_MOVED: frozenset({"group", "day"}),
    Act.MEETING_CALLED_OFF: frozenset({"group", "day"}),
    Act.AGENDA_CHANGED: frozenset({"group", "day"}),
    Act.CALENDAR_IMPORTED: frozenset({"units", "years"}),
    Act.QUIET_HOURS_SET: frozenset({"hours"}),
    Act.OVERLAY_DRAFTED: frozenset({"version"}),
    Act.OVERLAY_DISCARDED: frozenset({"version"}),
    Act.OVERLAY_LAID: frozenset({"version"}),
    Act.OVERLAY_REMOVED: frozenset(),
    Act.NOTICE_CHANGED: frozenset(),
    Act.DELETION_ANNOUNCED: frozenset({"kind", "number", "day"}),
    Act.DELETION_DONE: frozenset({"kind", "day"}),
    Act.DIGEST_EXPORTED: frozenset({"session"}),
    Act.PACK_EXPORTED: frozenset({"group", "day"}),
    Act.LIST_EXPORTED: frozenset({"kind"}),
    Act.CALENDAR_MADE: frozenset(),
    Act.DRAFT_APPROVED: frozenset({"session"}),
    Act.HEADINGS_CHANGED: frozenset({"session"}),
    Act.DOCUMENTS_WRITTEN: frozenset({"names"}),
    # Without the group: whose need or practice it was, or where it stands, is not for all to read.
    Act.PROMISE_MADE: frozenset(),
    Act.PROMISE_TOLD: frozenset(),
    Act.NEED_ANSWERED: frozenset(),
    Act.PRACTICE_PUT: frozenset(),
    Act.PRACTICE_CHANGED: frozenset(),
    Act.PRACTICE_TAKEN_OUT: frozenset(),
    Act.THEMES_TIDIED: frozenset({"group"}),
    Act.PROGRAM_LET_IN: frozenset({"token", "program", "scopes", "until"}),
    Act.PROGRAM_RENEWED: frozenset({"token", "program", "until"}),
    Act.PROGRAM_SHUT_OUT: frozenset({"token", "program"}),
    # Summed up in one entry for each token and day.
    Act.PROGRAM_READ: frozenset({"token", "program", "times"}),
    Act.WEBHOOK_ADDED: frozenset({"host"}),
    Act.WEBHOOK_REMOVED: frozenset({"host"}),
}
"""Act -> the names in an entry's `about` (things, numbers, days), which are the blanks of the act's words."""


@dataclass(frozen=True)
class RecordEntry:
    """`person` acted, None for the operator, the clock, and a person erased since."""

    municipality: str
    at: datetime
    by: By
    person: UUID | None
    act: Act
    about: Mapping[str, str]
