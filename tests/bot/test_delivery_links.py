"""Links from deliveries to people are erased a fortnight after their session has closed; what is counted stays."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.rehearsal.clients import Client
from dialogs.asking import prompting
from dialogs.model import Delivery, PastPrompt
from storage import askings, outbox_queries, outbox_reports
from storage.outbox_reports import Alike
from storage.tables.sessions import digests
from tests.nordvik import House, at, municipality, open_house, seen, series

OPENS, CLOSES = at(11, 24), at(11, 27)
ERASED = CLOSES + timedelta(days=14)
SESSION = "uka.rektorgruppa.2026-11-24"
PEOPLE = ("tor", "siv", "ali", "eva", "una", "bo")
WORDS = {"tor": "Vi ventet lenger.", "siv": "Vi venta lenger.", "ali": "Vi leste høyt for hverandre."}


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    """A closed session: two answers on cards, one in chat, one pass, and two who have said nothing."""
    people = [f"{name},rektorgruppa,participant,{'nn' if name == 'siv' else 'nb'}" for name in PEOPLE]
    folder = municipality(tmp_path / "kommune", people=["guro,rektorgruppa,coordinator", *people])
    async with open_house(database_url, folder=folder) as opened:
        await opened.stage.plan(series(tmp_path, "uka", "rektorgruppa"))
        await opened.install("guro", *PEOPLE)
        await opened.to(OPENS)
        for name in ("tor", "siv"):
            client = opened.cast[name]
            await client.press(client.chat[-1], "Send svar", {"answer": WORDS[name], "rung": "group"})
        await opened.cast["ali"].say(WORDS["ali"])
        await opened.cast["eva"].press(opened.cast["eva"].chat[-1], "Hopp over")
        await opened.stage.settle()
        await opened.to(at(11, 26))
        await opened.to(CLOSES)
        await opened.to(CLOSES + timedelta(minutes=30))
        yield opened


async def of_session(house: House) -> list[Delivery]:
    return [one for one in await house.stage.app.db.read(outbox_queries.everything) if one.session == SESSION]


async def counted(house: House) -> tuple[Counter[Alike], tuple[PastPrompt, ...], object]:
    """What `deliveries` and `why` count, and the numbers of the digest."""
    db = house.stage.app.db
    progress = await db.read(partial(outbox_reports.progress, municipality="nordvik", session=SESSION))
    posed = partial(askings.posed_to, municipality="nordvik", group="rektorgruppa", asking=prompting.ASKED_ROLES)
    numbers = select(digests.c.answered, digests.c.invited, digests.c.missed)
    return Counter(progress), await db.read(posed), (await db.read(lambda c: c.execute(numbers))).all()


def reads(client: Client, words: str) -> bool:
    return any(words in " ".join(seen(client, message)) for message in client.chat)


async def test_the_link_goes_after_a_fortnight_and_what_is_counted_stays(house: House) -> None:
    before, ids = await counted(house), {one.id for one in await of_session(house)}
    await house.to(ERASED - timedelta(minutes=1))
    assert all(one.person for one in await of_session(house))
    await house.to(ERASED)
    after = await of_session(house)
    assert {one.person for one in after} == {None}
    assert not ids & {one.id for one in after}
    shown = Counter(one.kind.value for one in after if one.conversation)
    assert shown == {"prompt": 3, "digest": 7, "receipt": 1}
    assert await counted(house) == before


async def test_words_taken_back_later_leave_every_card_all_the_same(house: House) -> None:
    """Of a card answered, in nynorsk too, and of a message in chat; and afterwards the links are gone again."""
    await house.to(ERASED)
    await house.to(ERASED + timedelta(minutes=1))
    for words in WORDS.values():
        assert all(reads(house.cast[other], words) for other in ("guro", *PEOPLE))
    for name, title in (("tor", "Trekk tilbake"), ("siv", "Trekk tilbake")):
        client = house.cast[name]
        card = next(message for message in client.chat if title in str(message.card))
        await client.press(card, title)
    said = next(message for message in house.cast["ali"].chat if message.text == WORDS["ali"])
    await house.cast["ali"].delete(said)
    await house.stage.settle()
    await house.to(house.stage.now + timedelta(minutes=1))
    for words in WORDS.values():
        assert not [other for other in ("guro", *PEOPLE) if reads(house.cast[other], words)]
    await house.to(house.stage.now + timedelta(minutes=1))
    left = await of_session(house)
    assert {one.person for one in left} == {None}
    assert Counter(one.kind.value for one in left if one.conversation) == {"digest": 7}
