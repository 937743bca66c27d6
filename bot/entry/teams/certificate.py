"""The certificate a bot may use instead of a secret: read from a PEM file, signs assertions for the login service."""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import jwt
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from bot.errors import WrongSetting

SETTING = "SLOYFA_CERTIFICATE_FILE"
EXAMPLE = f"{SETTING}=/etc/sloyfa/certificate.pem"
SOON = timedelta(days=30)
_ASSERTION_LASTS = timedelta(minutes=5)


@dataclass(frozen=True)
class Certificate:
    """`thumbprint` is the certificate's SHA-256 as in a JWT header (x5t#S256)."""

    key: RSAPrivateKey
    thumbprint: str
    begins: datetime
    ends: datetime

    def runs_out_soon(self, now: datetime) -> bool:
        return now >= self.ends - SOON

    def assertion(self, *, app_id: str, audience: str, now: datetime) -> str:
        """A signed JWT that proves possession of the key to the token endpoint `audience`."""
        claims = {
            "aud": audience,
            "iss": app_id,
            "sub": app_id,
            "jti": str(uuid4()),
            "nbf": int(now.timestamp()),
            "iat": int(now.timestamp()),
            "exp": int((now + _ASSERTION_LASTS).timestamp()),
        }
        return jwt.encode(claims, self.key, algorithm="PS256", headers={"x5t#S256": self.thumbprint})


def read_certificate(path: Path, *, now: datetime) -> Certificate:
    """Raises WrongSetting, also for a certificate that is not valid at `now`."""
    try:
        pem = path.read_bytes()
    except OSError as error:
        raise _wrong(f"{path} cannot be read ({error.strerror})") from error
    key = _key(path, pem)
    certificate = _of(key, path, pem)
    found = Certificate(
        key,
        base64.urlsafe_b64encode(certificate.fingerprint(hashes.SHA256())).rstrip(b"=").decode(),
        certificate.not_valid_before_utc,
        certificate.not_valid_after_utc,
    )
    if now >= found.ends:
        raise _wrong(f"{path} ran out on {found.ends:%Y-%m-%d}; make another and add it to the app registration")
    if now < found.begins:
        raise _wrong(f"{path} is not good before {found.begins:%Y-%m-%d %H:%M} UTC; is the clock right?")
    return found


def _key(path: Path, pem: bytes) -> RSAPrivateKey:
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except TypeError as error:
        raise _wrong(f"{path} has an encrypted key; take the password off, and keep the file from others") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _wrong(f"{path} has no private key that can be read") from error
    if not isinstance(key, RSAPrivateKey):
        raise _wrong(f"{path} has a key of another kind than RSA")
    return key


def _of(key: RSAPrivateKey, path: Path, pem: bytes) -> x509.Certificate:
    """The certificate of this key; the file may hold the chain too."""
    try:
        found = x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise _wrong(f"{path} has no certificate that can be read") from error
    for certificate in found:
        if certificate.public_key() == key.public_key():
            return certificate
    raise _wrong(f"{path} has no certificate that its private key belongs to")


def _wrong(what: str) -> WrongSetting:
    return WrongSetting(f"{SETTING}: {what}; give a PEM file with a certificate and its private key, e.g. {EXAMPLE}")
