"""A person of two municipalities in one tenant: each thing said goes to the one that is meant, and both are shown."""

from collections.abc import AsyncIterator
from functools import partial

import pytest
import pytest_asyncio

from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Client, buttons_on
from content.language import Language
from content.vocabulary.proposing import ProposalAsked
from dialogs.model import Account, Person
from storage import notes, proposals
from storage.people import persons_behind
from tests.nordvik import House, at, last, open_house, rendered_texts, seen, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

GROUP = "team-sor"
LANGUAGES = {"tor": Language.NB, "ella": Language.NN}
ASKS = {"tor": "Hvilken kommune gjelder det?", "ella": "Kva kommune gjeld det?"}
HUSK = {"tor": "husk", "ella": "hugs"}
PROPOSED = "Hva lærte vi av hverandre i høst?"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """Tor and Ella belong to Nordvik and to Sørvik; Sørvik has the only question, from 24 November on."""
    place = tmp_path_factory.mktemp("to-kommuner")
    async with open_house(f"sqlite+aiosqlite:///{place}/sloyfa.db") as opened:
        folder = place / "sorvik"
        folder.mkdir()
        cast = [opened.cast[name] for name in LANGUAGES]
        rows = [
            f"{one.person.object_id},{one.person.name},{name}@sorvik.example,{GROUP},participant,{LANGUAGES[name]}"
            for name, one in zip(LANGUAGES, cast, strict=True)
        ]
        head = "aad_object_id,name,upn,group,role,language"
        leader = f"99999999-0000-4000-8000-000000000001,Unni Oppdiktet,unni@sorvik.example,{GROUP},coordinator,nb"
        (folder / "units.csv").write_text("id,kind,name,parent,language\nsorvik,municipality,Sørvik,,nb\n")
        (folder / "groups.csv").write_text(f"id,unit,kind,name\n{GROUP},sorvik,team,Team Sør\n")
        (folder / "people.csv").write_text("\n".join([head, leader, *rows, ""]))
        await opened.stage.bring_in(folder, tenant=TENANT)
        await opened.install(*LANGUAGES)
        await opened.cast["ella"].say("nynorsk")
        file = series(place, "uke1", GROUP, led_by="unni")
        file.write_text(file.read_text().replace("nordvik.example", "sorvik.example"))
        await opened.stage.plan(file)
        yield opened


async def said(me: Client, text: str) -> list[str]:
    await me.say(text)
    return seen(me, last(me))


async def persons_of(house: House, name: str) -> tuple[Person, ...]:
    account = Account(TENANT, house.cast[name].person.object_id)
    return await house.stage.app.db.read(partial(persons_behind, account=account))


async def where_noted(house: House, name: str) -> dict[str, list[str]]:
    found = {}
    for one in await persons_of(house, name):
        of_one = partial(notes.of_person, municipality=one.municipality, person=one.id)
        found[one.municipality] = [note.text for note in await house.stage.app.db.read(of_one)]
    return found


@pytest.mark.parametrize("name", LANGUAGES)
async def test_a_note_and_a_proposal_are_asked_about_and_go_where_their_author_says(house: House, name: str) -> None:
    me, language = house.cast[name], LANGUAGES[name]
    text = "Gåtur\ni friminuttet"
    assert (await said(me, f"{HUSK[name]}: {text}"))[0] == ASKS[name]
    assert await where_noted(house, name) == {"nordvik": [], "sorvik": []}, (
        "nothing is stored before its author says where"
    )
    card = last(me)
    assert buttons_on(me.view(card)) == ["Nordvik kommune", "Sørvik"]
    await me.press(card, "Sørvik")
    assert await where_noted(house, name) == {"nordvik": [], "sorvik": [text]}
    assert text in seen(me, last(me))
    assert (await said(me, f"foreslå spørsmål: {PROPOSED}"))[0] == ASKS[name]
    await me.press(last(me), "Sørvik")
    assert seen(me, last(me)) == rendered_texts(ProposalAsked(PROPOSED, "Sørvik", "sorvik"), language)
    await me.press(last(me), "Send uten navn" if name == "tor" else "Send utan namn")
    for one in await persons_of(house, name):
        of_one = partial(proposals.of_person, municipality=one.municipality, person=one.id)
        sent = await house.stage.app.db.read(of_one)
        assert len(sent) == (1 if one.municipality == "sorvik" else 0), one.municipality


@pytest.mark.parametrize("name", LANGUAGES)
async def test_the_week_and_the_plan_show_each_municipality_and_a_note_goes_to_the_one_that_asks(
    house: House, name: str
) -> None:
    me = house.cast[name]
    await house.to(at(11, 24))
    week = await said(me, {"tor": "min uke", "ella": "mi veke"}[name])
    plan = await said(me, "plan")
    for shown in (week, plan):
        assert [text for text in shown if text in {"Nordvik kommune", "Sørvik"}] == ["Nordvik kommune", "Sørvik"]
    assert any(text.startswith("Team Sør, ") for text in week[week.index("Sørvik") :])
    assert not any(text.startswith("Team Sør, ") for text in week[: week.index("Sørvik")])
    assert "Lese høyt" in await said(me, f"{HUSK[name]}: Lese høyt")
    assert "Lese høyt" in (await where_noted(house, name))["sorvik"]
