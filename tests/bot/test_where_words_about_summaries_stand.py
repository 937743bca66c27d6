"""What is written about a summary, as headings, names of themes and decisions, stands in the columns listed for it."""

from pathlib import Path

from bot.rehearsal.clients import Client, buttons_on
from bot.rehearsal.wire_conversations import Message
from storage import personal
from tests.bot.test_where_words_stand import ANSWERS, INDEX, STANDS, Found, marked_sentence, marker
from tests.nordvik import House, at, last, municipality, open_house, series

TEAM = "team-fjordglott"
TEACHERS = tuple(f"p{letter}" for letter in "abcdefghijklmnop")
READING = "Vi leser høyt hver dag, og elevene låner bøker på biblioteket til lesekvarten."
BREAKS = "I friminuttet leker de i skolegården, og vi voksne er ute som inspeksjon."
MEETING = '\n[[meetings]]\ndate = 2026-12-03T09:00:00\ngroup = "rektorgruppa"\n'

IN_NAMES = {"tidied_themes.label", "own_words.label", "own_words.word"}
ABOUT_SUMMARIES = {
    "heading": {"headings.text"},
    "named": IN_NAMES,
    "borrowed": IN_NAMES | {ANSWERS, *INDEX, "tidied_themes.borrowed", "own_words.borrowed"},
    "decided": {"decisions.text"},
}
"""Way -> the columns with the way's word. A name of a theme may hold a word of an answer."""


def test_every_listed_column_is_one_that_a_way_leads_to() -> None:
    # Stems read from their end, for searches of a word's end; and words that stand at a meeting and at a plan, where
    # test_meetings.py and test_phases.py follow them.
    others = {"bank_stems.backwards", "agenda_items.title", "checkpoints.because"}
    listed = {str(column) for column in personal.words()} - others
    assert listed == set[str]().union(*STANDS.values(), *ABOUT_SUMMARIES.values())


async def test_what_is_written_about_a_summary_stands_where_it_is_said_to(sqlite_url: str, tmp_path: Path) -> None:
    people = [f"{name},{TEAM},{'facilitator' if name == 'pa' else 'participant'}" for name in TEACHERS]
    folder = municipality(
        tmp_path / "nordvik", people=[*people, "guro,rektorgruppa,coordinator", "tor,rektorgruppa,leader"]
    )
    async with open_house(sqlite_url, folder=folder) as house:
        await house.stage.plan(series(tmp_path, "uke", TEAM, draft_ahead='"P1D"'))
        file = series(tmp_path, "uka", "rektorgruppa", dates="[2026-11-24, 2026-12-08]")
        file.write_text(file.read_text("utf-8") + MEETING, "utf-8")
        await house.stage.plan(file)
        await house.install(*TEACHERS, "guro", "tor")
        await answered(house)
        await house.to(at(11, 27, 14))
        await house.to(at(11, 30))
        await headed(house.cast["pa"])
        await house.to(at(11, 30, 14))
        await named(house.cast["pa"])
        await house.to(at(12, 3, 9, 30))
        await house.to(at(12, 3, 10, 5))
        await decided(house.cast["guro"])
        await house.stage.settle()
        found = await Found(house).look()
    assert found == ABOUT_SUMMARIES


async def answered(house: House) -> None:
    await house.to(at(11, 24, 14))
    for number, name in enumerate(TEACHERS):
        text = f"{(READING, BREAKS)[number % 2]} Dette er svar {marker('borrowed') if number == 0 else number}."
        client = house.cast[name]
        await client.press(last(client), "Send svar", {"answer": text, "rung": "group"})
    await house.stage.settle()


def with_button(client: Client, title: str) -> Message:
    return next(one for one in reversed(client.chat) if title in buttons_on(client.view(one) or {}))


async def headed(pa: Client) -> None:
    card = with_button(pa, "Overskrifter")
    await pa.press(card, "Overskrifter")
    await pa.press(card, "Lagre", {"heading_0": marked_sentence("heading")})


async def named(pa: Client) -> None:
    card = with_button(pa, "Rydd i temaene")
    await pa.press(card, "Rydd i temaene")
    await pa.press(card, "Lagre", {"name_0": f"{marker('named')} {marker('borrowed')}"})


async def decided(guro: Client) -> None:
    card = with_button(guro, "Skriv det ned")
    await guro.press(card, "Skriv det ned")
    await guro.press(
        card, "Lagre og gi tilbake", {"text": marked_sentence("decided"), "whose": "agreed", "day": "2026-12-16"}
    )
