"""Teams, the application and the people of Nordvik, joined: all that a story needs to be played."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from bot.rehearsal.cast import APP, TENANT, Cast, cast_of, nordvik
from bot.rehearsal.issuer import Guest, Issuer, free_port
from bot.rehearsal.page_browser import Browser, Browsers, OpensBrowsers
from bot.rehearsal.stage import KillableStage, Stage
from bot.rehearsal.teams import StandInTeams
from bot.rehearsal.wire_team import Team
from bot.settings import read_settings


class Playing(Protocol):
    """The application on a stage, whichever."""

    now: datetime

    @property
    def url(self) -> str: ...

    async def to(self, now: datetime) -> None: ...

    async def settle(self) -> None: ...

    async def bring_in(self, folder: Path, *, tenant: str) -> None: ...

    async def plan(self, file: Path) -> None: ...

    async def set_municipality(self, file: Path) -> None: ...


@dataclass(frozen=True)
class Site:
    """The pages' address, the issuer where people sign in, and people's browsers."""

    address: str
    issuer: Issuer
    browsers: Browsers


@dataclass(frozen=True)
class Scene:
    """`team` is Fjordgløtt's, in Teams; its members' group is called Team ungdomstrinn Fjordgløtt.

    In another municipality than Nordvik the team is empty.
    `left_open` are cards, by their message's id, that somebody's other device still shows as they were.
    """

    teams: StandInTeams
    stage: Playing
    cast: Cast
    folder: Path
    team: Team
    left_open: dict[str, dict[str, Any]] = field(default_factory=dict)
    site: Site | None = None

    async def browser(self, who: str) -> Browser:
        """The person's browser. Raises LookupError where the scene has no pages."""
        if self.site is None:
            raise LookupError("The scene is played without pages; open it with pages.")
        people = self.cast.people.values()
        self.site.issuer.guests = tuple(Guest(TENANT, one.person.object_id, one.name) for one in people)
        return await self.site.browsers.of(self.cast[who].name)

    async def kill(self) -> None:
        """The application is killed without warning and started again, where it has a process of its own."""
        if not isinstance(self.stage, KillableStage):
            raise TypeError("Only a KillableStage can be killed; open the scene with killable=True.")
        await self.stage.restart()
        self.teams.bot_url = self.stage.url


@asynccontextmanager
async def open_scene(
    database_url: str,
    *,
    now: datetime,
    folder: Path | None = None,
    killable: bool = False,
    log: Path | None = None,
    pages: OpensBrowsers | None = None,
) -> AsyncIterator[Scene]:
    """Teams and its people are there; the municipality is not imported, and the bot is installed nowhere.

    `folder` holds the municipality's files, Nordvik's where none is named. With `pages` the application serves its
    pages, and people have such browsers.

    A killable application logs to the file `log`, without one to our standard error.
    """
    playing: list[Playing] = []

    def told() -> datetime:
        return playing[0].now if playing else now

    async with StandInTeams(app_id=APP, tenant=TENANT, now=told) as teams, AsyncExitStack() as stack:
        given = environment(teams, database_url=database_url)
        site = await stack.enter_async_context(_site(pages, secret=teams.app_password, now=told)) if pages else None
        if site is not None:
            given |= _of_pages(site)
        stage = KillableStage(given, now=now, log=log) if killable else Stage(read_settings(**given), now=now)
        async with stage:
            playing.append(stage)
            teams.bot_url = stage.url
            place = folder or nordvik()
            cast = cast_of(teams, place)
            yield Scene(teams, stage, cast, place, _fjordglott(teams, cast), site=site)


@asynccontextmanager
async def _site(opens: OpensBrowsers, *, secret: str, now: Callable[[], datetime]) -> AsyncIterator[Site]:
    # The issuer leads back to the pages' address, which is to be known before anybody listens there.
    address = f"http://127.0.0.1:{free_port()}"
    async with Issuer((), client_id=APP, client_secret=secret, now=now) as issuer, opens(address) as browsers:
        yield Site(address, issuer, browsers)


def _of_pages(site: Site) -> dict[str, str]:
    port = site.address.rpartition(":")[2]
    return {"PORT": port, "SLOYFA_PUBLIC_URL": site.address, "SLOYFA_OIDC_ISSUER": site.issuer.url(TENANT)}


def _fjordglott(teams: StandInTeams, cast: Cast) -> Team:
    team = Team(teams, "Ungdomstrinnet ved Fjordgløtt skule")
    team.add(*(cast[name] for name in ("pia", "rolf", "synne", "turid") if name in cast.people))
    return team


def environment(teams: StandInTeams, *, database_url: str, port: int = 0) -> dict[str, str]:
    """The settings, by the names they have in the environment, with authentication on both ways."""
    return {
        "MicrosoftAppId": APP,
        "MicrosoftAppPassword": teams.app_password,
        "MicrosoftAppTenantId": TENANT,
        "SLOYFA_DATABASE_URL": database_url,
        "SLOYFA_SERVICE_HOSTS": teams.host,
        "SLOYFA_FILE_HOSTS": teams.host,
        "SLOYFA_OPENID_METADATA": teams.openid_metadata_url,
        "SLOYFA_LOGIN_AUTHORITY": teams.login_authority,
        "PORT": str(port),
        "SLOYFA_METRICS_PORT": "0",
    }
