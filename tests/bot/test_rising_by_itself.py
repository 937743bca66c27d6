"""An answer does not rise when the world around it changes: people join, a group moves, a plan or a setting changes."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.actions.operating.set_municipality import set_municipality
from bot.rehearsal.clients import inputs_on
from content.language import Language
from content.vocabulary.conversing import PromptOver
from content.vocabulary.digesting import SessionDigest
from content.vocabulary.prompting import AlreadyRead, FurtherChanged
from dialogs.model import MunicipalitySettings, OwnAct, Rung
from tests.bot.test_sharing_further import Author
from tests.nordvik import OPERATOR, House, at, municipality, open_house, own_words, rendered_texts, seen, series
from tests.reading import digest_of

GROUPS = ["annet-s,solbakken,team,Trinn 7 Solbakken,"]
PEOPLE = [
    "guro,rektorgruppa,coordinator",
    "tor,rektorgruppa,leader",
    "kari,team-solbakken,participant",
    "nina,team-solbakken,participant,nn",
    "mona,annet-s,participant",
    "rolf,team-fjordglott,participant",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return municipality(tmp_path_factory.mktemp("før"), people=PEOPLE, groups=GROUPS)


@pytest.fixture
async def house(folder: Path, tmp_path: Path) -> AsyncIterator[House]:
    """The team's question is open, and Kari (in bokmål) and Nina (in nynorsk) have it."""
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db", folder=folder) as opened:
        await opened.stage.plan(series(tmp_path, "laget", "team-solbakken"))
        await opened.install("kari", "nina")
        await opened.to(at(11, 24, 14))
        yield opened


@pytest.fixture
async def authors(house: House) -> tuple[Author, Author]:
    return Author(house, "kari", Language.NB), Author(house, "nina", Language.NN)


async def joined(house: House, place: Path, *people: str, moved: bool = False) -> None:
    folder = municipality(place, people=[*PEOPLE, *people], groups=GROUPS)
    if moved:
        file = folder / "groups.csv"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("team-solbakken,solbakken,", "team-solbakken,fjordglott,"), encoding="utf-8")
    await house.bring_in(folder)


async def readers(house: House, author: Author, names: Sequence[str]) -> dict[str, list[str]]:
    """Name -> the texts in the person's digest of the author's session."""
    session, found = (await author.reflection()).session, {}
    for name in names:
        upn = f"{name}@nordvik.example"
        digest, _ = await digest_of(house.stage.app.db, session, upn, actor=OPERATOR, now=house.stage.now)
        assert isinstance(digest, SessionDigest)
        found[name] = [quote.text for section in digest.prompts for quote in section.quotes]
    return found


async def test_whoever_joins_reads_nothing_of_an_answer_that_is_narrowed_or_added_to(
    house: House, authors: tuple[Author, Author], tmp_path: Path
) -> None:
    for author in authors:
        await author.give(own_words(author.name), "municipality")
    house.stage.now = at(11, 25)
    await joined(house, tmp_path / "ny", "ny,team-solbakken,participant")
    kari, nina = authors
    await kari.change(own_words("kari"), "group")
    await nina.say("Og så prøvde vi det samme éin gong til, med like godt hell som sist.")
    await nina.change((await nina.reflection()).text, "unit")
    await house.to(at(11, 30))
    found = await readers(house, kari, ["mona", "ny", "kari"])
    assert (found["ny"], own_words("kari") in found["kari"]) == ([], True)
    assert [text.split("\n")[0] for text in found["mona"]] == [own_words("nina")]


async def test_a_reader_who_has_joined_since_the_preview_is_shown_before_anything_is_shared(
    house: House, authors: tuple[Author, Author], tmp_path: Path
) -> None:
    for author in authors:
        await author.give(own_words(author.name))
        await author.press(author.says.further)
        assert author.says.then_unit.format(3) in author.sees()
    await joined(house, tmp_path / "ny", "ny,annet-s,participant")
    for author in authors:
        await author.press(author.says.yes)
        assert (await author.stands())[1] is Rung.GROUP
        assert rendered_texts(FurtherChanged(), author.language)[0] in author.told
        assert author.says.then_unit.format(4) in author.sees()
        await author.press(author.says.yes)
        assert (await author.stands())[1] is Rung.UNIT
    house.stage.now = at(11, 25)
    await joined(house, tmp_path / "bytte", "ny,annet-s,participant", "nyere,annet-s,participant")
    await house.to(at(11, 30))
    assert len((await readers(house, author, ["mona"]))["mona"]) == 2
    assert (await readers(house, author, ["nyere"]))["nyere"] == [], "who came after the yes"


async def test_as_many_readers_who_are_others_are_other_readers(
    house: House, authors: tuple[Author, Author], tmp_path: Path
) -> None:
    for author in authors:
        await author.give(own_words(author.name))
        await author.press(author.says.further)
    people = ["mona,team-fjordglott,participant" if person.startswith("mona") else person for person in PEOPLE]
    folder = municipality(tmp_path / "bytte", people=[*people, "ny,annet-s,participant"], groups=GROUPS)
    await house.bring_in(folder)
    for author in authors:
        await author.press(author.says.yes)
        assert (await author.stands())[1] is Rung.GROUP
        assert author.says.then_unit.format(3) in author.sees()


async def test_a_group_that_moves_takes_no_answer_along(
    house: House, authors: tuple[Author, Author], tmp_path: Path
) -> None:
    for author in authors:
        await author.give(own_words(author.name), "unit")
    await joined(house, tmp_path / "flyttet", moved=True)
    await house.stage.plan(series(tmp_path, "laget", "team-solbakken", default_rung='"municipality"'))
    kari, nina = authors
    await kari.say("Og så prøvde vi det samme én gang til, med like godt hell som sist.")
    await nina.change(own_words("nina, retta"), "unit")
    assert nina.buttons[0] == nina.says.yes, "the new school's teachers are others"
    for author in (kari, nina):
        stands = await author.reflection()
        assert (stands.rung, stands.unit) == (Rung.UNIT, "solbakken")
    await nina.press(nina.says.yes)
    await house.to(at(11, 30))
    found = await readers(house, kari, ["rolf", "mona"])
    assert found["rolf"] == [own_words("nina, retta")]
    assert [text.split("\n")[0] for text in found["mona"]] == [own_words("kari")]


async def test_a_rung_that_the_municipality_does_not_use_is_offered_nowhere(
    house: House, authors: tuple[Author, Author]
) -> None:
    for author in authors:
        await author.give(own_words(author.name), "unit")
        await author.press(author.says.further)
    db = house.stage.app.db
    unused = MunicipalitySettings(unused_rungs=(Rung.PRINCIPALS, Rung.UNIT))
    await set_municipality(db, "nordvik", unused, actor=OPERATOR, now=house.stage.now)
    for author in authors:
        reads = author.sees()
        await author.press(author.says.yes)
        assert (await author.stands())[1] is Rung.UNIT
        assert (author.says.then.format(6) in author.sees(), reads == author.sees()) == (True, False)
        await author.press(author.says.not_now)
        assert any("Alle ved Solbakken skole (3 person" in line for line in author.sees()), "where the answer stands"
        await author.press(author.says.change)
        offered = [choice["value"] for choice in inputs_on(author.shown)["rung"]["choices"]]
        assert offered == ["only_me", "group", "municipality"]


async def test_down_works_after_the_close_and_says_so_where_it_has_been_read(house: House, tmp_path: Path) -> None:
    """The session closes in the evening, and its digest goes out in the morning."""
    told = {"stays_open": '"PT6H"', "digest_readers": '["tor@nordvik.example"]', "dates": "[2026-12-01]"}
    await house.stage.plan(series(tmp_path, "kveld", "team-solbakken", **told))
    await house.install("tor")
    await house.to(at(12, 1, 14))
    kari, nina = Author(house, "kari", Language.NB), Author(house, "nina", Language.NN)
    lower = "Del med færre"
    for author in (kari, nina):
        await author.give(own_words(author.name), "principals")
        await author.press(author.says.further)
    yes = kari.shown
    await house.to(at(12, 1, 21))
    for author in (kari, nina):
        assert author.buttons == [author.says.take_back, lower]
    await kari.press(kari.says.yes, shown=yes)
    assert (await kari.latest(), kari.told[-1]) == (Rung.PRINCIPALS, rendered_texts(PromptOver(), Language.NB)[0])
    await kari.press(lower, {"rung": "unit"})
    assert await kari.latest() is Rung.UNIT
    assert rendered_texts(AlreadyRead(), Language.NB)[0] not in kari.told
    await house.to(at(12, 2, 10))
    tor = house.cast["tor"]
    [digest] = [one for one in tor.chat if "Dette delte vi" in str(one.summary)]
    assert (own_words("nina") in seen(tor, digest), own_words("kari") in seen(tor, digest)) == (True, False)
    await nina.press(lower, {"rung": "group"})
    await house.stage.settle()
    assert rendered_texts(AlreadyRead(), Language.NN)[0] in nina.told
    [digest] = [one for one in tor.chat if "Dette delte vi" in str(one.summary)]
    assert own_words("nina") not in seen(tor, digest), "the card that was sent is brought up to date"
    assert own_words("nina") in "".join(nina.sees())
    assert (await nina.log())[-1] == (OwnAct.NARROWED, Rung.PRINCIPALS, Rung.GROUP)
