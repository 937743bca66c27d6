"""An answer stands without a name unless its author signs it, with a role or with a name, and never beside a count."""

import json
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions.rights.erase_own_data import forget_person
from bot.rehearsal.clients import buttons_on, inputs_on
from bot.rehearsal.wire_conversations import Message
from content.language import Language
from content.plain_digest import plain_digest
from dialogs.model import OwnAct, Signature
from storage.people import person_named
from storage.tables.networks import releases
from tests.bot.follow_ups.ladders import Sorvik
from tests.bot.test_sharing_further import Author
from tests.nordvik import OPERATOR, House, at, municipality, open_house, seen, series
from tests.reading import digest_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

HIDDEN = (
    "Svaret står likevel utan namn og rolle. Når nesten alle skriv under, ville det ha vist kven som svarte utan namn."
)
OTHERS = [f"p{number}" for number in range(11)]
PEOPLE = [
    "guro,rektorgruppa,coordinator",
    "tor,rektorgruppa,leader",
    "siv,rektorgruppa,participant,nn",
    "nils,nettverket,participant",
    *(f"{name},rektorgruppa,participant" for name in OTHERS),
]


@dataclass(frozen=True)
class Session:
    """Tor (bokmål, by name, to the network), Siv (nynorsk, by role) and others have answered; the digest is out."""

    house: House
    tor: Author
    siv: Author
    kept: Author
    choices: dict[str, list[str]]
    told: dict[str, list[str]]


async def choose(author: Author, signature: str, rung: str = "group") -> list[str]:
    """Open the answer and sign; returns what the form says."""
    await author.press(author.says.change)
    offered = [choice["title"] for choice in inputs_on(author.shown)["signature"]["choices"]]
    told = [*offered, *author.sees()]
    text = (await author.house.reflections_of(author.name))[-1].text
    await author.press(author.says.send, {"answer": text, "rung": rung, "signature": signature})
    return told


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def session(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Session]:
    place = tmp_path_factory.mktemp("navn")
    folder = municipality(place / "nordvik", people=PEOPLE)
    async with open_house(f"sqlite+aiosqlite:///{place}/sloyfa.db", folder=folder) as house:
        await Sorvik(house, place).come_in()
        await house.stage.plan(series(place, "rektorene", "rektorgruppa"))
        await house.install("guro", "tor", "siv", *OTHERS)
        await house.to(at(11, 24))
        language = {"siv": Language.NN}
        names = ["tor", "siv", *OTHERS[:4]]
        found = {name: Author(house, name, language.get(name, Language.NB)) for name in names}
        for name, author in found.items():
            await author.give(f"Fra {name}.")
        choices = {
            "tor": await choose(found["tor"], "name", "network"),
            "siv": await choose(found["siv"], "principal"),
            "p0": await choose(found["p0"], "name"),
        }
        told = {name: found[name].sees() for name in found}
        await found["tor"].press("Ja, del videre")
        await house.to(at(11, 30))
        yield Session(house, found["tor"], found["siv"], found["p0"], choices, told)


def digest_in(house: House, name: str) -> list[str]:
    [digest] = [one for one in house.cast[name].chat if is_digest(one)]
    return seen(house.cast[name], digest)


def is_digest(message: Message) -> bool:
    return message.from_bot and str(message.summary).startswith("Dette delte vi")


def beneath(lines: list[str], words: str) -> str:
    """The line after somebody's words, "" where these are the last."""
    return [*lines, ""][lines.index(words) + 1]


async def copy_of(house: House, words: str) -> tuple[str, str]:
    """(signature, name) of the network's copy."""

    async def read(c: AsyncConnection) -> tuple[str, str]:
        query = select(releases.c.signature, releases.c.signer).where(releases.c.text == words)
        return tuple((await c.execute(query)).one())

    return await house.stage.app.db.read(read)


async def test_the_author_chooses_and_is_told_what_a_role_gives_away(session: Session) -> None:
    assert session.choices["tor"][:3] == ["Uten navn", "Med rolle: rektor", "Med navnet ditt"]
    assert session.choices["siv"][:3] == ["Utan namn", "Med rolle: rektor", "Med namnet ditt"]
    assert not any("Du er den eneste" in line for line in session.choices["tor"]), "all of them are principals"
    assert "Svaret står med rolla di: rektor" in session.told["siv"]
    assert beneath(session.told["tor"], "Fra tor.") == "Tor Oppdiktet", "in the preview before it goes further"
    assert not any("Svaret står med" in line for line in session.told["p1"])


async def test_a_digest_shows_each_signature_beside_its_words_on_every_surface(session: Session) -> None:
    db, now = session.house.stage.app.db, session.house.stage.now
    signed = {"Fra tor.": "Tor Oppdiktet", "Fra siv.": "rektor", "Fra p0.": "P0 Oppdiktet"}
    card = digest_in(session.house, "p3")
    assert {words: beneath(card, words) for words in signed} == signed
    assert beneath(card, "Fra p2.") not in ("P2 Oppdiktet", "rektor")
    [own] = await session.house.reflections_of("tor")
    digest, language = await digest_of(db, own.session, "p4@nordvik.example", actor=OPERATOR, now=now)
    lines = [line.strip(" –") for line in plain_digest(digest, language).split("\n")]
    assert {words: beneath(lines, words) for words in signed} == signed
    quotes = [
        quote for prompt in json.loads(json.dumps(asdict(digest)["prompts"], default=str)) for quote in prompt["quotes"]
    ]
    by = {quote["text"]: quote["signed"] for quote in quotes}
    assert (by["Fra tor."], by["Fra siv."]) == (
        {"kind": "name", "name": "Tor Oppdiktet"},
        {"kind": "principal", "name": ""},
    )
    assert by["Fra p1."] is None
    assert await copy_of(session.house, "Fra tor.") == ("name", "Tor Oppdiktet")


async def test_the_signature_is_among_what_is_held_of_its_author(session: Session) -> None:
    """Its line in the own log can be gone by rule long before the answer is."""
    for author, said, button, line in (
        (session.tor, "hva vet du om meg", "Svarene mine", "Svaret står med navnet ditt: Tor Oppdiktet"),
        (session.siv, "kva veit du om meg", "Svara mine", "Svaret står med rolla di: rektor"),
    ):
        await author.me.say(said)
        overview = author.me.chat[-1]
        await author.me.press(overview, button)
        overview = author.me.chat[-1]
        row = next(one for one in buttons_on(author.me.view(overview)) if one.startswith(("Åpne", "Opne")))
        await author.me.press(overview, row)
        assert line in seen(author.me, overview)


async def test_a_name_never_stands_beside_a_count(session: Session) -> None:
    """Six of thirteen have answered, which would be told of answers without names."""
    db, now = session.house.stage.app.db, session.house.stage.now
    [own] = await session.house.reflections_of("tor")
    digest, language = await digest_of(db, own.session, "p4@nordvik.example", actor=OPERATOR, now=now)
    assert (digest.turnout.answered, digest.turnout.invited) == (None, None)  # type: ignore[union-attr]
    for lines in (digest_in(session.house, "p3"), plain_digest(digest, language).split("\n")):
        assert "Noen har svart" in lines
        assert not any(" av " in line and "har svart" in line for line in lines)


async def test_a_signature_goes_when_its_author_says_so_after_the_close_too_and_none_comes(session: Session) -> None:
    house = session.house
    for author, button in ((session.tor, "Ta bort navn eller rolle"), (session.siv, "Ta bort namn eller rolle")):
        assert button in author.buttons
        await author.press(button)
        await house.stage.settle()
        assert button not in author.buttons
    card = digest_in(house, "p3")
    assert beneath(card, "Fra tor.") != "Tor Oppdiktet"
    assert beneath(card, "Fra siv.") != "rektor"
    assert "Noen har svart" in card, "a count told now would tell of those whose names were read before"
    assert await copy_of(house, "Fra tor.") == ("", "")
    assert [act for act, _, _ in await session.tor.log()][1:] == [
        OwnAct.WITH_NAME,
        OwnAct.WIDENED,
        OwnAct.WITHOUT_NAME,
    ]
    assert [act for act, _, _ in await session.siv.log()][-2:] == [OwnAct.WITH_ROLE, OwnAct.WITHOUT_NAME]


async def test_with_its_author_the_name_is_gone_where_the_words_stay(session: Session) -> None:
    house = session.house
    db, now = house.stage.app.db, house.stage.now
    found = await db.read(partial(person_named, municipality="nordvik", who="p0@nordvik.example", now=now))
    assert found is not None
    await forget_person(db, found, actor=OPERATOR, keeps=True, now=now)
    await house.stage.settle()
    assert beneath(digest_in(house, "p3"), "Fra p0.") != "P0 Oppdiktet"


async def test_a_role_that_somebody_has_not_and_a_late_name_are_not_taken(tmp_path: Path) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db") as house:
        await house.stage.plan(series(tmp_path, "laget", "team-solbakken", dates="[2026-12-01]"))
        await house.install("lars", "kari")
        await house.to(at(12, 1, 14))
        kari = Author(house, "kari", Language.NB)
        await kari.give("Vi delte oss i to.")
        sole = "Du er den eneste her som er prosessleder. Da sier rollen like mye som navnet."
        assert sole in await choose(kari, "facilitator")
        assert sole not in kari.sees()
        await kari.press("Del videre")
        assert sole in kari.sees(), "before more read the role, too"
        lars = Author(house, "lars", Language.NB)
        await lars.press("Send svar", {"answer": "Mitt.", "rung": "group"}, forged={"signature": "name"})
        assert (await lars.reflection()).signature is Signature.NONE, "a first answer has no name yet"
        await lars.press("Endre svaret")
        form = lars.shown
        await lars.press("Send svar", {"answer": "Mitt.", "rung": "group"}, forged={"signature": "principal"})
        assert (await lars.reflection()).signature is Signature.NONE
        await lars.press("Endre svaret")
        await lars.press("Send svar", {"answer": "Mitt.", "rung": "group", "signature": "teacher"})
        assert "Svaret står med rollen din: lærer" in lars.sees()
        await lars.press("Endre svaret")
        opened = lars.shown
        await lars.press("Send svar", {"answer": "Det var Kari.", "rung": "group", "signature": "none"})
        assert (lars.fields["answer"], lars.fields["signature"]) == ("Det var Kari.", "none"), "stopped, as it was sent"
        await lars.press("Send svar", {"answer": "Det var oss."})
        assert (await lars.reflection()).signature is Signature.NONE
        await lars.press("Send svar", {"answer": "Det var oss.", "signature": "teacher"}, shown=opened)
        assert (await lars.reflection()).signature is Signature.NONE, "a form left behind on another device"
        await lars.press("Send svar", {"answer": "Det var Kari.", "signature": "teacher"}, shown=opened)
        assert lars.fields["signature"] == "none", "nor after a stop"
        await lars.press("Send svar", {"answer": "Det var oss.", "signature": "teacher"})
        assert (await lars.reflection()).signature is Signature.TEACHER
        await lars.press("Send svar", {"answer": "Det var vi.", "signature": "none"}, shown=opened)
        assert (await lars.reflection()).signature is Signature.NONE, "less is told from any form"
        await lars.press("Trekk tilbake")
        await lars.press("Svar likevel")
        await lars.press("Send svar", {"answer": "Nytt.", "rung": "group"})
        assert (await lars.reflection()).signature is Signature.NONE, "a new answer has none"
        await house.to(at(12, 8, 14))
        await lars.press("Send svar", {"answer": "Nytt.", "rung": "group", "signature": "name"}, shown=form)
        assert (await lars.reflection()).signature is Signature.NONE


@pytest.mark.parametrize(("signing", "is_shown"), [(2, True), (3, False)])
async def test_signatures_of_nearly_everybody_do_not_tell_who_gave_none(
    tmp_path: Path, signing: int, is_shown: bool
) -> None:
    """Of five, one has not answered, and the last of four answers without a name."""
    five = ["tor,rektorgruppa,leader", "siv,rektorgruppa,participant,nn", *PEOPLE[4:7]]
    folder = municipality(tmp_path / "nordvik", people=five)
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db", folder=folder) as house:
        await house.stage.plan(series(tmp_path, "rektorene", "rektorgruppa", led_by="tor"))
        names = ["siv", "tor", "p0", "p1"]
        await house.install(*names)
        await house.to(at(11, 24))
        found = {name: Author(house, name, Language.NN if name == "siv" else Language.NB) for name in names}
        for name, author in found.items():
            await author.give(f"Fra {name}.")
        for name in names[:signing]:
            await choose(found[name], "name")
        await house.to(at(11, 30))
        digest = digest_in(house, "p1")
        assert [beneath(digest, f"Fra {name}.").endswith("Oppdiktet") for name in names[:signing]] == [
            is_shown
        ] * signing
        assert ("Svaret står med namnet ditt: Siv Oppdiktet" in found["siv"].sees()) is is_shown
        assert (HIDDEN in found["siv"].sees()) is not is_shown
        assert ("Ta bort namn eller rolle" in found["siv"].buttons) is is_shown
        assert not any("Svaret står" in line for line in found["p1"].sees())
