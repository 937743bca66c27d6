"""The bot's login with a certificate, or as a managed identity in Azure; over real sockets."""

import base64
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import jwt
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from bot.app import App
from bot.entry.teams.certificate import SETTING, Certificate, read_certificate
from bot.entry.teams.credentials import ManagedIdentity, NoToken, Registration, by_certificate
from bot.entry.teams.tokens import AHEAD_SECONDS, BotToken
from bot.errors import WrongSetting
from bot.ports import Meaning, Outcome
from bot.rehearsal.cast import APP, TENANT
from bot.rehearsal.clients import inputs_on
from bot.rehearsal.house import environment
from bot.rehearsal.ledger import Call
from bot.rehearsal.stage import Stage
from bot.rehearsal.teams import StandInTeams
from bot.reports.checks import Checked, check
from bot.settings import EXAMPLES, read_settings
from dialogs.model import DeliveryKind, DeliveryState
from tests.bot.certificates import certificate, certificate_file, key_pem, rsa_key
from tests.nordvik import OPERATOR, at, open_house

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
YEAR = timedelta(days=365)
HEADER = "what Azure told the app"


# The file.


def good() -> str:
    return certificate(rsa_key(), begins=NOW - YEAR, ends=NOW + YEAR)


@pytest.mark.parametrize("order", ["key first", "certificate first", "with those that vouch for it"])
def test_a_certificate_and_its_key_are_read_in_whatever_order(tmp_path: Path, order: str) -> None:
    other = certificate(rsa_key(2), begins=NOW - YEAR, ends=NOW + timedelta(days=3))
    texts = {
        "key first": key_pem(rsa_key()) + good(),
        "certificate first": "Bag Attributes\n" + good() + "Key Attributes\n" + key_pem(rsa_key()),
        "with those that vouch for it": other + good() + key_pem(rsa_key()),
    }
    path = tmp_path / "bot.pem"
    path.write_text(texts[order])
    found = read_certificate(path, now=NOW)
    assert (found.key.public_key(), found.ends) == (rsa_key().public_key(), NOW + YEAR)


WRONG = {
    "is empty": ("", "no private key"),
    "is rubbish": ("-----BEGIN PRIVATE KEY-----\nrubbish\n-----END PRIVATE KEY-----\n", "no private key"),
    "holds no key": (good(), "no private key"),
    "holds no certificate": (key_pem(rsa_key()), "no certificate"),
    "holds another's certificate": (key_pem(rsa_key(2)) + good(), "belongs to"),
    "has an encrypted key": (key_pem(rsa_key(), password="hemmelig") + good(), "encrypted"),
    "has a key of another kind": (
        key_pem(ec.generate_private_key(ec.SECP256R1())) + good(),
        "another kind than RSA",
    ),
    "has run out": (key_pem(rsa_key()) + certificate(rsa_key(), begins=NOW - YEAR, ends=NOW), "ran out on 2026-11-24"),
    "is not good yet": (
        key_pem(rsa_key()) + certificate(rsa_key(), begins=NOW + timedelta(hours=1), ends=NOW + YEAR),
        "not good before 2026-11-24 10:00",
    ),
}


@pytest.mark.parametrize("why", WRONG)
def test_a_file_that_will_not_do_is_one_line_that_says_why(tmp_path: Path, why: str) -> None:
    text, says = WRONG[why]
    path = tmp_path / "bot.pem"
    path.write_text(text)
    with pytest.raises(WrongSetting) as wrong:
        read_certificate(path, now=NOW)
    [line] = str(wrong.value).splitlines()
    assert line.startswith(f"{SETTING}: {path} ")
    assert says in line
    assert EXAMPLES[SETTING] in line


@pytest.mark.parametrize("name", ["missing.pem", ""])
def test_a_file_that_is_not_there_is_one_line_too(tmp_path: Path, name: str) -> None:
    with pytest.raises(WrongSetting, match=rf"{SETTING}: .* cannot be read \((No such file|Is a directory)"):
        read_certificate(tmp_path / name, now=NOW)


# Lines of `check`.


def serves_with(path: Path) -> dict[str, str]:
    nobody = "http://127.0.0.1:9/tenant"
    return {
        "MicrosoftAppId": APP,
        "MicrosoftAppTenantId": TENANT,
        "SLOYFA_LOGIN_AUTHORITY": nobody,
        SETTING: str(path),
    }


async def settings_lines(
    monkeypatch: pytest.MonkeyPatch, given: Mapping[str, str], *, now: datetime = NOW
) -> list[Checked]:
    """The lines of `check` about the settings."""
    for name in EXAMPLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return [line for line in await check(actor=OPERATOR, now=now) if line.what == "settings"]


@pytest.mark.parametrize(
    ("days", "says"), [(31, "ok"), (30, "warning: SLOYFA_CERTIFICATE_FILE: {path} runs out on 2026-12-24; ")]
)
async def test_a_certificate_that_runs_out_within_thirty_days_is_a_warning(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, days: int, says: str
) -> None:
    path, _ = certificate_file(tmp_path, now=NOW, lasts=timedelta(days=days))
    [line] = await settings_lines(monkeypatch, serves_with(path))
    assert line.says.startswith(says.format(path=path))
    assert not line.wrong


async def test_a_certificate_that_has_run_out_fails_the_check(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path, _ = certificate_file(tmp_path, now=NOW)
    [line] = await settings_lines(monkeypatch, serves_with(path), now=NOW + YEAR)
    assert line.wrong
    assert "ran out" in line.says


async def test_a_bot_whose_certificate_cannot_be_used_does_not_start(tmp_path: Path) -> None:
    given = {**serves_with(tmp_path / "bot.pem"), "SLOYFA_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/x.db"}
    with pytest.raises(WrongSetting, match=SETTING):
        async with App(read_settings(**given), clock=lambda: NOW):
            pass


async def test_a_managed_identity_looks_at_no_certificate(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given = {
        "MicrosoftAppType": "UserAssignedMSI",
        "IDENTITY_HEADER": HEADER,
        "IDENTITY_ENDPOINT": "http://localhost/x",
    }
    [line] = await settings_lines(monkeypatch, {**serves_with(tmp_path / "missing.pem"), **given})
    assert line.says.startswith("warning: SLOYFA_CERTIFICATE_FILE is set, and not used")
    assert not line.wrong


# Login with a certificate.


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
async def teams() -> AsyncIterator[StandInTeams]:
    async with StandInTeams(app_id=APP, tenant=TENANT, now=lambda: NOW) as opened:
        yield opened


def registered(
    teams: StandInTeams, session: aiohttp.ClientSession, found: Certificate, *, now: datetime = NOW
) -> Registration:
    proof = by_certificate(found, app_id=APP, clock=lambda: now)
    return Registration(session, app_id=APP, proof=proof, authority=teams.login_authority)


async def test_a_certificate_gets_a_token_again_and_again(
    teams: StandInTeams, session: aiohttp.ClientSession, tmp_path: Path
) -> None:
    path, teams.login.certificate = certificate_file(tmp_path, now=NOW)
    registration = registered(teams, session, read_certificate(path, now=NOW))
    issued = [await registration.ask() for _ in range(2)]
    assert [(teams.login.admits(one.token), one.lasts) for one in issued] == [(True, 3600)] * 2
    assert len(teams.ledger.of(Call.DISCOVERY)) == 1


@pytest.mark.parametrize("late", [timedelta(minutes=10), -timedelta(minutes=1)])
async def test_an_assertion_is_good_for_minutes(
    teams: StandInTeams, session: aiohttp.ClientSession, tmp_path: Path, late: timedelta
) -> None:
    path, teams.login.certificate = certificate_file(tmp_path, now=NOW)
    registration = registered(teams, session, read_certificate(path, now=NOW), now=NOW - late)
    with pytest.raises(NoToken) as failure:
        await registration.ask()
    assert failure.value.outcome == Outcome(Meaning.UNAUTHORISED, reason="login: 401 invalid_client")


async def test_a_certificate_the_registration_does_not_hold_gets_nothing(
    teams: StandInTeams, session: aiohttp.ClientSession, tmp_path: Path
) -> None:
    path, _ = certificate_file(tmp_path, now=NOW)
    teams.login.certificate = certificate(rsa_key(2), begins=NOW - YEAR, ends=NOW + YEAR)
    with pytest.raises(NoToken, match="401 invalid_client"):
        await registered(teams, session, read_certificate(path, now=NOW)).ask()
    assert teams.login.fetches == 0


def test_an_assertion_is_as_the_login_service_wants_it(tmp_path: Path) -> None:
    path, public = certificate_file(tmp_path, now=NOW)
    audience = "https://login.example/token"
    assertion = read_certificate(path, now=NOW).assertion(app_id=APP, audience=audience, now=NOW)
    digest = x509.load_pem_x509_certificate(public.encode()).fingerprint(hashes.SHA256())
    thumbprint = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    assert jwt.get_unverified_header(assertion) == {"alg": "PS256", "typ": "JWT", "x5t#S256": thumbprint}
    claims = jwt.decode(assertion, options={"verify_signature": False})
    assert len(claims.pop("jti")) == 36
    seconds = int(NOW.timestamp())
    times = {"nbf": seconds, "iat": seconds, "exp": seconds + 300}
    assert claims == {"aud": audience, "iss": APP, "sub": APP, **times}


# Managed identity.


def identity(session: aiohttp.ClientSession, endpoint: str, *, header: str = HEADER) -> ManagedIdentity:
    return ManagedIdentity(session, app_id=APP, endpoint=endpoint, header=header, clock=lambda: NOW)


async def test_a_managed_identity_gets_a_token_where_it_runs(
    teams: StandInTeams, session: aiohttp.ClientSession
) -> None:
    teams.login.identity_header = HEADER
    issued = await identity(session, teams.identity_endpoint).ask()
    assert (teams.login.admits(issued.token), issued.lasts) == (True, 3600)


async def test_whoever_does_not_know_what_azure_told_the_app_gets_nothing(
    teams: StandInTeams, session: aiohttp.ClientSession
) -> None:
    teams.login.identity_header = HEADER
    with pytest.raises(NoToken) as failure:
        await identity(session, teams.identity_endpoint, header="a guess").ask()
    assert failure.value.outcome == Outcome(Meaning.UNAUTHORISED, reason="login: 403")


@dataclass
class Azure:
    """An identity endpoint with responses chosen by the test."""

    status: int = 200
    answer: Any = None
    location: str = ""
    asked: list[tuple[dict[str, str], str | None]] = field(default_factory=list)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/{rest:.*}", self.token)
        return app

    async def token(self, request: web.Request) -> web.Response:
        self.asked.append((dict(request.query), request.headers.get("X-IDENTITY-HEADER")))
        if self.location:
            raise web.HTTPFound(self.location)
        return web.json_response(self.answer, status=self.status)


ENDS = int(NOW.timestamp()) + 7200


@pytest.mark.parametrize(
    ("times", "lasts"),
    [
        ({"expires_on": str(ENDS)}, 7200),
        ({"expires_on": ENDS, "expires_in": "86400"}, 7200),
        ({"expires_in": "86400"}, 86400),
        ({"expires_on": "11/24/2026 11:00:00 AM +00:00", "expires_in": 60}, 60),
        ({"expires_on": str(int(NOW.timestamp()) - 5)}, 0),
        ({"expires_on": -5, "expires_in": [1]}, 0),
    ],
)
async def test_how_long_a_token_lasts_is_read_from_when_it_ends(
    session: aiohttp.ClientSession, times: dict[str, Any], lasts: float
) -> None:
    azure = Azure(answer={"access_token": "t1", **times})
    async with TestServer(azure.app()) as server:
        issued = await identity(session, str(server.make_url("/msi/token"))).ask()
    assert (issued.token, issued.lasts) == ("t1", lasts)
    query = {"resource": "https://api.botframework.com", "api-version": "2019-08-01", "client_id": APP}
    assert azure.asked == [(query, HEADER)]


@pytest.mark.parametrize(
    ("status", "answer", "outcome"),
    [
        (400, {"statusCode": 400, "message": "x"}, Outcome(Meaning.UNAUTHORISED, reason="login: 400")),
        (500, {"statusCode": 500, "message": "x"}, Outcome(Meaning.AGAIN, reason="login: 500")),
        (429, None, Outcome(Meaning.AGAIN, reason="login: 429")),
        (200, ["t1"], Outcome(Meaning.AGAIN, reason="login: no token in the answer")),
        (200, {"access_token": "t1"}, Outcome(Meaning.AGAIN, reason="login: the token ran out at once")),
    ],
)
async def test_a_managed_identity_without_a_token_gives_the_reason(
    session: aiohttp.ClientSession, status: int, answer: object, outcome: Outcome
) -> None:
    async with TestServer(Azure(status, answer).app()) as server:
        token = BotToken(identity(session, str(server.make_url("/msi/token"))))
        with pytest.raises(NoToken) as failure:
            await token.get()
    assert failure.value.outcome == outcome


async def test_a_redirect_of_the_identity_endpoint_is_not_followed(session: aiohttp.ClientSession) -> None:
    azure = Azure(location="/elsewhere")
    async with TestServer(azure.app()) as server:
        with pytest.raises(NoToken, match="302"):
            await identity(session, str(server.make_url("/msi/token"))).ask()
    assert len(azure.asked) == 1


async def test_an_identity_endpoint_nobody_answers_at_is_asked_again(session: aiohttp.ClientSession) -> None:
    token = BotToken(identity(session, f"http://127.0.0.1:{unused_port()}/msi/token"))
    with pytest.raises(NoToken) as failure:
        await token.get()
    assert failure.value.outcome == Outcome(Meaning.AGAIN, reason="login: ClientConnectorError")


async def test_a_managed_identitys_token_is_renewed_ahead_as_any_other(
    teams: StandInTeams, session: aiohttp.ClientSession
) -> None:
    teams.login.identity_header = HEADER
    seconds = [0.0]
    token = BotToken(identity(session, teams.identity_endpoint), monotonic=lambda: seconds[0])
    first = await token.get()
    seconds[0] = 3600 - AHEAD_SECONDS
    assert (await token.get()).token == first.token
    await teams.ledger.until(lambda: len(teams.ledger.of(Call.IDENTITY)) == 2)
    seconds[0] = 3600
    assert (await token.get()).token != first.token
    assert teams.login.fetches == 2


# From end to end.


@pytest.mark.parametrize("kind", ["certificate", "managed identity"])
async def test_a_bot_without_a_secret_gets_its_prompts_through(tmp_path: Path, kind: str) -> None:
    url, opens = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", at(11, 24)
    async with open_house(url) as house:
        await house.plan("rektorgruppa")
        await house.install("tor")
        path, public = certificate_file(tmp_path, now=opens)
        own = {
            "certificate": {SETTING: str(path)},
            "managed identity": {
                "MicrosoftAppType": "UserAssignedMSI",
                "IDENTITY_ENDPOINT": house.teams.identity_endpoint,
                "IDENTITY_HEADER": HEADER,
            },
        }[kind]
        house.teams.login.certificate, house.teams.login.identity_header = public, HEADER
        given = environment(house.teams, database_url=url)
        house.teams.login.revoke()
        before = len(house.teams.ledger.of(Call.TOKEN))
        async with Stage(read_settings(**{**given, "MicrosoftAppPassword": "", **own}), now=opens) as stage:
            house.stage.now = opens
            house.teams.bot_url = stage.url
            await stage.to(opens)
            [prompt] = await house.deliveries(DeliveryKind.PROMPT, "tor")
            assert (prompt.state, prompt.tries) == (DeliveryState.SENT, 1)
            assert inputs_on(house.cast["tor"].view(house.cast["tor"].chat[-1]))
            await house.cast["tor"].say("hjelp")
        asked = house.teams.ledger.of(Call.TOKEN)[before:]
        expected = {"certificate": 1, "managed identity": 0}[kind]
        assert [record.status for record in asked] == [200] * expected
        assert len(house.teams.ledger.of(Call.IDENTITY)) == 1 - expected
