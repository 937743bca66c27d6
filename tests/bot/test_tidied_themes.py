"""The facilitator puts the themes of a summary in order, in nb and nn, over the wire, and every card follows."""

import re
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot.rehearsal.clients import Client, buttons_on
from bot.rehearsal.wire_conversations import Message
from content.catalogue import load
from content.language import Language
from content.vocabulary.conversing import OldCard
from content.vocabulary.pages import DigestPage
from dialogs.model import Act
from storage.records import records_of
from tests.bot.circles.surfaces import as_text, pages_read, visits
from tests.nordvik import House, at, last, municipality, open_house, rendered_texts, seen, series

OPENS, CLOSES, READ = at(11, 24, 14), at(11, 30), at(12, 7, 9)
NEXT_OPENS, NEXT_CLOSES = at(12, 1, 14), at(12, 7)
TEAM = "team-fjordglott"
NAMES = tuple(f"p{letter}" for letter in "abcdefghijklmnopqr")
READERS = '["guro@nordvik.example"]'
TIDY = {"nb": "Rydd i temaene", "nn": "Rydd i temaa"}
READING = "Vi leser høyt hver dag, og elevene låner bøker på biblioteket til lesekvarten."
BREAKS = "I friminuttet leker de i skolegården, og vi voksne er ute som inspeksjon."
HOMES = "Foreldrene kom på foreldremøtet, og samarbeidet med hjemmet går lettere."
NOTHING = "Det er som det har vært."
SAID = {
    name: f"{(READING, BREAKS, NOTHING)[number % 3]} Dette er svar {number} fra oss."
    for number, name in enumerate(NAMES)
}


@dataclass
class Town:
    house: House

    def client(self, name: str) -> Client:
        return self.house.cast[name]

    def card(self, name: str, *, newest: bool = True) -> Message:
        """The card that is a summary, or was one until its reader pressed something."""
        found = [
            one for one in self.client(name).chat if one.from_bot and str(one.summary).startswith("Dette delte vi")
        ]
        return found[-1 if newest else 0]

    def themes(self, name: str) -> list[str]:
        """The names of the themes on the reader's newest summary, in its order."""
        texts = seen(self.client(name), self.card(name))
        return [before for before, text in pairwise(texts) if re.match(r"(Minst \d+|Flere|Fleire) skriv", text)]

    async def press(self, name: str, title: str, inputs: dict[str, str] | None = None, **forged: object) -> None:
        await self.client(name).press(self.card(name), title, inputs, forged=forged or None)
        await self.house.stage.settle()

    async def answer(self, said: dict[str, str], *, wide: Collection[str] = ()) -> None:
        for name, text in said.items():
            client = self.client(name)
            rung = "principals" if name in wide else "group"
            await client.press(last(client), "Send svar", {"answer": text, "rung": rung})
            await self.house.stage.settle()

    async def take_back(self, name: str) -> None:
        client = self.client(name)
        prompt = next(one for one in reversed(client.chat) if "Trekk tilbake" in buttons_on(client.view(one) or {}))
        await client.press(prompt, "Trekk tilbake")
        await self.house.stage.settle()

    def card_of(self, name: str) -> dict[str, Any]:
        return self.client(name).view(self.card(name)) or {}


def is_digest(message: Message) -> bool:
    """Whatever its reader has made of it: the notification stays that of a summary."""
    return str(message.summary).startswith("Dette delte vi")


@asynccontextmanager
async def played(
    folder: Path, said: dict[str, str], *, wide: Collection[str] = (), names: Sequence[str] = NAMES
) -> AsyncIterator[Town]:
    people = [
        f"{name},{TEAM},{'facilitator' if name in ('pa', 'pb') else 'participant'},{'nn' if number % 2 else 'nb'}"
        for number, name in enumerate(names)
    ]
    made = municipality(folder / "nordvik", people=[*people, "guro,rektorgruppa,coordinator,nn"])
    async with open_house(f"sqlite+aiosqlite:///{folder / 'x.db'}", folder=made) as house:
        await house.stage.plan(series(folder, "uke", TEAM, dates="[2026-11-24, 2026-12-01]", digest_readers=READERS))
        await house.install(*names, "guro")
        await house.to(OPENS)
        town = Town(house)
        await town.answer(said, wide=wide)
        await house.to(CLOSES)
        yield town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with played(tmp_path, SAID) as town:
        yield town


def ticks(client: Client, message: Message, words: str) -> dict[str, str]:
    """The fields that move the answers with these words."""
    found: dict[str, str] = {}

    def look(items: Sequence[object]) -> None:
        for before, item in pairwise(items):
            if isinstance(item, dict) and str(item.get("id")).startswith("move_") and words in str(before):
                found[str(item["id"])] = "true"
        for item in items:
            if isinstance(item, dict):
                look(item.get("items", ()))

    look((client.view(message) or {})["body"])
    return found


def value(client: Client, message: Message, field: str) -> str:
    """What stands in a field of the form."""
    inputs = [one for one in (client.view(message) or {})["body"] if one.get("id") == field]
    return str(inputs[0].get("value", ""))


async def tidied_times(house: House) -> int:
    entries = await house.stage.app.db.read(lambda c: records_of(c, "nordvik"))
    return len([one for one in entries if one.act is Act.THEMES_TIDIED])


async def test_two_facilitators_put_themes_in_order_and_every_card_follows(town: Town) -> None:
    house = town.house
    pa, pb = town.client("pa"), town.client("pb")
    books, breaks = town.themes("pc")
    assert "biblioteket" in books
    assert "friminuttet" in breaks
    has = {name for name in NAMES for title in TIDY.values() if title in buttons_on(town.card_of(name))}
    assert has == {"pa", "pb"}, "who facilitates; in nb and in nn"

    # A press made by hand opens nothing for anybody else.
    shown = pa.view(town.card("pa"))
    await town.client("pc").press(town.card("pc"), TIDY["nb"], shown=shown)
    assert town.client("pc").notices[-1:] == rendered_texts(OldCard(), Language.NB)[:1]

    # Both open the form; the first names a theme, and everybody's card says so, each in its language.
    await town.press("pa", TIDY["nb"])
    await town.press("pb", TIDY["nn"])
    assert seen(pa, town.card("pa"))[0] == "Rydd i temaene"
    assert seen(pb, town.card("pb"))[0] == "Rydd i temaa"
    assert [value(pb, town.card("pb"), name) for name in ("name_0", "name_1")] == [books, breaks]
    stale = pb.view(town.card("pb"))
    sent = await pa.press(town.card("pa"), "Lagre", {"name_0": "Leseglede"})
    await house.stage.settle()
    assert seen(pa, town.card("pa"))[0] == "Temaene er lagret"
    assert town.themes("pc") == town.themes("pd") == ["Leseglede", breaks]
    await pa.again(sent)
    await pa.again(sent, new_id=True)
    assert await tidied_times(house) == 1, "sent twice it is done once"

    # The second one's form is older: what the first did stands, and the rest of what the second did is kept.
    names = {"name_0": "Bøker", "name_1": "Ute i pausen"}
    await pb.press(town.card("pb"), "Lagre", names, shown=stale)
    await house.stage.settle()
    assert any(text.startswith("Nokon andre rydda her") for text in seen(pb, town.card("pb")))
    assert value(pb, town.card("pb"), "name_0") == "Leseglede"
    assert town.themes("pc") == ["Leseglede", "Ute i pausen"]

    # The one who was second looks again, and the names are there.
    await town.press("pb", "Tilbake")
    await house.to(CLOSES + timedelta(minutes=1))
    assert sorted(town.themes("pb")) == ["Leseglede", "Ute i pausen"]


async def test_answers_are_moved_themes_merged_and_names_judged(town: Town) -> None:
    pa = town.client("pa")
    books, breaks = town.themes("pc")
    await town.press("pa", TIDY["nb"])

    # Answers outside the themes become one of their own; a quote is as it was written.
    moved = ticks(pa, town.card("pa"), NOTHING)
    assert len(moved) == 6
    await town.press("pa", "Lagre", moved)
    assert any("Et nytt tema" in text for text in seen(pa, town.card("pa"))), "nothing is lost where no place is chosen"
    assert any(text.startswith("Velg hvor svarene skal") for text in seen(pa, town.card("pa")))
    await town.press("pa", "Lagre", {**moved, "to": "new", "new": "Hjem og skole"})
    assert sorted(town.themes("pc")) == sorted([books, breaks, "Hjem og skole"])
    shown_to_all = seen(town.client("pc"), town.card("pc"))
    assert all(text in shown_to_all for text in SAID.values())

    # Two of one name are one; a name that tells of somebody is stopped, and stands in its field.
    await town.press("pa", "Til oppsummeringen")
    await town.press("pa", TIDY["nb"])
    for name, why in (("Ring 91234567", "telefonnummer"), ("Elevene i 7b", "Navnet kan peke på noen")):
        await town.press("pa", "Lagre", {"name_0": name})
        assert any(why in text for text in seen(pa, town.card("pa"))), name
        assert value(pa, town.card("pa"), "name_0") == name
    assert len(town.themes("pc")) == 3
    await town.press("pa", "Lagre", {"name_0": "x" * 61})
    assert any("høyst 60 tegn" in text for text in seen(pa, town.card("pa")))
    await town.press("pa", "Lagre", {f"name_{number}": "Hele dagen" for number in range(2)})
    assert len(town.themes("pc")) == 2
    assert "Hele dagen" in town.themes("pc")


async def test_words_taken_back_leave_the_form_and_too_few_answers_have_no_themes(town: Town) -> None:
    house, pa = town.house, town.client("pa")
    await town.press("pa", TIDY["nb"])
    form = pa.view(town.card("pa"))
    moved = ticks(pa, town.card("pa"), SAID["pd"])
    assert len(moved) == 1
    await town.take_back("pd")
    assert SAID["pd"] not in str(pa.view(town.card("pa"))), "the form's card follows as the summary does"
    await pa.press(town.card("pa"), "Lagre", {**moved, "to": "1", "name_1": "Ute"}, shown=form)
    await house.stage.settle()
    assert "Ute" in town.themes("pc"), "what no longer fits is left out, the rest is done"
    for name in ("pe", "pf", "pg"):
        await town.take_back(name)
    assert "Ute" in town.themes("pc"), "14 are left of those whose themes somebody put in order"
    for name in ("ph", "pi", "pj", "pk", "pl"):
        await town.take_back(name)
    assert town.themes("pc") == []
    assert TIDY["nb"] not in buttons_on(town.card_of("pa"))
    await pa.press(town.card("pa"), "Lagre", {"name_0": "Bøker"}, shown=form)
    await house.stage.settle()
    assert seen(pa, town.card("pa"))[0] == "Her er det ingen temaer å rydde i nå"


async def test_one_answer_taken_back_of_just_enough_takes_no_theme_from_the_others(tmp_path: Path) -> None:
    said = {name: text.replace(NOTHING, HOMES) for name, text in [*SAID.items()][:15]}
    async with played(tmp_path, said) as town:
        told = town.themes("pq")
        # How many answers as alike as these make depends on the machine's linear algebra: two themes, or three.
        assert len(told) > 1
        assert any("bibliotek" in one for one in told)
        await town.take_back("pa")
        assert said["pa"] not in str(town.card_of("pq"))
        assert town.themes("pq") == [one for one in told if "bibliotek" not in one], "of one four are left"
        await town.house.to(NEXT_OPENS)
        await town.answer({name: f"{text} En uke til." for name, text in said.items()})
        await town.take_back("pb")
        await town.house.to(NEXT_CLOSES)
        assert town.themes("pq") == [], "14 are too few for themes that nobody has been told of"


async def test_the_groups_own_names_are_learnt_kept_with_their_author_and_erased(town: Town) -> None:
    house, pa = town.house, town.client("pa")
    await town.press("pa", TIDY["nb"])
    await town.press("pa", "Lagre", {"name_0": "Leseglede"})
    await house.to(NEXT_OPENS)
    anew = {name: f"{text} Denne uka gikk det {'fint' if name < 'pj' else 'tregt'}." for name, text in SAID.items()}
    await town.answer(anew)
    await house.to(NEXT_CLOSES)
    assert "Leseglede" in town.themes("pc"), "the next session's themes have the group's own words"
    await pa.say("hva vet du om meg")
    pages = [text for message in pa.chat[-3:] for text in seen(pa, message)]
    assert "Leseglede" in pages
    await pa.say("slett mine data")
    await pa.press(last(pa), "Slett alt")
    await house.stage.settle()
    pc = town.client("pc")
    assert not any("Leseglede" in str(pc.view(one)) for one in pc.chat), "the name is gone from every summary"


async def test_a_name_goes_no_further_than_the_words_it_was_made_of(tmp_path: Path) -> None:
    """Given by hand or found by the engine; on cards, on pages, in files and in the bank."""
    more = tuple(f"q{letter}" for letter in "abcd")
    own = SAID | {name: f"{HOMES} Dette er svar {name} fra oss." for name in ("pr", *more)}
    own["pa"] = f"{READING} Svømmehallen var stengt."
    wide = {name for name in NAMES if name not in ("pa", "pr")}
    async with played(tmp_path, own, wide=wide, names=(*NAMES, *more)) as town:
        await town.press("pb", TIDY["nn"])
        await town.press("pb", "Lagre", {"name_0": "Svømmehallen"})
        assert "Svømmehallen" in town.themes("pc"), "who reads the answer reads the name"
        assert len(town.themes("guro")) == 2, "the theme is there, and called as suggested"
        assert "Svømmehallen" not in str(town.card_of("guro"))

        # The theme whose answers all stay in the team: neither its name nor a word of it is read beyond the team.
        beyond = words_of(*(own[name] for name in wide), *(name_of_concept(one) for one in load().lexicon.concepts))
        read = {name: await read_by(town, name) for name in ("pc", "guro")}
        assert len(read["guro"].labels) == 2
        assert words_of(*read["guro"].labels) <= beyond
        assert not words_of(*read["pc"].labels) <= beyond, "in the team the names have words of the team's own"
        assert "Svømmehallen" in read["pc"].text
        for word in ("svømmehallen", "foreldremøtet"):
            assert word in words_of(read["pc"].text)
            assert word not in words_of(read["guro"].text)


@dataclass(frozen=True)
class Read:
    """All that somebody reads on pages, in files and in the bank, and the themes' names among it."""

    text: str
    labels: frozenset[str]


async def read_by(town: Town, name: str) -> Read:
    [who] = await visits(town.house, {name: town.client(name)}, Language.NB, "nordvik", sought="biblioteket")
    found = [page async for _, page in pages_read(town.house, who)]
    of_digests = "\n".join(as_text(page) for page in found if isinstance(page, DigestPage))
    text = "\n".join(as_text(page) for page in found)
    return Read(text, frozenset(re.findall(r'"label": "([^"]+)"', of_digests)))


def words_of(*texts: str) -> set[str]:
    return {word.casefold() for text in texts for word in re.findall(r"[^\W\d_]{4,}", text)}


def name_of_concept(its_id: str) -> str:
    return load().lexicon.concepts[its_id].name.to(Language.NB)
