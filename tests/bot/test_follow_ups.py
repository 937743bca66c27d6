"""Follow-up questions after an answer: in place of the answer's card, one at a time, and private."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict, replace
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Literal
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions.people.tie_network import tie_network
from bot.context.catalogues import Catalogues
from bot.rehearsal.clients import Channel, Client, Response, Team, buttons_on, inputs_on
from bot.rehearsal.wire_conversations import Json, Message
from bot.reports.digests import digest_of
from content.catalogue_types import Ladder
from content.language import Language, Wording
from content.plain_digest import plain_digest
from content.presses import OpenFollowUp, SendFollowUp, StepRef, encode
from content.vocabulary.conversing import AnswerTooLong, NotAsked, OldCard, PromptOver
from content.vocabulary.prompting import EmptyFollowUp
from dialogs.model import DeliveryKind, Reflection, Release, Rung, Standing
from storage import outbox, releases
from storage.tables.networks import releases as copies
from storage.tables.sessions import reflection_parts
from tests.nordvik import OPERATOR, House, at, last, municipality, open_house, rendered_texts, seen, series

QUESTIONS = (
    Wording("Hvorfor tror dere det gikk slik?", "Kvifor trur de det gjekk slik?", "Why do you think it went that way?"),
    Wording("Hva la dere mest vekt på?", "Kva la de mest vekt på?", "What did you put most weight on?"),
    Wording("Hvordan gikk dere fram?", "Korleis gjekk de fram?", "How did you go about it?"),
)
WHY, EMPHASIS, HOW = (question.nb for question in QUESTIONS)
ONE_MORE, NO_MORE, LEAVE = "Ett spørsmål til", "Nei takk, det holder", "La svaret stå"
RECEIPT = [ONE_MORE, "Endre svaret", "Trekk tilbake"]
ODD = "  Fordi **alle** [fikk](https://x.example) <b>tid</b>:\n\n- ett &amp; to\n# 🌱 «tre» {fire} \\n "
"""Characters with a meaning in Markdown, HTML, JSON or templates, with white space at both ends."""


def lay_ladders(house: House, *questions: Wording) -> None:
    """Give every prompt a ladder of these questions; no ladder without questions."""
    base = house.stage.app.catalogues.base
    ladder = Ladder("lykkes", questions)
    prompts = tuple(replace(prompt, ladder=ladder.id if questions else None) for prompt in base.prompts)
    house.stage.app.catalogues = Catalogues(replace(base, prompts=prompts, ladders={ladder.id: ladder}))


class Somebody:
    """A person with an open prompt, whose card becomes a receipt or a follow-up question."""

    def __init__(self, house: House, name: str) -> None:
        self.house = house
        self.name = name
        self.me: Client = house.cast[name]
        self._prompt = next(one.id for one in reversed(self.me.chat) if "Send" in str(one.card))

    @property
    def card(self) -> Message:
        return next(one for one in self.me.chat if one.id == self._prompt)

    @property
    def shown(self) -> Json:
        card = self.me.view(self.card)
        assert card is not None
        return card

    @property
    def buttons(self) -> list[str]:
        return buttons_on(self.shown)

    @property
    def fields(self) -> dict[str, str]:
        return {name: str(field.get("value", "")) for name, field in inputs_on(self.shown).items()}

    def sees(self) -> list[str]:
        return seen(self.me, self.card)

    async def press(
        self,
        button: str,
        inputs: Mapping[str, str] | None = None,
        *,
        shown: Json | None = None,
        by: Literal["execute", "submit"] = "execute",
        forged: Mapping[str, object] | None = None,
    ) -> Response:
        if shown is None and button not in self.buttons and "Hopp over" in self.buttons:
            # A chat message leaves the card as the prompt; any press updates the card to the stored answer.
            await self.me.press(self.card, "Hopp over")
        response = await self.me.press(self.card, button, inputs, shown=shown, by=by, forged=forged)
        assert response.status == 200
        return response

    async def send(self, text: str, rung: str = "group", *, shown: Json | None = None) -> Response:
        """The answer to the prompt itself."""
        return await self.press("Send svar", {"answer": text, "rung": rung}, shown=shown)

    async def go_on(self, text: str, *, button: str = ONE_MORE) -> Response:
        await self.press(button)
        return await self.press("Send svar", {"answer": text})

    async def say(self, text: str) -> str:
        response = await self.me.say(text)
        await self.house.stage.settle()
        return response.activity_id

    def told(self) -> list[str]:
        """The newest message in the chat."""
        return seen(self.me, last(self.me))

    async def reflection(self) -> Reflection:
        [found] = await self.house.reflections_of(self.name)
        return found

    async def said(self) -> list[tuple[int, str]]:
        return [(part.follow_up, part.text) for part in (await self.reflection()).parts if part.text]


_untouched = count()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def crowded(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """A session of a group is open with a ladder of three questions, and nobody has installed."""
    place = tmp_path_factory.mktemp("crowd")
    people = [f"p{number},rektorgruppa,participant" for number in range(39)]
    folder = municipality(place, people=["guro,rektorgruppa,coordinator", "lars,team-solbakken,participant", *people])
    async with open_house(f"sqlite+aiosqlite:///{place}/sloyfa.db", folder=folder) as house:
        lay_ladders(house, *QUESTIONS)
        await house.stage.plan(series(place, "alle", "rektorgruppa"))
        await house.to(at(11, 24))
        yield house


@pytest_asyncio.fixture(loop_scope="module")
async def tor(crowded: House) -> Somebody:
    """A new member of the crowd for each test."""
    return await meet(crowded)


async def meet(house: House) -> Somebody:
    name = f"p{next(_untouched)}"
    await house.install(name)
    return Somebody(house, name)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db") as opened:
        lay_ladders(opened, *QUESTIONS)
        yield opened


@pytest.fixture
async def alone(house: House) -> Somebody:
    """Tor in a house whose clock can be turned; the session is open until 29 November at eight."""
    await house.plan("rektorgruppa")
    await house.install("tor", "siv", "ali", "frode")
    await house.to(at(11, 24))
    return Somebody(house, "tor")


in_the_crowd = pytest.mark.asyncio(loop_scope="module")


# A follow-up question, in place of the card.


@in_the_crowd
async def test_an_answers_receipt_offers_one_question_more_and_a_press_puts_it_in_the_cards_place(
    tor: Somebody,
) -> None:
    messages = len(tor.me.chat)
    await tor.send("Vi ga tenketid.")
    assert tor.buttons == RECEIPT
    assert not set(tor.sees()) & {WHY, EMPHASIS, HOW}, "the question itself waits until it is wanted"
    await tor.press(ONE_MORE)
    for settled in (False, True):
        if settled:
            await tor.house.stage.settle()
            assert tor.card.edited, "on other devices too"
        assert tor.sees()[:3] == ["Dette har du skrevet", "Vi ga tenketid.", WHY]
        assert "Dette kan leses av: Rektorgruppa (40 personer)" in tor.sees()
        assert (tor.buttons, tor.fields) == (["Send svar", NO_MORE], {"answer": ""})
    assert len(tor.me.chat) == messages


@in_the_crowd
async def test_a_prompt_that_is_passed_or_taken_back_offers_nothing(tor: Somebody) -> None:
    await tor.press("Hopp over")
    assert tor.buttons == ["Svar likevel"]
    await tor.press("Svar likevel")
    await tor.send("Likevel.")
    await tor.press("Trekk tilbake")
    assert tor.buttons == ["Svar likevel"]


async def test_each_is_kept_with_its_answer_and_the_next_is_offered_until_there_are_no_more(database_url: str) -> None:
    async with open_house(database_url) as house:
        lay_ladders(house, *QUESTIONS)
        await house.plan("rektorgruppa")
        await house.install("tor")
        await house.to(at(11, 24))
        tor = Somebody(house, "tor")
        question = tor.sees()[tor.sees().index("Tid for refleksjon") + 1]
        await tor.send("Vi ga tenketid.", "municipality")
        given = (await tor.reflection()).circle_at
        house.stage.now = at(11, 25)
        for number, text in ((1, ODD), (2, "Tida."), (3, "Sakte.")):
            await tor.press(ONE_MORE)
            asked = [each.nb for each in QUESTIONS if each.nb in tor.sees()]
            assert (asked, list(tor.fields)) == ([QUESTIONS[number - 1].nb], ["answer"])
            await tor.press("Send svar", {"answer": text})
        kept = await tor.reflection()
        assert await tor.said() == [(0, "Vi ga tenketid."), (1, ODD), (2, "Tida."), (3, "Sakte.")]
        assert (kept.rung, kept.circle_at, kept.text) == (Rung.MUNICIPALITY, given, "Vi ga tenketid.")
        for _ in ("at once", "on other devices"):
            pairs = [question, "Vi ga tenketid.", WHY, ODD, EMPHASIS, "Tida.", HOW, "Sakte."]
            assert tor.sees()[1:9] == pairs
            assert tor.buttons == ["Endre svaret", "Endre svar 2", "Endre svar 3", "Endre svar 4", "Trekk tilbake"]
            await house.stage.settle()


@in_the_crowd
async def test_going_back_keeps_nothing_and_the_same_question_can_be_opened_again(tor: Somebody) -> None:
    await tor.send("Vi ga tenketid.")
    opened = await tor.press(ONE_MORE)
    left = await tor.press(NO_MORE, {"answer": "Halvferdig …"})
    assert (tor.buttons, await tor.said()) == (RECEIPT, [(0, "Vi ga tenketid.")])
    for press in (opened, left):
        await tor.me.again(press, new_id=True)
    assert (await tor.reflection()).going_on == 0, "a press that comes again does nothing more"
    await tor.press(ONE_MORE)
    assert (WHY in tor.sees(), tor.fields) == (True, {"answer": ""})


@in_the_crowd
async def test_old_clients_go_on_and_back_by_submit(tor: Somebody) -> None:
    await tor.send("Vi ga tenketid.")
    for button, shows in (
        (ONE_MORE, ["Send svar", NO_MORE]),
        (NO_MORE, RECEIPT),
        (ONE_MORE, ["Send svar", NO_MORE]),
    ):
        await tor.press(button, by="submit")
        await tor.house.stage.settle()
        assert tor.buttons == shows
    await tor.press("Send svar", {"answer": "Fordi."}, by="submit")
    await tor.house.stage.settle()
    assert await tor.said() == [(0, "Vi ga tenketid."), (1, "Fordi.")]
    assert "Fordi." in tor.sees()


async def test_each_is_spoken_to_in_their_own_language(alone: Somebody) -> None:
    for name, send, button, question in (
        ("siv", "Send svar", "Eitt spørsmål til", QUESTIONS[0].nn),
        ("frode", "Send answer", "One more question", QUESTIONS[0].en),
    ):
        other = Somebody(alone.house, name)
        await other.press(send, {"answer": "Slik.", "rung": "group"})
        await other.press(button)
        assert question in other.sees()


async def test_the_question_stands_as_it_was_when_the_session_opened(alone: Somebody) -> None:
    await alone.send("Vi ga tenketid.")
    lay_ladders(alone.house, Wording("Et helt annet?", "Eit heilt anna?"))
    await alone.go_on("Fordi.")
    assert WHY in alone.sees()
    lay_ladders(alone.house)
    await alone.house.to(at(11, 30))
    assert WHY in alone.sees()


# The rules for answers hold for answers to follow-up questions too.


@in_the_crowd
async def test_what_is_sent_twice_is_kept_once(tor: Somebody) -> None:
    await tor.send("Vi ga tenketid.")
    await tor.press(ONE_MORE)
    form = tor.shown
    sent = await tor.press("Send svar", {"answer": "Fordi."})
    for new_id in (False, True):
        assert (await tor.me.again(sent, new_id=new_id)).status == 200
    tor.house.stage.now = at(11, 24, 8, 30)
    await tor.press("Send svar", {"answer": "Fordi."}, shown=form)
    assert await tor.said() == [(0, "Vi ga tenketid."), (1, "Fordi.")]


@in_the_crowd
async def test_a_card_that_has_not_seen_the_latest_words_loses_none_of_them(tor: Somebody) -> None:
    await tor.send("Vi ga tenketid.")
    receipt = tor.shown
    await tor.press(ONE_MORE)
    form = tor.shown
    await tor.say("Og mer tid.")
    await tor.press("Send svar", {"answer": "Fordi."}, shown=form)
    both = "Vi ga tenketid.\n\nOg mer tid."
    assert ((await tor.reflection()).text, (await tor.reflection()).further[0].text) == (both, "Fordi.")
    await tor.press("Send svar", {"answer": "Derfor."}, shown=form)
    assert await tor.said() == [(0, "Vi ga tenketid."), (0, "Og mer tid."), (1, "Fordi.\n\nDerfor.")]
    for button in ("Trekk tilbake", ONE_MORE):
        await tor.press(button, shown=receipt)
        assert "Fordi.\n\nDerfor." in tor.sees(), "an old receipt shows what there is, and undoes nothing"
        assert tor.buttons == [ONE_MORE, "Endre svaret", "Endre svar 2", "Trekk tilbake"]
    await tor.press("Endre svar 2")
    form = tor.shown
    await tor.press("Send svar", {"answer": "Rettet."})
    await tor.press("Ta bort dette svaret", shown=form)
    assert (await tor.reflection()).further[0].text == "Rettet."


@in_the_crowd
async def test_words_from_an_old_card_are_read_by_no_more_people_than_it_said(tor: Somebody) -> None:
    await tor.send("For gruppa.")
    receipt = tor.shown
    await tor.press(ONE_MORE)
    form = tor.shown
    await tor.press(NO_MORE)
    await tor.press("Endre svaret")
    await tor.send("For alle.", "municipality")
    await tor.press("Send svar", {"answer": "Fordi."}, shown=form)
    assert (await tor.reflection()).rung is Rung.GROUP
    assert "Dette kan leses av: Rektorgruppa (40 personer)" in tor.sees()
    await tor.press("Trekk tilbake", shown=receipt)
    assert "Fordi." in tor.sees()


@in_the_crowd
async def test_the_answer_is_opened_without_what_followed_which_stands_and_goes_where_it_goes(tor: Somebody) -> None:
    await tor.send("Vi ga tenketid.")
    await tor.go_on("Fordi.")
    await tor.press("Endre svaret")
    assert tor.fields == {"answer": "Vi ga tenketid.", "rung": "group"}
    stays = "Det du har svart på spørsmålene etterpå, blir stående. Det kan leses av de samme som dette svaret."
    assert (stays in tor.sees(), "Fordi." in tor.sees(), WHY in tor.sees()) == (True, False, False)
    await tor.send("Vi ga mer tid.", "only_me")
    assert await tor.said() == [(0, "Vi ga mer tid."), (1, "Fordi.")]
    assert (await tor.reflection()).rung is Rung.ONLY_ME


@in_the_crowd
async def test_one_whose_answer_nothing_followed_is_not_told_that_it_stays(tor: Somebody) -> None:
    await tor.send("Vi ga tenketid.")
    await tor.press("Endre svaret")
    assert not any("etterpå" in text for text in tor.sees())


@in_the_crowd
async def test_what_was_said_to_a_follow_up_can_be_changed_left_or_taken_back(tor: Somebody) -> None:
    await tor.send("Vi ga tenketid.")
    await tor.go_on("Fordi.")
    await tor.go_on("Tida.")
    assert tor.buttons == [ONE_MORE, "Endre svaret", "Endre svar 2", "Endre svar 3", "Trekk tilbake"]
    await tor.press("Endre svar 3")
    assert tor.sees()[:4] == ["Dette har du skrevet", "Vi ga tenketid.", "Fordi.", EMPHASIS]
    assert (tor.fields, tor.buttons) == ({"answer": "Tida."}, ["Send svar", LEAVE, "Ta bort dette svaret"])
    await tor.press("Send svar", {"answer": "Roen."})
    assert await tor.said() == [(0, "Vi ga tenketid."), (1, "Fordi."), (2, "Roen.")]
    await tor.press("Endre svar 2")
    assert tor.sees()[:3] == ["Dette har du skrevet", "Vi ga tenketid.", WHY], "what came after it is not before it"
    await tor.press(LEAVE)
    assert await tor.said() == [(0, "Vi ga tenketid."), (1, "Fordi."), (2, "Roen.")]
    await tor.press("Endre svar 2")
    await tor.press("Ta bort dette svaret")
    assert await tor.said() == [(0, "Vi ga tenketid."), (2, "Roen.")]
    assert tor.buttons == [ONE_MORE, "Endre svaret", "Endre svar 2", "Trekk tilbake"]
    await tor.press("Endre svar 2")
    assert (tor.fields, EMPHASIS in tor.sees()) == ({"answer": "Roen."}, True)
    await tor.press(LEAVE)
    await tor.press(ONE_MORE)
    assert WHY in tor.sees(), "the one that was taken back comes again"


@pytest.mark.parametrize("way", ["withdraw", "delete"])
async def test_taking_the_answer_back_takes_what_followed(alone: Somebody, way: str) -> None:
    message = await alone.say("Vi ga tenketid.")
    await alone.go_on("Fordi.")
    if way == "withdraw":
        await alone.press("Trekk tilbake")
    else:
        await alone.me.delete(message)
    assert (await alone.reflection()).parts == ()
    assert await stored_words(alone.house) == []
    await alone.house.stage.settle()
    assert "Fordi." not in alone.sees()


async def stored_words(house: House) -> list[str]:
    async def work(c: AsyncConnection) -> list[str]:
        return list((await c.execute(select(reflection_parts.c.text))).scalars())

    return await house.stage.app.db.read(work)


@in_the_crowd
async def test_a_message_in_the_chat_says_more_of_the_answer_itself(tor: Somebody) -> None:
    await tor.send("Vi ga tenketid.")
    await tor.go_on("Fordi.")
    await tor.press(ONE_MORE)
    message = await tor.say("Fordi vi turte.")
    assert await tor.said() == [(0, "Vi ga tenketid."), (0, "Fordi vi turte."), (1, "Fordi.")]
    assert "Vi ga tenketid.\n\nFordi vi turte." in tor.told()
    assert tor.buttons == ["Send svar", NO_MORE], "what may be half written stays"
    await tor.press(NO_MORE)
    assert tor.buttons == [ONE_MORE, "Endre svaret", "Endre svar 2", "Trekk tilbake"]
    await tor.me.delete(message)
    assert await tor.said() == [(0, "Vi ga tenketid."), (1, "Fordi.")]


@in_the_crowd
async def test_the_first_message_of_one_who_went_on_is_confirmed_as_the_first(tor: Somebody) -> None:
    """An answer to a follow-up question does not count as a message added to the first answer."""
    await tor.say("Vi ga tenketid.")
    receipt = last(tor.me)
    await tor.go_on("Fordi.")
    await tor.go_on("Fordi nå.", button="Endre svar 2")
    await tor.house.stage.settle()
    assert seen(tor.me, receipt)[0] == "Takk, meldingen din er lagret som svar"


@in_the_crowd
async def test_each_field_has_its_own_limit_and_none_is_empty(tor: Somebody) -> None:
    await tor.send("å" * 4000)
    await tor.go_on("ø" * 4000)
    await tor.press(ONE_MORE)
    for text, told in (("æ" * 4001, AnswerTooLong(4000)), (" \n", EmptyFollowUp())):
        await tor.press("Send svar", {"answer": "x"}, forged={"answer": text})
        assert [tor.me.notices[-1]] == rendered_texts(told, Language.NB)
    assert EMPHASIS in tor.sees(), "the card is left as it was, with the text in its field"
    assert [len(text) for _, text in await tor.said()] == [4000, 4000]


# After the step has closed.


async def test_a_closed_card_shows_what_was_asked_and_answered_and_a_late_press_is_told_kindly(
    alone: Somebody,
) -> None:
    await alone.send("Vi ga tenketid.")
    await alone.go_on("Fordi.")
    receipt = alone.shown
    await alone.press(ONE_MORE)
    form = alone.shown
    await alone.house.to(at(11, 30))
    closed = alone.sees()
    assert (alone.buttons, alone.fields) == (["Trekk tilbake", "Ta bort svar 2"], {})
    assert closed[2:6] == ["Du svarte:", "Vi ga tenketid.", WHY, "Fordi."]
    for button, shown in ((ONE_MORE, receipt), ("Endre svar 2", receipt)):
        await alone.press(button, shown=shown)
        assert alone.told() == rendered_texts(PromptOver(), Language.NB)
    await alone.press("Send svar", {"answer": "For sent."}, shown=form)
    assert alone.told() == rendered_texts(PromptOver(), Language.NB)
    assert (alone.sees(), await alone.said()) == (closed, [(0, "Vi ga tenketid."), (1, "Fordi.")])


async def test_between_steps_nothing_more_is_offered_but_what_was_begun_is_taken_and_read_further_on(
    house: House,
) -> None:
    """Step by step: hidden in the first step, then read by all beneath the answer."""
    await house.plan("solbakken")
    await house.install("kari", "lars", "mona")
    await house.to(at(11, 25, 14))
    lars, mona = Somebody(house, "lars"), Somebody(house, "mona")
    await lars.send("Vi bygde modeller.")
    await lars.go_on("Fordi hendene husker.")
    await mona.send("Bare for meg.", "only_me")
    await mona.go_on("Mitt eget.")
    await lars.press(ONE_MORE)
    everybody = [text for name in ("kari", "mona") for one in house.cast[name].chat for text in seen(lars.me, one)]
    assert not any("hendene" in text for text in everybody), "the step is not over"
    await house.to(at(11, 27, 14))
    kari = Somebody(house, "kari")
    assert kari.sees()[kari.sees().index("Vi bygde modeller.") :][:3] == [
        "Vi bygde modeller.",
        WHY,
        "Fordi hendene husker.",
    ]
    assert not {"Bare for meg.", "Mitt eget."} & set(kari.sees())
    assert not set(kari.buttons) & {ONE_MORE}, "a step with a question of its own has no follow-ups"
    await kari.me.press(kari.card, "Hopp over")
    await lars.press("Send svar", {"answer": "Til slutt."})
    assert lars.buttons == ["Endre svaret", "Endre svar 2", "Endre svar 3", "Trekk tilbake"]
    await kari.press("Svar likevel")
    assert "Til slutt." in kari.sees()
    await kari.send("Alt vi delte.")
    assert kari.buttons == ["Endre svaret", "Trekk tilbake"]


# Forged cards.


@in_the_crowd
@pytest.mark.parametrize("number", [0, 4, 2**31 - 1])
async def test_a_question_that_is_not_there_is_answered_kindly(tor: Somebody, number: int) -> None:
    await tor.send("Vi ga tenketid.")
    forged = {"number": number}
    await tor.press(ONE_MORE, forged=forged)
    assert (tor.told(), tor.buttons) == (rendered_texts(OldCard(), Language.NB), RECEIPT)
    await tor.press(ONE_MORE)
    for button in ("Send svar", NO_MORE):
        await tor.press(button, {"answer": "Fordi."}, forged=forged)
        assert tor.told() == rendered_texts(OldCard(), Language.NB)
    assert await tor.said() == [(0, "Vi ga tenketid.")]


@in_the_crowd
@pytest.mark.parametrize("number", [-1, 2**31, "1", None, True])
async def test_a_number_that_is_none_is_answered_kindly(tor: Somebody, number: object) -> None:
    await tor.send("Vi ga tenketid.")
    await tor.press(ONE_MORE, forged={"number": number})
    assert [tor.me.notices[-1]] == rendered_texts(OldCard(), Language.NB)
    assert (await tor.reflection()).going_on == 0


@in_the_crowd
async def test_nothing_follows_what_was_not_answered(tor: Somebody) -> None:
    step, delivery = await prompt_of(tor)
    await tor.press("Hopp over", forged=encode(OpenFollowUp(step, delivery, 0, 1)))
    assert (await tor.house.reflections_of(tor.name), tor.fields["answer"]) == ([], "")
    await tor.press("Hopp over", forged={**encode(SendFollowUp(step, delivery, 0, 1, "group")), "answer": "Fordi."})
    assert [tor.me.notices[-1]] == rendered_texts(OldCard(), Language.NB)
    assert await tor.house.reflections_of(tor.name) == []
    await tor.press("Hopp over")
    await tor.press("Svar likevel", forged=encode(OpenFollowUp(step, delivery, 1, 1)))
    assert (tor.buttons, (await tor.reflection()).going_on) == (["Svar likevel"], 0)


@in_the_crowd
async def test_words_for_an_answer_taken_back_elsewhere_are_not_kept_and_that_is_said(tor: Somebody) -> None:
    await tor.send("Vi ga tenketid.")
    receipt = tor.shown
    await tor.press(ONE_MORE)
    form = tor.shown
    await tor.press("Trekk tilbake", shown=receipt)
    await tor.press("Send svar", {"answer": "Fordi."}, shown=form)
    assert [tor.me.notices[-1]] == rendered_texts(OldCard(), Language.NB)
    assert ((await tor.reflection()).withdrawn, await tor.said()) == (True, [])


@in_the_crowd
async def test_a_card_passed_on_opens_nobody_elses_follow_ups(tor: Somebody) -> None:
    await tor.send("Vi ga tenketid.")
    await tor.go_on("Fordi.")
    siv, lars = await meet(tor.house), tor.house.cast["lars"]
    await lars.install()
    for other in (siv.me, lars):
        for button in ("Endre svar 2", ONE_MORE):
            await other.press(tor.card, button, shown=tor.shown)
            assert "Fordi." not in str(other.view(tor.card)) or other is not siv.me
    assert [lars.notices[-1]] == rendered_texts(NotAsked(), Language.NB)
    assert await tor.house.reflections_of(siv.name) == []
    assert await tor.said() == [(0, "Vi ga tenketid."), (1, "Fordi.")]


async def prompt_of(somebody: Somebody) -> tuple[StepRef, str]:
    [prompt] = await somebody.house.deliveries(DeliveryKind.PROMPT, somebody.name)
    return StepRef(prompt.municipality, prompt.session or "", prompt.position or 0), str(prompt.id)


async def channel_of(house: House, tmp_path: Path) -> Channel:
    team = Team(house.teams, "Fjordgløtt")
    team.add(*(house.cast[name] for name in ("pia", "rolf")))
    await team.install(by=house.cast["pia"])
    await house.cast["pia"].say_in(team.general, "koble til Team ungdomstrinn Fjordgløtt")
    await house.install("rolf")
    await house.stage.plan(series(tmp_path, "kanal", "team-fjordglott", asked='"channel"'))
    await house.to(at(11, 24, 14))
    return team.general


async def test_a_card_that_a_channel_shares_has_none_and_one_made_by_hand_is_answered_kindly(
    house: House, tmp_path: Path
) -> None:
    channel, rolf = await channel_of(house, tmp_path), house.cast["rolf"]
    card = next(one for one in channel.messages if "Send svar" in str(one.card))
    await rolf.press(card, "Send svar", {"answer": "Rolfs ord."})
    assert buttons_on(rolf.view(card)) == ["Endre svaret", "Trekk tilbake"]
    [prompt] = [one for one in await house.deliveries(DeliveryKind.PROMPT) if one.group]
    step = StepRef(prompt.municipality, prompt.session or "", 0)
    await rolf.press(card, "Endre svaret", forged=encode(OpenFollowUp(step, str(prompt.id), 1, 1)))
    assert buttons_on(rolf.view(card)) == ["Endre svaret", "Trekk tilbake"]
    forged = {**encode(SendFollowUp(step, str(prompt.id), 1, 1, "group")), "answer": "Fordi."}
    await rolf.press(card, "Endre svaret", forged=forged)
    assert [(part.follow_up, part.text) for part in (await house.reflections_of("rolf"))[0].parts] == [
        (0, "Rolfs ord.")
    ]


# Readers of answers to follow-up questions, and nobody else.


async def test_nobody_is_told_who_went_on_and_nothing_reminds_of_it(alone: Somebody) -> None:
    house = alone.house
    await alone.send("Vi ga tenketid.")
    await house.stage.settle()
    before = {name: [seen(house.cast[name], one) for one in house.cast[name].chat] for name in ("siv", "ali")}
    ids = await written(house)
    await alone.go_on("Fordi.")
    await alone.press(ONE_MORE)
    await house.to(at(11, 26))
    assert before == {name: [seen(house.cast[name], one) for one in house.cast[name].chat] for name in ("siv", "ali")}
    assert await written(house) == ids


async def written(house: House) -> set[UUID]:
    """The ids of all deliveries except notices to coordinators."""
    found = await house.stage.app.db.read(outbox.everything)
    return {one.id for one in found if one.kind is not DeliveryKind.NOTICE}


async def test_the_digest_gives_it_back_beneath_its_answer_byte_for_byte_and_to_nobody_else(
    house: House, tmp_path: Path
) -> None:
    """Kari reads from a school: of the principals' answers only those shared with the whole municipality."""
    readers = '["kari@nordvik.example"]'
    await house.stage.plan(series(tmp_path, "lest", "rektorgruppa", digest_readers=readers))
    await house.install("tor", "siv", "ali", "bodil", "kari")
    await house.to(at(11, 24))
    for name, rung, more in (("tor", "group", ODD), ("bodil", "municipality", "Fra Bodil"), ("ali", "only_me", "Mitt")):
        somebody = Somebody(house, name)
        house.stage.now += timedelta(minutes=1)
        await somebody.send(f"Svar fra {name}", rung)
        await somebody.go_on(more)
    await house.to(at(11, 30))
    read = {name: seen(house.cast[name], last(house.cast[name])) for name in ("tor", "siv", "ali", "bodil", "kari")}
    digest = last(house.cast["siv"])
    for answer, further in (("Svar fra tor", ODD), ("Svar fra bodil", "Fra Bodil")):
        begins = read["siv"].index(answer)
        assert read["siv"][begins : begins + 3] == [answer, QUESTIONS[0].nn, further]
    heard = {name: {ODD, "Fra Bodil", "Mitt"} & set(texts) for name, texts in read.items()}
    assert heard == {name: {"Fra Bodil"} | ({ODD} if name != "kari" else set()) for name in read}
    needle = "ett &amp; to"
    whole = json.dumps(digest.activity, ensure_ascii=False)
    assert (whole.count(needle), needle in digest.summary, "Mitt" in whole) == (1, False, False)


async def test_outside_teams_too_it_stands_beneath_its_answer(alone: Somebody) -> None:
    await alone.send("Vi ga tenketid.")
    await alone.go_on(ODD)
    ali = Somebody(alone.house, "ali")
    await ali.send("Bare mitt.", "only_me")
    await ali.go_on("Og dette.")
    await alone.house.to(at(11, 30))
    db, session = alone.house.stage.app.db, (await alone.reflection()).session
    digest, language = await digest_of(db, session, "bodil@nordvik.example", actor=OPERATOR, now=alone.house.stage.now)
    told = json.loads(json.dumps(asdict(digest)["prompts"], ensure_ascii=False))
    further = [{"question": WHY, "text": ODD, "number": 1}]
    assert [quote for prompt in told for quote in prompt["quotes"]] == [{"text": "Vi ga tenketid.", "further": further}]
    lines = plain_digest(digest, language)
    first, *more = ODD.split("\n")
    assert (
        "\n".join(["  – Vi ga tenketid.", f"    {WHY}", f"    – {first}", *(f"      {line}" for line in more)]) in lines
    )
    assert "Og dette." not in lines


async def test_no_log_holds_what_people_wrote(alone: Somebody, capfd: pytest.CaptureFixture[str]) -> None:
    await alone.send("Vi ga tenketid.")
    await alone.go_on("Fordi alle fikk.")
    await alone.go_on("Fordi noen fikk.", button="Endre svar 2")
    await alone.press(ONE_MORE, forged={"number": 9})
    await alone.house.to(at(11, 30))
    printed = capfd.readouterr()
    assert "fikk" not in printed.out + printed.err


# Networks.


SORVIK, UNNI = "0b0b0b0b-1b1b-4c2c-8d3d-4e4e4e4e4e4e", "00000000-0000-4000-8000-000000000901"


class Sorvik:
    """Another municipality in the network, with a reader of the answers shared by Nordvik's principals."""

    def __init__(self, house: House, tmp_path: Path) -> None:
        self.house = house
        self.folder = tmp_path / "sorvik"

    async def come_in(self) -> None:
        self.folder.mkdir()
        (self.folder / "units.csv").write_text(
            "id,kind,name,parent,language\nnordnett,network,Nordnett,,nb\nsorvik,municipality,Sørvik,nordnett,nb\n"
        )
        (self.folder / "groups.csv").write_text("id,unit,kind,name\nnettverket-sor,nordnett,network,Nettverksgruppa\n")
        (self.folder / "people.csv").write_text(
            "aad_object_id,name,upn,group,role,language\n"
            f"{UNNI},Unni Rektor,unni@sorvik.example,nettverket-sor,participant,nn\n"
        )
        await self.house.stage.bring_in(self.folder, tenant=SORVIK)
        await tie_network(self.house.stage.app.db, "nordnett", ["nordvik", "sorvik"], actor=OPERATOR)

    async def copies(self) -> list[tuple[str, list[tuple[int, str, str | None]]]]:
        """The network's copies of answers: (text, [(number, text, source) of each answered follow-up question])."""
        found = await self.house.stage.app.db.read(partial(self._released))
        return [(copy.text, [(part.follow_up, part.text, part.source) for part in copy.further]) for copy in found]

    async def _released(self, c: AsyncConnection) -> tuple[Release, ...]:
        everywhere = (Standing(Rung.NETWORK, "nordnett"),)
        return await releases.released(c, "nordnett", ["nordvik"], everywhere, since=None, until=self.house.stage.now)


async def test_a_networks_copies_hold_what_followed_and_follow_it(database_url: str, tmp_path: Path) -> None:
    async with open_house(database_url) as house:
        lay_ladders(house, *QUESTIONS)
        sorvik = Sorvik(house, tmp_path)
        await sorvik.come_in()
        await house.plan("rektorgruppa")
        await house.install("tor", "ali")
        await house.to(at(11, 24))
        tor, ali = Somebody(house, "tor"), Somebody(house, "ali")
        message = await tor.say("Vi ga tenketid.")
        await tor.press("Endre svaret")
        await tor.send("Vi ga tenketid.", "network")
        await tor.go_on(ODD)
        await ali.send("For kommunen.", "municipality")
        await ali.go_on("Også det.")
        await house.to(at(11, 30))
        assert await sorvik.copies() == [("Vi ga tenketid.", [(1, ODD, None)])]
        await tor.me.delete(message)
        assert await sorvik.copies() == []
        assert await revoked_words(house, (await tor.reflection()).id) == [("", [])]


async def revoked_words(house: House, reflection: UUID) -> list[tuple[str, list[object]]]:
    async def work(c: AsyncConnection) -> list[tuple[str, list[object]]]:
        query = select(copies.c.text, copies.c.further)
        rows = await c.execute(query.where(copies.c.reflection == reflection))
        return [(row[0], row[1]) for row in rows]

    return await house.stage.app.db.read(work)
