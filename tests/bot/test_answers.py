"""The only door for people's words: unchecked words are not stored."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answerers, answers
from bot.rehearsal.cast import TENANT
from content.vocabulary.conversing import AnswerTooLong
from dialogs.answering import reflecting
from dialogs.model import Account, Actor, Happening, Place, Reflection, Scope, StepRef
from tests.nordvik import House, at, last, open_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Tor has answered the rektorgruppa's question by a message."""
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db") as opened:
        await opened.plan("rektorgruppa")
        await opened.install("tor")
        await opened.to(at(11, 24))
        await opened.cast["tor"].say("Vi leste sammen.")
        yield opened


async def change(c: AsyncConnection, house: House, before: Reflection, after: Reflection) -> None:
    now, tor = house.stage.now, house.cast["tor"]
    place = Place(TENANT, "https://teams.example", tor.conversation.id, Scope.PERSONAL, "28:bot", tor.id)
    about = Happening(Account(TENANT, tor.person.object_id), place, last(tor).id, now, "message", "")
    step = StepRef(before.municipality, before.session, before.position)
    answerer = await answerers.meet(c, about, step, actor=Actor.at(about.account), now=now)
    assert isinstance(answerer, answerers.Answerer)
    await answers.change(c, answerer, after, now=now)


async def test_a_change_stores_fewer_words_and_none_that_have_not_been_checked(house: House) -> None:
    [answer] = await house.reflections_of("tor")
    source = answer.own_parts[0].source or ""
    smuggled = reflecting.edited(answer, source, "Ukontrollert.")
    with pytest.raises(ValueError, match="not been checked"):
        await house.stage.app.db.write(lambda c: change(c, house, answer, smuggled))
    assert await house.reflections_of("tor") == [answer]
    fewer = reflecting.without(answer, source)
    await house.stage.app.db.write(lambda c: change(c, house, answer, fewer))
    assert [one.parts for one in await house.reflections_of("tor")] == [()]


async def test_an_answer_is_accepted_when_every_part_is_short_enough(house: House) -> None:
    [answer] = await house.reflections_of("tor")
    longest = reflecting.edited(answer, answer.own_parts[0].source or "", "æ" * reflecting.LIMIT)
    assert answers.refusal_of([longest.text]) is None
    longer = reflecting.edited(answer, answer.own_parts[0].source or "", "æ" * (reflecting.LIMIT + 1))
    assert answers.refusal_of([longer.text]) == AnswerTooLong(reflecting.LIMIT)
