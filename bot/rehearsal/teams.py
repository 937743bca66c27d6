"""A stand-in for Teams on loopback: the login service, the signing keys, the Bot Connector, and the way to the bot."""

import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Final, Self

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, web

from bot.rehearsal.faults import Faults
from bot.rehearsal.ledger import Call, Ledger
from bot.rehearsal.signing import ISSUER, SigningKeys, claims_for
from bot.rehearsal.wire_activities import Stamp, headers
from bot.rehearsal.wire_answers import Answer, Question, refuse
from bot.rehearsal.wire_connector import Connector, named_tenant
from bot.rehearsal.wire_conversations import Conversation, World
from bot.rehearsal.wire_desk import Desk
from bot.rehearsal.wire_files import Drive
from bot.rehearsal.wire_login import Login

Json = dict[str, Any]
NO_ANSWER = 0
_NO_APP = "00000000-0000-0000-0000-000000000000"
_LARGEST_BODY = 8 * 1024 * 1024
_TURN_SECONDS = 15.0  # how long Teams waits for the bot


class _Genuine:
    """Stands for the token Teams itself would send."""


GENUINE: Final = _Genuine()


@dataclass(frozen=True)
class Response:
    """What the bot answered; `status` is NO_ANSWER where it was not there, hung up, or took over 15 s.

    `activity_id` and `activity` are what was sent to it. `body` is JSON where it can be read as such, else text, else
    None.
    """

    status: int
    body: Any
    activity_id: str
    activity: Json


class StandInTeams:
    """One Teams with one bot in it. `bot_url` may be set later; `now` tells the rehearsal's time.

    Where the bot has several copies, `spread_over` their addresses: turns go to them one after the other.

    Without `app_id` no token is sent, and none is asked for.
    """

    def __init__(
        self,
        *,
        bot_url: str = "",
        app_id: str | None,
        tenant: str,
        now: Callable[[], datetime],
        port: int = 0,
        app_password: str = "a made-up password",  # noqa: S107 - it opens nothing
    ) -> None:
        self._copies = deque([bot_url])
        self.app_id = app_id
        self.app_password = app_password
        self.tenant = tenant
        self.bot_id = f"28:{app_id or _NO_APP}"
        self.faults = Faults()
        self.ledger = Ledger()
        self.login = Login(app_id=app_id, app_password=app_password, tenant=tenant, now=now)
        self.drive = Drive()
        self.world = World(bot_id=self.bot_id, now=now)
        self._keys = SigningKeys()
        self._port = port
        self._runner: web.AppRunner | None = None
        self._session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self._port)
        await site.start()
        self._runner, self._port = runner, int(runner.addresses[0][1])
        self._session = ClientSession(timeout=ClientTimeout(total=_TURN_SECONDS))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.faults.release_all()
        if self._session is not None:
            await self._session.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def bot_url(self) -> str:
        return self._copies[0]

    @bot_url.setter
    def bot_url(self, url: str) -> None:
        self.spread_over(url)

    def spread_over(self, *urls: str) -> None:
        """One that is not there is passed over, as whatever stands before several copies would."""
        self._copies = deque(urls)

    @property
    def host(self) -> str:
        """Host and port, as a list of hosts that may be sent a token has it."""
        return f"127.0.0.1:{self._port}"

    @property
    def service_url(self) -> str:
        return f"http://{self.host}/emea/"

    @property
    def login_authority(self) -> str:
        return self._authority(self.tenant)

    @property
    def identity_endpoint(self) -> str:
        return f"http://{self.host}/msi/token"

    @property
    def openid_metadata_url(self) -> str:
        return f"http://{self.host}/v1/.well-known/openidconfiguration"

    def conversation(self, address: str) -> Conversation:
        """By id, with or without `;messageid=`."""
        return self.world.conversations[address.partition(";")[0]]

    def rotate_key(self) -> None:
        """The next request to the bot is signed with a key it has not seen."""
        self._keys.rotate()

    def stamp(self) -> Stamp:
        return Stamp(self.world.now(), self.service_url, self.bot_id)

    def bearer(self, *, keys: SigningKeys | None = None, **claims: object) -> str:
        """A token like the one Teams sends, but for these claims (None leaves one out) and these keys."""
        genuine = claims_for(app_id=self.app_id or _NO_APP, service_url=self.service_url)
        wanted = {name: value for name, value in {**genuine, **claims}.items() if value is not None}
        return (keys or self._keys).sign(wanted)

    async def post(
        self,
        activity: Json | bytes,
        headers: Mapping[str, str] | None = None,
        token: str | _Genuine | None = GENUINE,
    ) -> Response:
        """Send the bot anything at all; `headers` and `token` replace those Teams would send, None sends no token."""
        if self._session is None:
            raise RuntimeError("The stand-in for Teams is not open; enter it with «async with» first.")
        body = activity if isinstance(activity, bytes) else json.dumps(activity, ensure_ascii=False).encode()
        sent = {} if isinstance(activity, bytes) else activity
        known = str(sent.get("id", ""))
        all_headers = {**self._headers(sent, token), **(headers or {})}
        for _ in range(len(self._copies)):
            url = f"{self.bot_url.rstrip('/')}/api/messages"
            self._copies.rotate(-1)
            try:
                async with self._session.post(url, data=body, headers=all_headers) as response:
                    return Response(response.status, _read(await response.text()), known, sent)
            except ClientConnectorError:
                continue
            except (ClientError, TimeoutError):
                break
        return Response(NO_ANSWER, None, known, sent)

    def _headers(self, sent: Json, token: str | _Genuine | None) -> dict[str, str]:
        if isinstance(token, _Genuine):
            token = self.bearer() if self.app_id else None
        return {**headers(sent), **({"Authorization": f"Bearer {token}"} if token is not None else {})}

    def _tenant_of(self, question: Question) -> str:
        known = self.world.conversations.get(question.conversation)
        if known is not None:
            return known.tenant
        return named_tenant(question.body or {}) if question.call is Call.CREATE else ""

    def _authority(self, tenant: str) -> str:
        return f"http://{self.host}/{tenant}"

    def _let_in(self, question: Question) -> Answer | None:
        if self.app_id is None or self.login.admits(question.bearer):
            return None
        return refuse(401, "Unauthorized", "Authorization has been denied for this request.")

    def _openid_document(self, _question: Question) -> Answer:
        keys = f"http://{self.host}/v1/.well-known/keys"
        signed = {"id_token_signing_alg_values_supported": ["RS256"]}
        return Answer(200, {"issuer": ISSUER, "jwks_uri": keys, **signed})

    def _published_keys(self, _question: Question) -> Answer:
        return Answer(200, self._keys.document())

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=_LARGEST_BODY)
        desk = Desk(ledger=self.ledger, faults=self.faults, now=self.world.now, tenant_of=self._tenant_of)
        application.add_routes([*self._public(desk), *self._connector(desk)])
        return application

    def _public(self, desk: Desk) -> list[web.RouteDef]:
        discovery = desk.serving(Call.DISCOVERY, self.login.discovery(self._authority))
        return [
            web.get("/{tenant}/v2.0/.well-known/openid-configuration", discovery),
            web.post("/{tenant}/oauth2/v2.0/token", desk.serving(Call.TOKEN, self.login.token(self._authority))),
            web.put("/drive/{member}", desk.serving(Call.UPLOAD, self.drive.put)),
            web.get("/msi/token", desk.serving(Call.IDENTITY, self.login.identity)),
            web.get("/v1/.well-known/openidconfiguration", desk.serving(Call.OPENID, self._openid_document)),
            web.get("/v1/.well-known/keys", desk.serving(Call.KEYS, self._published_keys)),
        ]

    def _connector(self, desk: Desk) -> list[web.RouteDef]:
        connector, gate = Connector(self.world, self.faults), self._let_in
        conversations = "/emea/v3/conversations"
        one, message = f"{conversations}/{{conversation}}", f"{conversations}/{{conversation}}/activities/{{activity}}"
        members = desk.serving(Call.MEMBERS, connector.members, gate=gate)
        send = desk.serving(Call.SEND, connector.send, gate=gate)
        return [
            web.post(conversations, desk.serving(Call.CREATE, connector.create, gate=gate)),
            web.post(f"{one}/activities", send),
            web.post(message, send),  # a reply: threads are addressed by `;messageid=` alone
            web.put(message, desk.serving(Call.UPDATE, connector.update, gate=gate)),
            web.delete(message, desk.serving(Call.DELETE, connector.delete, gate=gate)),
            web.get(f"{one}/members", members),
            web.get(f"{one}/members/{{member}}", members),
            web.get(f"{one}/pagedmembers", desk.serving(Call.PAGED_MEMBERS, connector.paged_members, gate=gate)),
        ]


def _read(text: str) -> Any:  # noqa: ANN401 - JSON is anything
    try:
        return json.loads(text)
    except ValueError:
        return text or None
