"""From a quote back to its question, day and group; and words that are taken back leave every place they stood in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from bot.rehearsal.clients import Client, buttons_on
from bot.rehearsal.wire_conversations import Message
from content.language import Language
from content.plain_digest import plain_digest
from content.vocabulary.overview import DigestGone, OriginGone
from dialogs.model import DeliveryKind
from tests.nordvik import OPERATOR, House, at, last, municipality, open_house, rendered_texts, seen, series
from tests.reading import digest_of

OPENS, CLOSES, READ = at(11, 24, 14), at(11, 30), at(12, 7, 9)
TEAM = "team-fjordglott"
NAMES = tuple(f"p{letter}" for letter in "abcdefghijklmnopqr")
MEETING = '\n[[meetings]]\ndate = 2026-12-10T09:00:00\ngroup = "rektorgruppa"\ndigest_days_ahead = 3\n'
ORIGIN = {"nb": "Hvor kommer svaret fra?", "nn": "Kvar kjem svaret frå?"}
WORDS = "Vi lot elevene lede elevsamtalene selv."
HERE = "Dette er bare for teamet vårt."


@dataclass
class Town:
    house: House
    session: str

    def digest(self, name: str, *, newest: bool = True) -> Message:
        found = [one for one in self.house.cast[name].chat if one.from_bot and is_digest(one)]
        return found[-1 if newest else 0]

    async def press(self, name: str, message: Message, title: str, **forged: str) -> list[str]:
        """The texts of what the press is answered with: a message in the chat, or a line beside the card."""
        client = self.house.cast[name]
        before = len(client.chat)
        await client.press(message, title, forged=forged or None)
        await self.house.stage.settle()
        return [text for one in client.chat[before:] for text in seen(client, one)] or client.notices[-1:]

    async def read_by_operator(self, name: str) -> str:
        house = self.house
        digest, language = await digest_of(
            house.stage.app.db, self.session, f"{name}@nordvik.example", actor=OPERATOR, now=house.stage.now
        )
        return f"{digest}\n{plain_digest(digest, language)}"


def is_digest(message: Message) -> bool:
    return str(message.summary).startswith("Dette delte vi")


def marks(client: Client, message: Message, words: str) -> list[str]:
    """The marks that presses on a quote of these words send."""
    found: list[str] = []

    def look(part: object) -> None:
        if isinstance(part, dict):
            if "selectAction" in part and words in str(part.get("items")):
                found.append(str(part["selectAction"]["data"]["mark"]))
            for value in part.values():
                look(value)
        elif isinstance(part, list):
            for value in part:
                look(value)

    look(client.view(message))
    return found


@asynccontextmanager
async def played(folder: Path, answers: dict[str, tuple[str, str]]) -> AsyncIterator[Town]:
    """A team answers; Guro, the principals' coordinator, reads ahead of their meeting; Siv, who observes, nothing."""
    people = [f"{name},{TEAM},participant,{'nn' if number % 2 else 'nb'}" for number, name in enumerate(NAMES)]
    others = ["guro,rektorgruppa,coordinator,nn", "siv,rektorgruppa,observer"]
    made = municipality(folder / "nordvik", people=[*people, *others])
    async with open_house(f"sqlite+aiosqlite:///{folder / 'x.db'}", folder=made) as house:
        file = series(folder, "uke", TEAM)
        file.write_text(file.read_text() + MEETING)
        await house.stage.plan(file)
        await house.install(*NAMES, "guro", "siv")
        await house.to(OPENS)
        for name, (text, rung) in answers.items():
            client = house.cast[name]
            await client.press(last(client), "Send svar", {"answer": text, "rung": rung})
            await house.stage.settle()
        yield Town(house, f"uke.{TEAM}.2026-11-24")


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    answers = {name: (f"Svar nummer {number} fra en vanlig dag.", "principals") for number, name in enumerate(NAMES)}
    answers |= {"pa": (WORDS, "principals"), "pb": (HERE, "group")}
    async with played(tmp_path, answers) as town:
        yield town


async def test_a_quote_leads_to_its_question_day_and_group_for_who_may_read_it_and_for_nobody_else(town: Town) -> None:
    house = town.house
    pc, siv, guro = (house.cast[name] for name in ("pc", "siv", "guro"))
    question = next(text for text in seen(pc, last(pc)) if text.endswith("?"))
    await house.to(CLOSES)
    mine = town.digest("pc")
    [here] = marks(pc, mine, HERE)
    [mark] = marks(pc, mine, WORDS)
    told = await town.press("pc", mine, ORIGIN["nb"], mark=mark)
    assert told[:3] == ["Her kommer svaret fra", question, "Team ungdomstrinn Fjordgløtt, tirsdag 24. november"]
    assert "Uten navn" in told
    assert not {"Pa Oppdiktet", WORDS} & set(told), "neither the author, nor words that could be taken back"

    # The coordinator ahead of the meeting, in nynorsk; a group's words are not hers to follow, whatever the press says.
    await house.to(READ)
    hers = town.digest("guro")
    assert marks(guro, hers, HERE) == []
    assert (await town.press("guro", hers, ORIGIN["nn"], mark=mark))[0] == "Her kjem svaret frå"
    gone = rendered_texts(OriginGone(), Language.NN)[:1]
    assert (await town.press("guro", hers, ORIGIN["nn"], mark=here))[:1] == gone
    assert (await town.press("guro", hers, ORIGIN["nn"], mark=""))[:1] == gone

    # Who reads neither digest is told nothing by a press made by hand.
    asked = await siv.say("oppsummering")
    assert asked is not None
    shown = guro.view(hers)
    await siv.press(last(siv), ORIGIN["nn"], shown=shown, forged={"mark": mark})
    assert seen(siv, last(siv))[:1] == rendered_texts(DigestGone(), Language.NB)[:1]

    # One's own words lead to one's own answer, below the digest, which stays; pressed by hand, to nobody else's.
    pb = house.cast["pb"]
    own = town.digest("pb")
    assert (await town.press("pb", own, "Orda dine"))[:1] != [], "the answer in full"
    assert HERE in str(pb.view(last(pb)))
    assert HERE in str(pb.view(own))
    assert "Orda dine" not in buttons_on(guro.view(hers))
    await guro.press(last(guro), "Orda dine", shown=pb.view(own))
    assert HERE not in str(guro.view(last(guro)))


async def test_words_taken_back_are_gone_from_every_place_they_stood_in(town: Town) -> None:
    house = town.house
    pa = house.cast["pa"]
    prompt = next(one for one in pa.chat if "Trekk tilbake" in buttons_on(pa.view(one) or {}))
    await house.to(READ)
    await house.cast["pc"].say("oppsummering")
    offered = last(house.cast["pc"])
    opened = next(one for one in buttons_on(house.cast["pc"].view(offered) or {}) if "Min uke" not in one)
    await house.cast["pc"].press(offered, opened)
    await house.stage.settle()
    readers = [name for name in (*NAMES, "guro") if name != "pa"]
    stood = {name: sum(WORDS in str(house.cast[name].view(one)) for one in house.cast[name].chat) for name in readers}
    assert stood == {**dict.fromkeys(readers, 1), "pc": 2}, "the digests, and the one that was opened"
    assert WORDS in await town.read_by_operator("pc")
    [mark] = marks(house.cast["pc"], town.digest("pc"), WORDS)

    await pa.press(prompt, "Trekk tilbake")
    await house.stage.settle()
    for name in (*readers, "pa", "siv"):
        client = house.cast[name]
        shown = [str(client.view(one) or one.text) for one in client.chat if one.from_bot]
        assert WORDS not in "".join(shown), name
        assert "Svar nummer 4" in "".join(shown) or name == "siv"
    assert WORDS not in await town.read_by_operator("pc")
    told = await town.press("pc", town.digest("pc"), ORIGIN["nb"], mark=mark)
    assert told[:1] == rendered_texts(OriginGone(), Language.NB)[:1]
    waiting = [one for one in await house.deliveries(DeliveryKind.REPLY) if WORDS in str(one.reply)]
    assert waiting == []


async def test_an_answer_that_its_author_wants_seen_is_set_apart_and_says_so_of_nobody_else(tmp_path: Path) -> None:
    said = ("Vi vil ut i skogen oftere.", "Tenketid hjalp.", "Makkerpar på tvers.", "Ny bibliotekar!", "Mindre skjerm.")
    answers = {name: (text, "group") for name, text in zip(NAMES, said, strict=False)}
    async with played(tmp_path, answers) as town:
        house = town.house
        for name, change, send, ticked in (
            ("pa", "Endre svaret", "Send svar", "true"),
            ("pb", "Endre svaret", "Send svar", "true"),
            ("pb", "Endre svaret", "Send svar", "false"),
        ):
            client = house.cast[name]
            card = next(one for one in client.chat if change in buttons_on(client.view(one) or {}))
            await client.press(card, change)
            await client.press(card, send, {"answer": answers[name][0], "rung": "group", "alone": ticked})
            await house.stage.settle()
        kept = {name: (await house.reflections_of(name))[0].alone for name in ("pa", "pb", "pc")}
        assert kept == {"pa": True, "pb": False, "pc": False}
        await house.cast["pa"].say("hva vet du om meg")
        await house.to(CLOSES)
        for name, heading in (("pc", "Én ville løfte fram dette"), ("pd", "Éin ville løfte fram dette")):
            read = seen(house.cast[name], town.digest(name))
            assert said[0] in read[read.index(heading) : read.index(heading) + 3]
            assert read.count(heading) == 1


PARENTS = (
    *("Vi ringte hjem til to foreldre hver fredag.", "Foreldra kom på kaffi, og vi ringde dei etterpå."),
    *("Foreldremøtet ble kortere, med kaffe og bord.", "Vi ringjer heim når det går bra, og foreldra vart glade."),
    *("Foreldrene fikk en melding hver uke.", "Foreldrekontaktene arrangerte en kveld for alle foreldre."),
    *("Utviklingssamtalen ble ledet av eleven, og foreldrene lyttet.", "Foreldre var med en time på skolen."),
    "Vi hadde åpen skole for foreldre en onsdag.",
)
OUTSIDE = (
    *("Uteskole hver torsdag med måling i skogen.", "Vi var ute i skogen og målte trær i matematikk."),
    *("Uteskule i fjæra, vi talde skjel.", "Elevene bygde hytte i skogen på uteskole."),
    *("Vi flytta timen ut, og elevane måla skulegarden.", "Praktisk matematikk ute i skolegården."),
    "Turdag i skogen med naturfag.",
)


def themes(read: list[str]) -> dict[str, str]:
    """The line above each number of people."""
    return {above: line for above, line in pairwise(read) if line.startswith(("Minst ", "Fleire skriv "))}


async def test_themes_are_of_what_each_reader_may_read_and_go_with_the_words_they_are_made_of(tmp_path: Path) -> None:
    """The child process remembers themes between readers: nobody is given another's, nor those of words taken back."""
    texts = [*((text, "group") for text in (*PARENTS, *OUTSIDE)), ("Ro i garderoben.", "principals")]
    async with played(tmp_path, dict(zip(NAMES, texts, strict=False))) as town:
        house = town.house
        receipts = {name: last(house.cast[name]) for name in NAMES}
        await house.to(READ)
        found = {name: themes(seen(house.cast[name], town.digest(name))) for name in ("pq", "pr")}
        assert len(found["pr"]) >= 2
        assert set(found["pr"].values()) == {"Minst 5 skriv om dette"}
        assert set(found["pq"].values()) == {"Minst 5 skriver om dette"}
        assert found["pq"].keys() == found["pr"].keys(), "the same answers, each in the reader's language"
        read = seen(house.cast["pr"], town.digest("pr"))
        assert {text for text, _ in texts} <= set(read), "what covers no theme unfolds"
        assert "Alle svara" in str(house.cast["pr"].view(town.digest("pr")))

        hers = seen(house.cast["guro"], town.digest("guro"))
        assert "Ro i garderoben." in hers
        labels = [word for label in found["pr"] for word in label.split(", ")]
        assert not [word for word in labels if word in "\n".join(hers)]
        assert themes(hers) == {}
        assert found["pr"].keys() & {*(await town.read_by_operator("pr")).split("\n")}

        # Of the seven who were outside four take their words back: what is left is no theme that may be told.
        for number, name in enumerate(NAMES[len(PARENTS) : len(PARENTS) + 4]):
            await house.cast[name].press(receipts[name], "Trekk tilbake")
            await house.stage.settle()
            if not number:  # enough are left for themes, and no number tells how many there were
                once_more = seen(house.cast["pr"], town.digest("pr"))
                assert not {"Minst 5 skriv om dette"} & {*once_more}
                assert "Fleire skriv om dette" in once_more
        after = seen(house.cast["pr"], town.digest("pr"))
        assert not {*OUTSIDE[:4]} & {*after}
        assert {*OUTSIDE[4:], *PARENTS} <= {*after}
        assert list(themes(after).values()) == ["Fleire skriv om dette"], "the theme of the others stays"
        assert themes(after).keys() <= found["pr"].keys()
