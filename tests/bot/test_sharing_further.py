"""The ladder, climbed by the author alone: an answer rises after a preview and a yes, and in no other way."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Any, Literal

import pytest
import pytest_asyncio

from bot.rehearsal.clients import Response
from content.language import Language
from content.vocabulary.prompting import FurtherChanged
from dialogs.model import OwnAct, Rung
from storage import own_log
from tests.bot.follow_ups.ladders import Somebody
from tests.nordvik import House, at, last, municipality, open_house, rendered_texts, series

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(frozen=True)
class Spoken:
    """The buttons and lines of one written form."""

    further: str
    yes: str
    shorten: str
    not_now: str
    change: str
    send: str
    skip: str
    take_back: str
    as_read: str
    then: str
    then_unit: str
    groups: str


SPOKEN = {
    Language.NB: Spoken(
        *("Del videre", "Ja, del videre", "Kort ned først", "Ikke nå", "Endre svaret", "Send svar", "Hopp over"),
        "Trekk tilbake",
        "Dette vil flere kunne lese, akkurat slik det står her:",
        "Da kan disse lese det: Alle i Nordvik kommune som bruker Sløyfa ({} personer)",
        "Da kan disse lese det: Alle ved Solbakken skole ({} personer)",
        "De er med i: ",
    ),
    Language.NN: Spoken(
        *("Del vidare", "Ja, del vidare", "Kort ned først", "Ikkje no", "Endre svaret", "Send svar", "Hopp over"),
        "Trekk tilbake",
        "Dette vil fleire kunne lese, akkurat slik det står her:",
        "Då kan desse lese det: Alle i Nordvik kommune som bruker Sløyfa ({} personar)",
        "Då kan desse lese det: Alle ved Solbakken skole ({} personar)",
        "Dei er med i: ",
    ),
}
MEMBERS = 24
GROUPS = ["annet-s,solbakken,team,Trinn 7 Solbakken,"]
PEOPLE = [
    "guro,rektorgruppa,coordinator",
    "tor,rektorgruppa,leader",
    "lars,team-fjordglott,participant",
    "mona,annet-s,participant",
    "ola,annet-s,observer",
    *(f"nb{number},team-solbakken,participant,nb" for number in range(MEMBERS)),
    *(f"nn{number},team-solbakken,participant,nn" for number in range(MEMBERS)),
]
_unused = count()


class Author(Somebody):
    """A member of the team with an open question."""

    def __init__(self, house: House, name: str, language: Language) -> None:
        super().__init__(house, name)
        self.language = language
        self.says = SPOKEN[language]

    async def press(self, button: str, *given: Any, **more: Any) -> Response:  # noqa: ANN401 - as Somebody's
        """A second after whatever was done before."""
        self.house.stage.now += timedelta(seconds=1)
        return await super().press(button, *given, **more)

    async def give(self, text: str, rung: str = "group") -> Response:
        return await self.press(self.says.send, {"answer": text, "rung": rung})

    async def change(self, text: str, rung: str = "group") -> Response:
        await self.press(self.says.change)
        return await self.give(text, rung)

    async def settled(self) -> None:
        """Whatever was to be brought up to date stands in Teams, on all devices."""
        await self.house.stage.settle()

    async def stands(self) -> tuple[str, Rung]:
        found = await self.reflection()
        return found.text, found.rung

    async def latest(self) -> Rung:
        """The rung of the newest answer."""
        return (await self.house.reflections_of(self.name))[-1].rung

    async def log(self) -> list[tuple[OwnAct, Rung | None, Rung | None]]:
        own = (await self.house.reflections_of(self.name))[-1]
        of_person = partial(own_log.of_person, municipality=own.municipality, person=own.author)
        return [(one.act, one.from_rung, one.to_rung) for one in await self.house.stage.app.db.read(of_person)]

    @property
    def told(self) -> list[str]:
        """What the presses were answered with beside the card."""
        return [*self.me.notices, *(text for text in (last(self.me).text,) if text)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def team(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """The team's question is open, and nobody has installed."""
    place = tmp_path_factory.mktemp("laget")
    folder = municipality(place, people=PEOPLE, groups=GROUPS)
    async with open_house(f"sqlite+aiosqlite:///{place}/sloyfa.db", folder=folder) as house:
        await house.stage.plan(series(place, "laget", "team-solbakken", protocol='"ukesrefleksjon"'))
        await house.to(at(11, 24, 14))
        yield house


@pytest_asyncio.fixture(loop_scope="module", params=[Language.NB, Language.NN], ids=["nb", "nn"])
async def author(team: House, request: pytest.FixtureRequest) -> Author:
    """A new member for each test."""
    return await newcomer(team, request.param)


async def newcomer(house: House, language: Language = Language.NB) -> Author:
    name = f"{language.value}{next(_unused) % MEMBERS}"
    await house.install(name)
    return Author(house, name, language)


IN_UNIT, IN_TOWN = 2 * MEMBERS + 1, 2 * MEMBERS + 4


async def test_further_shows_the_words_and_their_readers_and_shares_after_a_second_press(author: Author) -> None:
    says = author.says
    await author.give("Vi ga tenketid.")
    await author.press(says.further)
    for settled in (False, True):
        if settled:
            await author.settled()
        sees = author.sees()
        assert sees[sees.index(says.as_read) + 1] == "Vi ga tenketid."
        assert says.then_unit.format(IN_UNIT) in sees, "author and teachers, without the observer"
        assert f"{says.groups}Team mellomtrinn Solbakken, Trinn 7 Solbakken" in sees
        assert author.buttons == [says.yes, says.shorten, says.not_now]
    assert await author.stands() == ("Vi ga tenketid.", Rung.GROUP), "looking shares nothing"
    await author.press(says.yes)
    assert await author.stands() == ("Vi ga tenketid.", Rung.UNIT)
    assert says.further in author.buttons, "a rung at a time"
    assert await author.log() == [(OwnAct.GIVEN, None, Rung.GROUP), (OwnAct.WIDENED, Rung.GROUP, Rung.UNIT)]


async def test_the_words_can_be_shortened_first_and_nothing_is_shared_until_the_short_ones_were_shown(
    author: Author,
) -> None:
    says = author.says
    await author.give("Vi ga tenketid. Og så litt til som ikke trengs.")
    await author.press(says.further)
    await author.press(says.shorten)
    fields = author.fields
    assert (fields["answer"], fields["rung"]) == ("Vi ga tenketid. Og så litt til som ikke trengs.", "unit")
    await author.press(says.send, {"answer": "Vi ga tenketid.", "rung": "unit"})
    assert (await author.stands(), author.buttons[0]) == (("Vi ga tenketid.", Rung.GROUP), says.yes)
    await author.settled()
    assert author.sees()[author.sees().index(says.as_read) + 1] == "Vi ga tenketid."
    await author.press(says.yes)
    assert await author.stands() == ("Vi ga tenketid.", Rung.UNIT)
    assert [act for act, _, _ in await author.log()] == [OwnAct.GIVEN, OwnAct.CHANGED, OwnAct.WIDENED]


async def test_an_answer_that_stands_is_not_lifted_by_the_form_alone(author: Author) -> None:
    says = author.says
    await author.give("Vi ga tenketid.")
    await author.change("Vi ga god tenketid.", "municipality")
    await author.settled()
    assert await author.stands() == ("Vi ga god tenketid.", Rung.GROUP), "the words are safe, and read by no more"
    assert says.then.format(IN_TOWN) in author.sees()
    await author.press(says.not_now)
    assert (await author.stands(), says.change in author.buttons) == (("Vi ga god tenketid.", Rung.GROUP), True)
    await author.change("Vi ga god tenketid.", "municipality")
    await author.press(says.yes)
    assert await author.stands() == ("Vi ga god tenketid.", Rung.MUNICIPALITY)
    await author.change("Vi ga god tenketid.", "group")
    assert await author.stands() == ("Vi ga god tenketid.", Rung.GROUP), "down needs one press"
    acts = [(act, to) for act, _, to in await author.log()]
    assert acts[-2:] == [(OwnAct.WIDENED, Rung.MUNICIPALITY), (OwnAct.NARROWED, Rung.GROUP)]


async def test_what_was_answered_to_further_questions_is_shown_and_can_be_shortened_too(author: Author) -> None:
    says = author.says
    await author.give("Vi ga tenketid.")
    await author.press(author.buttons[0])
    await author.press(says.send, {"answer": "Fordi alle trenger det, og mer."})
    await author.press(says.further)
    assert "Fordi alle trenger det, og mer." in author.sees()
    assert author.buttons == [says.yes, "Kort ned svar 1", "Kort ned svar 2", says.not_now]
    await author.press("Kort ned svar 2")
    await author.press(says.send, {"answer": "Fordi alle trenger det."})
    assert ("Fordi alle trenger det." in author.sees(), author.buttons[0]) == (True, says.yes)
    assert (await author.stands())[1] is Rung.GROUP


async def test_a_first_answers_rung_is_its_authors_choice_in_the_form_and_the_series_own_in_chat(
    author: Author,
) -> None:
    await author.give("Til kommunen.", "municipality")
    assert await author.stands() == ("Til kommunen.", Rung.MUNICIPALITY)
    await author.press(author.says.take_back)
    await author.say("Vi skriver heller dette i chatten, og det er et ordentlig svar på spørsmålet.")
    assert (await author.stands())[1] is Rung.GROUP


@pytest.mark.parametrize("stale", ["edited in chat", "another device"])
async def test_a_yes_to_words_that_have_changed_shows_the_new_ones_first(
    author: Author, stale: Literal["edited in chat", "another device"]
) -> None:
    says = author.says
    await author.give("Vi ga tenketid.")
    form = author.shown
    await author.press(says.further)
    preview = author.shown
    if stale == "edited in chat":
        await author.say("Og vi prøvde det samme én gang til dagen etter, med like godt hell.")
    else:
        await author.press(says.change, shown=form)
        await author.give("Vi ga mer tenketid.", "group")
    await author.press(says.yes, shown=preview)
    await author.settled()
    assert (await author.stands())[1] is Rung.GROUP
    assert rendered_texts(FurtherChanged(), author.language)[0] in author.told
    now = (await author.stands())[0]
    assert (author.sees()[author.sees().index(says.as_read) + 1], author.buttons[0]) == (now, says.yes)
    await author.press(says.yes)
    assert await author.stands() == (now, Rung.UNIT)


async def test_a_press_that_comes_twice_or_from_a_card_left_behind_lifts_once(author: Author) -> None:
    says = author.says
    await author.give("Vi ga tenketid.")
    receipt = author.shown
    looked = await author.press(says.further)
    preview = author.shown
    agreed = await author.press(says.yes)
    await author.change("Vi ga tenketid.", "group")
    for sent in (agreed, looked):
        for new_id in (False, True):
            await author.me.again(sent, new_id=new_id)
            assert await author.stands() == ("Vi ga tenketid.", Rung.GROUP)
    await author.settled()
    author.house.stage.now += timedelta(minutes=3)
    await author.press(says.yes, shown=preview)
    assert (await author.stands(), author.buttons[0]) == (("Vi ga tenketid.", Rung.GROUP), says.yes)
    await author.press(says.not_now)
    await author.press(says.further, shown=receipt)
    await author.press(says.take_back, shown=receipt)
    assert author.sees().count("Vi ga tenketid.") == 1, "a card without the latest is brought up to date first"


async def test_an_old_form_does_not_lift_what_was_narrowed_since(author: Author) -> None:
    says = author.says
    form = author.shown
    sent = await author.give("Til kommunen.", "municipality")
    await author.change("Til kommunen.", "only_me")
    await author.press(says.send, {"answer": "Til kommunen.", "rung": "municipality"}, shown=form)
    assert await author.stands() == ("Til kommunen.", Rung.ONLY_ME)
    await author.me.again(sent, new_id=True)
    await author.say("Og et ord til i chatten om hvordan det gikk da vi prøvde.")
    assert (await author.stands())[1] is Rung.ONLY_ME


async def test_old_clients_share_further_by_submit(author: Author) -> None:
    says = author.says
    await author.give("Vi ga tenketid.")
    for button in (says.further, says.yes):
        await author.settled()
        await author.me.press(author.card, button, by="submit")
    await author.settled()
    assert await author.stands() == ("Vi ga tenketid.", Rung.UNIT)
