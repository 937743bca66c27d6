"""Made-up certificates for bots that log in with a certificate instead of a secret."""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@cache
def rsa_key(number: int = 1) -> rsa.RSAPrivateKey:  # noqa: ARG001 - what the cache goes by
    return rsa.generate_private_key(65537, 2048)


def certificate(key: Key, *, begins: datetime, ends: datetime) -> str:
    """PEM, self-signed."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "bot.nordvik.example")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
    )
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


def key_pem(key: Key, *, password: str = "") -> str:
    locked = serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked).decode()


def certificate_file(folder: Path, *, now: datetime, lasts: timedelta = timedelta(days=365)) -> tuple[Path, str]:
    """The bot's file (key and certificate), and the certificate alone, as uploaded to the app registration."""
    public = certificate(rsa_key(), begins=now - timedelta(days=1), ends=now + lasts)
    path = folder / "certificate.pem"
    path.write_text(key_pem(rsa_key()) + public)
    return path, public
