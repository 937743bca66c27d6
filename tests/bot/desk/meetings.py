"""Meetings at the desk: seen, planned, moved and called off; their agenda, and what was decided there."""

from collections.abc import Callable, Mapping

from content.presses import (
    CallOffMeeting,
    GiveBackDecisions,
    KeepDecision,
    KeepItem,
    MoveMeeting,
    OpenDecision,
    OpenNewMeeting,
    PlanMeeting,
    Press,
    RemoveDecision,
    RemoveItem,
    ShiftItem,
    ShowDecisions,
    ShowMeeting,
)
from dialogs.permissions import Verb
from tests.bot.desk.act import Act
from tests.bot.desk.subject import Subject
from tests.bot.desk.ways_in import Asked, Pushed, Said

COMING, HELD = "2026-12-10T08:00:00+00:00", "2026-11-25T08:00:00+00:00"
ITEM, AGREED = "Felles prøve i lesing", "Vi begynner hvert møte med et eksempel."
_ONE = "/meetings/{municipality}/{series}/{group}/{meant}"
_NEW = "/meetings/new/{municipality}"
_FORM = {"day": "2026-12-17", "time": "10:00", "minutes": "60", "digest": "3", "draft": "5"}
_DECIDED = "Vi møtes på en annen skole hver gang."

_PLAN, _WRITE = Verb.PLAN_SERIES, Verb.WRITE_DECISIONS
Fields = Callable[[Subject], dict[str, str]]


def page_of(on: Subject, meant: str) -> str:
    named = meant.replace(":", "%3A").replace("+", "%2B")
    return f"/meetings/{on.municipality}/{on.series}/{on.group}/{named}"


def _named(on: Subject) -> tuple[str, str, str, str]:
    return on.municipality, on.series, on.group, COMING


def _act(verb: Verb, way: str, fields: Fields, press: Callable[[Subject], Press], meant: str = COMING) -> Act:
    return Act(
        verb,
        lambda on: Asked("POST", f"{page_of(on, meant)}/{way}", tuple(fields(on).items())),
        lambda on: Pushed(press(on)),
        f"POST {_ONE}/{way}",
    )


def _mark(on: Subject) -> dict[str, str]:
    return {"mark": on.its("mark")}


def _which(on: Subject) -> str:
    return f"{on.series}|{on.group}"


def _decision(on: Subject) -> tuple[str, str, str]:
    return on.municipality, on.its("digest"), on.its("decision")


AGENDA: Mapping[str, Act] = {
    "put on agenda": _act(
        _WRITE,
        "keep-item",
        lambda _on: {"item": "", "seen": "0", "title": "Ny lærebok", "lasts": "10"},
        lambda on: KeepItem(*_named(on), "", 0, "Ny lærebok", "10"),
    ),
    "reword item": _act(
        _WRITE,
        "keep-item",
        lambda on: {"item": on.its("item"), "seen": "1", "title": "Ny lærebok", "lasts": "10"},
        lambda on: KeepItem(*_named(on), on.its("item"), 1, "Ny lærebok", "10"),
    ),
    "move item up": _act(
        _WRITE,
        "shift-item",
        lambda on: {"item": on.its("last item")},
        lambda on: ShiftItem(*_named(on), on.its("last item")),
    ),
    "take off agenda": _act(
        _WRITE,
        "remove-item",
        lambda on: {"item": on.its("item")},
        lambda on: RemoveItem(*_named(on), on.its("item")),
    ),
}

DECIDED: Mapping[str, Act] = {
    "see decisions": Act(
        _WRITE, None, lambda on: Pushed(ShowDecisions(*_decision(on)[:2])), "", lambda on: on.its("decision")
    ),
    "open decision": Act(_WRITE, None, lambda on: Pushed(OpenDecision(*_decision(on))), "", lambda _on: AGREED),
    "write decision": Act(
        _WRITE,
        lambda on: Asked("POST", f"{page_of(on, HELD)}/decide", (("text_0", _DECIDED),)),
        lambda on: Pushed(KeepDecision(*_decision(on)[:2]), (("text", _DECIDED),)),
        f"POST {_ONE}/decide",
    ),
    "take decision away": _act(
        _WRITE,
        "forget",
        lambda on: {"decision": on.its("decision")},
        lambda on: RemoveDecision(*_decision(on)),
        HELD,
    ),
    "give decisions back": _act(
        _WRITE,
        "give-back",
        lambda _on: {},
        lambda on: GiveBackDecisions(*_decision(on)[:2]),
        HELD,
    ),
}

MEETINGS: Mapping[str, Act] = {
    "list meetings": Act(
        Verb.READ_AHEAD,
        lambda _on: Asked("GET", "/meetings"),
        lambda _on: Said("møter"),
        "GET /meetings",
        lambda on: on.series,
    ),
    "see meeting": Act(
        Verb.READ_AHEAD,
        lambda on: Asked("GET", page_of(on, COMING)),
        lambda on: Pushed(ShowMeeting(*_named(on))),
        f"GET {_ONE}",
        lambda _on: ITEM,
    ),
    "open meeting's form": Act(
        _PLAN,
        lambda on: Asked("GET", f"/meetings/new/{on.municipality}"),
        lambda on: Pushed(OpenNewMeeting(on.municipality)),
        f"GET {_NEW}",
        _which,
    ),
    "plan meeting": Act(
        _PLAN,
        lambda on: Asked("POST", f"/meetings/new/{on.municipality}", (("which", _which(on)), *_FORM.items())),
        lambda on: Pushed(PlanMeeting(on.municipality, _which(on), **_FORM)),
        f"POST {_NEW}",
        echoes=True,
    ),
    "move meeting": _act(
        _PLAN,
        "move",
        lambda on: _mark(on) | _FORM,
        lambda on: MoveMeeting(*_named(on), on.its("mark"), **_FORM),
    ),
    "call meeting off": _act(_PLAN, "call-off", _mark, lambda on: CallOffMeeting(*_named(on), on.its("mark"))),
    **AGENDA,
    **DECIDED,
}
