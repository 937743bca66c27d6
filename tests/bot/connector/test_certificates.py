"""Trusted certificates of a proxy of one's own."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot.entry.teams.connector import Connector
from bot.entry.teams.outcomes import Call
from bot.entry.teams.tls import ssl_context
from bot.errors import WrongSetting
from bot.ports import Meaning
from tests.bot.connector.world import AGAIN, DONE, NOW, World


def self_signed(folder: Path) -> tuple[Path, Path]:
    """An untrusted certificate for 127.0.0.1, and the certificate's key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "teams.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "certificate.pem", folder / "key.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return pem, secret


@pytest.mark.parametrize(
    ("setting", "expected"), [("SSL_CERT_FILE", DONE), ("REQUESTS_CA_BUNDLE", DONE), ("UNRELATED", AGAIN)]
)
async def test_certificates_of_ones_own_are_trusted(
    world: World, tmp_path: Path, setting: str, expected: Meaning
) -> None:
    certificate, key = self_signed(tmp_path)
    serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    serving.load_cert_chain(certificate, key)
    trusting = aiohttp.TCPConnector(ssl=ssl_context({setting: str(certificate)}))
    server = TestServer(world.teams.app(), scheme="https")
    await server.start_server(ssl=serving)
    async with server, aiohttp.ClientSession(connector=trusting) as session:
        hosts = frozenset({f"127.0.0.1:{server.port}"})
        connector = Connector(session, token=None, clock=lambda: NOW, service_hosts=hosts)
        outcome = await world.ask(Call.SEND, connector, f"https://127.0.0.1:{server.port}/")
    assert outcome.meaning is expected


def test_a_bundle_that_cannot_be_read_names_its_setting(tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("no certificate")
    for bundle in (tmp_path / "missing.pem", tmp_path / "empty.pem"):
        with pytest.raises(WrongSetting, match="REQUESTS_CA_BUNDLE"):
            ssl_context({"REQUESTS_CA_BUNDLE": str(bundle)})
