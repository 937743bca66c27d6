"""The card of a series' phases, with something in every blank."""

from dataclasses import replace
from datetime import date, datetime
from typing import get_args
from zoneinfo import ZoneInfo

from content.vocabulary import phases as p
from content.vocabulary.guarding import Stopped
from content.vocabulary.series_named import SeriesNamed

_AT = datetime(2026, 12, 1, 8, 0, tzinfo=ZoneInfo("Europe/Oslo"))
_DAY = date(2026, 11, 24)
_NAMED = SeriesNamed("nordvik", "uka", ("Rektorgruppa",), ("Inkluderende læringsmiljø",))
_CHECKPOINTS = tuple(
    p.CheckpointShown(f"{n}", "Vet alle hvorfor vi gjør dette?", state, because, None if state == "open" else _DAY)
    for n, (state, because) in enumerate(
        (state, because)
        for state in get_args(p.CheckpointState)
        for because in ("", "Vi tok det opp på fellesmøtet.")
        if state != "open" or not because
    )
)
_WAITS = p.PhaseShown(2, "Gjennomføre", "waits", role="leader")
_SHOWN = p.PhasesShown(
    _NAMED,
    (p.PhaseShown(1, "Forberede og kartlegge", "now", _CHECKPOINTS, responsible="Tor Solberg"), _WAITS),
    waiting_at=_AT,
    waits_for="Forberede og kartlegge",
    foundation=p.Foundation("Kommunestyret, sak 12/26", _DAY, "https://nordvik.example/sak", "Elevrådet er med."),
    seen=3,
    may_answer=True,
)
_DONE = replace(_SHOWN, waiting_at=None, waits_for="", phases=(*_SHOWN.phases[:1], replace(_WAITS, state="coming")))
_FIRST = _SHOWN.phases[0]
MESSAGES: tuple[p.Phasing, ...] = (
    _SHOWN,
    replace(_SHOWN, named=replace(_NAMED, themes=()), foundation=p.Foundation("Kommunestyret")),
    replace(
        _SHOWN,
        group="team",
        group_name="Team mellomtrinn",
        groups=(
            p.GroupStands("team", "Team mellomtrinn", "Forberede og kartlegge", waits=True),
            p.GroupStands("other", "Team småtrinn", "Gjennomføre"),
        ),
    ),
    replace(_SHOWN, foundation=p.Foundation("", _DAY), phases=(replace(_FIRST, state="over", role="leader"),)),
    *(
        replace(_SHOWN, phases=(replace(_FIRST, responsible="", role=role, is_vacant=is_vacant),))
        for role in ("", "coordinator", "facilitator", "leader", "participant", "observer")
        for is_vacant in (True, False)
    ),
    *(replace(one, came=came) for came in get_args(p.Came) if came for one in (_SHOWN, _DONE)),
    *(replace(_SHOWN, hindered=why, chosen="1", because="Fordi.") for why in get_args(p.Hindered) if why),
    replace(_SHOWN, hindered="stopped", stopped=Stopped(("name",), ("Ola",), overridable=True)),
    replace(_SHOWN, phases=(p.PhaseShown(1, "Forberede", "over"),), may_answer=False),
    p.PhaseWaits(
        "nordvik",
        "uka",
        ("Rektorgruppa",),
        "Forberede og kartlegge",
        "Gjennomføre",
        _AT,
        ("Vet alle hvorfor vi gjør dette?", "Er det satt av tid?"),
    ),
)
