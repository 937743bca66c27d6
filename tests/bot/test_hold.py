"""The archive's hold: it stops deletion by rule, never an author, and everybody is told with their next question."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from bot.actions.operating.set_municipality import set_municipality
from content.language import Language
from content.vocabulary.conversing import PrivacyNotice
from content.vocabulary.glass_box import Held
from content.wording import words
from dialogs.calendar.instants import instant
from dialogs.model import Hold, MunicipalitySettings, Retention
from tests.bot.test_retention import PEOPLE, pending
from tests.counting import recorded_statements
from tests.nordvik import OPERATOR, House, at, last, municipality, open_house, seen, series

KEPT = MunicipalitySettings("Nordvik kommune", retention=Retention("P1M", "P1M", "P1M", "P1M"))
HOLD = Hold(date(2026, 12, 10), "arkivsak 7")
LANGUAGE = {"tor": Language.NB, "siv": Language.NN}
HELD = {
    "tor": "Fra 10. desember 2026 sletter jeg ingenting av meg selv, for det skal tas vare på for arkivet: arkivsak 7. "
    "Du kan fortsatt trekke egne svar tilbake.",
    "siv": "Frå 10. desember 2026 slettar eg ingenting av meg sjølv, for det skal takast vare på for arkivet: "
    "arkivsak 7. Du kan framleis trekkje eigne svar tilbake.",
}
RULE = {
    "tor": "Svarene blir slettet 1 måned etter at spørsmålet er lukket, den første i måneden etter. "
    "Det som står i Teams, følger reglene kommunen har for Teams.",
    "siv": "Svara blir sletta 1 månad etter at spørsmålet er lukka, den første i månaden etter. "
    "Det som står i Teams, følgjer reglane kommunen har for Teams.",
}


async def put(house: House, settings: MunicipalitySettings) -> None:
    await set_municipality(house.stage.app.db, "nordvik", settings, actor=OPERATOR, now=house.stage.now)


def january(day: int, hour: int = 8) -> datetime:
    return instant(datetime(2027, 1, day, hour))  # noqa: DTZ001 - local wall time


def heading(name: str) -> str:
    return words(PrivacyNotice, LANGUAGE[name])["heading"]


async def test_a_hold_stops_what_was_told_of_and_is_said_with_the_next_question_and_no_author_is_held(
    tmp_path: Path,
) -> None:
    folder = municipality(tmp_path / "n", people=PEOPLE)
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=folder) as house:
        await put(house, KEPT)
        dates = "[2026-11-24, 2027-01-12, 2027-01-26]"
        await house.stage.plan(series(tmp_path, "uka", "rektorgruppa", dates=dates))
        await house.install("guro", "tor", "siv")
        for name, rule in RULE.items():
            assert rule in seen(house.cast[name], last(house.cast[name])), "with the welcome"
        await house.to(at(11, 24))
        for name in LANGUAGE:
            client = house.cast[name]
            assert heading(name) not in seen(client, last(client)), "shown already"
            await client.press(last(client), "Send svar", {"answer": f"Vi prøvde {name}.", "rung": "group"})
        first = {name: last(house.cast[name]) for name in LANGUAGE}
        await house.to(at(11, 28))
        await house.to(at(12, 1, 9))
        assert await pending(house)
        await house.to(at(12, 10, 9))
        await put(house, replace(KEPT, hold=HOLD))
        await house.to(january(1, 3))
        assert await pending(house) == ()
        assert len(await house.reflections_of("tor")) == len(await house.reflections_of("siv")) == 1, "nothing goes"
        await house.to(january(12))
        for name in LANGUAGE:
            client = house.cast[name]
            assert {heading(name), RULE[name], HELD[name]} <= set(seen(client, last(client))), "with the next question"
            with recorded_statements(house.stage.app.db) as ran:
                await client.press(last(client), "Send svar", {"answer": "Vi prøvde mer.", "rung": "group"})
            assert not [one for one in ran if "municipality_settings" in one], "and no statement more for an answer"
        tor = house.cast["tor"]
        await tor.press(first["tor"], "Trekk tilbake")
        assert next(one.text for one in await house.reflections_of("tor")) == "", "an author is not held"
        await house.to(january(26))
        assert heading("tor") not in seen(tor, last(tor)), "told once"
        await put(house, KEPT)
        await house.to(january(26) + timedelta(days=4))
        assert await pending(house) == ()
        await house.to(instant(datetime(2027, 2, 1, 9)))  # noqa: DTZ001 - local wall time
        assert {one.due_on for one in await pending(house)} == {date(2027, 3, 1)}, "told of anew when the hold is over"
        assert len(await house.reflections_of("siv")) == 2


async def test_a_hold_that_is_over_is_not_said_any_more(tmp_path: Path) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as house:
        await put(house, replace(KEPT, hold=replace(HOLD, until=date(2026, 12, 20))))
        await house.install("tor")
        tor = house.cast["tor"]
        said = words(Held, Language.NB)["until"].split("{")[0]
        assert any(text.startswith(said) and "20. desember" in text for text in seen(tor, last(tor)))
        await house.to(at(12, 21, 9))
        await tor.say("personvern")
        assert RULE["tor"] in seen(tor, last(tor))
        assert not [text for text in seen(tor, last(tor)) if "arkivsak" in text]
