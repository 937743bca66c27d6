"""The question of a session is chosen, or written, on a card by whoever plans, and asked as it stands."""

import re
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions.planning.plan_series import plan_series
from bot.imports.series_file import read_series
from bot.rehearsal.clients import Client
from bot.reports.explaining import why_lines
from dialogs.model import Act, DeliveryKind, Series, Step
from storage.areas_asked import areas_asked
from storage.records import records_of
from storage.series import one_series
from storage.steps import one_step
from tests.nordvik import OPERATOR, House, at, last, municipality, open_house, seen, series

PEOPLE = (
    *("guro,rektorgruppa,coordinator", "eva,rektorgruppa,coordinator", "tor,rektorgruppa,leader"),
    *("siv,rektorgruppa,participant,nn", "ada,rektorgruppa,participant"),
)
FIRST, SECOND, THIRD = (f"uka.rektorgruppa.2026-{day}" for day in ("11-24", "12-01", "12-08"))
AREA = "digital-teknologi"
OWN = "Kva har de prøvd som de vil halde fram med?"
ASK, PICK, LOOK, USE = "Se og velg neste spørsmål", "Bruk dette", "Se kortet først", "Bruk mitt spørsmål"


@pytest.fixture
async def house(sqlite_url: str, tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(sqlite_url, folder=municipality(tmp_path / "nordvik", people=PEOPLE)) as opened:
        await opened.stage.plan(weekly(tmp_path))
        await opened.install("guro", "eva", "tor", "siv", "ada")
        yield opened


def weekly(folder: Path, dates: str = "[2026-11-24, 2026-12-01, 2026-12-08]") -> Path:
    return series(folder, "uka", "rektorgruppa", dates=dates)


async def open_question(client: Client) -> None:
    await client.say("økter")
    await client.press(last(client), "1")
    await client.press(last(client), ASK)


def told(client: Client) -> str:
    return "\n".join(seen(client, last(client)))


def offered(client: Client) -> list[str]:
    """The ids of the prompts that the card offers."""
    return re.findall(r"'value': '([a-z][a-z0-9-]+)'", str(_field(client, "chosen")["choices"]))


def _field(client: Client, name: str) -> dict[str, object]:
    card = last(client).card
    assert card is not None
    return next(one for one in card["body"] if one.get("id") == name)


def filled(words: str = OWN, area: str = AREA) -> dict[str, str]:
    return {"nb": words, "nn": "", "en": "", "area": area, "sought": "0", "chosen": ""}


async def write_own(client: Client, words: str = OWN) -> None:
    await open_question(client)
    await client.press(last(client), LOOK, filled(words))
    await client.press(last(client), USE, filled(words))


async def the(house: House) -> Series:
    found = await house.stage.app.db.read(partial(one_series, municipality="nordvik", series_id="uka"))
    assert found is not None
    return found


async def step(house: House, session: str) -> Step:
    found = await house.stage.app.db.read(partial(one_step, municipality="nordvik", session_id=session, position=0))
    assert found is not None
    return found


async def test_another_question_of_the_catalogue_is_chosen_and_asked(house: House) -> None:
    guro = house.cast["guro"]
    await open_question(guro)
    assert "Slik det står nå, spør jeg:" in told(guro)
    before = told(guro)
    ids = offered(guro)
    assert 1 < len(ids) <= 5
    await guro.press(last(guro), PICK, {**filled(""), "chosen": ids[1]})
    assert "Økta spør om dette." in told(guro)
    assert "Noen har valgt det til denne økta." in told(guro)
    assert told(guro) != before
    await house.to(at(11, 24))
    assert (await step(house, FIRST)).shown.prompt_id == ids[1]
    [*_, because] = await why_lines(
        house.stage.app.db, house.stage.app.catalogues, FIRST, actor=OPERATOR, now=house.stage.now
    )
    assert "chosen by hand for this session" in because


async def test_a_search_by_area_shows_questions_of_that_area_alone(house: House) -> None:
    guro = house.cast["guro"]
    await open_question(guro)
    await guro.press(last(guro), "Finn spørsmål", {**filled(""), "sought": AREA})
    catalogue = await house.stage.app.db.read(lambda c: house.stage.app.catalogues.at(c, "nordvik", house.stage.now))
    prompts = {prompt.id: prompt for prompt in catalogue.prompts}
    assert offered(guro)
    assert all(AREA in prompts[one].areas for one in offered(guro))


async def test_ones_own_question_is_seen_first_and_asked_as_written_of_everybody(house: House) -> None:
    guro, siv, tor = (house.cast[name] for name in ("guro", "siv", "tor"))
    await open_question(guro)
    await guro.press(last(guro), LOOK, filled())
    assert "Slik blir kortet" in told(guro)
    assert OWN in told(guro)
    assert (await the(house)).questions == (), "nothing is kept before it is used"
    await guro.press(last(guro), USE, filled())
    assert "Økta spør med dine ord." in told(guro)
    await house.to(at(11, 24))
    for reader in (siv, tor):
        assert OWN in told(reader), "as written, in whatever language the card is"
    assert "Guro" not in told(siv), "nobody's name stands with the question"
    asked = (await step(house, FIRST)).shown
    assert (asked.area_id, asked.requirement_id) == (AREA, None)
    since, until = at(11, 1), at(12, 31)
    found = await house.stage.app.db.read(
        lambda c: areas_asked(c, "nordvik", ["rektorgruppa"], since=since, until=until)
    )
    assert [one.area for one in found] == [AREA], "the area has been asked about"


async def test_the_summary_has_the_question_as_it_was_asked(house: House) -> None:
    guro, tor, siv = (house.cast[name] for name in ("guro", "tor", "siv"))
    await write_own(guro)
    await house.to(at(11, 24))
    asked = last(siv)
    await tor.press(last(tor), "Send svar", {"answer": "Vi har prøvd å lese høyt.", "rung": "group"})
    await house.to(at(11, 27, 9))
    assert await house.deliveries(DeliveryKind.DIGEST)
    assert any(OWN in str(message.card) for message in siv.chat if message is not asked)


async def test_words_that_were_not_looked_at_are_shown_first(house: House) -> None:
    guro = house.cast["guro"]
    await open_question(guro)
    await guro.press(last(guro), LOOK, filled())
    await guro.press(last(guro), USE, filled("Hva er noe helt annet?"))
    assert "Du har endret spørsmålet siden du så kortet." in told(guro)
    assert (await the(house)).questions == ()
    await guro.press(last(guro), USE, filled("Hva er noe helt annet?"))
    assert [one.own.nb for one in (await the(house)).questions if one.own] == ["Hva er noe helt annet?"]


WRONG = {
    "Skriv et spørsmål først.": filled(""),
    "Spørsmålet er for langt.": filled(f"{'ord ' * 26}?"),
    "Avslutt med spørsmålstegn": filled("Dette er ikke et spørsmål"),
    "Ikke bruk krøllparenteser": filled("Hva med {year}?"),
    "Velg hvilket område": filled(area="0"),
}


@pytest.mark.parametrize("why", WRONG)
async def test_what_is_no_question_is_told_and_stands_in_the_form(house: House, why: str) -> None:
    guro = house.cast["guro"]
    await open_question(guro)
    await guro.press(last(guro), LOOK, WRONG[why])
    assert why in told(guro)
    assert _field(guro, "nb").get("value", "") == WRONG[why]["nb"].strip()
    assert (await the(house)).questions == ()


async def test_words_that_tell_of_a_person_are_stopped(house: House) -> None:
    guro = house.cast["guro"]
    await open_question(guro)
    await guro.press(last(guro), LOOK, filled("Hvordan går det med Kari Hansen i 7B, 01010112345?"))
    assert "Slik blir kortet" not in told(guro)
    assert "01010112345" not in str(last(guro).card)
    assert (await the(house)).questions == ()


async def test_what_was_chosen_is_taken_back_and_gone(house: House) -> None:
    guro = house.cast["guro"]
    await open_question(guro)
    plain = told(guro)
    await write_own(guro)
    await guro.press(last(guro), "La Sløyfa velge")
    assert "Sløyfa velger spørsmålet igjen." in told(guro)
    assert (await the(house)).questions == ()
    rows = await house.stage.app.db.read(_questions)
    assert not any(OWN in row for row in rows), "the words are in no version of the series"
    await open_question(guro)
    assert told(guro) == plain


async def _questions(c: AsyncConnection) -> list[str]:
    found = await c.execute(text("SELECT questions FROM series"))
    return [str(one) for one in found.scalars()]


async def test_a_session_that_opened_meanwhile_changes_nothing_and_loses_nothing(house: House) -> None:
    guro = house.cast["guro"]
    await open_question(guro)
    card = last(guro)
    await guro.press(card, LOOK, filled())
    await house.to(at(11, 24))
    asked = (await step(house, FIRST)).shown.question
    await guro.press(card, USE, filled())
    assert any("Økta har alt åpnet" in line for line in seen(guro, card))
    assert (await step(house, FIRST)).shown.question == asked
    assert (await the(house)).questions == ()


async def test_of_two_planners_the_later_is_told_what_changed_and_keeps_the_words(house: House) -> None:
    guro, eva = house.cast["guro"], house.cast["eva"]
    await open_question(eva)
    card = last(eva)
    await eva.press(card, LOOK, filled("Hva vil vi ta vare på?"))
    await write_own(guro)
    await eva.press(card, USE, filled("Hva vil vi ta vare på?"))
    assert "Planen er endret siden du så den." in told(eva)
    assert "Økta tirsdag 24. november kl. 8 har fått et annet spørsmål." in told(eva)
    assert _field(eva, "nb")["value"] == "Hva vil vi ta vare på?"
    assert [one.own.nb for one in (await the(house)).questions if one.own] == [OWN]


async def test_a_choice_stays_when_the_series_is_planned_anew_moved_or_left_out(house: House, tmp_path: Path) -> None:
    guro, app = house.cast["guro"], house.stage.app
    await write_own(guro)
    kept = (await the(house)).questions
    plan = partial(plan_series, app.db, app.catalogues, actor=OPERATOR)
    again = await plan(read_series(weekly(tmp_path)), now=house.stage.now)
    assert (again.changed, (await the(house)).questions) == ((), kept)
    await guro.say("økter")
    await guro.press(last(guro), "1")
    await guro.press(last(guro), "Hopp over neste")
    await guro.press(last(guro), "Ta med igjen")
    await guro.press(last(guro), "Flytt neste økt", {"day": "2026-11-26", "time": "13:00"})
    assert (await the(house)).questions == kept
    gone = await plan(read_series(weekly(tmp_path, "[2026-12-08]")), now=house.stage.now, dry_run=True)
    assert any("question chosen" in line for line in gone.warnings)
    other = await plan(read_series(weekly(tmp_path, "[2026-11-27, 2026-12-08]")), now=house.stage.now)
    assert [one.prompt for one in other.series.questions] == [kept[0].prompt], "the same week's session asks it"
    await house.to(at(11, 27))
    assert (await step(house, "uka.rektorgruppa.2026-11-27")).shown.question.nb == OWN


async def test_the_record_tells_who_did_what_and_none_of_the_words(house: House) -> None:
    guro = house.cast["guro"]
    await write_own(guro)
    await guro.press(last(guro), "La Sløyfa velge")
    await open_question(guro)
    await guro.press(last(guro), PICK, {**filled(""), "chosen": offered(guro)[0]})
    entries = await house.stage.app.db.read(lambda c: records_of(c, "nordvik"))
    mine = [one for one in entries if one.act in {Act.QUESTION_CHOSEN, Act.QUESTION_WRITTEN, Act.QUESTION_LEFT}]
    assert {one.act for one in mine} == {Act.QUESTION_CHOSEN, Act.QUESTION_WRITTEN, Act.QUESTION_LEFT}
    assert all(one.about == {"session": FIRST} for one in mine)


async def test_the_question_is_the_municipality_s_and_points_at_nobody(house: House) -> None:
    """As goals and needs of a series: the question is none of its writer's data, and nothing of theirs is to erase."""
    guro, siv = house.cast["guro"], house.cast["siv"]
    await write_own(guro)
    await guro.say("slett mine data")
    assert "Slett alt" not in str(last(guro).card)
    assert [one.own.nb for one in (await the(house)).questions if one.own] == [OWN]
    rows = await house.stage.app.db.read(_questions)
    assert not any(guro.person.object_id in row or "guro" in row.casefold() for row in rows)
    await house.to(at(11, 24))
    assert OWN in told(siv)


async def test_nobody_without_the_right_sees_or_chooses_a_question(house: House) -> None:
    guro, tor = house.cast["guro"], house.cast["tor"]
    await open_question(guro)
    card = last(guro)
    await tor.say("økter")
    await tor.press(card, PICK, {**filled(""), "chosen": offered(guro)[0]}, shown=card.card)
    assert (await the(house)).questions == ()
    assert "Ingenting er planlagt i gruppene du planlegger for." in told(tor)
    assert len(await house.deliveries(DeliveryKind.PROMPT)) == 0
