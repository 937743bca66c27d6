"""Made-up messages about planning: the form with its dates, mistakes and remarks, and what became of a plan."""

from dataclasses import replace
from datetime import date, datetime
from typing import get_args, get_type_hints
from zoneinfo import ZoneInfo

from content.plan_words import UNTOLD_CHRISTMAS, UNTOLD_SUMMER
from content.presses import SayCommand
from content.vocabulary import plan_faults as f
from content.vocabulary import plan_remarks as r
from content.vocabulary import planning as p

_POST = get_type_hints(r.PlanVacancy)["post"]
_OSLO = ZoneInfo("Europe/Oslo")
_AREA = "Inkluderende læringsmiljøer"


def _at(month: int, day: int, hour: int = 14) -> datetime:
    return datetime(2027 if month < 8 else 2026, month, day, hour, tzinfo=_OSLO)


_FORM = p.PlanForm(
    groups=("team-solbakken",),
    areas=("inkluderende",),
    protocol="ukesrefleksjon",
    intention="conveying",
    every="week",
    first="2026-12-01",
    time="14:00",
    times="6",
    stays_open="P3D",
    default_rung="group",
)
_OFFERS = p.PlanOffers(
    groups=(("team-solbakken", "Team mellomtrinn Solbakken"), ("kollegiet", "Kollegiet på Solbakken")),
    areas=(("inkluderende", _AREA), ("ledelse", "Elevsentrert ledelse")),
    protocols=(("ukesrefleksjon", "Ukesrefleksjon"), ("igp", "Individuelt – gruppe – plenum")),
    rungs=("only_me", "group", "unit", "principals", "municipality", "network"),
)
_DATES = p.PlanDates(
    (
        *(p.PlannedDate(_at(12, day)) for day in (1, 8)),
        p.PlannedDate(_at(12, 16, 7), _at(12, 16, 5)),
        p.PlannedDate(_at(1, 6), _at(12, 22), "juleferie"),
        p.PlannedDate(_at(12, 29), why="juleferie", is_skipped=True),
    ),
    5,
)
_MANY = p.PlanDates(
    (
        *(p.PlannedDate(_at(1, day)) for day in range(4, 15)),
        *(
            p.PlannedDate(_at(2, day), why="weekend" if day > 23 else "vinterferie", is_skipped=True)
            for day in (22, 23, 27, 28)
        ),
    ),
    30,
)
_ASKED = p.PlanAsked("nordvik", "0a1b2c3d", _FORM, _OFFERS, rested=p.Rested(_AREA, date(2026, 3, 9)), dates=_DATES)
_FAULTS: tuple[f.PlanFault, ...] = (
    *(f.Left(key) for key in ("groups", "first", "time", "led_by", "until", "protocol")),
    *(f.NotRead(key, "i morgen") for key in ("first", "until", "dates", "date", "time", "times")),
    f.Unknown("areas", "nordlys"),
    f.FirstPast(_at(11, 2)),
    f.UntilBeforeFirst(date(2026, 11, 2), date(2026, 12, 1)),
    f.RunsTooLong(date(2066, 11, 2), date(2026, 12, 1), 10),
    f.DayTwice("2026-12-01 14:00"),
    f.DayPast(_at(11, 2)),
    f.NothingLeft(),
    f.NoTime(),
    f.AllSkipped("juleferie"),
    f.AllSkipped("weekend"),
    f.AllSkipped(UNTOLD_CHRISTMAS),
    f.AllSkipped(UNTOLD_SUMMER),
    f.NotPlayable("Konsultasjon"),
    f.NotInForce("Opplæringslova § 9 A-2", repealed=True),
    f.NotInForce("Barnehageloven § 99", repealed=False),
    f.NothingToAsk("Team 5", ("areas", "requirements", "audience", "phase", "school_types", "prompts")),
    f.NothingToAsk("Team 5", ()),
    f.NoChannel("Team 5"),
    f.NobodyToAsk("Et tomt team"),
    f.PlannedAlready("Team 5", date(2026, 12, 15), "team-5-2026-11-01"),
    f.ChangedMeanwhile(),
    f.MayNotPlan(),
    f.NotTaken("goals"),
    f.DraftTooLate(2, 3),
    f.QuestionTooLate(2),
    f.OutOfRange("minutes", 7, 15, 480),
    *(f.NotRead(key, "sak 12") for key in ("anchoring_link", "anchoring_day", "phases")),
    f.TooFewPhases(),
    f.OnlyCarriedOut(),
    *(kind(2) for kind in (f.PhaseUnnamed, f.PhaseWithoutBeginning, f.PhaseOutOfOrder, f.PhaseWithoutCheckpoint)),
    f.CheckpointTwice("Er alle med?"),
)
_REMARKS: tuple[f.PlanRemark, ...] = (
    f.AskedThatWeek("Team 5", _at(12, 2)),
    f.OverMinutes(49, 25, 20),
    f.OwnTime("Team 5", "14.00"),
    f.NoSkolerute(),
)
_FOUND: tuple[f.PlanRemark, ...] = (
    *(r.PlanVacancy(post, "Liv Oppdiktet", date(2026, 12, 17)) for post in get_args(_POST)),
    *(
        r.PlanVacancy(post, "Liv Oppdiktet", date(2026, 12, 18), observes=post in {"leader", "reader"})
        for post in get_args(_POST)
    ),
    r.OtherByNow("liv@nordvik.example", "Liv Ny", "Liv Oppdiktet"),
    r.ChangeUndone("Team 5", _at(12, 8), _at(12, 9)),
    r.ChangeUndone("Team 5", _at(12, 8)),
    r.QuestionUndone("Team 5", _at(12, 8)),
    r.DraftAfterPack("Team 5", _at(12, 1), _at(12, 7), "Rektorgruppa", _at(12, 4)),
    r.NobodyApproves("Team 5"),
    r.WithoutPhases(),
    r.NamedForOthers("Hva ser du av kvaliteten i eierskapet?"),
)
_STARTED = p.PlanStarted("nordvik", "team-5-2026-12-01", ("Team 5",), (_AREA,), _at(12, 1), _at(1, 6), 4)
MESSAGES = (
    _ASKED,
    replace(_ASKED, rested=p.Rested(_AREA, None), dates=replace(_MANY, dates=_MANY.dates[:10]), remarks=_REMARKS),
    replace(_ASKED, remarks=_FOUND),
    replace(_ASKED, remarks=_REMARKS[:2], mark="4be0643f1d98", asks_again=True),
    replace(_ASKED, series="team-5", dates=_MANY, form=replace(_FORM, areas=(), every="once", times="1")),
    replace(_ASKED, dates=replace(_DATES, dates=_DATES.dates[:1])),
    replace(_ASKED, dates=replace(_DATES, dates=_DATES.dates[-1:])),
    replace(_ASKED, dates=replace(_MANY, dates=_MANY.dates[:11])),
    replace(_ASKED, dates=None, rested=None, faults=_FAULTS),
    _STARTED,
    replace(_STARTED, areas=(), number=1),
    replace(_STARTED, phases=("Forberede og kartlegge", "Gjennomføre")),
    replace(_STARTED, first=None, last=None, number=0, was_there=True),
    p.PlanWhere((("Nordvik kommune", SayCommand("set_up", "", "nordvik")), ("Sørvik", SayCommand("set_up")))),
    p.PlanUndone(),
    p.PlanEnded(),
    p.PlanLeft(),
    p.NobodyToPlanFor(),
)
