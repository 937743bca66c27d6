"""The questions of sessions to come, at the desk: seen, chosen, written and left to the rules."""

from collections.abc import Mapping
from functools import cache

from bot.context.session_questions import mark_of
from content.catalogue import load
from content.catalogue_types import Level, SchoolType
from content.presses import AskOwn, LeaveQuestion, LookAtOwn, PickQuestion, ShowQuestion
from dialogs.model import OwnQuestion, Session
from dialogs.permissions import Verb
from tests.bot.desk.act import Act
from tests.bot.desk.subject import NOW, Subject
from tests.bot.desk.ways_in import Asked, Pushed

_OWN = OwnQuestion("digital-teknologi", nb="Hva vil vi ta med oss fra denne høsten?")
_FIELDS = (("nb", _OWN.nb), ("area", _OWN.area))
_ALL = "/series/{municipality}/{series}/questions"


@cache
def _prompt(level: Level) -> str:
    """A prompt that suits every group of the level."""
    return next(
        one.id
        for one in load().prompts
        if level in one.level
        and SchoolType.PRIMARY in one.school_types
        and not (one.audience or one.phases or one.grades or one.local or one.is_statement)
    )


def _chosen(on: Subject) -> tuple[tuple[str, str], ...]:
    return (("chosen", _prompt(Level.TEAM if "team" in on.group else Level.PRINCIPALS)),)


def _post(on: Subject, way: str, *fields: tuple[str, str]) -> Asked:
    path = f"/series/{on.municipality}/{on.series}/questions/{on.coming}/{way}"
    return Asked("POST", path, (("version", "2"), *fields))


def _mark(on: Subject) -> str:
    return mark_of(_OWN, [Session(on.municipality, on.coming, on.series, on.group, 0, NOW)])


def _its(on: Subject) -> tuple[str, str, str]:
    return on.municipality, on.series, on.coming


QUESTIONS: Mapping[str, Act] = {
    "see questions": Act(
        Verb.PLAN_SERIES,
        lambda on: Asked("GET", f"/series/{on.municipality}/{on.series}/questions"),
        None,
        f"GET {_ALL}",
        lambda on: on.coming,
    ),
    "see question": Act(
        Verb.PLAN_SERIES,
        lambda on: Asked("GET", f"/series/{on.municipality}/{on.series}/questions/{on.coming}"),
        lambda on: Pushed(ShowQuestion(*_its(on))),
        f"GET {_ALL}/{{session}}",
        lambda _on: _OWN.area,
    ),
    "choose question": Act(
        Verb.PLAN_SERIES,
        lambda on: _post(on, "pick", *_chosen(on)),
        lambda on: Pushed(PickQuestion(*_its(on), 2), _chosen(on)),
        f"POST {_ALL}/{{session}}/pick",
    ),
    "look at own question": Act(
        Verb.PLAN_SERIES,
        lambda on: _post(on, "own", ("look", "yes"), *_FIELDS),
        lambda on: Pushed(LookAtOwn(*_its(on), 2), _FIELDS),
        f"POST {_ALL}/{{session}}/own",
        _mark,
    ),
    "ask own question": Act(
        Verb.PLAN_SERIES,
        lambda on: _post(on, "own", ("ask", "yes"), ("mark", _mark(on)), *_FIELDS),
        lambda on: Pushed(AskOwn(*_its(on), 2, _mark(on)), _FIELDS),
        f"POST {_ALL}/{{session}}/own",
    ),
    "leave question": Act(
        Verb.PLAN_SERIES,
        lambda on: _post(on, "leave"),
        lambda on: Pushed(LeaveQuestion(*_its(on), 2)),
        f"POST {_ALL}/{{session}}/leave",
        lambda _on: _OWN.area,
    ),
}
