"""`check`, run before anybody is asked: the login, unknown names, tenants, and other versions of the database."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.database_version import on_database
from bot.errors import NotReady, WrongSetting
from bot.rehearsal.cast import APP, TENANT, nordvik
from bot.rehearsal.teams import StandInTeams
from bot.reports.checks import check
from bot.setting_names import misspelt
from bot.settings import EXAMPLES, read_settings
from storage.database import Database
from storage.migrations.running import migrate, upgrade
from tests.bot.commands import CommandResult, Commands, run_in_subprocess
from tests.nordvik import MONDAY, OPERATOR

OTHER = "0b0b0b0b-1b1b-4c2c-8d3d-4e4e4e4e4e4e"
NOBODY_THERE = "http://127.0.0.1:9/tenant"
OLD = "0005"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"


@pytest.fixture
def bot(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, url: str
) -> Callable[..., CommandResult]:
    monkeypatch.chdir(tmp_path)
    return partial(Commands(monkeypatch, capsys), SLOYFA_DATABASE_URL=url, MicrosoftAppTenantId=TENANT)


def lines_about(done: CommandResult, what: str) -> list[str]:
    return [line for line in done.lines if line.startswith(f"{what}: ")]


# The app package, which serving does not need.


def test_settings_of_the_app_package_are_missed_where_some_of_them_are_there(
    bot: Callable[..., CommandResult],
) -> None:
    assert not any("package" in line for line in bot("check").lines)
    found = lines_about(bot("check", SLOYFA_DEVELOPER="Nordvik", SLOYFA_TERMS_URL="https://a.example/b"), "settings")
    missed = [line for line in found if "app package" in line]
    assert [line.split()[2] for line in missed] == ["SLOYFA_WEBSITE_URL", "SLOYFA_PRIVACY_URL"]
    assert all(line.startswith("settings: warning: ") and "for example" in line for line in missed)


# The login.


@pytest.fixture
async def login() -> AsyncIterator[StandInTeams]:
    async with StandInTeams(app_id=APP, tenant=TENANT, now=lambda: MONDAY) as teams:
        yield teams


async def run_check(bot: Callable[..., CommandResult], teams: StandInTeams, **settings: str) -> CommandResult:
    """In a thread, while the login service answers in the test's event loop."""
    given = {
        "MicrosoftAppId": APP,
        "MicrosoftAppPassword": teams.app_password,
        "SLOYFA_LOGIN_AUTHORITY": teams.login_authority,
        **settings,
    }
    return await asyncio.to_thread(bot, "check", **given)


async def test_check_asks_for_a_token(bot: Callable[..., CommandResult], login: StandInTeams) -> None:
    done = await run_check(bot, login)
    assert lines_about(done, "login") == ["login: ok"]
    assert (done.code, login.login.fetches) == (0, 1)


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        ({"MicrosoftAppPassword": "wrong-secret"}, "401 invalid_client); MicrosoftAppPassword is wrong"),
        ({"MicrosoftAppId": OTHER}, "another app than MicrosoftAppId"),
        ({"SLOYFA_LOGIN_AUTHORITY": OTHER}, "MicrosoftAppTenantId may be another tenant's"),
    ],
)
async def test_what_the_login_refuses_fails_the_check_and_names_the_setting(
    bot: Callable[..., CommandResult], login: StandInTeams, settings: dict[str, str], names: str
) -> None:
    if authority := settings.get("SLOYFA_LOGIN_AUTHORITY"):
        settings = {"SLOYFA_LOGIN_AUTHORITY": login.login_authority.replace(TENANT, authority)}
    done = await run_check(bot, login, **settings)
    [line] = lines_about(done, "login")
    assert done.code == 1
    assert names in line
    assert "wrong-secret" not in done.out + done.err


async def test_without_a_network_the_check_says_so_and_goes_on(
    bot: Callable[..., CommandResult], login: StandInTeams
) -> None:
    done = await run_check(bot, login, SLOYFA_LOGIN_AUTHORITY=NOBODY_THERE)
    assert lines_about(done, "login") == [
        "login: warning: no token, since the login cannot be reached (ClientConnectorError)"
    ]
    assert done.code == 0


# The pages.


async def test_check_tells_where_the_pages_are_and_that_their_look_is_not_here(
    url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pages = "https://sloyfa.nordvik.example"
    monkeypatch.setenv("SLOYFA_DATABASE_URL", url)
    without = await check(actor=OPERATOR, now=MONDAY, brought=tmp_path)
    assert [one for one in without if one.what == "pages"] == []
    monkeypatch.setenv("SLOYFA_PUBLIC_URL", pages)
    found = [one for one in await check(actor=OPERATOR, now=MONDAY, brought=tmp_path) if one.what == "pages"]
    assert str(found[0]) == f"pages: {pages}, with the redirect URI {pages}/signin"
    assert [name in found[1].says for name in ("designsystemet.css", "teams.js", "make setup")] == [True] * 3
    assert "SLOYFA_ACCESSIBILITY_URL is missing" in found[2].says
    assert not any(one.wrong for one in found), "the pages are good without, and plain"
    monkeypatch.setenv("SLOYFA_ACCESSIBILITY_URL", "https://uustatus.no/nordvik")
    found = [one for one in await check(actor=OPERATOR, now=MONDAY, brought=tmp_path) if one.what == "pages"]
    assert not any("ACCESSIBILITY" in one.says for one in found)
    monkeypatch.setenv("SLOYFA_PUBLIC_URL", "http://sloyfa.nordvik.example")
    [wrong] = [one for one in await check(actor=OPERATOR, now=MONDAY) if one.what == "settings" and one.wrong]
    assert "SLOYFA_PUBLIC_URL" in wrong.says
    assert "https://" in wrong.says


# Names.


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("SLOYFA_TENANT", "SLOYFA_TENANTS"),
        ("SLYOFA_TENANTS", "SLOYFA_TENANTS"),
        ("SLØYFA_TENANTS", "SLOYFA_TENANTS"),
        ("SLOYFA-DATABASE-URL", "SLOYFA_DATABASE_URL"),
        ("MICROSOFT_APP_ID", "MicrosoftAppId"),
        ("MicrosoftAppPasword", "MicrosoftAppPassword"),
        ("SLOYFA_COLOUR", ""),
        ("MicrosoftAppColour", ""),
    ],
)
def test_a_name_near_ours_that_nobody_reads_is_named(name: str, meant: str) -> None:
    assert list(misspelt([name])) == [(name, meant)]


def test_used_settings_and_foreign_variables_give_no_warning() -> None:
    others = (
        "NIX_SSL_CERT_FILE",
        "MSI_ENDPOINT",
        "HOST",
        "PATH",
        "SLOYFA_TEST_ALL",
        "sloyfa_tenants",
        "microsoftappid",
    )
    assert list(misspelt([*EXAMPLES, "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", *others])) == []


def test_check_and_serve_tell_of_a_misspelt_name(bot: Callable[..., CommandResult], tmp_path: Path) -> None:
    told = "SLOYFA_TENANT is not a setting, and is ignored; did you mean SLOYFA_TENANTS?"
    given = {"SLOYFA_TENANT": OTHER, "SLOYFA_INSECURE_LOCAL": "1", "PORT": "0"}
    insecure = "settings: warning: SLOYFA_INSECURE_LOCAL serves without authentication"
    assert lines_about(bot("check", **given), "settings") == [insecure, f"settings: warning: {told}"]
    wrong = bot("check", **{**given, "PORT": "x"})
    assert lines_about(wrong, "settings")[1:] == [f"settings: warning: {told}"]
    assert bot("migrate", SLOYFA_TENANT=OTHER).err == f"warning: {told}\n"
    served = run_in_subprocess(
        "serve",
        cwd=tmp_path,
        settings={**given, "SLOYFA_TENANTS": OTHER, "SLOYFA_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}"},
    )
    assert told in [json.loads(line)["event"] for line in served.err.splitlines() if line.startswith("{")]


# Tenants.


def test_a_tenant_that_is_imported_and_not_let_in_is_named(bot: Callable[..., CommandResult]) -> None:
    done = bot("import", str(nordvik()), "--tenant", OTHER)
    assert done.err.splitlines()[-1] == f"warning: tenant {OTHER} is not let in; add it to SLOYFA_TENANTS"
    assert lines_about(bot("check"), "tenants") == [
        f"tenants: warning: people of {OTHER} have been imported, and SLOYFA_TENANTS does not let them in"
    ]
    assert lines_about(bot("check", SLOYFA_TENANTS=f"{OTHER},{TENANT}"), "tenants") == []


def test_a_domain_is_no_tenants_id(bot: Callable[..., CommandResult]) -> None:
    done = bot("check", MicrosoftAppTenantId="nordvik.onmicrosoft.com")
    [line] = lines_about(done, "settings")
    assert done.code == 1
    assert "which is a domain" in line
    assert "Tenant ID" in line
    assert bot("import", str(nordvik()), "--tenant", "nordvik.example").code == 1


def test_with_an_app_id_every_tenant_is_a_guid() -> None:
    serves = {"MicrosoftAppId": APP, "MicrosoftAppPassword": "b", "MicrosoftAppTenantId": TENANT}
    with pytest.raises(WrongSetting, match="SLOYFA_TENANTS has nordvik, which is not a tenant's id"):
        read_settings(**serves, SLOYFA_TENANTS=f"{TENANT},nordvik")
    assert read_settings(SLOYFA_INSECURE_LOCAL="1", SLOYFA_TENANTS="00000000-0000-0000-0000-0000000000001").tenants
    with pytest.raises(WrongSetting, match="not a tenant's id"):
        read_settings(SLOYFA_INSECURE_LOCAL="1", SLOYFA_TENANTS="x" * 41)


# Other versions, and no database at all.

READS = [
    ["plan", "--list"], ["deliveries"], ["digest", "x", "--reader", "y"], ["why", "x"], ["overlay", "versions", "x"],
    ["municipality"], ["check"], ["import", str(nordvik()), "--dry-run"],
    ["plan", str(nordvik() / "rektorgruppa.toml"), "--dry-run"],
]  # fmt: skip
WRITES = [
    ["plan", str(nordvik() / "rektorgruppa.toml")], ["quiet", "nordvik", "17:00-07:00"], ["network", "n", "nordvik"],
    ["municipality", str(nordvik() / "kommune.toml")],
    ["deliveries", "--cancel", "x"], ["cancel", "x"], ["plan", "--end", "x"], ["overlay", "adopt", "nordvik", "1"],
]  # fmt: skip


@pytest.mark.parametrize("command", [*READS, *WRITES], ids=" ".join)
def test_no_command_makes_a_database_but_those_that_one_begins_with(
    bot: Callable[..., CommandResult], tmp_path: Path, command: list[str]
) -> None:
    done = bot(*command)
    assert not (tmp_path / "x.db").exists()
    if command[0] not in {"check", "import"}:
        assert (done.code, done.out) == (1, "")
        assert done.err.startswith(f"there is no database in {tmp_path / 'x.db'} yet; python -m bot migrate makes it")


@pytest.mark.parametrize("command", READS, ids=" ".join)
def test_a_file_that_is_only_read_keeps_its_bytes(
    bot: Callable[..., CommandResult], tmp_path: Path, url: str, command: list[str]
) -> None:
    """An empty file, and a file of an older version."""
    for prepare in (empty, older):
        prepare(url)
        before = (tmp_path / "x.db").read_bytes()
        bot(*command)
        assert (tmp_path / "x.db").read_bytes() == before


def empty(url: str) -> None:
    Path(url.removeprefix("sqlite+aiosqlite:///")).write_bytes(b"")


def older(url: str) -> None:
    Path(url.removeprefix("sqlite+aiosqlite:///")).write_bytes(old_file())


@cache
def old_file() -> bytes:
    """The bytes of a database of an older version, without rows."""

    async def make(file: Path) -> None:
        async with Database(f"sqlite+aiosqlite:///{file}") as db:
            await db.write(to_old)

    with TemporaryDirectory() as folder:
        asyncio.run(make(Path(folder) / "old.db"))
        return (Path(folder) / "old.db").read_bytes()


async def called(c: AsyncConnection, *, version: str) -> None:
    await c.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})


async def to_old(c: AsyncConnection) -> None:
    await c.run_sync(partial(upgrade, to=OLD))


@pytest.mark.parametrize("command", [*READS, *WRITES, ["import", str(nordvik())]], ids=" ".join)
def test_an_older_database_is_migrated_by_nobody_who_was_not_asked_to(
    bot: Callable[..., CommandResult], url: str, command: list[str]
) -> None:
    older(url)
    done = bot(*command)
    assert "is of an older version (0005) than this program" in done.out + done.err
    assert "python -m bot migrate brings it up to date" in done.out + done.err
    migrated = bot("migrate")
    assert migrated.lines[0].startswith("the database was migrated from version 0005 to ")
    assert bot("migrate").lines == ["the database is up to date"]


def test_import_makes_a_database_where_there_is_none_and_says_so(
    bot: Callable[..., CommandResult], tmp_path: Path
) -> None:
    trial = bot("import", str(nordvik()), "--dry-run")
    assert any(line.startswith("added ") for line in trial.lines)
    assert not (tmp_path / "x.db").exists()
    done = bot("import", str(nordvik()))
    assert done.err.startswith("the database was made, as version ")
    assert [*done.lines, "nothing of this was done (--dry-run)"] == trial.lines
    assert lines_about(bot("check"), "database") == ["database: ok"]


async def test_a_database_of_another_version_is_refused_on_postgresql_too(database_url: str) -> None:
    async def work(_db: Database) -> None:
        pytest.fail("it was let at a database of another version")

    for version, says in ((None, "is empty|no database in"), (OLD, "older version"), ("v9999", "newer")):
        async with Database(database_url) as db:
            if version:
                await db.write(to_old)
                await db.write(partial(called, version=version))
        with pytest.raises(NotReady, match=says):
            await on_database(database_url, work)


def test_check_knows_a_database_of_a_newer_program(bot: Callable[..., CommandResult], url: str) -> None:
    async def grow() -> None:
        async with Database(url) as db:
            await migrate(db)
            await db.write(lambda c: c.execute(text("UPDATE alembic_version SET version_num = 'v9999'")))

    asyncio.run(grow())
    done = bot("check")
    [line] = lines_about(done, "database")
    assert done.code == 1
    assert "newer" in line
    assert "use the newer program" in line
    assert "serve" not in line


async def test_a_server_that_takes_the_call_and_says_nothing_is_not_waited_for_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in EXAMPLES:
        monkeypatch.delenv(name, raising=False)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("SLOYFA_DATABASE_URL", f"postgresql+asyncpg://u:p@127.0.0.1:{silent.getsockname()[1]}/x")
        lines = await check(actor=OPERATOR, now=MONDAY, patience=0.2)
    [database] = [line for line in lines if line.what == "database"]
    assert database.says == "SLOYFA_DATABASE_URL cannot be reached: no answer within 0.2 seconds"
    assert database.wrong
