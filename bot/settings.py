"""The settings, read once from the environment; each wrong setting is reported in a line with an example."""

from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from bot import setting_values as values
from bot.entry.openid.connections import on_loopback, private_or_link_local
from bot.entry.teams import certificate
from bot.errors import WrongSetting
from content.cleaning import without_invisible
from dialogs.sharing.reaching import SHARE

TEAMS_OPENID_METADATA = "https://login.botframework.com/v1/.well-known/openidconfiguration"
LOCAL_CLIENT = "sloyfa-on-this-machine"
"""What an issuer on loopback knows a bot without an app id by."""

_LOGIN = "https://login.microsoftonline.com"

EXAMPLES: Mapping[str, str] = {
    "MicrosoftAppId": "MicrosoftAppId=11111111-2222-3333-4444-555555555555",
    "MicrosoftAppPassword": "MicrosoftAppPassword=the-secret-of-the-app-registration",
    "MicrosoftAppType": "MicrosoftAppType=SingleTenant",
    certificate.SETTING: certificate.EXAMPLE,
    "IDENTITY_ENDPOINT": "IDENTITY_ENDPOINT=http://169.254.129.2:8081/msi/token",
    "IDENTITY_HEADER": "IDENTITY_HEADER=what-azure-has-set",
    "MicrosoftAppTenantId": "MicrosoftAppTenantId=66666666-7777-8888-9999-000000000000",
    "SLOYFA_DATABASE_URL": "SLOYFA_DATABASE_URL=postgresql+asyncpg://sloyfa:secret@127.0.0.1/sloyfa",
    "SLOYFA_TENANTS": "SLOYFA_TENANTS=66666666-7777-8888-9999-000000000000",
    "SLOYFA_SERVICE_HOSTS": "SLOYFA_SERVICE_HOSTS=smba.trafficmanager.net",
    "SLOYFA_FILE_HOSTS": "SLOYFA_FILE_HOSTS=nordvik-my.sharepoint.com",
    "SLOYFA_HOST": "SLOYFA_HOST=127.0.0.1",
    "PORT": "PORT=3978",
    "SLOYFA_METRICS_HOST": "SLOYFA_METRICS_HOST=127.0.0.1",
    "SLOYFA_METRICS_PORT": "SLOYFA_METRICS_PORT=9464",
    "SLOYFA_TICK_SECONDS": "SLOYFA_TICK_SECONDS=15",
    "SLOYFA_TENANT_PER_SECOND": "SLOYFA_TENANT_PER_SECOND=50",
    "SLOYFA_UNREACHED_SHARE": "SLOYFA_UNREACHED_SHARE=20",
    "SLOYFA_OPENID_METADATA": f"SLOYFA_OPENID_METADATA={TEAMS_OPENID_METADATA}",
    "SLOYFA_LOGIN_AUTHORITY": f"SLOYFA_LOGIN_AUTHORITY={_LOGIN}/66666666-7777-8888-9999-000000000000",
    "SLOYFA_INSECURE_LOCAL": "SLOYFA_INSECURE_LOCAL=1",
    "SLOYFA_PUBLIC_URL": "SLOYFA_PUBLIC_URL=https://sloyfa.nordvik.example",
    "SLOYFA_OIDC_ISSUER": f"SLOYFA_OIDC_ISSUER={_LOGIN}/66666666-7777-8888-9999-000000000000/v2.0",
    "SLOYFA_PROXIES": "SLOYFA_PROXIES=1",
    "SLOYFA_ACCESSIBILITY_URL": "SLOYFA_ACCESSIBILITY_URL=https://uustatus.no/nb/erklaringer/publisert/nordvik",
    "SLOYFA_LOCAL_WEBHOOKS": "SLOYFA_LOCAL_WEBHOOKS=1",
    "SLOYFA_DEVELOPER": "SLOYFA_DEVELOPER=Nordvik",
    "SLOYFA_WEBSITE_URL": "SLOYFA_WEBSITE_URL=https://www.nordvik.example/sloyfa",
    "SLOYFA_PRIVACY_URL": "SLOYFA_PRIVACY_URL=https://www.nordvik.example/sloyfa/personvern",
    "SLOYFA_TERMS_URL": "SLOYFA_TERMS_URL=https://www.nordvik.example/sloyfa/vilkar",
}


# Rules that types express, in words for the error.
_RULES: Mapping[str, str] = {
    "MicrosoftAppType": "has to be SingleTenant or UserAssignedMSI; bots of the other types are not served",
    "PORT": "has to be a whole number from 0 to 65535",
    "SLOYFA_METRICS_PORT": "has to be a whole number from 0 to 65535",
    "SLOYFA_TICK_SECONDS": "has to be a number of seconds, from 0.1 to 3600",
    "SLOYFA_TENANT_PER_SECOND": "has to be a number of requests, from 1 to 1000",
    "SLOYFA_UNREACHED_SHARE": "has to be a whole number of per cent, from 0 to 100",
    "SLOYFA_INSECURE_LOCAL": "has to be 1 or 0",
    "SLOYFA_LOCAL_WEBHOOKS": "has to be 1 or 0",
    "SLOYFA_PROXIES": "has to be the number of proxies in front of the bot, from 0 to 10",
}

Listed = Annotated[frozenset[str], NoDecode, BeforeValidator(values.listed)]
Address = Annotated[str, AfterValidator(values.address)]
Host = Annotated[str, AfterValidator(values.host)]
Issuer = Annotated[str, AfterValidator(values.issuer)]
Origin = Annotated[str, AfterValidator(values.origin)]
Page = Annotated[str, AfterValidator(values.page)]
Whole = Annotated[int, BeforeValidator(values.number)]
Number = Annotated[float, BeforeValidator(values.number)]


class Settings(BaseSettings):
    """Settings, under the Bot Framework's own names where possible."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _clean(cls, given: Any) -> Any:  # noqa: ANN401 - pydantic's signature
        """Pasted settings may bring invisible characters along."""
        return {
            name: without_invisible(value).strip() if isinstance(value, str) else value for name, value in given.items()
        }

    app_id: Annotated[str, AfterValidator(values.app_id)] = Field("", validation_alias="MicrosoftAppId")
    app_password: Annotated[str, AfterValidator(values.app_password)] = Field(
        "", validation_alias="MicrosoftAppPassword", repr=False
    )
    app_type: Literal["SingleTenant", "UserAssignedMSI"] = Field("SingleTenant", validation_alias="MicrosoftAppType")
    certificate_file: str = Field("", validation_alias="SLOYFA_CERTIFICATE_FILE")
    identity_endpoint: str = Field("", validation_alias="IDENTITY_ENDPOINT")
    identity_header: str = Field("", validation_alias="IDENTITY_HEADER", repr=False)
    app_tenant: Annotated[str, AfterValidator(values.tenant)] = Field("", validation_alias="MicrosoftAppTenantId")
    database_url: Annotated[str, AfterValidator(values.database)] = Field(
        f"sqlite+aiosqlite:///{Path('var') / 'sloyfa.db'}", validation_alias="SLOYFA_DATABASE_URL", repr=False
    )
    tenants_given: Annotated[Listed, AfterValidator(values.tenants)] = Field(
        frozenset(), validation_alias="SLOYFA_TENANTS"
    )
    service_hosts: Annotated[Listed, AfterValidator(values.hosts)] = Field(
        frozenset(), validation_alias="SLOYFA_SERVICE_HOSTS"
    )
    file_hosts: Annotated[Listed, AfterValidator(values.hosts)] = Field(
        frozenset(), validation_alias="SLOYFA_FILE_HOSTS"
    )
    host: Host = Field("127.0.0.1", validation_alias="SLOYFA_HOST")
    port: Whole = Field(3978, ge=0, le=65535, validation_alias="PORT")
    metrics_host: Host = Field("127.0.0.1", validation_alias="SLOYFA_METRICS_HOST")
    metrics_port: Whole = Field(9464, ge=0, le=65535, validation_alias="SLOYFA_METRICS_PORT")
    tenant_per_second: Number = Field(50, ge=1, le=1000, validation_alias="SLOYFA_TENANT_PER_SECOND")
    tick_seconds: Number = Field(15, ge=0.1, le=3600, validation_alias="SLOYFA_TICK_SECONDS")
    unreached_share: Whole = Field(SHARE, ge=0, le=100, validation_alias="SLOYFA_UNREACHED_SHARE")
    openid_metadata: Address = Field(TEAMS_OPENID_METADATA, validation_alias="SLOYFA_OPENID_METADATA")
    login_authority_given: Annotated[str, AfterValidator(values.authority)] = Field(
        "", validation_alias="SLOYFA_LOGIN_AUTHORITY"
    )
    insecure_local: bool = Field(default=False, validation_alias="SLOYFA_INSECURE_LOCAL")
    public_url: Origin = Field("", validation_alias="SLOYFA_PUBLIC_URL")
    issuer_given: Issuer = Field("", validation_alias="SLOYFA_OIDC_ISSUER")
    local_webhooks: bool = Field(default=False, validation_alias="SLOYFA_LOCAL_WEBHOOKS")
    proxies: Whole = Field(0, ge=0, le=10, validation_alias="SLOYFA_PROXIES")
    accessibility_url: Page = Field("", validation_alias="SLOYFA_ACCESSIBILITY_URL")

    developer: Annotated[str, AfterValidator(values.developer)] = Field("", validation_alias="SLOYFA_DEVELOPER")
    website_url: Page = Field("", validation_alias="SLOYFA_WEBSITE_URL")
    privacy_url: Page = Field("", validation_alias="SLOYFA_PRIVACY_URL")
    terms_url: Page = Field("", validation_alias="SLOYFA_TERMS_URL")

    _plain = field_validator("*", mode="before")(values.plain)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Values given in code replace the environment altogether."""
        return (init_settings,) if init_settings() else (env_settings,)

    @property
    def tenants(self) -> frozenset[str]:
        """The tenants let in: SLOYFA_TENANTS, else the app's own tenant."""
        return self.tenants_given or frozenset({self.app_tenant.lower()} - {""})

    @property
    def has_identity(self) -> bool:
        """Whether Azure vouches for the bot (a managed identity), which makes a secret needless."""
        return self.app_type == "UserAssignedMSI"

    @property
    def sets_metrics_port(self) -> bool:
        """Whether the metrics port was set: a set port must be free, the default one may be another replica's."""
        return "metrics_port" in self.model_fields_set

    @property
    def login_authority(self) -> str:
        return self.login_authority_given or f"{_LOGIN}/{self.app_tenant}"

    @property
    def issuer(self) -> str:
        """Who signs people in on the pages: SLOYFA_OIDC_ISSUER, else Entra's of the tenant, or of all tenants."""
        tenants = sorted(self.tenants)
        return self.issuer_given or f"{_LOGIN}/{tenants[0] if len(tenants) == 1 else 'organizations'}/v2.0"

    @property
    def client_id(self) -> str:
        """What the issuer knows the bot by."""
        return self.app_id or LOCAL_CLIENT


def read_settings(**given: object) -> Settings:
    """From the environment, or from `given` alone (by the environment's names). Raises WrongSetting."""
    try:
        settings = Settings.model_validate(given) if given else Settings()
    except ValidationError as error:
        faults = [(str(fault["loc"][0]), str(fault["msg"])) for fault in error.errors()]
        raise WrongSetting("\n".join(_line(name, _said(name, message)) for name, message in faults)) from None
    together = _wrong_together(settings)
    if together:
        raise WrongSetting(together)
    return settings


def _wrong_together(settings: Settings) -> str:
    """A fault of settings valid alone and in conflict with each other; "" for none."""
    if settings.insecure_local and not settings.app_id and not is_loopback(settings.host):
        return _line("SLOYFA_HOST", f"is {settings.host}, but SLOYFA_INSECURE_LOCAL serves loopback only")
    # Azure sets the endpoint for other kinds of bots too, which ignore it.
    if settings.has_identity and settings.identity_endpoint and not private_or_link_local(settings.identity_endpoint):
        return _line(
            "IDENTITY_ENDPOINT", "has to begin with https:// (http:// only on loopback or a link-local address)"
        )
    if settings.sets_metrics_port and settings.metrics_port == settings.port != 0:
        return _line("SLOYFA_METRICS_PORT", "is the same as PORT; each needs a port of its own")
    named = {"MicrosoftAppTenantId": {settings.app_tenant} - {""}, "SLOYFA_TENANTS": settings.tenants_given}
    for name, found in named.items() if settings.app_id else ():
        for tenant in sorted(found):
            if not values.GUID.fullmatch(tenant):  # without an app id, a local client may use a made-up id
                return _line(name, f"has {tenant}, which is not a tenant's id ({values.WHERE_THE_ID_STANDS})")
    return ""


def missing(settings: Settings) -> str:
    """An error line for a setting missing for serving, "" for none."""
    lacking = _proof_missing(settings) if settings.app_id else ""
    if lacking:
        return lacking
    if not settings.app_id and not settings.insecure_local:
        alone = "SLOYFA_INSECURE_LOCAL=1 serves without it, on loopback only"
        return _line("MicrosoftAppId", "is missing; without it anybody could speak as anybody") + f" ({alone})"
    if not settings.tenants:
        return _line("SLOYFA_TENANTS", "is missing: no tenant would be let in")
    return _sign_in_missing(settings) if settings.public_url else ""


def _sign_in_missing(settings: Settings) -> str:
    """An error line for a setting missing for signing in on the pages, "" for none."""
    if settings.app_id and settings.has_identity:
        what = "signs nobody in on the pages (SLOYFA_PUBLIC_URL): they need a registration with a secret or certificate"
        return _line("MicrosoftAppType", f"is UserAssignedMSI, which {what}")
    if not settings.app_id and not on_loopback(settings.issuer):
        return _line("MicrosoftAppId", "is missing, and SLOYFA_OIDC_ISSUER is not on loopback: nobody could sign in")
    if not settings.app_id and not on_loopback(settings.public_url):
        return _line("SLOYFA_PUBLIC_URL", "is not on loopback, and SLOYFA_INSECURE_LOCAL serves loopback only")
    return ""


def _proof_missing(settings: Settings) -> str:
    """An error line for a setting missing for the bot's token, "" for none."""
    if settings.has_identity:
        names = {"IDENTITY_ENDPOINT": settings.identity_endpoint, "IDENTITY_HEADER": settings.identity_header}
        lacking = next((name for name, value in names.items() if not value), "")
        what = "is missing: Azure sets it where the app has a managed identity, and UserAssignedMSI works nowhere else"
        return _line(lacking, what) if lacking else ""
    if not settings.app_password and not settings.certificate_file:
        other = f"{certificate.SETTING} would do too"
        return _line("MicrosoftAppPassword", "is missing, and MicrosoftAppId is set") + f" ({other})"
    if not settings.app_tenant and not settings.login_authority_given:
        return _line("MicrosoftAppTenantId", "is missing: a SingleTenant app belongs to one tenant")
    return ""


def unused_lines(settings: Settings) -> tuple[str, ...]:
    """Settings that are set but, because of others, unused."""
    found: dict[str, str] = {}
    if settings.has_identity and settings.certificate_file:
        found[certificate.SETTING] = "UserAssignedMSI proves the bot by where it runs"
    if settings.app_password and settings.has_identity:
        found["MicrosoftAppPassword"] = "UserAssignedMSI proves the bot by where it runs"
    elif settings.app_password and settings.certificate_file:
        found["MicrosoftAppPassword"] = f"{certificate.SETTING} goes before it"
    if settings.app_id and settings.insecure_local:
        found["SLOYFA_INSECURE_LOCAL"] = "with MicrosoftAppId requests are always authenticated"
    if settings.issuer_given and not settings.public_url:
        found["SLOYFA_OIDC_ISSUER"] = "without SLOYFA_PUBLIC_URL there are no pages to sign in on"
    return tuple(f"{name} is set, and not used: {why}" for name, why in found.items())


def uncounted_proxies(settings: Settings) -> tuple[str, ...]:
    """TLS ends in front of the bot: what ends it is the address that all people seem to come from."""
    if settings.proxies or not settings.public_url.startswith("https://"):
        return ()
    why = "tries to sign in are counted together for all who come through the same proxy"
    return (f"SLOYFA_PROXIES is 0, and SLOYFA_PUBLIC_URL begins with https://: {why}; for example SLOYFA_PROXIES=1",)


def check_for_serving(settings: Settings) -> None:
    """Raises WrongSetting for anything missing for serving."""
    lacking = missing(settings)
    if lacking:
        raise WrongSetting(lacking)


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _said(name: str, message: str) -> str:
    """A fault found in the value itself is more exact than the general rule."""
    return message if message.startswith("Value error, has ") else _RULES.get(name, message)


def _line(name: str, what: str) -> str:
    return f"{name} {what.removeprefix('Value error, ')}; for example {EXAMPLES[name]}"
