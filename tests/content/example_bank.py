"""Made-up messages of the sharing bank."""

from dataclasses import replace

from content.vocabulary import bank as b
from content.vocabulary import entry_tries as t
from content.vocabulary.committing import FromBank
from content.vocabulary.guarding import Stopped
from content.vocabulary.prompting import Followed, Quote, Signed
from tests.content.example_committing import TOLD
from tests.content.example_own_data import AT, QUESTION

SAID = Quote("Vi leser med en makker de første fem minuttene. " * 5, signed=Signed("teacher"), keyword="makkerlesing")
ENTRY = b.BankEntry("nordvik", "e-1", "quote", SAID, "Trygt miljø", QUESTION, "Team 5, Hellebekk", AT)
LONG = b.BankEntry(
    "nordvik",
    "e-2",
    "quote",
    Quote("", (Followed("Hva så dere?", "*Roen* kom _fort_. " * 60, 1),), Signed("name", "Åse Li-Ødegård")),
    "Elevmedvirkning",
    QUESTION * 2,
    "Ungdomstrinnet, Fjellvik skole",
    AT,
)
PRACTICE = b.BankEntry(
    "nordvik",
    "e-3",
    "practice",
    Quote("Vi begynte hver time med to minutter lesing.", signed=Signed("name", "Åse Li-Ødegård")),
    "Lesing og skriving",
    "To minutter *lesing* først",
    "Hellebekk skole",
    AT,
    practice=b.PracticeShown(
        "Vi begynte hver time med to minutter lesing.",
        "Det ble ro. " * 20,
        "En bok til alle.",
        ("primary", "lower_secondary"),
    ),
)
UNNAMED = replace(
    PRACTICE,
    quote=Quote("Vi gikk ut."),
    where="",
    practice=b.PracticeShown("Vi gikk ut.", "*Alle* var med.", stages=("kindergarten", "sfo")),
)

_TRIED = replace(
    TOLD, by="Team 5", learnt="Ro kommer først.", origin=FromBank("nordvik", "e-1", Signed("name", "Åse Li"))
)
_OPEN = t.OwnEntryTry(replace(_TRIED, outcome="", by="Team 6"), may_take_back=True)
_CAME = t.CameOfEntry("partly", "vi rakk det ikke på mandager", "Ro kommer først når de voksne leser også.")
_ALL_CAME = tuple(
    replace(_CAME, outcome=one, because="", by="Fjellvik skole") for one in ("done", "changed", "dropped")
)
TRIES = t.EntryTries(3, 2, came=(_CAME,), own=(t.OwnEntryTry(_TRIED, may_take_back=False), _OPEN), may_try=True)
_TEAM = t.TryingGroup("team-5", "Team 5", "Hellebekk skole")
_OTHER = t.TryingGroup("team-6", "Team 6 og 7 på mellomtrinnet", "Fjellvik barne- og ungdomsskole")
FORM = t.EntryTryForm("nordvik", "e-1", "Trygt miljø", (_TEAM,), "team-5", "Vi leser sammen.", "2027-01-08")
_CHOICE = replace(FORM, groups=(_TEAM, _OTHER), text="")

TRYING: tuple[t.TryingEntries, ...] = (
    FORM,
    _CHOICE,
    *(replace(_CHOICE, wrong=wrong) for wrong in ("empty", "too_long", "no_day")),
    replace(FORM, text="", stopped=Stopped(("name",))),
    t.TellOnAsked(_TRIED, 120, "Hellebekk skole", 31),
    t.TellOnAsked(replace(_TRIED, because="", outcome="dropped"), 8, "Hellebekk skole", 6),
    t.EntryTriesTold("nordvik", "e-1", "Trygt miljø", QUESTION, ("Hellebekk skole", "Fjellvik skole")),
    t.EntryTriesTold("nordvik", "e-1", "Trygt miljø", QUESTION, (), (replace(_CAME, by="Hellebekk skole"), *_ALL_CAME)),
    t.OwnEntry(),
    t.NoSchoolToTryFor(),
)

EXAMPLES: tuple[b.Banking | t.TryingEntries, ...] = (
    *TRYING,
    b.BankOpened(ENTRY, tries=TRIES),
    b.BankOpened(ENTRY, tries=t.EntryTries(1, 1, may_try=True)),
    b.BankOpened(ENTRY, tries=t.EntryTries(1, 1, schools_alone=False)),
    b.BankOpened(ENTRY, tries=t.EntryTries(2, 2, schools_alone=False)),
    b.BankReady("*makker*lesing"),
    b.BankFound("", b.BankPage((), is_blank=True)),
    b.BankFound("skulemiljø", b.BankPage(())),
    b.BankFound("makerlesing", b.BankPage((ENTRY,), forgiven=True)),
    b.BankFound("ro " * 30, b.BankPage((ENTRY, LONG, ENTRY, LONG, ENTRY), 5, has_more=True)),
    b.BankOpened(ENTRY),
    b.BankOpened(LONG, "ro", 5),
    b.BankFound("lesing", b.BankPage((PRACTICE, UNNAMED))),
    b.BankOpened(replace(PRACTICE, quote=replace(PRACTICE.quote, own=True)), "lesing", kind="practice"),
    b.BankOpened(UNNAMED),
    b.BankGone(),
    b.BankOffered((ENTRY, LONG, PRACTICE), "https://sider.nordvik.example"),
    b.BankInserted(
        "nordvik", "e-1", "quote", "Trygt miljø", QUESTION, "https://sider.nordvik.example/bank/nordvik/e-1"
    ),
    b.BankInserted("nordvik", "e-2", "practice", "Elevmedvirkning"),
    b.BankRead(LONG),
    b.BankRead(PRACTICE),
    b.BankClosed(),
    b.BankNothing(),
    b.BankHurried(),
    b.BankAway(),
)
