"""Microsoft's login service as a bot meets it: the discovery document, and tokens for client credentials."""

import time
from collections.abc import Callable

from bot.rehearsal.wire_answers import Answer, Json, Question
from bot.rehearsal.wire_conversations import opaque

SCOPE = "https://api.botframework.com/.default"


class Login:
    """`expires_in` is in seconds of real time, for the tokens to come; `fetches` counts those given."""

    def __init__(self, *, app_id: str | None, app_password: str, tenant: str) -> None:
        self.expires_in = 3600
        self.fetches = 0
        self._app_id = app_id
        self._app_password = app_password
        self._tenants = {tenant, "botframework.com"}
        self._valid_until: dict[str, float] = {}

    def revoke(self) -> None:
        """No token given so far is good any more."""
        self._valid_until.clear()

    def admits(self, token: str) -> bool:
        return self._valid_until.get(token, 0.0) > time.monotonic()

    def discovery(self, authority: Callable[[str], str]) -> Callable[[Question], Answer]:
        def document(question: Question) -> Answer:
            if question.tenant not in self._tenants:
                return _error(400, "invalid_tenant", f"Tenant '{question.tenant}' not found.")
            return Answer(200, _document(authority(question.tenant)))

        return document

    def token(self, question: Question) -> Answer:
        form = question.body or {}
        if question.tenant not in self._tenants:
            return _error(400, "invalid_request", f"Tenant '{question.tenant}' not found.")
        if form.get("grant_type") != "client_credentials":
            return _error(400, "unsupported_grant_type", "Only client_credentials is served here.")
        if (form.get("client_id"), form.get("client_secret")) != (self._app_id, self._app_password):
            return _error(401, "invalid_client", "Unknown application id, or a wrong secret.")
        if form.get("scope") != SCOPE:
            return _error(400, "invalid_scope", f"The scope of a bot is {SCOPE}.")
        return Answer(200, self._issue())

    def _issue(self) -> Json:
        self.fetches += 1
        token = opaque("token", str(self.fetches), str(time.monotonic()))
        self._valid_until[token] = time.monotonic() + self.expires_in
        lifetime = {"expires_in": self.expires_in, "ext_expires_in": self.expires_in}
        return {"token_type": "Bearer", "access_token": token, **lifetime}


def _document(authority: str) -> Json:
    return {
        "issuer": f"{authority}/v2.0",
        "authorization_endpoint": f"{authority}/oauth2/v2.0/authorize",
        "token_endpoint": f"{authority}/oauth2/v2.0/token",
        "jwks_uri": f"{authority}/discovery/v2.0/keys",
    }


def _error(status: int, code: str, description: str) -> Answer:
    return Answer(status, {"error": code, "error_description": description})
