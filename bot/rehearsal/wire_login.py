"""Microsoft's login service as a bot meets it: the discovery document, tokens, and Azure's identity endpoint."""

import base64
import time
from collections.abc import Callable, Mapping
from datetime import datetime

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from bot.rehearsal.wire_answers import Answer, Json, Question
from bot.rehearsal.wire_conversations import opaque

RESOURCE = "https://api.botframework.com"
SCOPE = f"{RESOURCE}/.default"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
IDENTITY_VERSION = "2019-08-01"
_NEEDED = ["aud", "iss", "sub", "jti", "nbf", "exp"]

Address = Callable[[str], str]
"""From a tenant to the whole authority."""


class Login:
    """`expires_in` is in seconds of real time, for the tokens to come; `fetches` counts those given.

    `certificate` (PEM) is what the app registration holds beside its secret, and `identity_header` what Azure would
    have told the app; without them nobody gets in that way. `now` tells the rehearsal's time.
    """

    def __init__(self, *, app_id: str | None, app_password: str, tenant: str, now: Callable[[], datetime]) -> None:
        self.expires_in = 3600
        self.fetches = 0
        self.certificate = ""
        self.identity_header = ""
        self._app_id = app_id
        self._app_password = app_password
        self._tenants = {tenant, "botframework.com"}
        self._now = now
        self._valid_until: dict[str, float] = {}
        self._seen: set[str] = set()

    def revoke(self) -> None:
        """No token given so far is good any more."""
        self._valid_until.clear()

    def admits(self, token: str) -> bool:
        return self._valid_until.get(token, 0.0) > time.monotonic()

    def discovery(self, authority: Address) -> Callable[[Question], Answer]:
        def document(question: Question) -> Answer:
            if question.tenant not in self._tenants:
                return _error(400, "invalid_tenant", f"Tenant '{question.tenant}' not found.")
            return Answer(200, _document(authority(question.tenant)))

        return document

    def token(self, authority: Address) -> Callable[[Question], Answer]:
        def answer(question: Question) -> Answer:
            form = question.body or {}
            if question.tenant not in self._tenants:
                return _error(400, "invalid_request", f"Tenant '{question.tenant}' not found.")
            if form.get("grant_type") != "client_credentials":
                return _error(400, "unsupported_grant_type", "Only client_credentials is served here.")
            if form.get("client_id") != self._app_id:
                return _error(401, "invalid_client", "Unknown application id.")
            if wrong := self._unproven(form, _token_endpoint(authority(question.tenant))):
                return _error(401, "invalid_client", wrong)
            if form.get("scope") != SCOPE:
                return _error(400, "invalid_scope", f"The scope of a bot is {SCOPE}.")
            lifetime = {"expires_in": self.expires_in, "ext_expires_in": self.expires_in}
            return Answer(200, {"token_type": "Bearer", "access_token": self._issue(), **lifetime})

        return answer

    def identity(self, question: Question) -> Answer:
        """As App Service and Container Apps serve it, for a user-assigned identity."""
        if not self.identity_header or question.identity != self.identity_header:
            return Answer(403, {"statusCode": 403, "message": "X-IDENTITY-HEADER is not what it should be."})
        wanted = {"resource": RESOURCE, "api-version": IDENTITY_VERSION, "client_id": self._app_id}
        if dict(question.query) != wanted:
            return Answer(400, {"statusCode": 400, "message": "No managed identity for this was found."})
        ends = int(self._now().timestamp()) + self.expires_in
        token = {"access_token": self._issue(), "expires_on": str(ends), "token_type": "Bearer"}
        return Answer(200, {**token, "resource": RESOURCE, "client_id": self._app_id})

    def _unproven(self, form: Mapping[str, str], endpoint: str) -> str:
        """What is wrong with how the asker proves who it is, "" if nothing."""
        if "client_assertion" not in form:
            return "" if form.get("client_secret") == self._app_password else "A wrong secret."
        if "client_secret" in form:
            return "A secret and an assertion at once."
        if form.get("client_assertion_type") != ASSERTION_TYPE:
            return "An assertion of an unknown type."
        try:
            self._verify(form["client_assertion"], endpoint)
        except (jwt.PyJWTError, ValueError) as error:
            return f"A wrong assertion: {error}"
        return ""

    def _verify(self, assertion: str, endpoint: str) -> None:
        """Raises PyJWTError or ValueError."""
        certificate = x509.load_pem_x509_certificate(self.certificate.encode())
        if jwt.get_unverified_header(assertion).get("x5t#S256") != _thumbprint(certificate):
            raise ValueError("the registration has no certificate of this thumbprint")
        claims = jwt.decode(
            assertion,
            certificate.public_key(),  # type: ignore[arg-type]  # of another kind, it is refused as such
            algorithms=["PS256"],
            audience=endpoint,
            issuer=self._app_id,
            subject=self._app_id,
            options={"require": _NEEDED, "verify_exp": False, "verify_nbf": False, "verify_iat": False},
        )
        if not claims["nbf"] <= self._now().timestamp() < claims["exp"] <= claims["nbf"] + 600:
            raise ValueError("it is not good at this moment, or for longer than ten minutes")
        if claims["jti"] in self._seen:
            raise ValueError("it was used before")
        self._seen.add(claims["jti"])

    def _issue(self) -> str:
        self.fetches += 1
        token = opaque("token", str(self.fetches), str(time.monotonic()))
        self._valid_until[token] = time.monotonic() + self.expires_in
        return token


def _thumbprint(certificate: x509.Certificate) -> str:
    return base64.urlsafe_b64encode(certificate.fingerprint(hashes.SHA256())).decode().rstrip("=")


def _token_endpoint(authority: str) -> str:
    return f"{authority}/oauth2/v2.0/token"


def _document(authority: str) -> Json:
    return {
        "issuer": f"{authority}/v2.0",
        "authorization_endpoint": f"{authority}/oauth2/v2.0/authorize",
        "token_endpoint": _token_endpoint(authority),
        "jwks_uri": f"{authority}/discovery/v2.0/keys",
    }


def _error(status: int, code: str, description: str) -> Answer:
    return Answer(status, {"error": code, "error_description": description})
