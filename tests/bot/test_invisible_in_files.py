"""Invisible characters pasted into files, settings and arguments change nothing."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from bot.imports.folder import read_folder
from bot.imports.school_calendar import read_school_calendar
from bot.imports.series_file import read_series
from bot.rehearsal.cast import TENANT, nordvik
from bot.settings import read_settings
from content.overlays import read_overlay
from tests.bot.commands import CommandResult, Commands
from tests.nordvik import series

MARKS = ("\u200b", "\ufeff", "\u00ad", "\u2060", "\u200e", "\u202e", "\u3164", "\U000e0041", "\x08")
TEACHER = "👩🏽‍🏫"


@pytest.fixture
def bot(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., CommandResult]:
    monkeypatch.chdir(tmp_path)
    commands = Commands(monkeypatch, capsys)
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    return partial(commands, SLOYFA_DATABASE_URL=url, MicrosoftAppTenantId=TENANT)


def changed_copy(folder: Path, change: Callable[[str], str]) -> Path:
    folder.mkdir()
    for name in ("units.csv", "groups.csv", "people.csv"):
        text = (nordvik() / name).read_text(encoding="utf-8")
        (folder / name).write_text(change(text), encoding="utf-8")
    return folder


@pytest.mark.parametrize("mark", MARKS, ids=ascii)
def test_a_cell_is_the_same_with_an_invisible_character_in_it(tmp_path: Path, mark: str) -> None:
    def pasted(text: str) -> str:
        return text.replace("nordvik", f"nord{mark}vik").replace(",", f",{mark}").replace("\n", f"{mark}\n")

    assert read_folder(changed_copy(tmp_path / "town", pasted)) == read_folder(nordvik())


def test_an_emoji_in_a_name_stays_whole(tmp_path: Path) -> None:
    folder = changed_copy(tmp_path / "town", lambda text: text.replace("Rektorgruppa", f"Rektorgruppa {TEACHER}"))
    assert f"Rektorgruppa {TEACHER}" in {group.name for group in read_folder(folder).groups}


@pytest.mark.parametrize("mark", MARKS, ids=ascii)
def test_a_skolerute_is_understood_with_an_invisible_character_in_it(tmp_path: Path, mark: str) -> None:
    rows = tmp_path / "rute.csv"
    rows.write_text(f"{mark}date,kind,name\n2026-10-05,{mark}closed,Høst{mark}ferie\n", encoding="utf-8")
    (event,) = read_school_calendar(rows).events
    assert (event.name, str(event.kind)) == ("Høstferie", "closed")


def test_a_calendar_file_is_understood_with_invisible_characters_in_it(tmp_path: Path) -> None:
    file = tmp_path / "rute.ics"
    event = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261005\r\nDTEND;VALUE=DATE:20261010\r\n"
    summary = "SUMMARY:Høst\u00adferie\u200b\r\nEND:VEVENT\r\n"
    file.write_text(f"\ufeffBEGIN:VCALENDAR\r\nVERSION:2.0\r\n{event}{summary}END:VCALENDAR\r\n", encoding="utf-8")
    (found,) = read_school_calendar(file).events
    assert (found.name, str(found.kind)) == ("Høstferie", "closed")


@pytest.mark.parametrize("mark", ["\u200b", "\\u200b", "\\u00AD"], ids=ascii)
def test_a_series_file_is_the_same_with_an_invisible_character_in_it(tmp_path: Path, mark: str) -> None:
    plain = series(tmp_path / "plain", "uka", "rektorgruppa")
    pasted = tmp_path / "uka.toml"
    text = plain.read_text(encoding="utf-8").replace('"rektorgruppa', f'"{mark}rektor{mark}gruppa')
    pasted.write_text(text if mark.isascii() else mark + text, encoding="utf-8")
    assert read_series(pasted) == read_series(plain)


@pytest.mark.parametrize("mark", ["\u200b", "\\u200b"], ids=ascii)
def test_an_overlay_is_the_same_with_an_invisible_character_in_it(tmp_path: Path, mark: str) -> None:
    plain, pasted = tmp_path / "own.toml", tmp_path / "pasted" / "own.toml"
    pasted.parent.mkdir()
    text = 'municipality = "nordvik"\nwhy = "Prøve"\nhide_prompts = ["p-1"]\n'
    plain.write_text(text, encoding="utf-8")
    pasted.write_text(text.replace("nordvik", f"{mark}nord{mark}vik").replace("p-1", f"p-1{mark}"), encoding="utf-8")
    assert read_overlay(pasted) == read_overlay(plain)


def test_settings_and_arguments_are_read_without_invisible_characters(bot: Callable[..., CommandResult]) -> None:
    settings = read_settings(SLOYFA_TENANTS=f"\u200b{TENANT}\ufeff", MicrosoftAppId=f"\u200b{TENANT}\u2060 ")
    assert (settings.tenants, settings.app_id) == (frozenset({TENANT}), TENANT)
    assert bot("import", str(nordvik()), "--tenant", f"\u200b{TENANT}").code == 0
    done = bot("quiet", "nord\u200bvik", "17:00-07:00\ufeff")
    assert (done.code, done.out.split()[0]) == (0, "nordvik")


def test_a_file_with_an_invisible_character_in_its_name_is_found(
    bot: Callable[..., CommandResult], tmp_path: Path
) -> None:
    bot("import", str(nordvik()))
    file = tmp_path / "rute\u200b.csv"
    file.write_text("date,kind,name\n2026-10-05,closed,Høstferie\n", encoding="utf-8")
    assert bot("calendar", str(file)).code == 0
