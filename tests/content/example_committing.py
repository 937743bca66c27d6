"""Made-up messages about what people try, and about needs of support."""

from dataclasses import replace
from datetime import date

from content.vocabulary import committing as m
from content.vocabulary.guarding import Stopped
from content.vocabulary.prompting import Signed

DAY = date(2026, 12, 1)
PLACE = m.Place("nordvik", "rektorgruppa", "Rektorgruppa", "uka/rektorgruppa/2026-11-24")
STOPPED = Stopped(("name",))
MINE = m.Promised(
    "nordvik", "c-1", 1, "person", "", "Jeg begynner timen med ett spørsmål.", "Flere rekker opp hånda", DAY, mine=True
)
OURS = replace(
    MINE, commitment="c-2", whose="group", by="Rektorgruppa", text="Vi besøker hverandres skoler.", mine=False
)
TOWNS = replace(
    OURS, commitment="c-3", whose="municipality", by="Nordvik kommune", text="Vi svarer innen fjorten dager."
)
OTHERS = replace(MINE, commitment="c-4", text="Jeg spør elevene først.", mine=False, sign="")
TOLD = replace(
    OURS, commitment="c-5", outcome="partly", because="vi rakk bare to skoler", learnt="Det er nok å se ti minutter."
)
TOLD_ALL = tuple(replace(TOLD, outcome=outcome) for outcome in ("done", "changed", "dropped"))
NEED = m.Need("nordvik", "n-1", 1, "Vi trenger vikar for å kunne besøke hverandre.", "Rektorgruppa", "", DAY, "open")
ANSWERED = replace(NEED, state="answered", answer="Dere får to dager i vår.", answered_by="Guro Koordinator")
LONG = "x" * 501
BANK = m.FromBank("nordvik", "e-1", Signed("name", "Åse Li"))
BY_SCHOOL = m.FromBank("nordvik", "e-2", school="Hellebekk skole")
GONE = m.FromBank("nordvik", "e-1", is_there=False)
_FORM = m.TryForm("person", PLACE, "Jeg prøver.", "Et tegn", DAY.isoformat(), 8)
_NEED_FORM = m.NeedForm(PLACE, "Nordvik kommune", "Vi trenger vikar.", DAY.isoformat(), 8)
_RECEIVED = m.NeedReceived(NEED, DAY.isoformat())

EXAMPLES: tuple[m.Committing, ...] = (
    m.TryOffered(PLACE, leading=False),
    m.TryOffered(PLACE, leading=True),
    _FORM,
    replace(_FORM, whose="group", in_group=True),
    replace(_FORM, whose="municipality", in_group=True),
    *(replace(_FORM, wrong=wrong) for wrong in ("empty", "too_long", "no_day")),
    replace(_FORM, text="", sign="", stopped=STOPPED),
    m.PromiseKept(MINE, 1),
    m.PromiseKept(MINE, 8, may_tell=True),
    m.PromiseKept(replace(OURS, agreed=False), 8),
    m.PromiseKept(TOLD, 8, may_change=False),
    m.PromiseKept(replace(TOLD, mine=True), 8, may_tell=True),
    m.PromiseKept(replace(OURS, origin=replace(BANK, signed=None)), 8, may_tell=True),
    m.PromiseKept(replace(TOLD, origin=BANK), 8, may_tell=True, shared=True, may_share=True),
    m.LookBack(
        "Team 5",
        (replace(TOLD, origin=GONE),),
        (replace(OURS, origin=BY_SCHOOL),),
    ),
    m.LookBack("Rektorgruppa", (), (MINE,)),
    m.LookBack("Rektorgruppa", (TOWNS, TOLD, *TOLD_ALL, OTHERS), (OURS, MINE), at="c-1", answers=(ANSWERED,)),
    m.LookBack("Rektorgruppa", (), (OURS,), stopped=STOPPED, because="Fordi", learnt="Mye"),
    m.LookBack("Rektorgruppa", (TOLD,), ()),
    m.LookBack("Rektorgruppa", (), ()),
    m.PromisesListed((), ()),
    m.PromisesListed(
        (),
        (replace(MINE, is_past=True),),
        needs=(replace(NEED, is_past=True), replace(ANSWERED, state="accepted", is_past=True)),
    ),
    m.PromisesListed(
        (TOWNS, TOLD, replace(TOLD, may_open=True)),
        (OURS, MINE),
        needs=(NEED, ANSWERED),
        to_answer=(replace(NEED, by="Siv Rektor"),),
    ),
    m.PromiseProposed(replace(OURS, agreed=False)),
    _NEED_FORM,
    replace(_NEED_FORM, in_group=True),
    *(replace(_NEED_FORM, wrong=wrong) for wrong in ("empty", "too_long", "no_day")),
    replace(_NEED_FORM, text="", stopped=STOPPED),
    m.NeedSent(NEED, 0),
    m.NeedSent(NEED, 8),
    m.NeedSent(replace(NEED, is_past=True), 0),
    m.NeedSent(ANSWERED, 0),
    _RECEIVED,
    m.NeedReceived(replace(NEED, by="Siv Rektor", state="accepted", answer="Vi ser på det."), "2026-12-08", again=True),
    *(replace(_RECEIVED, wrong=wrong) for wrong in ("empty", "too_long", "no_day")),
    replace(_RECEIVED, stopped=STOPPED),
    m.NeedSettled(ANSWERED),
    m.NeedSettled(replace(ANSWERED, state="accepted", answered_by="")),
    m.NeedSettled(replace(NEED, need="", text="", state="answered")),
    m.NeedAnswered(ANSWERED),
    m.NeedAnswered(replace(ANSWERED, state="unclear", answer="Hvor mange dager?")),
    *(m.NeedAnswered(replace(ANSWERED, state="unclear"), wrong=wrong) for wrong in ("empty", "too_long")),
    m.NeedAnswered(replace(ANSWERED, state="unclear"), stopped=STOPPED),
    m.TooManyTries("person", 2),
    m.TooManyTries("group", 3),
    m.TooManyTries("municipality", 3),
    m.TooManyNeeds(5),
    m.NotKeptTry(),
    m.TryRemoved(),
    m.TryGone(),
    m.TryStopped(STOPPED),
    m.NoGroupToTryWith(),
    m.NotForTheMunicipality(),
    m.NobodyToHelp("Nordvik kommune"),
    m.NoSuchTry(),
)
