"""A municipality's own concepts are offered as keywords on receipts, and are what the themes of digests are about."""

from datetime import timedelta
from pathlib import Path

from bot.actions.knowledge.lay_overlay import lay_overlay
from bot.context.catalogues import Catalogues
from bot.workers.finders import Finders
from content.catalogue import load
from content.overlays import parse_overlay
from dialogs.knowledge.concepts import concept_reader
from dialogs.knowledge.themes.values import Answer, Themes
from storage.database import Database
from tests.bot.test_keywords import TEAM, Played
from tests.nordvik import OPERATOR, House, at, municipality, open_house, series

OVERLAY = """
municipality = "nordvik"
why = "Våre egne ord"

[[concepts]]
id = "havgapet"
name = { nb = "Ute i Havgapet", nn = "Ut i Havgapet", en = "Out in Havgapet" }
areas = ["inkluderende-laeringsmiljoer"]

[cues]
havgapet = "havgap fjordlos krabbebåt"
"""
TOLD = "Fjordlosen tok oss med til Havgapet."
ANSWERS = [
    Answer(f"{at:02}", f"{told} {'abcdefghijklmnopqrst'[at]}") for at, told in enumerate([TOLD, "Havgapet"] * 10)
]


async def lay(house: House) -> None:
    wanted = parse_overlay(OVERLAY, named="nordvik.toml")
    db, now = house.stage.app.db, house.stage.now
    await lay_overlay(db, Catalogues(load()), wanted, OVERLAY, actor=OPERATOR, by="guro@nordvik.example", now=now)


async def themes(db: Database, house: House, *, days: int = 0) -> Themes:
    now = house.stage.now + timedelta(days=days)
    finders = Finders()
    finder = await db.read(lambda c: finders.of(c, "nordvik", now=now))
    return finder.find_themes(ANSWERS, quotes=5)


async def test_own_concepts_are_offered_on_receipts_and_found_in_themes(tmp_path: Path) -> None:
    people = [f"ada,{TEAM},participant,nb", f"bo,{TEAM},participant,nn"]
    made = municipality(tmp_path / "nordvik", people=[*people, "guro,rektorgruppa,coordinator"])
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=made) as house:
        await lay(house)
        await house.stage.plan(series(tmp_path, "uke", TEAM))
        await house.install("ada", "bo", "guro")
        await house.to(at(11, 24, 14))
        played = Played(house)
        made_before = concept_reader.cache_info().misses
        for name, offered in (("ada", "Ute i Havgapet"), ("bo", "Ut i Havgapet")):
            await played.answer(name, TOLD)
            assert offered in played.offered(name)
            assert concept_reader.cache_info().misses == made_before, "nothing heavy is made within a turn"
            # In the chat, the same words are offered in a plain text.
            await played.say(name, "stikkord")
            assert offered in "\n".join(played.told(name))

        db = house.stage.app.db
        assert {one.concept for one in (await themes(db, house)).themes} == {"havgapet"}
        assert "havgapet" not in {one.concept for one in (await themes(db, house, days=-30)).themes}, "not yet laid"
