"""The changes of a series planned again, in lines for the operator."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from uuid import UUID

from dialogs.calendar.instants import local
from dialogs.model import Anchoring, ChosenQuestion, MeetingPlan, Person, Role, Rung, Series, SeriesPhase

_TOLD_BY_SESSIONS = frozenset({"timing", "wall_time", "by_hand", "pauses", "meetings_by_hand"})
"""What shows in the lines of the sessions themselves, and of the meetings."""


def changes(before: Series, after: Series, people: Mapping[UUID, Person], *, now: datetime) -> tuple[str, ...]:
    """A line per key of the file with a new value; `people` are the municipality's, by id."""
    # Meetings are stored in order of time; a past meeting that left the file is no change.
    kept = {meeting for meeting in before.meetings if meeting.at > now or meeting in after.meetings}
    before = replace(before, meetings=_in_order(kept))
    after = replace(after, meetings=_in_order(set(after.meetings)))
    upns = {person.id: person.upn for person in people.values()}
    names = (one.name for one in fields(Series) if one.name not in _TOLD_BY_SESSIONS)
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in names)
    return tuple(f"{key}: {_told(old, upns)} -> {_told(new, upns)}" for key, old, new in pairs if old != new)


@dataclass(frozen=True)
class NameMoved:
    """A user name, under a key of the file, that belonged to `before` and has passed to a newcomer of the `name`."""

    key: str
    user: str
    name: str
    before: str

    @property
    def line(self) -> str:
        return (
            f"{self.key}: {self.user} is {self.name} now, who is not the {self.before} that it meant before; "
            "write the aad_object_id of whom you mean"
        )


def others_by_now(before: Series, after: Series, people: Mapping[UUID, Person]) -> tuple[NameMoved, ...]:
    """The persons whose user name has passed to a newcomer: the same file now names another person."""
    named = {"led_by": ({before.led_by}, {after.led_by})}
    named["digest_readers"] = (set(before.digest_readers), set(after.digest_readers))
    return tuple(
        NameMoved(key, people[new].upn, people[new].name, people[old].name)
        for key, (had, has) in named.items()
        for old in sorted(had - has)
        for new in sorted(has - had)
        if old in people and new in people and people[old].upn == people[new].upn
    )


def _in_order(meetings: Iterable[MeetingPlan]) -> tuple[MeetingPlan, ...]:
    return tuple(sorted(meetings, key=lambda meeting: (meeting.at, meeting.group)))


def _of_work(value: SeriesPhase | Anchoring, upns: Mapping[UUID, str]) -> str:
    if isinstance(value, Anchoring):
        return ", ".join(filter(None, (value.decision, str(value.day or ""), value.link))) or "none"
    begins = f" from {value.first}" if value.first else ""
    lasts = f", {value.sessions} sessions" if value.sessions else ""
    who = f", {_responsible(value.responsible, upns)}" if value.responsible else ""
    return f"{value.name}{begins}{lasts}{who} ({len(value.checkpoints)} checkpoints)"


def _responsible(who: str, upns: Mapping[UUID, str]) -> str:
    return who if who in set(Role) else upns.get(UUID(who), who)


def _told(value: object, upns: Mapping[UUID, str]) -> str:  # noqa: PLR0911 - the table of values
    """A value as it would stand in the file."""
    match value:
        case tuple():
            return ", ".join(_told(one, upns) for one in value) or "none"
        case UUID():
            return upns.get(value, str(value))
        case MeetingPlan():
            lasts = "" if value.minutes == MeetingPlan.minutes else f", {value.minutes} minutes"
            draft = "" if value.draft_days_ahead is None else f", draft {value.draft_days_ahead}"
            prompt = "" if value.prompt_days_ahead is None else f", prompt {value.prompt_days_ahead}"
            ahead = f"{value.digest_days_ahead} days ahead{draft}{prompt}"
            return f"{local(value.at):%Y-%m-%d %H:%M} {value.group} ({ahead}{lasts})"
        case SeriesPhase() | Anchoring():
            return _of_work(value, upns)
        case ChosenQuestion():
            return f"{local(value.meant):%Y-%m-%d %H:%M} {value.group} {value.prompt}"
        case Rung():
            return value.name.lower()
        case bool():
            return str(value).lower()
        case _:
            return str(value or "none")
