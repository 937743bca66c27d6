"""The keys Teams signs with: published with their endorsements, rotated, and used on every request to the bot."""

import json
import time
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

ISSUER = "https://api.botframework.com"
Json = dict[str, Any]


@dataclass(frozen=True)
class SigningKey:
    name: str
    private: rsa.RSAPrivateKey

    def published(self) -> Json:
        """As the document of keys has it."""
        public = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return {**public, "use": "sig", "kid": self.name, "x5t": self.name, "endorsements": ["msteams"]}


@cache
def _private_key(owner: str, number: int) -> rsa.RSAPrivateKey:  # noqa: ARG001 - they are what the cache goes by
    """Making one takes a tenth of a second, so a process makes each only once."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class SigningKeys:
    """All keys ever used stay published, as Microsoft's do for days; the newest signs.

    Another `owner` has other keys under the same names: a forger's.
    """

    def __init__(self, owner: str = "Teams") -> None:
        self._owner = owner
        self._keys: list[SigningKey] = []
        self.rotate()

    def rotate(self) -> None:
        number = len(self._keys) + 1
        self._keys.append(SigningKey(f"key-{number}", _private_key(self._owner, number)))

    def document(self) -> Json:
        return {"keys": [key.published() for key in self._keys]}

    def sign(self, claims: Json) -> str:
        return _signed(self._keys[-1], json.dumps(claims))


@lru_cache(maxsize=8)
def _signed(key: SigningKey, claims: str) -> str:
    """Signing takes two milliseconds, and all requests of a second claim the same."""
    return jwt.encode(json.loads(claims), key.private, algorithm="RS256", headers={"kid": key.name})


def claims_for(*, app_id: str, service_url: str) -> Json:
    """What a genuine token claims; it is real time that counts here, for the bot checks it against its own."""
    issued = int(time.time())
    return {
        "iss": ISSUER,
        "aud": app_id,
        "serviceurl": service_url,
        "nbf": issued,
        "iat": issued,
        "exp": issued + 3600,
    }
