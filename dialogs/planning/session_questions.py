"""Choices of questions for single sessions: each function gives the changed series, or what is left of the choices."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from dialogs.calendar.instants import local
from dialogs.model import ChosenQuestion, OwnQuestion, Series, Session, Stage

_AHEAD = frozenset({Stage.PLANNED, Stage.WAITING})


@dataclass(frozen=True)
class Carried:
    """The choices with a session by a new plan, and the choices `lost`, without any session left."""

    kept: tuple[ChosenQuestion, ...]
    lost: tuple[ChosenQuestion, ...] = ()


def asking(series: Series, sessions: Collection[Session], question: str | OwnQuestion) -> Series:
    """The sessions ask the prompt of the id, or the own question."""
    own = question if isinstance(question, OwnQuestion) else None
    prompt = question.id if isinstance(question, OwnQuestion) else question
    return _with(series, sessions, [ChosenQuestion(one.group, one.meant_at, prompt, own) for one in sessions])


def left_to_rules(series: Series, sessions: Collection[Session]) -> Series:
    """Nothing is chosen for the sessions any more."""
    return _with(series, sessions, [])


def carried(chosen: Iterable[ChosenQuestion], sessions: Collection[Session], *, now: datetime) -> Carried:
    """The choices of a series whose sessions are planned anew.

    A choice for a session moved to another time goes on to the group's session of the same week without a choice.
    """
    chosen = tuple(chosen)
    meant = {(one.group, one.meant_at) for one in sessions}
    kept = [one for one in chosen if (one.group, one.meant) in meant]
    lost = []
    for one in chosen:
        if (one.group, one.meant) in meant:
            continue
        follows = _of_week(one, sessions, {(each.group, each.meant) for each in kept}, now=now)
        if follows is not None:
            kept.append(replace(one, meant=follows.meant_at))
        elif one.meant > now:
            lost.append(one)
    return Carried(_in_order(kept), tuple(lost))


def _of_week(
    one: ChosenQuestion, sessions: Iterable[Session], taken: Collection[tuple[str, datetime]], *, now: datetime
) -> Session | None:
    week = local(one.meant).isocalendar()[:2]
    waiting = (each for each in sessions if each.stage in _AHEAD and each.opens_at > now)
    return next(
        (
            each
            for each in waiting
            if each.group == one.group
            and local(each.meant_at).isocalendar()[:2] == week
            and (each.group, each.meant_at) not in taken
        ),
        None,
    )


def _with(series: Series, sessions: Collection[Session], chosen: Iterable[ChosenQuestion]) -> Series:
    these = {(one.group, one.meant_at) for one in sessions}
    others = (one for one in series.questions if (one.group, one.meant) not in these)
    return replace(series, questions=_in_order((*others, *chosen)))


def _in_order(chosen: Iterable[ChosenQuestion]) -> tuple[ChosenQuestion, ...]:
    return tuple(sorted(chosen, key=lambda one: (one.meant, one.group)))
