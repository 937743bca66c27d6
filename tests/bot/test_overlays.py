"""Overlays in the database: drafts, the version in force, replaced versions, and cards with their words."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.actions.knowledge.lay_overlay import adopt_overlay, lay_overlay, remove_overlay
from bot.context.catalogues import Catalogues
from bot.context.overlay_laying import Laid
from bot.errors import UnknownMunicipality, WrongOverlay
from bot.rehearsal.cast import TENANT, nordvik
from content.catalogue import CatalogueFaults, load
from content.language import Language
from content.overlays import apply_overlay, parse_overlay
from dialogs.model import OverlayState
from storage import overlays
from storage.database import Database
from tests.bot.commands import CommandResult, Commands
from tests.nordvik import OPERATOR, at, last, open_house, seen, series

MONDAY = datetime(2026, 11, 16, 7, tzinfo=UTC)
AREA = "inkluderende-laeringsmiljoer"


def overlay_text(name: str, *more: str) -> str:
    """An overlay that renames the first area."""
    words = f'[[areas]]\nid = "{AREA}"\nname = {{ nb = "{name}", nn = "{name} nn" }}'
    return "\n".join(['municipality = "nordvik"', 'why = "Slik sier vi det her"', *more, words, ""])


async def lay(db: Database, name: str, *, now: datetime, **options: bool) -> Laid:
    wanted = parse_overlay(overlay_text(name), named="nordvik.toml")
    return await lay_overlay(
        db,
        Catalogues(load()),
        wanted,
        overlay_text(name),
        actor=OPERATOR,
        by="guro@nordvik.example",
        now=now,
        **options,
    )


async def name_at(db: Database, catalogues: Catalogues, instant: datetime) -> str:
    found = await db.read(lambda c: catalogues.at(c, "nordvik", instant))
    return found.areas[AREA].name.nb


async def test_a_definition_is_read_from_the_overlay_in_force_at_an_instant(database_url: str) -> None:
    async with open_house(database_url, now=MONDAY) as house:
        db, catalogues = house.stage.app.db, house.stage.app.catalogues
        base = catalogues.base.areas[AREA].name.nb
        await lay(db, "Miljøet", now=MONDAY)
        await lay(db, "Fellesskapet", now=MONDAY + timedelta(days=7))
        assert await name_at(db, catalogues, MONDAY - timedelta(seconds=1)) == base
        assert await name_at(db, catalogues, MONDAY) == "Miljøet"
        assert await name_at(db, catalogues, MONDAY + timedelta(days=7, seconds=-1)) == "Miljøet"
        assert await name_at(db, catalogues, MONDAY + timedelta(days=7)) == "Fellesskapet"
        found = await db.read(lambda c: catalogues.at(c, "en-annen", MONDAY))
        assert found is catalogues.base


async def test_the_versions_tell_who_when_and_why(database_url: str) -> None:
    async with open_house(database_url, now=MONDAY) as house:
        db, later = house.stage.app.db, MONDAY + timedelta(days=7)
        await lay(db, "Miljøet", now=MONDAY)
        await lay(db, "Utkastet", now=MONDAY, draft=True)
        await lay(db, "Fellesskapet", now=later)
        one, two, three = await db.read(lambda c: overlays.versions(c, "nordvik"))
    assert [(v.version, v.state) for v in (one, two, three)] == [
        (1, OverlayState.REPLACED),
        (2, OverlayState.DRAFT),
        (3, OverlayState.IN_FORCE),
    ]
    assert (one.by, one.why, one.made_at, one.since, one.until) == (
        "guro@nordvik.example",
        "Slik sier vi det her",
        MONDAY,
        MONDAY,
        later,
    )


async def test_a_draft_changes_nothing_before_it_is_adopted_and_is_adopted_once(database_url: str) -> None:
    async with open_house(database_url, now=MONDAY) as house:
        db, catalogues, later = house.stage.app.db, house.stage.app.catalogues, MONDAY + timedelta(days=1)
        base = catalogues.base.areas[AREA].name.nb
        await lay(db, "Miljøet", now=MONDAY, draft=True)
        assert await name_at(db, catalogues, later) == base
        laid = await adopt_overlay(db, catalogues, "nordvik", 1, actor=OPERATOR, now=later)
        assert laid.changes == (f"changed   area {AREA}: Miljøet",)
        assert await name_at(db, catalogues, later) == "Miljøet"
        with pytest.raises(WrongOverlay, match="version 1 of nordvik is in force, and not a draft"):
            await adopt_overlay(db, catalogues, "nordvik", 1, actor=OPERATOR, now=later)
        with pytest.raises(WrongOverlay, match="nordvik has no version 2; it has 1"):
            await adopt_overlay(db, catalogues, "nordvik", 2, actor=OPERATOR, now=later)


async def test_a_layer_is_taken_away_and_what_it_said_until_then_stays_right(database_url: str) -> None:
    async with open_house(database_url, now=MONDAY) as house:
        db, catalogues, later = house.stage.app.db, house.stage.app.catalogues, MONDAY + timedelta(days=1)
        base = catalogues.base.areas[AREA].name.nb
        await lay(db, "Miljøet", now=MONDAY)
        tried = await remove_overlay(db, catalogues, "nordvik", actor=OPERATOR, now=later, dry_run=True)
        assert await name_at(db, catalogues, later) == "Miljøet"
        assert await remove_overlay(db, catalogues, "nordvik", actor=OPERATOR, now=later) == tried
        assert tried.changes == (f"changed   area {AREA}: {base}",)
        assert await name_at(db, catalogues, later) == base
        assert await name_at(db, catalogues, MONDAY) == "Miljøet"
        with pytest.raises(WrongOverlay, match="nordvik has no layer of its own in force"):
            await remove_overlay(db, catalogues, "nordvik", actor=OPERATOR, now=later)
        with pytest.raises(UnknownMunicipality, match=r"norvik; did you mean nordvik\?"):
            await remove_overlay(db, catalogues, "norvik", actor=OPERATOR, now=later)


async def test_a_dry_run_tells_the_difference_and_keeps_nothing(database_url: str) -> None:
    async with open_house(database_url, now=MONDAY) as house:
        db = house.stage.app.db
        laid = await lay(db, "Miljøet", now=MONDAY, dry_run=True)
        assert (laid.version, laid.changes) == (None, (f"changed   area {AREA}: Miljøet",))
        assert await db.read(lambda c: overlays.versions(c, "nordvik")) == ()


async def test_what_does_not_fit_is_refused_and_nothing_is_kept(database_url: str) -> None:
    async with open_house(database_url, now=MONDAY) as house:
        db = house.stage.app.db
        wrong = overlay_text("Miljøet", 'order = ["x"]')
        put = partial(lay_overlay, db, house.stage.app.catalogues, actor=OPERATOR, by="guro", now=MONDAY)
        with pytest.raises(WrongOverlay, match="order: «x» is not known"):
            await put(parse_overlay(wrong, named="nordvik.toml"), wrong)
        elsewhere = wrong.replace('"nordvik"', '"sorvik"')
        with pytest.raises(WrongOverlay, match="sorvik has not been imported"):
            await put(parse_overlay(elsewhere, named="sorvik.toml"), elsewhere)
        assert await db.read(lambda c: overlays.versions(c, "nordvik")) == ()


async def test_a_card_shows_the_municipalitys_words_and_keeps_them_when_they_change(
    database_url: str, tmp_path: Path
) -> None:
    async with open_house(database_url) as house:
        await house.stage.plan(series(tmp_path, "uka", "rektorgruppa", areas=f'["{AREA}"]'))
        await house.install("tor", "siv")
        await lay(house.stage.app.db, "Miljøet vårt", now=house.stage.now)
        await house.to(at(11, 24))
        tor, siv = house.cast["tor"], house.cast["siv"]
        assert any("Miljøet vårt" in line for line in seen(tor, last(tor)))
        await lay(house.stage.app.db, "Noe helt annet", now=house.stage.now)
        await siv.press(last(siv), "Send svar", {"answer": "Hei", "rung": "group"})
        await siv.press(last(siv), "Endre svaret")
        assert any("Miljøet vårt" in line for line in seen(siv, last(siv)))
        assert not any("Noe helt annet" in line for line in seen(siv, last(siv)))


OWN = "Miljøet vårt er det de minste sier at det er."


async def test_a_municipalitys_own_definition_stands_word_for_word_beside_the_models(tmp_path: Path) -> None:
    text = overlay_text("Miljøet") + f'[areas.own]\ntext = "{OWN}"\nlanguage = "nb"\nsource = "Planen, Nordvik 2026"\n'
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/x.db") as house:
        db, now, by = house.stage.app.db, house.stage.now, "guro@nordvik.example"
        wanted = parse_overlay(text, named="nordvik.toml")
        await lay_overlay(db, Catalogues(load()), wanted, text, actor=OPERATOR, by=by, now=now)
        await house.stage.plan(series(tmp_path, "uka", "rektorgruppa", areas=f'["{AREA}"]'))
        await house.install("tor", "siv")
        await house.to(at(11, 24))
        for name in ("tor", "siv"):
            shown = seen(house.cast[name], last(house.cast[name]))
            begins = shown.index(load().areas[AREA].definition.to(Language.NB if name == "tor" else Language.NN))
            assert shown[begins + 1 : begins + 3] == [OWN, "Planen, Nordvik 2026"], "nobody translates it"


def test_a_definition_without_its_source_is_refused() -> None:
    text = overlay_text("Miljøet") + f'[areas.own]\ntext = "{OWN}"\nlanguage = "nb"\n'
    with pytest.raises(CatalogueFaults, match=r"area.inkluderende-laeringsmiljoer.own.source"):
        apply_overlay(load(), parse_overlay(text, named="nordvik.toml"))


async def test_a_layer_that_no_longer_fits_is_left_out_rather_than_nothing_being_asked(database_url: str) -> None:
    async with open_house(database_url, now=MONDAY) as house:
        db, catalogues = house.stage.app.db, house.stage.app.catalogues
        gone = overlay_text("Miljøet", 'hide_prompts = ["et-som-ikke-er-der-lenger"]')
        await db.write(lambda c: overlays.add(c, "nordvik", text=gone, why="-", by="-", now=MONDAY))
        await db.write(lambda c: overlays.put_in_force(c, "nordvik", 1, now=MONDAY))
        assert await db.read(lambda c: catalogues.at(c, "nordvik", MONDAY)) is catalogues.base


# On the command line


@pytest.fixture
def bot(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., CommandResult]:
    monkeypatch.chdir(tmp_path)
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    return partial(Commands(monkeypatch, capsys), SLOYFA_DATABASE_URL=url, MicrosoftAppTenantId=TENANT)


def test_the_commands_lay_adopt_and_list(bot: Callable[..., CommandResult], tmp_path: Path) -> None:
    (tmp_path / "eget.toml").write_text(overlay_text("Miljøet"), encoding="utf-8")
    assert bot("import", str(nordvik())).code == 0
    told = bot("overlay", "import", "eget.toml", "--by", "guro", "--dry-run")
    assert told.lines == [f"changed   area {AREA}: Miljøet", "nothing of this was done (--dry-run)"]
    assert bot("overlay", "versions", "nordvik").err.startswith("nordvik has no layer of its own")
    told = bot("overlay", "import", "eget.toml", "--by", "guro", "--draft")
    assert told.lines[-1] == "version 1 of nordvik is a draft"
    assert bot("overlay", "adopt", "nordvik", "1", "--dry-run").lines == [
        f"changed   area {AREA}: Miljøet",
        "version 1 of nordvik is a draft still; nothing was written",
    ]
    assert bot("overlay", "show", "nordvik").err == "nordvik has no layer in force; it has versions 1\n"
    assert bot("overlay", "adopt", "nordvik", "1").lines[-1] == "version 1 of nordvik is in force"
    assert (
        bot("overlay", "show", "nordvik").out == bot("overlay", "show", "nordvik", "1").out == overlay_text("Miljøet")
    )
    assert bot("overlay", "import", "eget.toml", "--by", "guro").lines == [
        "nothing differs",
        "version 2 of nordvik is in force",
    ]
    first, second = (line.split("\t") for line in bot("overlay", "versions", "nordvik").lines)
    assert (first[:2], second[:2]) == (["1", "replaced"], ["2", "in force"])
    assert (second[3], second[4:]) == ("-", ["guro", "Slik sier vi det her"])
    again = bot("overlay", "adopt", "nordvik", "1")
    assert "python -m bot overlay show nordvik 1 prints its file" in again.err
    assert bot("overlay", "remove", "nordvik").lines[-1] == "nordvik has no layer of its own"


def test_a_wrong_file_ends_in_a_line_for_each_fault(bot: Callable[..., CommandResult], tmp_path: Path) -> None:
    (tmp_path / "eget.toml").write_text('municipality = "nordvik"\nhide = []\n', encoding="utf-8")
    done = bot("overlay", "import", "eget.toml", "--by", "guro")
    assert done.code == 1
    assert [line.split(":")[1] for line in done.err.splitlines()] == [" why", " hide"]
    assert bot("overlay", "import", "borte.toml", "--by", "guro").err.startswith("a file could not be read")
