"""Made-up messages about series: those somebody plans, one in short with all it may tell, and news to the asked."""

from dataclasses import replace
from datetime import date, datetime
from typing import get_args
from zoneinfo import ZoneInfo

from content.dates import Deadline
from content.vocabulary import steering as s
from content.vocabulary.series_pages import Progress, Running, SeriesNamed, SessionRow, Waiting
from content.vocabulary.steered import ChangedSince, Done, NotSteered, SeriesSteered, SteeredMeanwhile, Why

_OSLO = ZoneInfo("Europe/Oslo")
_AT, _MEANT = datetime(2026, 11, 26, 13, 0, tzinfo=_OSLO), datetime(2026, 11, 24, 8, 0, tzinfo=_OSLO)
_DAY = date(2027, 1, 11)
_NAMED = SeriesNamed("nordvik", "uka", ("Rektorgruppa",), ("Inkluderende læringsmiljøer",))
_CLOSES = Deadline(datetime(2026, 11, 27, 8, 0, tzinfo=_OSLO), is_near=True)
_RUNNING = Running("nordvik", "uka.rektorgruppa.2026-11-24", "Rektorgruppa", _MEANT, _CLOSES)
_PROGRESS = Progress(23, reached=15, answered=10, waiting=(Waiting("not_installed", 5),))
_NEXT = SessionRow(("Rektorgruppa",), datetime(2026, 12, 1, 8, 0, tzinfo=_OSLO), "coming")
_CARD = s.SeriesCard(
    _NAMED,
    3,
    (replace(_RUNNING, step="Tid for refleksjon", progress=_PROGRESS),),
    _NEXT,
    next_session="uka.rektorgruppa.2026-12-01",
    day="2026-12-01",
    time="08:00",
    open_session=_RUNNING.session,
    can_nudge=True,
)
_PHASED = replace(_CARD, has_phases=True)
_OFF = ("Juleferie", "weekend")
_WITHOUT_DAYS = tuple(why for why in get_args(Why) if why != "takes_all")
MESSAGES: tuple[s.Steering, ...] = (
    _CARD,
    _PHASED,
    replace(_PHASED, next=replace(_NEXT, state="waiting", phase="Forberede"), waits_for="Forberede"),
    replace(_PHASED, next=None, waits_for="Forberede"),
    replace(_CARD, running=(replace(_RUNNING, following="Oppsummer", in_channel=True, progress=Progress(None)),)),
    replace(_CARD, running=(), can_nudge=False, left_out="uka.rektorgruppa.2026-12-08", paused_until=_DAY),
    *(replace(_CARD, running=(_RUNNING,) * number) for number in (4, 5)),
    replace(_CARD, named=replace(_NAMED, themes=()), running=(), next=None, can_nudge=False),
    *(replace(_CARD, told=SeriesSteered(done, at=_AT, meant=_MEANT, day=_DAY)) for done in get_args(Done)),
    *(replace(_CARD, told=NotSteered(why, at=_AT, day_off=off)) for why in _WITHOUT_DAYS for off in _OFF),
    replace(_CARD, told=NotSteered("day_off", at=_AT)),
    *(replace(_CARD, told=SeriesSteered("retimed", fewer=number)) for number in (1, 2)),
    *(replace(_CARD, told=NotSteered("takes_all", at=_AT, days=(_DAY,) * number)) for number in (1, 2, 6)),
    replace(
        _CARD,
        told=SteeredMeanwhile(
            tuple(
                ChangedSince(done, at=_AT, meant=_MEANT, day=_DAY)
                for done in (
                    "moved",
                    "skipped",
                    "held",
                    "paused",
                    "resumed",
                    "retimed",
                    "extended",
                    "asked_else",
                    "asked_by_rules",
                )
            )
        ),
    ),
    s.LedSeries((s.LedListed(_NAMED, 1, _AT), s.LedListed(replace(_NAMED, series="b"), 2)), more=1),
    s.LedSeries((s.LedListed(_NAMED, 0, _AT),), more=2),
    s.LedSeries(()),
    *(s.AskedChanged(what, "Rektorgruppa", "Hva vil du prøve?", _CLOSES) for what in get_args(s.What)),
    s.SeriesGone(),
)
