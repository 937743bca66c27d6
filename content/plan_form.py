"""The fields of a plan's form, as a card or a page sends them."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

from content.cleaning import clean, clean_line
from content.vocabulary.planning import MeetingForm, PhaseForm, PlanForm

MOST_MEETINGS = 12
"""Of one plan, as a page has them: `meeting_N_day` and so on, N from 0."""
MOST_VALUES = 200
"""Of one field."""
_LONGEST = 200  # characters of a line
_LONGEST_TEXT = 4000  # characters of a text of several lines
MOST_PHASES = 8
"""Of one plan, as a page has them: `phase_N_name` and so on, N from 0."""
LINES = frozenset({"dates", "goals"})
"""Fields with a value on each line."""
_TEXTS = LINES | {"taking_part"}

Sent = Callable[[str], Sequence[str]]


def filled(sent: Sent) -> PlanForm:
    """`sent` gives a field's values by its name, () for none; data may be made by hand."""
    found: dict[str, Any] = {one.name: _value(one.name, one.default, sent) for one in fields(PlanForm)}
    return PlanForm(**found | {"meetings": _meetings(sent), "phases": _phases(sent)})


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a field of LINES, without empty ones."""
    return tuple(line for line in map(clean_line, text.splitlines()) if line)


def _value(name: str, default: object, sent: Sent) -> str | tuple[str, ...]:
    values = sent(name)[:MOST_VALUES]
    if name in _TEXTS:
        return clean("".join(values[:1]).replace("\r\n", "\n"))[:_LONGEST_TEXT]
    cleaned = tuple(dict.fromkeys(filter(None, (clean_line(value)[:_LONGEST] for value in values))))
    return cleaned if default == () else "".join(cleaned[:1])


def _phases(sent: Sent) -> tuple[PhaseForm, ...]:
    """A row whose name is cleared is left out."""
    names = [one.name for one in fields(PhaseForm) if one.name != "checkpoints"]
    rows = (
        PhaseForm(
            **{name: "".join(map(clean_line, sent(f"phase_{n}_{name}")[:1]))[:_LONGEST] for name in names},
            checkpoints=_checkpoints(sent, f"phase_{n}"),
        )
        for n in range(MOST_PHASES)
    )
    return tuple(row for row in rows if row.name)


def _checkpoints(sent: Sent, row: str) -> tuple[str, ...]:
    """The checkpoints ticked on the form, then the checkpoints written, each on a line of its own."""
    ticked = map(clean_line, sent(f"{row}_ticked")[:MOST_VALUES])
    written = lines_of(clean("".join(sent(f"{row}_checkpoints")[:1]).replace("\r\n", "\n"))[:_LONGEST_TEXT])
    return tuple(dict.fromkeys(one[:_LONGEST] for one in (*ticked, *written) if one))


def _meetings(sent: Sent) -> tuple[MeetingForm, ...]:
    """A row with a group or a day; an empty row is none."""
    names = [one.name for one in fields(MeetingForm)]
    rows = (
        MeetingForm(**{name: "".join(map(clean_line, sent(f"meeting_{n}_{name}")[:1]))[:_LONGEST] for name in names})
        for n in range(MOST_MEETINGS)
    )
    return tuple(row for row in rows if row.day)
