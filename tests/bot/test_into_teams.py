"""bot/INTO_TEAMS.md: quoted sentences are the bot's own, named tests exist, and the steps can be taken."""

import logging
import re
import textwrap
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.rehearsal.cast import APP, TENANT
from bot.rehearsal.faults import answer, disabled
from bot.rehearsal.ledger import Call
from bot.rehearsal.teams import StandInTeams
from bot.reports import checks
from bot.reports.deliveries import tell_deliveries
from bot.reports.progress import progress_lines
from bot.settings import read_settings
from content.commands import all_commands
from content.language import Language
from content.vocabulary.conversing import NotImported, Welcome
from content.wording import words
from storage.outbox_reports import FAILED
from tests.bot.commands import Commands
from tests.bot.endpoint.world import build
from tests.nordvik import MONDAY, OPERATOR, at, open_house, series

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "bot" / "INTO_TEAMS.md").read_text(encoding="utf-8")
NOBODY_THERE = "http://127.0.0.1:9/tenant"
OTHER = "33333333-aaaa-bbbb-cccc-222222222222"


def section(heading: str) -> list[list[str]]:
    """The rows of the table under a heading, cell by cell, without the table's head."""
    part = GUIDE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [re.split(r"\s*\|\s*", line.strip("| ")) for line in part.splitlines() if line.startswith("|")]
    return rows[2:]


def quoted() -> dict[str, re.Pattern[str]]:
    """Each sentence of the bot quoted in the table of faults, as a pattern."""
    said = [one for row in section("When it is wrong") for one in re.findall(r"`([^`]+)`", row[1])]
    sentences = [one for one in said if " " in one and not one.startswith("deliveries")]
    return {one: re.compile(".+".join(map(re.escape, one.split("…")))) for one in sentences}


async def test_what_the_guide_says_the_bot_says_is_what_it_says(
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
) -> None:
    with caplog.at_level(logging.INFO, "bot.entry.teams"):
        await strange_requests()
    lines = [record.getMessage() for record in caplog.records]
    lines += [line async for line in at_the_login()]
    lines += [line async for line in of_the_outbox(tmp_path)]
    lines.append(f"warning: tenant {TENANT} is not let in; add it to SLOYFA_TENANTS")  # tests/bot/test_checking.py
    assert [one for one, pattern in quoted().items() if not any(map(pattern.search, lines))] == []


async def strange_requests() -> None:
    """Requests for another bot, without a token, too old, of another tenant; and one while no key can be fetched."""
    key = rsa.generate_private_key(65537, 2048)
    async with AsyncExitStack() as stack:
        world = await build(stack, key)
        tokens = [world.token(aud=OTHER), world.token(exp=1_700_000_000)]
        answers = [await world.status(world.message(), f"Bearer {token}") for token in tokens]
        answers.append(await world.status(world.message(), None))
        answers.append(await world.status(world.message(channelData={"tenant": {"id": "elsewhere"}})))
        assert answers == [401, 401, 401, 403]
        async with world.session.get(world.bot_url) as seen_from_outside:
            assert f"# {seen_from_outside.status} {seen_from_outside.reason}: the bot is there" in GUIDE
        shut_off = await build(stack, key)
        shut_off.teams.broken = True
        assert await shut_off.status(shut_off.message()) == 401


async def at_the_login() -> AsyncIterator[str]:
    """Lines of `check` for each of the login's refusals, and for a login that cannot be reached."""
    async with StandInTeams(app_id=APP, tenant=TENANT, now=lambda: MONDAY) as teams:
        teams.faults.next(answer(401, {"error": "invalid_client"}), call=Call.TOKEN)
        teams.faults.next(answer(400, {"error": "unauthorized_client"}), call=Call.TOKEN)
        for authority in (teams.login_authority, teams.login_authority, NOBODY_THERE):
            yield await login_line(teams, authority)
        teams.faults.next(answer(400, {"error": "invalid_tenant"}), call=Call.DISCOVERY)
        yield await login_line(teams, teams.login_authority)


async def login_line(teams: StandInTeams, authority: str) -> str:
    given = {"MicrosoftAppId": APP, "MicrosoftAppPassword": teams.app_password, "MicrosoftAppTenantId": TENANT}
    [line] = await checks._login(read_settings(**given, SLOYFA_LOGIN_AUTHORITY=authority), MONDAY)
    return str(line)


async def of_the_outbox(folder: Path) -> AsyncIterator[str]:
    """Lines of `deliveries` on a question that Teams lets through to nobody."""
    async with open_house(f"sqlite+aiosqlite:///{folder / 'x.db'}") as house:
        db, opens = house.stage.app.db, at(11, 24)
        await house.stage.plan(series(folder, "uka", "rektorgruppa"))
        with capture_logs() as logged:
            await house.install("tor", "siv")
            await house.cast["tor"].say("hjelp")
        assert set(re.findall(r'"action": "(\w+)"', GUIDE)) == {entry["action"] for entry in logged}
        for name, fault in (("siv", disabled()), ("tor", answer(401))):
            conversation = house.cast[name].conversation.id
            house.teams.faults.next(fault, call=Call.SEND, conversation=conversation, times=9)
        await house.to(opens)
        found: list[str] = []
        told = partial(progress_lines, db, actor=OPERATOR, tenants=[TENANT], per_second=50)
        found += await told(now=opens)
        await house.to(opens + timedelta(minutes=5))
        await tell_deliveries(db, FAILED, found.append, actor=OPERATOR)
        await db.write(lambda c: c.execute(text("DELETE FROM copies")))
        found += await told(now=opens)
    for line in found:
        yield line


def test_what_people_are_said_to_see_are_the_bots_words_too() -> None:
    assert f"«{words(Welcome, Language.NB)['heading']}»" in GUIDE
    [begun] = re.findall(r"«([^»…]+) …» in the chat", GUIDE)
    assert words(NotImported, Language.NB)["text"].startswith(begun)
    names = {name for command in all_commands() for name in command.words[Language.NB].names}
    assert {"hjelp", "hva vet du om meg"} <= names


def test_each_of_microsofts_rules_has_a_test_or_somebody_who_looks() -> None:
    rows = section("Microsoft's rules for the store")
    assert len(rows) > 20
    for rule, held in rows:
        tests = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", held)
        assert tests or held.startswith("look, "), rule
        for file, name in tests:
            assert re.search(rf"^(async )?def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), name


def test_the_guides_links_lead_somewhere() -> None:
    linked = [link.partition("#") for link in re.findall(r"\]\(([^)h][^)]*)\)", GUIDE)]
    assert len(linked) > 3
    for file, _, anchor in linked:
        text = (ROOT / "bot" / file).read_text(encoding="utf-8") if file else GUIDE
        titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
        assert anchor in {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}, anchor


def test_the_first_question_of_the_guide_can_be_planned(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    [written] = re.findall(r"```toml\n(.+?)```", GUIDE, re.DOTALL)
    [people] = re.findall(r"```csv\n(.+?)```", GUIDE, re.DOTALL)
    Path("forste.toml").write_text(textwrap.dedent(written).replace("2026-12", "2199-12"), encoding="utf-8")
    files = {
        "units.csv": "id,kind,name,parent,language,stages\nnordvik,municipality,Nordvik kommune,,nb,\n",
        "groups.csv": "id,unit,kind,name\nprove,nordvik,workgroup,Prøvegruppa\n",
        "people.csv": textwrap.dedent(people),
    }
    for name, content in files.items():
        Path(name).write_text(content, encoding="utf-8")
    bot = Commands(monkeypatch, capsys)
    settings = {"SLOYFA_DATABASE_URL": "sqlite+aiosqlite:///x.db", "MicrosoftAppTenantId": TENANT}
    assert bot("import", ".", **settings).code == 0
    planned = bot("plan", "forste.toml", **settings)
    assert planned.code == 0, planned.err
    assert "kl. 10.30" in planned.lines[0], planned.lines
    assert bot("cancel", "forste.prove.2199-12-01", **settings).code == 0


def test_the_guides_settings_make_a_package(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = dict(re.findall(r'^export (SLOYFA_\w+)="?([^"\s#]+(?: [^"\s#]+)*)"?', GUIDE, re.MULTILINE))
    [given] = re.findall(r"-m bot package (--.+)", GUIDE)
    done = Commands(monkeypatch, capsys)("package", *given.split(), **settings, MicrosoftAppId=OTHER)
    assert (done.code, done.lines[0]) == (0, "sloyfa.zip: written (Sløyfa 1.0.0)"), done.err
