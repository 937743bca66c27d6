"""All that is done at the desk, on both ways in: what is asked for, what the answer shows, which right is needed."""

from collections.abc import Callable, Mapping

from content.presses import (
    AddMember,
    AdoptLayer,
    AnswerCheckpoint,
    CarryOutList,
    DiscardLayer,
    DropList,
    EndMember,
    RemoveLayer,
    SetQuiet,
    ShowMembers,
    ShowPhases,
    ShowPlanDates,
    ShowSeries,
    StartPlan,
    SteerSeries,
    SubstituteMember,
    TieNetwork,
    UndoList,
    UndoPlan,
)
from dialogs.permissions import Verb
from dialogs.planning.phasing import mark_of
from tests.bot.desk.act import Act
from tests.bot.desk.meetings import MEETINGS
from tests.bot.desk.questions import QUESTIONS
from tests.bot.desk.school_year import SCHOOL_YEAR
from tests.bot.desk.subject import Subject
from tests.bot.desk.town import CHECKPOINT, LAYER
from tests.bot.desk.ways_in import Asked, Pushed, Said

KEY = "0a1b2c3d"


_PLAN, _STEER = Verb.PLAN_SERIES, "POST /series/{municipality}/{series}/{way}"
_GROUP = "/groups/{municipality}/{group}"
WAY: dict[str, Callable[[Subject], dict[str, str]]] = {
    "move": lambda on: {"session": on.coming, "day": "2026-12-03", "time": "13:00"},
    "skip": lambda on: {"session": on.coming},
    "hold": lambda on: {"session": on.left_out},
    "start": lambda on: {"session": on.coming},
    "pause": lambda _on: {"day": "2027-01-11"},
    "resume": lambda _on: {},
    "retime": lambda _on: {"weekday": "3", "time": "14:30"},
    "end": lambda _on: {},
    "clone": lambda on: {"group": on.other_group},
    "nudge": lambda on: {"session": on.open},
    "extend": lambda on: {"session": on.open, "day": "2026-12-02", "time": "12:00"},
    "close": lambda on: {"session": on.open},
    "cancel": lambda on: {"session": on.open},
}
ON_PAGES_ALONE = {"clone", "retime"}
_RESUMES = "resume"


def _steer(way: str) -> Act:
    def series(on: Subject) -> str:
        return on.paused if way == _RESUMES else on.series

    def page(on: Subject) -> Asked:
        fields = {"version": "2", **WAY[way](on)}
        return Asked("POST", f"/series/{on.municipality}/{series(on)}/{way}", tuple(fields.items()))

    def chat(on: Subject) -> Pushed:
        fields = WAY[way](on)
        session = fields.pop("session", "")
        return Pushed(SteerSeries(on.municipality, series(on), way, 2, session), tuple(fields.items()))

    verb = Verb.CANCEL_SESSION if way in {"extend", "close", "cancel"} else _PLAN
    return Act(verb, page, None if way in ON_PAGES_ALONE else chat, _STEER)


def adding(role: str, who: str = "vik") -> Act:
    def page(on: Subject) -> Asked:
        return Asked("POST", f"/groups/{on.municipality}/{on.group}/add", (("who", who), ("role", role)))

    return Act(
        Verb.CHANGE_MEMBERS,
        page,
        lambda on: Pushed(AddMember(on.municipality, on.group, who, role)),
        f"POST {_GROUP}/add",
    )


def _end(number: Callable[[Subject], str]) -> Act:
    return Act(
        Verb.CHANGE_MEMBERS,
        lambda on: Asked("POST", f"/groups/{on.municipality}/{on.group}/end", (("number", number(on)),)),
        lambda on: Pushed(EndMember(on.municipality, on.group, number(on))),
        f"POST {_GROUP}/end",
    )


_SUBSTITUTE = {"who": "vik", "from_day": "2026-12-01", "until_day": "2026-12-10"}

_LAYER = "/settings/{}/overlay"
_PEOPLE = "/people/{municipality}"
_SERIES, _SETTINGS = "/series/{}/{}", "/settings/{municipality}"
_TIE = (("network", "nordnett"), ("other", "sorvik"), ("way", "yes"))
_ANSWERED = (("checkpoint", mark_of(CHECKPOINT)), ("because", "Det vet vi."))


def _quiet(on: Subject) -> SetQuiet:
    told = dict(on.edit_form)
    return SetQuiet(on.group, told["begins"], told["ends"], told["mark"], told["seen"])


ACTS: Mapping[str, Act] = {
    "list groups": Act(
        Verb.CHANGE_MEMBERS,
        lambda _on: Asked("GET", "/groups"),
        lambda _on: Said("medlemmer"),
        "GET /groups",
        lambda on: on.name,
    ),
    "see members": Act(
        Verb.CHANGE_MEMBERS,
        lambda on: Asked("GET", f"/groups/{on.municipality}/{on.group}"),
        lambda on: Pushed(ShowMembers(on.municipality, on.group)),
        f"GET {_GROUP}",
        lambda _on: "Dina Oppdiktet",
    ),
    "add leader": adding("leader"),
    "add facilitator": adding("facilitator"),
    "add participant": adding("participant"),
    "add observer": adding("observer"),
    "add coordinator": adding("coordinator"),
    "end participant": _end(lambda on: on.place),
    "end leader": _end(lambda on: on.leading_place),
    "substitute participant": Act(
        Verb.CHANGE_MEMBERS,
        lambda on: Asked(
            "POST",
            f"/groups/{on.municipality}/{on.group}/substitute",
            (("number", on.place), *_SUBSTITUTE.items()),
        ),
        lambda on: Pushed(SubstituteMember(on.municipality, on.group, on.place, *_SUBSTITUTE.values())),
        f"POST {_GROUP}/substitute",
    ),
    "open plan form": Act(
        _PLAN,
        lambda on: Asked("GET", f"/plan/new?municipality={on.municipality}"),
        lambda _on: Said("planlegg"),
        "GET /plan/new",
        lambda on: on.name,
    ),
    "look at dates": Act(
        _PLAN,
        lambda on: Asked("POST", f"/plan/new?municipality={on.municipality}", (*on.new_form, ("look", "yes"))),
        lambda on: Pushed(ShowPlanDates(on.municipality, KEY), on.new_form),
        "POST /plan/new",
        lambda _on: "9. mars",
        echoes=True,
    ),
    "plan": Act(
        _PLAN,
        lambda on: Asked("POST", f"/plan/new?municipality={on.municipality}", (*on.new_form, ("start", "yes"))),
        lambda on: Pushed(StartPlan(on.municipality, KEY), on.new_form),
        "POST /plan/new",
        echoes=True,
    ),
    "list series": Act(
        Verb.SEE_PLAN,
        lambda _on: Asked("GET", "/series"),
        None,
        "GET /series",
        lambda on: f"/series/nordvik/{on.series}",
    ),
    "list series of a year": Act(
        Verb.SEE_PLAN,
        lambda _on: Asked("GET", "/series/2026"),
        None,
        "GET /series/{year}",
        lambda on: f"/series/nordvik/{on.series}",
    ),
    "take the year along": Act(
        Verb.SEE_PLAN,
        lambda _on: Asked("GET", "/lists/plan/2026/file/csv"),
        None,
        "GET /lists/{list}/{year}/file/{form}",
        lambda on: on.name,
        aside="records",
    ),
    "see series": Act(
        Verb.SEE_PLAN,
        lambda on: Asked("GET", f"/series/{on.municipality}/{on.series}"),
        None,
        "GET /series/{municipality}/{series}",
        lambda on: on.name,
    ),
    "list one's series": Act(_PLAN, None, lambda _on: Said("økter"), "", lambda on: on.series),
    "open series' card": Act(
        _PLAN, None, lambda on: Pushed(ShowSeries(on.municipality, on.series)), "", lambda on: on.name
    ),
    "open edit form": Act(
        _PLAN,
        lambda on: Asked("GET", f"/series/{on.municipality}/{on.series}/edit"),
        None,
        "GET /series/{municipality}/{series}/edit",
        lambda on: on.name,
    ),
    "edit": Act(
        _PLAN,
        lambda on: Asked("POST", f"/series/{on.municipality}/{on.series}/edit", (*on.edit_form, ("start", "yes"))),
        lambda on: Pushed(StartPlan(on.municipality, dict(on.edit_form)["key"], on.series), on.edit_form),
        "POST /series/{municipality}/{series}/edit",
    ),
    "undo": Act(_PLAN, None, lambda on: Pushed(UndoPlan(on.municipality, on.series))),
    **{way: _steer(way) for way in WAY},
    **QUESTIONS,
    **MEETINGS,
    **SCHOOL_YEAR,
    "see phases": Act(
        _PLAN, None, lambda on: Pushed(ShowPhases(on.municipality, on.paused)), "", lambda _on: CHECKPOINT
    ),
    "answer checkpoint": Act(
        _PLAN,
        lambda on: Asked(
            "POST",
            f"{_SERIES.format(on.municipality, on.paused)}/checkpoint",
            (("answered", "yes"), ("seen", "0"), *_ANSWERED),
        ),
        lambda on: Pushed(AnswerCheckpoint(on.municipality, on.paused, "yes", 0), _ANSWERED),
        "POST /series/{municipality}/{series}/checkpoint",
    ),
    "see people's list": Act(
        Verb.IMPORT_PEOPLE,
        lambda on: Asked("GET", f"/people/{on.group}"),
        None,
        f"GET {_PEOPLE}",
        lambda _on: 'name="files"',
    ),
    "send people's list": Act(
        Verb.IMPORT_PEOPLE,
        lambda on: Asked("POST", f"/people/{on.group}/send", sent=on.sent),
        None,
        f"POST {_PEOPLE}/send",
    ),
    "carry out one's list": Act(
        Verb.IMPORT_PEOPLE,
        lambda on: Asked("POST", f"/people/{on.group}/carry-out", on.new_form),
        lambda on: Pushed(CarryOutList(on.group, dict(on.new_form)["list"], dict(on.new_form)["seen"])),
        f"POST {_PEOPLE}/carry-out",
    ),
    "drop one's list": Act(
        Verb.IMPORT_PEOPLE,
        lambda on: Asked("POST", f"/people/{on.group}/drop"),
        lambda on: Pushed(DropList(on.group)),
        f"POST {_PEOPLE}/drop",
    ),
    "undo a list": Act(
        Verb.IMPORT_PEOPLE,
        lambda on: Asked("POST", f"/people/{on.group}/undo", on.edit_form),
        lambda on: Pushed(UndoList(on.group, dict(on.edit_form)["list"])),
        f"POST {_PEOPLE}/undo",
    ),
    "see layers": Act(
        Verb.LAY_OVERLAY,
        lambda on: Asked("GET", _LAYER.format(on.group)),
        None,
        f"GET {_SETTINGS}/overlay",
        lambda _on: 'name="text"',
    ),
    "draft layer": Act(
        Verb.LAY_OVERLAY,
        lambda on: Asked("POST", _LAYER.format(on.group), (("text", LAYER), ("by", "Rektorgruppa"))),
        None,
        f"POST {_SETTINGS}/overlay",
    ),
    "see a layer": Act(
        Verb.LAY_OVERLAY,
        lambda on: Asked("GET", f"{_LAYER.format(on.group)}/2"),
        None,
        f"GET {_SETTINGS}/overlay/{{number}}",
        lambda _on: 'name="mark"',
    ),
    "take a layer along": Act(
        Verb.LAY_OVERLAY,
        lambda on: Asked("GET", f"{_LAYER.format(on.group)}/2/file/toml"),
        None,
        f"GET {_SETTINGS}/overlay/{{number}}/file/toml",
        lambda _on: "Alle er med",
    ),
    "adopt layer": Act(
        Verb.LAY_OVERLAY,
        lambda on: Asked("POST", f"{_LAYER.format(on.group)}/2", on.new_form),
        lambda on: Pushed(AdoptLayer(on.group, 2, dict(on.new_form)["mark"])),
        f"POST {_SETTINGS}/overlay/{{number}}",
    ),
    "throw layer away": Act(
        Verb.LAY_OVERLAY,
        lambda on: Asked("POST", f"{_LAYER.format(on.group)}/2/discard", on.new_form),
        lambda on: Pushed(DiscardLayer(on.group, 2)),
        f"POST {_SETTINGS}/overlay/{{number}}/discard",
    ),
    "look at removing layer": Act(
        Verb.LAY_OVERLAY,
        lambda on: Asked("GET", f"{_LAYER.format(on.group)}/remove"),
        None,
        f"GET {_SETTINGS}/overlay/remove",
        lambda _on: 'name="mark"',
    ),
    "remove layer": Act(
        Verb.LAY_OVERLAY,
        lambda on: Asked("POST", f"{_LAYER.format(on.group)}/remove", on.edit_form),
        lambda on: Pushed(RemoveLayer(on.group, dict(on.edit_form)["mark"])),
        f"POST {_SETTINGS}/overlay/remove",
    ),
    "list settings": Act(
        Verb.SET_MUNICIPALITY,
        lambda _on: Asked("GET", "/settings"),
        None,
        "GET /settings",
        lambda on: f"/settings/{on.group}",
    ),
    "see settings": Act(
        Verb.SET_MUNICIPALITY,
        lambda on: Asked("GET", f"/settings/{on.group}"),
        None,
        f"GET {_SETTINGS}",
        lambda _on: 'name="responsible"',
    ),
    "change settings": Act(
        Verb.SET_MUNICIPALITY,
        lambda on: Asked("POST", f"/settings/{on.group}", (*on.new_form, ("keep", "yes"))),
        None,
        f"POST {_SETTINGS}",
    ),
    "see quiet hours": Act(
        Verb.SET_QUIET_HOURS,
        lambda on: Asked("GET", f"/settings/{on.group}/quiet"),
        None,
        f"GET {_SETTINGS}/quiet",
        lambda _on: 'name="begins"',
    ),
    "set quiet hours": Act(
        Verb.SET_QUIET_HOURS,
        lambda on: Asked("POST", f"/settings/{on.group}/quiet", (*on.edit_form, ("keep", "yes"))),
        lambda on: Pushed(_quiet(on)),
        f"POST {_SETTINGS}/quiet",
    ),
    "see networks": Act(
        Verb.TIE_NETWORK,
        lambda on: Asked("GET", f"/settings/{on.group}/networks"),
        None,
        f"GET {_SETTINGS}/networks",
        lambda _on: "Sørvik",
    ),
    "tie networks": Act(
        Verb.TIE_NETWORK,
        lambda on: Asked("POST", f"/settings/{on.group}/networks", _TIE),
        lambda on: Pushed(TieNetwork(on.group, *dict(_TIE).values())),
        f"POST {_SETTINGS}/networks",
    ),
}
