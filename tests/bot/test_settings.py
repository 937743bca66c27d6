"""Settings: defaults, lists, and an error line for each wrong setting, with an example."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from bot.errors import WrongSetting
from bot.reports.checks import check
from bot.settings import (
    EXAMPLES,
    Settings,
    check_for_serving,
    is_loopback,
    read_settings,
    uncounted_proxies,
    unused_lines,
)
from storage.database import Database
from storage.migrations.running import migrate
from tests.nordvik import OPERATOR

APP = "11111111-2222-3333-4444-555555555555"
TENANT = "66666666-7777-8888-9999-000000000000"
SERVES = {"MicrosoftAppId": APP, "MicrosoftAppPassword": "b", "MicrosoftAppTenantId": TENANT}
CERTIFICATE = {"MicrosoftAppId": APP, "SLOYFA_CERTIFICATE_FILE": "bot.pem", "MicrosoftAppTenantId": TENANT}
IDENTITY = {
    "MicrosoftAppId": APP,
    "MicrosoftAppType": "UserAssignedMSI",
    "MicrosoftAppTenantId": TENANT,
    "IDENTITY_ENDPOINT": "http://169.254.129.2:8081/msi/token",
    "IDENTITY_HEADER": "c",
}
LOCAL = {"SLOYFA_INSECURE_LOCAL": "1", "SLOYFA_TENANTS": TENANT}
LOCAL_PAGES = {
    **LOCAL,
    "SLOYFA_PUBLIC_URL": "http://127.0.0.1:3978",
    "SLOYFA_OIDC_ISSUER": "http://127.0.0.1:3979/t/v2.0",
}

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    for name in EXAMPLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path_factory.mktemp("nowhere"))


def wrong(**given: str) -> list[str]:
    """The lines of the error."""
    with pytest.raises(WrongSetting) as caught:
        check_for_serving(read_settings(**given))
    return str(caught.value).splitlines()


def test_what_is_not_set_has_the_defaults_of_the_handbook() -> None:
    found = read_settings()
    assert found.database_url == "sqlite+aiosqlite:///var/sloyfa.db"
    assert (found.host, found.port, found.tick_seconds) == ("127.0.0.1", 3978, 15)
    assert (found.app_type, found.app_id, found.insecure_local) == ("SingleTenant", "", False)
    assert found.openid_metadata == "https://login.botframework.com/v1/.well-known/openidconfiguration"
    assert (found.service_hosts, found.tenants) == (frozenset(), frozenset())


def test_every_setting_is_read_from_the_environment_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "MicrosoftAppId": APP,
        "MicrosoftAppPassword": "the-secret",
        "MicrosoftAppType": "SingleTenant",
        "MicrosoftAppTenantId": TENANT,
        "SLOYFA_CERTIFICATE_FILE": "/etc/bot.pem",
        "IDENTITY_ENDPOINT": "http://localhost:42356/msi/token",
        "IDENTITY_HEADER": "what-azure-set",
        "SLOYFA_DATABASE_URL": "postgresql+asyncpg://a:b@127.0.0.1/c",
        "SLOYFA_TENANTS": TENANT,
        "SLOYFA_SERVICE_HOSTS": "smba.example:8443",
        "SLOYFA_FILE_HOSTS": "files.example",
        "SLOYFA_HOST": "0.0.0.0",  # noqa: S104 - with an app id it may listen everywhere
        "PORT": "8080",
        "SLOYFA_METRICS_HOST": "127.0.0.2",
        "SLOYFA_METRICS_PORT": "9999",
        "SLOYFA_TICK_SECONDS": "0.5",
        "SLOYFA_TENANT_PER_SECOND": "40",
        "SLOYFA_UNREACHED_SHARE": "35",
        "SLOYFA_OPENID_METADATA": "https://login.example/openid",
        "SLOYFA_LOGIN_AUTHORITY": "https://login.example/tenant",
        "SLOYFA_INSECURE_LOCAL": "0",
        "SLOYFA_PUBLIC_URL": "https://sloyfa.nordvik.example/",
        "SLOYFA_OIDC_ISSUER": "https://login.example/tenant/v2.0/",
        "SLOYFA_PROXIES": "1",
        "SLOYFA_ACCESSIBILITY_URL": "https://uustatus.no/nb/erklaringer/publisert/nordvik",
        "SLOYFA_LOCAL_WEBHOOKS": "1",
        "SLOYFA_DEVELOPER": "Nordvik kommune",
        "SLOYFA_WEBSITE_URL": "https://www.nordvik.example/sloyfa",
        "SLOYFA_PRIVACY_URL": "https://www.nordvik.example/personvern",
        "SLOYFA_TERMS_URL": "https://www.nordvik.example/vilkår",
    }
    assert given.keys() == EXAMPLES.keys()
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert read_settings() == Settings.model_validate(given)
    assert read_settings().model_dump() == {
        "app_id": APP,
        "app_password": "the-secret",
        "app_type": "SingleTenant",
        "app_tenant": TENANT,
        "certificate_file": "/etc/bot.pem",
        "identity_endpoint": "http://localhost:42356/msi/token",
        "identity_header": "what-azure-set",
        "database_url": "postgresql+asyncpg://a:b@127.0.0.1/c",
        "tenants_given": frozenset({TENANT}),
        "service_hosts": frozenset({"smba.example:8443"}),
        "file_hosts": frozenset({"files.example"}),
        "host": "0.0.0.0",  # noqa: S104
        "port": 8080,
        "metrics_host": "127.0.0.2",
        "metrics_port": 9999,
        "tick_seconds": 0.5,
        "tenant_per_second": 40,
        "unreached_share": 35,
        "openid_metadata": "https://login.example/openid",
        "login_authority_given": "https://login.example/tenant",
        "insecure_local": False,
        "public_url": "https://sloyfa.nordvik.example",
        "issuer_given": "https://login.example/tenant/v2.0",
        "proxies": 1,
        "accessibility_url": "https://uustatus.no/nb/erklaringer/publisert/nordvik",
        "local_webhooks": True,
        "developer": "Nordvik kommune",
        "website_url": "https://www.nordvik.example/sloyfa",
        "privacy_url": "https://www.nordvik.example/personvern",
        "terms_url": "https://www.nordvik.example/vilk%C3%A5r",
    }


def test_given_settings_replace_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "99")
    assert read_settings(SLOYFA_TENANTS="one").port == 3978


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "")
    monkeypatch.setenv("SLOYFA_DATABASE_URL", "")
    assert (read_settings().port, read_settings().database_url) == (3978, "sqlite+aiosqlite:///var/sloyfa.db")


@pytest.mark.parametrize("given", ["One,two", " one , TWO ,, ", "one,two,one"])
def test_lists_are_comma_separated_whatever_spaces_and_case(given: str) -> None:
    found = read_settings(SLOYFA_TENANTS=given, SLOYFA_SERVICE_HOSTS=given)
    assert found.tenants == found.service_hosts == {"one", "two"}


def test_without_a_list_the_apps_own_tenant_is_let_in() -> None:
    assert read_settings(MicrosoftAppTenantId=TENANT.upper()).tenants == {TENANT}
    assert read_settings(MicrosoftAppTenantId=TENANT, SLOYFA_TENANTS="other").tenants == {"other"}


def test_the_login_authority_is_the_tenants_own_unless_one_is_given() -> None:
    assert read_settings(MicrosoftAppTenantId=TENANT).login_authority == f"https://login.microsoftonline.com/{TENANT}"
    given = read_settings(MicrosoftAppTenantId=TENANT, SLOYFA_LOGIN_AUTHORITY="https://login.example/whole")
    assert given.login_authority == "https://login.example/whole"


WRONG = [
    ("MicrosoftAppType", "MultiTenant", "SingleTenant"),
    ("MicrosoftAppType", "singletenant", "UserAssignedMSI"),
    ("PORT", "eighty", "whole number"),
    ("PORT", "70000", "whole number"),
    ("SLOYFA_TICK_SECONDS", "often", "seconds"),
    ("SLOYFA_TICK_SECONDS", "0", "from 0.1"),
    ("SLOYFA_INSECURE_LOCAL", "perhaps", "1 or 0"),
    ("SLOYFA_DATABASE_URL", "sloyfa.db", "not the address of a database"),
    ("SLOYFA_DATABASE_URL", "postgresql://a:b@127.0.0.1/c", "postgresql+asyncpg://"),
    ("SLOYFA_DATABASE_URL", "postgresql+asyncpg://a:b@127.0.0.1:x/c", "not the address of a database"),
    ("SLOYFA_DATABASE_URL", "sqlite:///x.db", "sqlite+aiosqlite:///"),
    ("SLOYFA_DATABASE_URL", "sqlite+aiosqlite://", "file"),
    ("SLOYFA_DATABASE_URL", "sqlite+aiosqlite:///:memory:", "file"),
    ("SLOYFA_SERVICE_HOSTS", "https://smba.example/emea", "host:port"),
    ("SLOYFA_SERVICE_HOSTS", "smba.example, bad host", "bad host"),
    ("SLOYFA_OPENID_METADATA", "http://login.example/openid", "https://"),
    ("SLOYFA_OPENID_METADATA", "http://127.0.0.1.evil.example/openid", "https://"),
    ("SLOYFA_LOGIN_AUTHORITY", "http://localhost.evil.example/tenant", "https://"),
    ("SLOYFA_LOGIN_AUTHORITY", "login.example/tenant", "https://"),
    ("SLOYFA_LOGIN_AUTHORITY", "https://login.example/", "tenant's id"),
    ("PORT", "1_0", "whole number"),
    ("PORT", "-1", "whole number"),
    ("PORT", '"3978"', "quotation marks"),
    ("SLOYFA_TICK_SECONDS", "nan", "seconds"),
    ("SLOYFA_TICK_SECONDS", "1e3", "seconds"),
    ("SLOYFA_TENANT_PER_SECOND", "nan", "from 1 to 1000"),
    ("SLOYFA_TENANT_PER_SECOND", "0", "from 1 to 1000"),
    ("SLOYFA_UNREACHED_SHARE", "101", "from 0 to 100"),
    ("SLOYFA_UNREACHED_SHARE", "-1", "from 0 to 100"),
    ("SLOYFA_TENANTS", "x;y", "commas"),
    ("SLOYFA_TENANTS", f"{TENANT} {TENANT}", "commas"),
    ("SLOYFA_TENANTS", "nordvik.onmicrosoft.com", "domain"),
    ("SLOYFA_TENANTS", "nordvik", "not a tenant's id"),
    ("MicrosoftAppTenantId", "nordvik.kommune.example", "domain"),
    ("MicrosoftAppTenantId", "common", "not a tenant's id"),
    ("MicrosoftAppId", "the-app", "36 characters"),
    ("MicrosoftAppPassword", APP, "secret's id"),
    ("MicrosoftAppPassword", "'hemmelig'", "quotation marks"),
    ("SLOYFA_HOST", "127.0.0.1:80", "neither"),
    ("SLOYFA_HOST", "http://bot.example", "neither"),
    ("SLOYFA_METRICS_HOST", "*", "neither"),
    ("SLOYFA_METRICS_PORT", "3978", "PORT"),
    ("SLOYFA_SERVICE_HOSTS", "smba.example:70000", "host:port"),
    ("SLOYFA_SERVICE_HOSTS", "smba.example/emea", "host:port"),
    ("SLOYFA_SERVICE_HOSTS", "smba.example;smba2.example", "host:port"),
    ("SLOYFA_DATABASE_URL", "sqlite+aiosqlite://var/x.db", "three slashes"),
    ("SLOYFA_DATABASE_URL", "sqlite+aiosqlite:///x.db?mode=ro", "timeout=SECONDS"),
    ("SLOYFA_DATABASE_URL", "sqlite+aiosqlite:///x.db?timeout=-1", "timeout=SECONDS"),
    ("SLOYFA_DATABASE_URL", "postgresql+asyncpg://a:b@127.0.0.1/c?sslmode=require", "ssl=require"),
    ("SLOYFA_DATABASE_URL", "postgresql+asyncpg://a:b@127.0.0.1", "name a database"),
    ("SLOYFA_DEVELOPER", "Samarbeidet om skule i heile fylket", "at most 32"),
    ("SLOYFA_PUBLIC_URL", "http://sloyfa.nordvik.example", "https://"),
    ("SLOYFA_PUBLIC_URL", "https://nordvik.example/sloyfa", "without a path"),
    ("SLOYFA_PUBLIC_URL", "https://guro@nordvik.example", "without a path"),
    ("SLOYFA_OIDC_ISSUER", "http://login.example/tenant/v2.0", "https://"),
    ("SLOYFA_OIDC_ISSUER", "https://login.example/tenant/v2.0?p=policy", "a query"),
    ("SLOYFA_PROXIES", "-1", "number of proxies"),
    ("SLOYFA_WEBSITE_URL", "www.nordvik.example", "not the address of a page"),
    ("SLOYFA_WEBSITE_URL", "https://intranett/sloyfa", "on the internet"),
    ("SLOYFA_PRIVACY_URL", "http://www.nordvik.example/personvern", "https://"),
    ("SLOYFA_ACCESSIBILITY_URL", "http://uustatus.no/x", "https://"),
    ("SLOYFA_TERMS_URL", "https://10.0.0.1/vilkar", "on the internet"),
    ("SLOYFA_TERMS_URL", "https://a:b@www.nordvik.example/vilkar", "user"),
    ("SLOYFA_TERMS_URL", "https://www.nordvik.example/for ansatte", "blank"),
]


def test_people_sign_in_at_the_tenants_issuer_or_where_there_are_several_at_that_of_all() -> None:
    entra = "https://login.microsoftonline.com"
    assert read_settings(**SERVES).issuer == f"{entra}/{TENANT}/v2.0"
    several = f"{TENANT},00000000-1b1b-4c2c-8d3d-4e4e4e4e4e4e"
    assert read_settings(**SERVES, SLOYFA_TENANTS=several).issuer == f"{entra}/organizations/v2.0"


@pytest.mark.parametrize(("name", "value", "says"), WRONG)
def test_a_wrong_setting_is_one_line_that_names_it_and_shows_an_example(name: str, value: str, says: str) -> None:
    [line] = wrong(**{**SERVES, name: value})
    assert line.startswith(f"{name} ")
    assert says in line
    assert f"for example {EXAMPLES[name]}" in line


@pytest.mark.parametrize("name", ["SLOYFA_OPENID_METADATA", "SLOYFA_LOGIN_AUTHORITY", "SLOYFA_OIDC_ISSUER"])
@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "[::1]:8080"])
def test_plain_http_is_for_loopback(name: str, host: str) -> None:
    check_for_serving(read_settings(**SERVES, **{name: f"http://{host}/x"}))


def test_several_wrong_settings_are_a_line_each() -> None:
    assert [line.split()[0] for line in wrong(PORT="x", SLOYFA_TICK_SECONDS="y")] == ["PORT", "SLOYFA_TICK_SECONDS"]


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({}, "MicrosoftAppId"),
        ({"SLOYFA_TENANTS": TENANT}, "MicrosoftAppId"),
        ({"MicrosoftAppId": "  ", "SLOYFA_TENANTS": TENANT}, "MicrosoftAppId"),
        ({**LOCAL, "SLOYFA_INSECURE_LOCAL": "0"}, "MicrosoftAppId"),
        ({**LOCAL, "SLOYFA_HOST": "0.0.0.0"}, "SLOYFA_HOST"),  # noqa: S104 - refused
        ({**LOCAL, "SLOYFA_HOST": "bot.example"}, "SLOYFA_HOST"),
        ({"SLOYFA_INSECURE_LOCAL": "1"}, "SLOYFA_TENANTS"),
        ({**SERVES, "MicrosoftAppPassword": ""}, "MicrosoftAppPassword"),
        ({**SERVES, "MicrosoftAppTenantId": ""}, "MicrosoftAppTenantId"),
        ({**CERTIFICATE, "SLOYFA_CERTIFICATE_FILE": ""}, "MicrosoftAppPassword"),
        ({**CERTIFICATE, "MicrosoftAppTenantId": ""}, "MicrosoftAppTenantId"),
        ({**IDENTITY, "IDENTITY_ENDPOINT": ""}, "IDENTITY_ENDPOINT"),
        ({**IDENTITY, "IDENTITY_HEADER": " "}, "IDENTITY_HEADER"),
        ({**IDENTITY, "IDENTITY_ENDPOINT": "", "IDENTITY_HEADER": ""}, "IDENTITY_ENDPOINT"),
        ({**IDENTITY, "MicrosoftAppTenantId": ""}, "SLOYFA_TENANTS"),
        ({**IDENTITY, "SLOYFA_PUBLIC_URL": "https://sloyfa.nordvik.example"}, "MicrosoftAppType"),
        ({**LOCAL, "SLOYFA_PUBLIC_URL": "http://127.0.0.1:3978"}, "MicrosoftAppId"),
        ({**LOCAL_PAGES, "SLOYFA_PUBLIC_URL": "https://sloyfa.nordvik.example"}, "SLOYFA_PUBLIC_URL"),
    ],
)
def test_what_serving_lacks_is_one_line_that_names_it(given: dict[str, str], names: str) -> None:
    [line] = wrong(**given)
    assert line.startswith(f"{names} ")
    assert EXAMPLES[names] in line


@pytest.mark.parametrize(
    "given",
    [
        *(SERVES, CERTIFICATE, IDENTITY),
        {**IDENTITY, "MicrosoftAppTenantId": "", "SLOYFA_TENANTS": TENANT},
        {**IDENTITY, "IDENTITY_ENDPOINT": "http://localhost:42356/msi/token"},
        {**IDENTITY, "IDENTITY_ENDPOINT": "http://[fe80::1]:80/msi/token"},
        {**IDENTITY, "IDENTITY_ENDPOINT": "https://identity.example/msi/token"},
        {**SERVES, "IDENTITY_ENDPOINT": "http://172.16.0.2/msi/token"},
        LOCAL,
        {**SERVES, "SLOYFA_PUBLIC_URL": "https://sloyfa.nordvik.example"},
        LOCAL_PAGES,
        {**LOCAL, "SLOYFA_HOST": "::1"},
        {**LOCAL, "SLOYFA_HOST": "localhost"},
    ],
)
def test_complete_settings_are_enough_to_serve(given: dict[str, str]) -> None:
    check_for_serving(read_settings(**given))


@pytest.mark.parametrize(
    "endpoint", ["http://identity.example/", "http://10.0.0.1/", "http://169.254.1.1.example/", "x", "ftp://127.0.0.1/"]
)
def test_what_azure_set_goes_to_this_machine_or_over_https(endpoint: str) -> None:
    [line] = wrong(**{**IDENTITY, "IDENTITY_ENDPOINT": endpoint})
    assert line.startswith("IDENTITY_ENDPOINT ")
    assert "https://" in line


def test_an_app_id_keeps_authentication_on_though_insecure_is_said() -> None:
    found = read_settings(**SERVES, SLOYFA_INSECURE_LOCAL="1", SLOYFA_HOST="0.0.0.0")  # noqa: S104 - it has an app id
    assert found.app_id == APP


@pytest.mark.parametrize(("host", "loopback"), [("127.9.9.9", True), ("::1", True), ("10.0.0.1", False), ("x", False)])
def test_loopback_is_this_machine_alone(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


def test_secrets_are_not_shown() -> None:
    found = read_settings(**SERVES, SLOYFA_DATABASE_URL="postgresql+asyncpg://u:hemmelig@127.0.0.1/c")
    assert "hemmelig" not in repr(found)
    assert "'b'" not in repr(found)
    assert "hemmelig" not in repr(read_settings(**{**IDENTITY, "IDENTITY_HEADER": "hemmelig"}))
    [line] = wrong(MicrosoftAppPassword="hemmelig", MicrosoftAppId=APP)
    assert "hemmelig" not in line
    [line] = wrong(**SERVES, SLOYFA_DATABASE_URL="mysql://u:hemmelig@127.0.0.1/c")
    assert "hemmelig" not in line


async def test_the_check_has_a_line_for_settings_database_sending_and_catalogue(
    monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    nobody = "http://127.0.0.1:9/tenant"
    for name, value in {**SERVES, "SLOYFA_DATABASE_URL": database_url, "SLOYFA_LOGIN_AUTHORITY": nobody}.items():
        monkeypatch.setenv(name, value)
    async with Database(database_url) as db:
        await db.write(lambda c: c.execute(text("CREATE TABLE something (id INTEGER)")))
        settings, _login, database, *_ = await check(actor=OPERATOR, now=NOW)
        assert str(settings) == "settings: ok"
        assert str(database).startswith("database: warning: it is empty; python -m bot migrate makes it")
        await migrate(db)
        settings, _login, database, sending, catalogue = await check(actor=OPERATOR, now=NOW)
    assert [str(line) for line in (settings, database, sending)] == ["settings: ok", "database: ok", "sending: ok"]
    assert re.fullmatch(r"catalogue: ok \(\d+ prompts, 6 areas, \d+ law cards, .* cues\)", str(catalogue))
    assert not any(line.wrong for line in (settings, database, sending, catalogue))


@pytest.mark.parametrize(
    ("given", "unused"),
    [
        ({**SERVES, "SLOYFA_CERTIFICATE_FILE": "bot.pem"}, "MicrosoftAppPassword"),
        ({**IDENTITY, "MicrosoftAppPassword": "b"}, "MicrosoftAppPassword"),
        ({**IDENTITY, "SLOYFA_CERTIFICATE_FILE": "bot.pem"}, "SLOYFA_CERTIFICATE_FILE"),
        ({**SERVES, "SLOYFA_INSECURE_LOCAL": "1"}, "SLOYFA_INSECURE_LOCAL"),
        ({**SERVES, "SLOYFA_OIDC_ISSUER": "https://login.example/tenant/v2.0"}, "SLOYFA_OIDC_ISSUER"),
    ],
)
def test_what_is_set_and_not_used_is_named(given: dict[str, str], unused: str) -> None:
    [line] = unused_lines(read_settings(**given))
    assert line.startswith(f"{unused} is set, and not used")


def test_an_address_over_https_has_a_proxy_in_front_which_is_to_be_counted() -> None:
    given = {**SERVES, "SLOYFA_PUBLIC_URL": "https://sloyfa.nordvik.example"}
    [line] = uncounted_proxies(read_settings(**given))
    assert line.startswith("SLOYFA_PROXIES is 0")
    assert uncounted_proxies(read_settings(**given, SLOYFA_PROXIES="1")) == ()
    assert uncounted_proxies(read_settings(**LOCAL_PAGES)) == ()


def test_complete_settings_leave_nothing_unused() -> None:
    assert [unused_lines(read_settings(**given)) for given in (SERVES, CERTIFICATE, IDENTITY, LOCAL)] == [()] * 4


async def test_what_is_not_set_is_a_warning() -> None:
    settings, database, _ = await check(actor=OPERATOR, now=NOW)
    assert (settings.wrong, database.wrong) == (False, False)
    assert settings.says.startswith("warning: MicrosoftAppId is missing")
    assert database.says.startswith("warning: there is none yet in var/sloyfa.db")


async def test_what_is_set_wrongly_fails_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "x")
    monkeypatch.setenv("SLOYFA_TICK_SECONDS", "x")
    assert [(line.what, line.wrong) for line in await check(actor=OPERATOR, now=NOW)] == [
        ("settings", True),
        ("settings", True),
        ("database", False),
        ("catalogue", False),
    ]


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"])
async def test_certificates_that_cannot_be_read_fail_the_check(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "/no/such/bundle.pem")
    settings = (await check(actor=OPERATOR, now=NOW))[0]
    assert settings.wrong
    assert settings.says.startswith(f"{name}: ")
    assert "e.g. /etc/ssl/certs/ca-certificates.crt" in settings.says


async def test_a_database_that_cannot_be_reached_fails_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLOYFA_DATABASE_URL", "postgresql+asyncpg://u:hemmelig@127.0.0.1:1/c")
    database = (await check(actor=OPERATOR, now=NOW))[1]
    assert database.wrong
    assert database.says.startswith("SLOYFA_DATABASE_URL cannot be reached")
    assert "hemmelig" not in database.says
