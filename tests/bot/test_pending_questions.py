"""A question in a person's own chat, confirmed by a yes."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from bot.rehearsal.cast import TENANT
from content.language import Language
from content.presses import LinkChannel, encode
from content.vocabulary.conversing import LinkElsewhere
from dialogs.model import Account, Happening, PendingQuestion
from storage import contacts, pending_questions
from tests.nordvik import House, at, last, open_house, rendered_texts, seen


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    """Tor has an open prompt."""
    async with open_house(database_url) as opened:
        await opened.install("tor")
        await opened.plan("rektorgruppa")
        await opened.to(at(11, 24))
        yield opened


async def ask_tor(house: House, press: Mapping[str, Any]) -> None:
    db, now = house.stage.app.db, house.stage.now
    account = Account(TENANT, house.cast["tor"].person.object_id)
    known = await db.read(partial(contacts.contact, account=account))
    assert known is not None
    about = Happening(account, known.place, "1", now, "message", "fingerprint")
    question = PendingQuestion(press, asked_at=now, expires_at=now + timedelta(minutes=10))
    await db.write(partial(pending_questions.ask, about=about, question=question))


async def test_a_yes_does_what_the_button_would_also_where_a_prompt_is_open(house: House) -> None:
    tor = house.cast["tor"]
    await ask_tor(house, encode(LinkChannel("nordvik", "rektorgruppa", 0)))
    await tor.say("Ja!")
    assert seen(tor, last(tor)) == rendered_texts(LinkElsewhere(), Language.NB), (
        "which is what that press is answered with"
    )
    said = len(tor.chat)
    await tor.say("Ja!")
    assert len(tor.chat) == said + 1, "only the own word"
    assert await house.reflections_of("tor") == []


async def test_without_a_question_a_yes_may_be_an_answer_as_any_word_may(house: House) -> None:
    tor = house.cast["tor"]
    await tor.say("ja")
    assert "Er det du skrev nå, et svar på dette spørsmålet?" in seen(tor, last(tor))


async def test_a_yes_to_a_question_of_another_version_is_met_by_silence(house: House) -> None:
    tor = house.cast["tor"]
    await ask_tor(house, {"sloyfa": 0, "press": "Forgotten"})
    said = len(tor.chat)
    response = await tor.say("ja")
    assert (response.status, len(tor.chat)) == (200, said + 1)
