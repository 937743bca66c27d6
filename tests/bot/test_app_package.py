"""`package`: the app package against Microsoft's rules, its words, its bytes, and what is refused."""

import json
import os
import re
import stat
import subprocess
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile

import pytest

from content.app_listing import ICONS, SHORT_NAME, icon
from content.language import Language
from content.render import render
from content.vocabulary.conversing import TeamWelcome, Welcome
from dialogs.commands import known_commands
from dialogs.model import Scope
from tests.bot.commands import CommandResult, Commands
from tests.cards import packages
from tests.content.example_messages import strings

APP = "1a1a1a1a-2b2b-4c4c-8d8d-5e5e5e5e5e5e"
SETTINGS = {
    "MicrosoftAppId": APP,
    "SLOYFA_DEVELOPER": "Nordvik kommune",
    "SLOYFA_WEBSITE_URL": "https://www.nordvik.example/sloyfa",
    "SLOYFA_PRIVACY_URL": "https://www.nordvik.example/sloyfa/personvern",
    "SLOYFA_TERMS_URL": "https://www.nordvik.example/sloyfa/vilkår",
}
HOST = "sloyfa.nordvik.example"
SCOPES = {"personal": Scope.PERSONAL, "team": Scope.CHANNEL, "groupChat": Scope.GROUP_CHAT}


@pytest.fixture
def bot(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., CommandResult]:
    monkeypatch.chdir(tmp_path)
    return partial(Commands(monkeypatch, capsys), **SETTINGS)


@pytest.fixture
def files(bot: Callable[..., CommandResult]) -> Mapping[str, bytes]:
    """The files of a package made just now."""
    done = bot("package", "--host", HOST)
    assert (done.code, done.err) == (0, "")
    return unzipped(Path("sloyfa-teams.zip").read_bytes())


@pytest.fixture
def manifest(files: Mapping[str, bytes]) -> dict[str, Any]:
    return dict(json.loads(files["manifest.json"]))


def unzipped(package: bytes) -> Mapping[str, bytes]:
    with ZipFile(BytesIO(package)) as found:
        return {name: found.read(name) for name in found.namelist()}


def paths(value: Any, at: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any part of the manifest
    """Every text of the manifest by its path, as the files of languages name paths."""
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from paths(part, f"{at}.{key}" if at else key)
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from paths(part, f"{at}[{number}]")


# The content.


def test_the_package_names_the_bot_its_pages_and_where_it_answers(manifest: dict[str, Any]) -> None:
    assert manifest["manifestVersion"] == "1.30"
    assert manifest["$schema"].endswith("/teams/v1.30/MicrosoftTeams.schema.json")
    assert manifest["developer"] == {
        "name": "Nordvik kommune",
        "websiteUrl": "https://www.nordvik.example/sloyfa",
        "privacyUrl": "https://www.nordvik.example/sloyfa/personvern",
        "termsOfUseUrl": "https://www.nordvik.example/sloyfa/vilk%C3%A5r",
    }
    [bot] = manifest["bots"]
    assert (bot["botId"], bot["scopes"]) == (APP, ["personal", "team", "groupChat"])
    assert bot["supportsFiles"] is True  # «hva vet du om meg» as a file
    assert bot["isNotificationOnly"] is False
    assert manifest["validDomains"] == [HOST]
    assert manifest["defaultInstallScope"] == "personal"


def test_the_app_asks_for_no_permission_in_single_teams_and_chats(manifest: dict[str, Any]) -> None:
    assert "authorization" not in manifest
    assert "webApplicationInfo" not in manifest
    assert manifest["permissions"] == ["identity"]


@pytest.fixture
def with_pages(bot: Callable[..., CommandResult]) -> Mapping[str, Any]:
    """File -> its JSON, of a package whose bot serves pages under another name."""
    done = bot("package", "--host", HOST, SLOYFA_PUBLIC_URL="https://Sider.nordvik.example")
    assert done.lines[-2:] == [
        "the registration in Entra needs the redirect URI https://sider.nordvik.example/signin",
        f"and the Application ID URI api://sider.nordvik.example/botid-{APP}, with the scope access_as_user",
    ]
    found = unzipped(Path("sloyfa-teams.zip").read_bytes())
    return {name: json.loads(text) for name, text in found.items() if name.endswith(".json")}


def test_a_bot_with_pages_has_tabs_whose_people_teams_signs_in(with_pages: Mapping[str, Any]) -> None:
    manifest, page = with_pages["manifest.json"], "https://sider.nordvik.example/signin/teams"
    chat, tab = manifest["staticTabs"]
    assert chat == {"entityId": "conversations", "scopes": ["personal"]}, "the chat comes first"
    assert (tab["contentUrl"], tab["scopes"], tab["name"]) == (page, ["personal"], "Sidene")
    [channel] = manifest["configurableTabs"]
    assert (channel["configurationUrl"], channel["scopes"]) == (f"{page}/settings", ["team"])
    resource = f"api://sider.nordvik.example/botid-{APP}"
    assert manifest["webApplicationInfo"] == {"id": APP, "resource": resource}
    assert manifest["validDomains"] == [HOST, "sider.nordvik.example"]
    assert [with_pages[f"{code}.json"]["staticTabs[1].name"] for code in ("nn", "en")] == ["Sidene", "Pages"]


def test_pages_on_one_machine_alone_are_no_tab(bot: Callable[..., CommandResult]) -> None:
    bot("package", "--host", HOST, SLOYFA_PUBLIC_URL="http://127.0.0.1:3978")
    assert "staticTabs" not in json.loads(unzipped(Path("sloyfa-teams.zip").read_bytes())["manifest.json"])


def test_the_package_holds_the_manifest_the_icons_and_the_other_languages(
    files: Mapping[str, bytes], manifest: dict[str, Any]
) -> None:
    assert list(files) == ["manifest.json", "color.png", "outline.png", "nn.json", "en.json"]
    assert [files[manifest["icons"][one]] for one in ("color", "outline")] == [icon(name) for name in ICONS]
    languages = manifest["localizationInfo"]
    assert languages["defaultLanguageTag"] == "nb"
    assert languages["additionalLanguages"] == [
        {"languageTag": "nn", "file": "nn.json"},
        {"languageTag": "en", "file": "en.json"},
    ]


def test_the_manifest_is_within_teams_limits(manifest: dict[str, Any]) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", manifest["version"])
    assert str(UUID(manifest["id"])) == manifest["id"]
    assert 0 < len(manifest["developer"]["name"]) <= 32
    assert all(url.startswith("https://") for key, url in manifest["developer"].items() if key != "name")
    assert re.fullmatch(r"#[0-9A-F]{6}", manifest["accentColor"])
    for scope, commands in menus(manifest).items():
        titles = [title for title, _ in commands]
        assert 0 < len(commands) <= 10, scope
        assert len(set(titles)) == len(titles)


def menus(manifest: Mapping[str, Any]) -> Mapping[str, list[tuple[str, str]]]:
    """Scope -> title and line of each command in its menu."""
    lists = manifest["bots"][0]["commandLists"]
    assert [one["scopes"] for one in lists] == [["personal"], ["team"], ["groupChat"]]
    return {one["scopes"][0]: [(two["title"], two["description"]) for two in one["commands"]] for one in lists}


@pytest.mark.parametrize("language", Language)
def test_every_language_has_all_words_within_teams_limits(
    language: Language, files: Mapping[str, bytes], manifest: dict[str, Any]
) -> None:
    menus = r"bots\[0\]\.commandLists\[\d\]\.commands\[\d\]\..+"
    search = r"composeExtensions\[0\]\.commands\[0\]\.(parameters\[0\]\.)?(title|description)"
    named = re.compile(rf"(name|description)\..+|{menus}|{search}")
    default = {path: text for path, text in paths(manifest) if named.fullmatch(path)}
    found = default if language is Language.NB else json.loads(files[f"{language.value}.json"])
    assert found.keys() - {"$schema"} == default.keys()
    most = {"name.short": 30, "name.full": 100, "description.short": 80, "description.full": 4000}
    for path, text in found.items():
        limit = most.get(path, 32 if path.endswith(".title") else 128)
        assert 0 < len(text.strip()) <= limit, path
    assert not any(title.startswith("/") for path, title in found.items() if path.endswith("title"))


@pytest.mark.parametrize("language", Language)
def test_what_a_menu_of_teams_puts_in_the_field_is_understood(
    language: Language, files: Mapping[str, bytes], manifest: dict[str, Any]
) -> None:
    """Teams sends a chosen title to the bot, untranslated."""
    words = {} if language is Language.NB else json.loads(files[f"{language.value}.json"])
    known = known_commands()
    for place, (scope, commands) in enumerate(menus(manifest).items()):
        for number, (title, _) in enumerate(commands):
            told = words.get(f"bots[0].commandLists[{place}].commands[{number}].title", title)
            said = known.said(told)
            assert said is not None, told
            assert said == known.said(title)
            assert said.holds_in(SCOPES[scope])


# Microsoft's own validation.


@pytest.mark.npm
def test_microsofts_validation_finds_nothing_wrong_and_knows_no_newer_schema(
    files: Mapping[str, bytes], manifest: dict[str, Any], with_pages: Mapping[str, Any]
) -> None:
    languages = {name: json.loads(files[name]) for name in ("nn.json", "en.json")}
    wrong = {**manifest, "name": {"short": SHORT_NAME * 6}, "isPretty": True}
    wrong_words = {**languages, "nn.json": {**languages["nn.json"], "title": SHORT_NAME}}
    pages = dict(with_pages)
    faults, versions = validated((manifest, languages), (wrong, wrong_words), (pages.pop("manifest.json"), pages))
    assert faults[2] == faults[0]
    assert faults[0] == {"manifest.json": [], "nn.json": [], "en.json": []}
    assert [bool(found) for found in faults[1].values()] == [True, True, False]
    numbers = [tuple(map(int, version.split("."))) for version in versions if version != "DevPreview"]
    assert max(numbers) == tuple(map(int, manifest["manifestVersion"].split(".")))


def validated(
    *apps: tuple[Mapping[str, Any], Mapping[str, Any]],
) -> tuple[list[dict[str, list[str]]], list[str]]:
    """What is wrong with each app: faults by file; and the versions that the schema has had."""
    given = [{"manifest": manifest, "languages": languages} for manifest, languages in apps]
    done = subprocess.run(  # noqa: S603 - our own script
        ["node", Path(__file__).with_name("app_manifest.cjs"), packages.FOLDER],  # noqa: S607
        input=json.dumps(given).encode(),
        capture_output=True,
        check=True,
    )
    told = json.loads(done.stdout)
    return told["faults"], told["versions"]


# Microsoft's rules for an app in the store: bot/README.md has all of them.


def test_the_app_has_one_name_in_the_package_and_in_what_the_bot_says(
    files: Mapping[str, bytes], manifest: dict[str, Any]
) -> None:
    assert manifest["name"]["short"] == SHORT_NAME
    assert not {"teams", "help", "chat", "hjelp"} & set(SHORT_NAME.casefold().split())
    for language in Language:
        assert {json.loads(files[name])["name.short"] for name in ("nn.json", "en.json")} == {SHORT_NAME}
        for message in (Welcome(), TeamWelcome()):
            assert any(SHORT_NAME in text for text in strings(render(message, language).card))


@pytest.mark.parametrize("language", Language)
def test_what_a_municipality_has_to_do_first_is_said_before_the_app_is_added(
    language: Language, files: Mapping[str, bytes], manifest: dict[str, Any]
) -> None:
    full = (
        manifest["description"]["full"]
        if language is Language.NB
        else json.loads(files[f"{language.value}.json"])["description.full"]
    )
    assert {"nb": "Koordinatoren i kommunen", "nn": "Koordinatoren i kommunen", "en": "coordinator"}[language] in full
    assert {"nb": "koble til", "nn": "kople til", "en": "connect"}[language] in full


# The file itself.


def test_the_same_settings_make_the_same_bytes(bot: Callable[..., CommandResult], tmp_path: Path) -> None:
    bot("package", "--host", HOST, "--out", "one.zip")
    os.utime(tmp_path / "one.zip", (0, 0))
    bot("package", "--host", HOST.upper(), "--out", "two.zip", MicrosoftAppId=APP.upper())
    one = (tmp_path / "one.zip").read_bytes()
    assert one == (tmp_path / "two.zip").read_bytes()
    with ZipFile(BytesIO(one)) as found:
        assert {entry.date_time for entry in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.compress_type for entry in found.infolist()} == {ZIP_STORED}
        assert {stat.filemode(entry.external_attr >> 16) for entry in found.infolist()} == {"-rw-r--r--"}


def test_the_apps_id_follows_the_bots_and_may_be_given(bot: Callable[..., CommandResult], tmp_path: Path) -> None:
    def ids(*options: str, **settings: str) -> tuple[str, str]:
        bot("package", "--host", HOST, "--out", "ids.zip", *options, **settings)
        found = json.loads(unzipped((tmp_path / "ids.zip").read_bytes())["manifest.json"])
        return found["id"], found["bots"][0]["botId"]

    other = "0b0b0b0b-1b1b-4c2c-8d3d-4e4e4e4e4e4e"
    assert ids() == ids("--host", "sloyfa2.nordvik.example") == ("81b6824e-d4c0-5edf-836a-10b6c4e77329", APP)
    assert ids("--app-id", other.upper()) == (other, APP)
    assert ids(MicrosoftAppId=other)[0] != ids()[0]


def test_the_command_tells_what_it_wrote_and_what_has_to_stand_in_the_registration(
    bot: Callable[..., CommandResult],
) -> None:
    assert bot("package", "--host", HOST, "--version", "1.2.3").lines == [
        "sloyfa-teams.zip: written (Sløyfa 1.2.3)",
        f"app 81b6824e-d4c0-5edf-836a-10b6c4e77329, bot {APP}",
        f"the messaging endpoint in the bot's registration has to be https://{HOST}/api/messages",
    ]
    again = bot("package", "--host", HOST, "--version", "1.2.3")
    assert (again.lines[0], again.err) == ("sloyfa-teams.zip: unchanged (Sløyfa 1.2.3)", "")
    changed = bot("package", "--host", HOST, "--version", "1.2.3", SLOYFA_DEVELOPER="Nordvik")
    assert changed.lines[0] == "sloyfa-teams.zip: written (Sløyfa 1.2.3)"
    assert "only with a higher version (--version)" in changed.err
    assert bot("package", "--host", HOST, "--version", "1.2.4").err == ""


def test_a_host_with_norwegian_letters_is_written_as_the_network_writes_it(
    bot: Callable[..., CommandResult], tmp_path: Path
) -> None:
    bot("package", "--host", "sløyfa.nordvik.example")
    found = json.loads(unzipped((tmp_path / "sloyfa-teams.zip").read_bytes())["manifest.json"])
    assert found["validDomains"] == ["xn--slyfa-wua.nordvik.example"]


# Refusals.


@pytest.mark.parametrize(
    "host",
    [
        *("", " ", "localhost", "sloyfa", "10.0.0.1", "[::1]", "sloyfa.local", "sloyfa.intern.lan", "a..example"),
        *(f"https://{HOST}", f"{HOST}/api/messages", f"{HOST}:443", "*.example", "-a.example", "a b.example", "a@b.no"),
    ],
)
def test_a_host_that_teams_cannot_reach_is_refused(
    bot: Callable[..., CommandResult], host: str, tmp_path: Path
) -> None:
    done = bot("package", "--host", host)
    assert done.code == 1
    [line] = done.err.splitlines()
    assert line.startswith("--host ")
    assert line.endswith("for example --host sloyfa.nordvik.example")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--version", "1.0"], "--version is 1.0, and has to be three numbers"),
        (["--version", "1.0.0-beta"], "three numbers"),
        (["--version", "01.0.0"], "three numbers"),
        (["--app-id", "sloyfa"], "--app-id is sloyfa, which is not an app's id"),
        (["--out", "."], "name a zip file to write with --out"),
        (["--out", "there/is/none.zip"], "there/is/none.zip: No such file or directory; name a zip file"),
        (["--out", "notes.zip"], "notes.zip is there and is no app package, so it is left as it is"),
    ],
)
def test_an_option_that_cannot_be_is_one_line_and_loses_nothing(
    bot: Callable[..., CommandResult], options: list[str], says: str, tmp_path: Path
) -> None:
    (tmp_path / "notes.zip").write_bytes(b"PK and so on")
    done = bot("package", "--host", HOST, *options)
    assert done.code == 1
    [line] = done.err.splitlines()
    assert says in line
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("notes.zip", b"PK and so on")]


def test_all_settings_that_are_missing_are_told_at_once(bot: Callable[..., CommandResult], tmp_path: Path) -> None:
    done = bot("package", "--host", HOST, **dict.fromkeys(SETTINGS, ""))
    assert done.code == 1
    assert [line.split(" is missing: ")[0] for line in done.err.splitlines()] == list(SETTINGS)
    assert all("the app package" in line and "; for example " in line for line in done.err.splitlines())
    assert list(tmp_path.iterdir()) == []
