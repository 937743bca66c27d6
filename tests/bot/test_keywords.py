"""The author's own keyword: offered on the receipt, never demanded, and of the same readers as the answer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from bot.context.text_guard import packaged_guard
from bot.rehearsal.clients import Client, buttons_on, texts_on
from bot.rehearsal.wire_conversations import Message
from content.catalogue import load
from content.language import Language
from content.vocabulary.conversing import PromptOver
from content.vocabulary.guarding import Stopped
from content.vocabulary.prompting import KeywordOffer
from content.vocabulary.tagging import (
    KeywordGone,
    KeywordKept,
    KeywordPoints,
    KeywordsInText,
    KeywordStopped,
    KeywordTooLong,
    NoKeyword,
    NothingToTag,
)
from content.wording import phrase
from dialogs.answering.keywords import tidied, too_long
from dialogs.model import OwnAct, OwnLogEntry, Reflection, Rung
from storage import own_log
from storage.steps import one_step
from tests.bot.follow_ups.ladders import Sorvik
from tests.bot.test_gone import MARK, gone, now_of, rows
from tests.nordvik import OPERATOR, House, at, last, municipality, open_house, rendered_texts, seen, series
from tests.reading import digest_of

TEAM = "team-fjordglott"
NN = ("bo", "eli", "gro")
NAMES = ("ada", "bo", "cato", "dina", "eli", "finn", "gro", "hans")
WORDS = {
    "ada": "Vi innførte faste læringspartnere, og alle fikk tenketid før de svarte.",
    "bo": "Me har faste læringspartnarar no, og alle fekk tenkjetid før dei svara.",
}
ASIDE = "Det ble som det ble."
"""Speaks of nothing that the lexicon knows."""


class Played:
    def __init__(self, house: House) -> None:
        self.house = house
        self.cards: dict[str, Message] = {}

    def client(self, name: str) -> Client:
        return self.house.cast[name]

    async def answer(self, name: str, text: str = "", *, rung: str = "group") -> None:
        self.cards[name] = last(self.client(name))
        await self.press(name, "Send svar", {"answer": text or WORDS.get(name, ASIDE), "rung": rung})

    async def press(self, name: str, button: str, inputs: dict[str, str] | None = None, **more: object) -> None:
        await self.client(name).press(self.cards[name], button, inputs, **more)  # type: ignore[arg-type]
        await self.house.stage.settle()

    async def own_word(self, name: str, word: str) -> None:
        await self.press(name, says(name, "send"), {"word": word})

    def shown(self, name: str) -> list[str]:
        return seen(self.client(name), self.cards[name])

    def offered(self, name: str) -> list[str]:
        """The words on the boxes of the folded part."""
        before = says(name, "choose").removesuffix("{}")
        card = self.client(name).view(self.cards[name])
        return [each.removeprefix(before) for each in texts_on(card) if each.startswith(before)]

    async def stored(self, name: str) -> Reflection:
        [found] = await self.house.reflections_of(name)
        return found

    def told(self, name: str) -> list[str]:
        """The newest message in the chat."""
        return seen(self.client(name), last(self.client(name)))

    async def say(self, name: str, text: str) -> None:
        await self.client(name).say(text)
        await self.house.stage.settle()

    async def question(self, name: str, language: Language) -> str:
        mine = await self.stored(name)
        step = await self.house.stage.app.db.read(lambda c: one_step(c, mine.municipality, mine.session, mine.position))
        assert step is not None
        return step.shown.question.to(language)

    async def digest(self) -> str:
        """The digest as one of the team reads it."""
        [session] = {one.session for name in ("cato",) for one in await self.house.reflections_of(name)}
        db, now = self.house.stage.app.db, self.house.stage.now
        digest, _ = await digest_of(db, session, "bo@nordvik.example", actor=OPERATOR, now=now)
        return str(digest)

    async def keyword(self, name: str) -> str:
        return (await self.stored(name)).keyword


def says(name: str, part: str) -> str:
    return phrase(KeywordOffer("{}"), part, Language.NN if name in NN else Language.NB)


@asynccontextmanager
async def playing(folder: Path, names: tuple[str, ...] = NAMES, **keys: str) -> AsyncIterator[Played]:
    people = [f"{name},{TEAM},participant,{'nn' if name in NN else 'nb'}" for name in names]
    made = municipality(folder / "nordvik", people=[*people, "guro,rektorgruppa,coordinator"])
    async with open_house(f"sqlite+aiosqlite:///{folder / 'x.db'}", folder=made) as house:
        await house.stage.plan(series(folder, "uke", TEAM, **keys))
        await house.install(*names, "guro")
        await house.to(at(11, 24, 14))
        yield Played(house)


async def test_a_keyword_is_one_tap_or_an_own_word_and_lives_with_the_answer(tmp_path: Path) -> None:
    async with playing(tmp_path) as played:
        for name, own in (("ada", "ro først"), ("bo", "fyrst ro")):
            await played.answer(name)
            assert says(name, "open") in texts_on(played.client(name).view(played.cards[name]))
            assert await played.keyword(name) == "", "never demanded"
            first, *others = played.offered(name)
            assert 1 <= len(others) <= 2

            await played.press(name, says(name, "choose").replace("{}", first))
            assert await played.keyword(name) == first
            assert says(name, "line").replace("{}", first) in played.shown(name)
            assert first not in played.offered(name)
            assert says(name, "change") in texts_on(played.client(name).view(played.cards[name]))

            await played.own_word(name, f"  #{own}. ")
            assert await played.keyword(name) == own
            assert says(name, "line").replace("{}", own) in played.shown(name)

            # Reworded, the answer keeps its keyword, and what fits is read anew; it is there without anything fitting.
            before = played.offered(name)
            await played.press(name, "Endre svaret")
            await played.press(name, "Send svar", {"answer": ASIDE, "rung": "group"})
            assert (await played.keyword(name), played.offered(name) == before) == (own, False)

            await played.press(name, says(name, "drop"))
            assert await played.keyword(name) == ""
            await played.own_word(name, own)

            await played.press(name, "Trekk tilbake")
            assert await played.keyword(name) == "", "it is withdrawn with the answer"
            assert own not in "".join(played.shown(name))

        acts = [one.act for one in await _log(played, "ada")]
        assert acts.count(OwnAct.TAGGED) == 3
        assert acts.count(OwnAct.UNTAGGED) == 1


async def test_beneath_the_first_answer_words_that_fit_are_offered_in_the_writers_language(tmp_path: Path) -> None:
    """On the receipt of the first answer anybody gives, by card and in the chat: names of concepts, three at most."""
    async with playing(tmp_path, names=("ada", "bo", "cato", "eli")) as played:
        names = {
            language: {concept.name.to(language) for concept in load().lexicon.concepts.values()}
            for language in (Language.NB, Language.NN)
        }
        for by_card, by_chat, language, words in (
            (
                "ada",
                "cato",
                Language.NB,
                "Vi ringte hjem til foreldrene, og fikk veiledning av kolleger i elevsamtalen.",
            ),
            ("bo", "eli", Language.NN, "Vi ringde heim til foreldra, og fekk rettleiing av kollegaer i elevsamtalen."),
        ):
            await played.answer(by_card, words)
            await played.say(by_chat, words)
            played.cards[by_chat] = last(played.client(by_chat))
            for name in (by_card, by_chat):
                assert says(name, "open") in texts_on(played.client(name).view(played.cards[name]))
                assert 2 <= len(played.offered(name)) <= 3
                assert set(played.offered(name)) <= names[language], name
                assert await played.keyword(name) == "", "never demanded"
            assert played.offered(by_card) == played.offered(by_chat)
        assert "elevsamtaler" in played.offered("ada")
        assert "elevsamtalar" in played.offered("bo")
        first, *_ = played.offered("eli")
        await played.press("eli", says("eli", "choose").replace("{}", first))
        assert (await played.keyword("eli"), await played.keyword("bo")) == (first, "")


async def _log(played: Played, name: str) -> tuple[OwnLogEntry, ...]:
    mine = await played.stored(name)
    of_person = partial(own_log.of_person, municipality=mine.municipality, person=mine.author)
    return await played.house.stage.app.db.read(of_person)


async def test_a_keyword_that_cannot_be_kept_leaves_the_answer_as_it_is(tmp_path: Path) -> None:
    async with playing(tmp_path, names=("ada", "bo")) as played:
        for name in ("ada", "bo"):
            language = Language.NN if name in NN else Language.NB
            await played.answer(name)
            await played.own_word(name, "ro")
            for word, why in (
                (" .. ", NoKeyword()),
                ("ett to tre fire fem seks sju", KeywordTooLong(6, 40)),
                ("x" * 41, KeywordTooLong(6, 40)),
                ("Ola Hansen", KeywordStopped(Stopped(("name",)))),
                ("01017012345", KeywordStopped(Stopped(("national_id",)))),
            ):
                await played.own_word(name, word)
                assert played.told(name) == rendered_texts(why, language), word
                assert await played.keyword(name) == "ro"
            assert not any(
                "Hansen" in text for one in played.client(name).chat for text in seen(played.client(name), one)
            )

        # Beyond the group a word that may point at somebody is refused; the answer's readers stay as they are.
        await played.press("ada", "Del videre")
        assert "Stikkord: ro" in played.shown("ada"), "the preview has it with the words"
        await played.press("ada", "Ja, del videre")
        await played.own_word("ada", "4A")
        assert played.told("ada") == rendered_texts(KeywordPoints(), Language.NB)
        assert (await played.stored("ada")).rung is Rung.PRINCIPALS
        assert await played.keyword("ada") == "ro"
        await played.own_word("bo", "4A")
        assert await played.keyword("bo") == "4A", "in the group it is as good as any"


async def test_pressed_twice_late_by_another_or_on_an_old_card_it_does_one_useful_thing(tmp_path: Path) -> None:
    async with playing(tmp_path, names=("ada", "bo", "cato")) as played:
        await played.answer("ada")
        ada, receipt = played.client("ada"), played.client("ada").view(played.cards["ada"])
        first, word, *_ = played.offered("ada")
        sent = await ada.press(played.cards["ada"], says("ada", "choose").replace("{}", first))
        await played.own_word("ada", "annet")
        await ada.again(sent)
        assert await played.keyword("ada") == "annet", "sent again by Teams, it is not obeyed again"
        tap = says("ada", "choose").replace("{}", word)
        await played.press("ada", tap, shown=receipt)
        assert await played.keyword("ada") == word, "a card that shows an earlier keyword is obeyed"

        # In somebody else's hands it is about that person's own answer, and there is none.
        await played.client("bo").press(last(played.client("bo")), tap, shown=receipt)
        assert played.told("bo") == rendered_texts(NothingToTag(), Language.NN)
        assert await played.house.reflections_of("bo") == []
        await played.client("guro").press(last(played.client("guro")), tap, shown=receipt)
        assert await played.keyword("ada") == word

        await played.answer("cato")
        await played.own_word("cato", "stol")
        late = played.client("cato").view(played.cards["cato"])
        await played.press("ada", "Trekk tilbake")
        await played.press("ada", tap, shown=receipt)
        assert played.told("ada") == rendered_texts(NothingToTag(), Language.NB)
        assert (await played.stored("ada")).parts == ()

        await played.house.to(at(12, 7, 14))
        [closed] = [one for one in played.client("cato").chat if one.id == played.cards["cato"].id]
        assert "Stikkord: stol" in seen(played.client("cato"), closed)
        assert "stol" in await played.digest()
        await played.press("cato", says("cato", "send"), {"word": "annet"}, shown=late)
        assert played.told("cato") == rendered_texts(PromptOver(), Language.NB)
        assert await played.keyword("cato") == "stol"
        await played.press("cato", says("cato", "drop"))
        assert await played.keyword("cato") == "", "taken off at any time"
        assert "Stikkord" not in await played.digest()


async def test_in_the_chat_a_keyword_is_given_without_any_card(tmp_path: Path) -> None:
    async with playing(tmp_path, names=("ada", "bo", "cato")) as played:
        for name, say, removed in (("ada", "Stikkord", "nei"), ("bo", "stikkord på 1", "nei")):
            person, language = played.client(name), Language.NN if name in NN else Language.NB
            await played.say(name, f"{say}: ro")
            assert played.told(name) == rendered_texts(NothingToTag(), language)
            await played.say(name, WORDS[name])
            receipt = last(person)
            question = await played.question(name, language)
            await played.say(name, "stikkord")
            assert played.told(name)[0].startswith(phrase(KeywordsInText, "heading", language))
            assert "Kan passe: " in played.told(name)[0]

            await played.say(name, f"{say}: fast makker")
            assert played.told(name) == rendered_texts(KeywordKept(1, question), language)
            assert await played.keyword(name) == "fast makker"
            assert "Stikkord: fast makker" in seen(person, receipt)
            await played.say(name, f"{say}: Ola Hansen")
            assert await played.keyword(name) == "fast makker"

            await person.press(receipt, says(name, "send"), {"word": "to og to"})
            assert "Stikkord: to og to" in seen(person, receipt), "the receipt of a message stays one"
            assert "Svaret mitt" in buttons_on(person.view(receipt))
            await played.say(name, f"{say}: {removed}")
            assert played.told(name) == rendered_texts(KeywordGone(1, question), language)
            assert await played.keyword(name) == ""
        await played.say("cato", "Stikkord som går igjen hos oss er ro, tid og faste voksne på gangen.")
        assert (await played.stored("cato")).said.startswith("Stikkord som går igjen")


async def test_what_five_others_use_is_offered_and_nothing_of_fewer(tmp_path: Path) -> None:
    async with playing(tmp_path) as played:
        for number, name in enumerate(("ada", "bo", "cato", "dina")):
            await played.answer(name, f"{ASIDE} {number}")
            await played.own_word(name, "To og to" if number else "to og to")
        await played.answer("eli", f"{ASIDE} 4")
        assert "To og to" not in played.offered("eli"), "four use it"
        await played.own_word("eli", "To og to")
        await played.answer("finn", f"{ASIDE} 5")
        assert played.offered("finn") == ["To og to"]
        await played.press("finn", says("finn", "choose").replace("{}", "To og to"))
        assert await played.keyword("finn") == "To og to"
        await played.answer("gro", f"{ASIDE} 6")
        assert played.offered("gro") == ["To og to"]

        # Withdrawn or narrowed, it is no longer among the five.
        await played.press("ada", "Trekk tilbake")
        await played.press("bo", "Trekk tilbake")
        await played.answer("hans", f"{ASIDE} 7")
        assert played.offered("hans") == []


async def test_where_answers_wait_nobody_elses_keyword_is_offered(tmp_path: Path) -> None:
    """Hidden until the step closes, or kept for the author alone."""
    async with playing(tmp_path, protocol='"igp"') as played:
        for number, name in enumerate(("ada", "bo", "cato", "dina", "eli", "finn")):
            await played.answer(name, f"{ASIDE} {number}")
            assert played.offered(name) == []
            await played.own_word(name, "To og to")
        await played.answer("hans", ASIDE, rung="only_me")
        assert says("hans", "open") not in texts_on(played.client("hans").view(played.cards["hans"]))


async def test_after_the_digest_it_goes_from_every_row_file_copy_and_card(tmp_path: Path) -> None:
    """Tor takes the keyword off, Siv has her data erased; the network's copies had both."""
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as house:
        await Sorvik(house, tmp_path).come_in()
        await house.stage.plan(series(tmp_path, "rektorene", "rektorgruppa"))
        await house.install("tor", "siv", "bodil")
        await house.to(at(11, 24))
        cards = {}
        for name, send in (("tor", "Bruk ordet"), ("siv", "Bruk ordet")):
            me = house.cast[name]
            cards[name] = last(me)
            await me.press(cards[name], "Send svar", {"answer": ASIDE + name, "rung": "network"})
            await me.press(cards[name], send, {"word": f"{MARK} {name}"})
        await house.to(at(11, 27))
        bodil, read = house.cast["bodil"], last(house.cast["bodil"])
        assert {f"Stikkord: {MARK} tor", f"Stikkord: {MARK} siv"} <= set(seen(bodil, read))
        found = {column for column in await rows(house) if not column.startswith("bank_")}
        assert found == {"reflections.keyword", "releases.keyword"}, "beside the sharing bank's index"
        await house.cast["tor"].press(cards["tor"], "Ta bort stikkordet")
        await house.cast["siv"].say("Slett dataa mine!")
        await house.cast["siv"].say("ja")
        await house.stage.settle()
        assert ASIDE + "tor" in seen(bodil, now_of(bodil, read))
        assert not any(MARK in text for text in seen(bodil, now_of(bodil, read)))
        assert await gone(house, tmp_path) == (set(), [])


def test_every_concept_of_the_lexicon_can_be_a_keyword() -> None:
    """Offered for a tap, it is neither too long nor stopped, and may stand on an answer that all read."""
    guard = packaged_guard()
    for concept in load().lexicon.concepts.values():
        for language in Language:
            name = concept.name.to(language)
            assert tidied(name) == name
            assert not too_long(name), name
            found = guard.judge(name, language=language)
            assert (found.found, found.quotable) == ((), True), name
