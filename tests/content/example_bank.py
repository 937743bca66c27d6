"""Made-up messages of the sharing bank."""

from dataclasses import replace

from content.vocabulary import bank as b
from content.vocabulary.prompting import Followed, Quote, Signed
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

EXAMPLES: tuple[b.Banking, ...] = (
    b.BankFound("", b.BankPage((), is_blank=True)),
    b.BankFound("skulemiljø", b.BankPage(())),
    b.BankFound("makerlesing", b.BankPage((ENTRY,), forgiven=True)),
    b.BankFound("ro " * 30, b.BankPage((ENTRY, LONG, ENTRY, LONG, ENTRY), 5, has_more=True)),
    b.BankOpened(ENTRY),
    b.BankOpened(LONG, "ro", 5),
    b.BankFound("lesing", b.BankPage((PRACTICE, UNNAMED))),
    b.BankOpened(PRACTICE, "lesing"),
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
