"""A person of a second tenant: notes, proposals and answers of the first are out of reach, also by its ids."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
import pytest_asyncio

from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Client, buttons_on
from bot.rehearsal.wire_conversations import Message
from content.presses import (
    DropNote,
    LeaveProposal,
    OpenNote,
    OpenOwnAnswer,
    OpenProposal,
    Press,
    ShowOwnAnswers,
    ShowOwnData,
    StepRef,
    TakeProposal,
    UseNote,
    encode,
)
from dialogs.model import ProposalState
from storage import notes, proposals
from tests.nordvik import House, at, last, municipality, open_house, seen, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

UNNI = "cccccccc-0000-4000-8000-000000000003"
SECOND = "bbbbbbbb-0000-4000-8000-000000000002"
NOTE, QUESTION, ANSWER = "Nordviks eget notat", "Hva lærte Nordvik i friminuttet denne uka?", "Nordvik øvde ute."
PEOPLE = ("tor,rektorgruppa,leader", "guro,rektorgruppa,coordinator", "ali,rektorgruppa,participant")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """Tor of Nordvik has a note, a proposal and an answer; Sørvik, in a tenant of its own, a group of the same id."""
    place = tmp_path_factory.mktemp("leietakere")
    folder = municipality(place / "nordvik", people=PEOPLE)
    async with open_house(f"sqlite+aiosqlite:///{place}/s.db", folder=folder, tenants=(TENANT, SECOND)) as opened:
        tor = opened.cast["tor"]
        sorvik = place / "sorvik"
        sorvik.mkdir()
        (sorvik / "units.csv").write_text("id,kind,name,parent,language\nsorvik,municipality,Sørvik,,nb\n")
        (sorvik / "groups.csv").write_text("id,unit,kind,name\nrektorgruppa,sorvik,principals,Rektorene i Sørvik\n")
        (sorvik / "people.csv").write_text(
            "aad_object_id,name,upn,group,role,language\n"
            f"{UNNI},Unni Sør,unni@sorvik.example,rektorgruppa,coordinator,nb\n"
        )
        await opened.stage.plan(series(place, "uka", "rektorgruppa"))
        await opened.stage.bring_in(sorvik, tenant=SECOND)
        await opened.install("tor", "guro", "ali")
        await tor.say(f"husk: {NOTE}")
        await tor.say(f"foreslå spørsmål: {QUESTION}")
        await tor.press(last(tor), "Send uten navn")
        await opened.to(at(11, 24))
        prompt = next(one for one in reversed(tor.chat) if "Hopp over" in buttons_on(tor.view(one)))
        await tor.press(prompt, "Send svar", {"answer": ANSWER, "rung": "group"})
        yield opened


async def unni(house: House) -> tuple[Client, Message]:
    """Sørvik's coordinator, with a card of her own to press on."""
    me = Client(house.teams, "Unni Sør", UNNI, "unni@sorvik.example", tenant=SECOND)
    await me.install()
    await me.say("hva vet du om meg")
    return me, last(me)


async def test_what_she_asks_for_is_her_own_alone(house: House) -> None:
    me, overview = await unni(house)
    assert "Deg i Sørvik" in seen(me, overview)
    assert not any("Nordvik" in line for line in seen(me, overview))
    for said in ("mine svar", "mine svar øvde", "husk", "min uke", "plan", "oppsummering", "hvem ser hva"):
        await me.say(said)
    assert not any(words in line for one in me.chat for line in seen(me, one) for words in (NOTE, QUESTION, ANSWER))
    await me.say("husk: Sørviks notat")
    assert not any("Sørviks notat" in line for one in house.cast["tor"].chat for line in seen(house.cast["tor"], one))


async def test_presses_made_by_hand_with_the_ids_of_the_other_tenant_read_and_change_nothing(house: House) -> None:
    me, overview = await unni(house)
    db, [mine] = house.stage.app.db, await house.reflections_of("tor")
    [person] = await house._persons("tor")
    [note] = await db.read(lambda c: notes.of_person(c, "nordvik", person))
    [proposal] = await db.read(lambda c: proposals.of_person(c, "nordvik", person))
    step = StepRef("nordvik", mine.session, mine.position)
    forged: tuple[Press, ...] = (
        OpenNote(str(note.id)),
        DropNote(str(note.id)),
        UseNote(step, ""),
        UseNote(step, str(uuid4())),
        OpenProposal("nordvik", str(proposal.id)),
        OpenProposal("sorvik", str(proposal.id)),
        TakeProposal("nordvik", str(proposal.id)),
        LeaveProposal("nordvik", str(proposal.id)),
        LeaveProposal("sorvik", str(proposal.id)),
        OpenOwnAnswer(step, 0),
        ShowOwnAnswers(0, "øvde"),
        ShowOwnData(0),
    )
    card = me.view(overview)
    for press in forged:
        await me.press(overview, "Slett mine data", shown=card, forged=encode(press))
        await me.press(overview, "Slett mine data", shown=card, forged=encode(press), by="submit")
    await house.stage.settle()
    told = [line for one in me.chat for line in seen(me, one)] + me.notices
    assert not any(words in line for line in told for words in (NOTE, QUESTION, ANSWER, "Nordvik"))
    assert await db.read(lambda c: notes.of_person(c, "nordvik", person)) == (note,)
    [still] = await db.read(lambda c: proposals.of_person(c, "nordvik", person))
    assert still.state is ProposalState.OPEN
    assert [one.text for one in await house.reflections_of("tor")] == [ANSWER]


async def test_a_proposal_goes_to_the_coordinators_of_its_own_tenant(house: House) -> None:
    me, _ = await unni(house)
    guro = house.cast["guro"]
    await house.stage.settle()
    assert any(QUESTION in seen(guro, one) for one in guro.chat)
    await me.say("foreslå spørsmål: Hva lærte Sørvik av å prøve ute?")
    await me.press(last(me), "Send uten navn")
    await house.stage.settle()
    assert not any("Hva lærte Sørvik av å prøve ute?" in seen(guro, one) for one in guro.chat)
    assert any("Hva lærte Sørvik av å prøve ute?" in seen(me, one) for one in me.chat)
