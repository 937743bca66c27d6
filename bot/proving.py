"""The bot's credentials for Microsoft's login, made from the settings: secret, certificate or managed identity."""

from pathlib import Path

import aiohttp

from bot.entry.teams.certificate import read_certificate
from bot.entry.teams.credentials import (
    Credentials,
    ManagedIdentity,
    Proof,
    Registration,
    by_certificate,
    by_secret,
)
from bot.ports import Clock
from bot.settings import Settings


def credentials(settings: Settings, session: aiohttp.ClientSession, clock: Clock) -> Credentials:
    """Raises WrongSetting for a certificate that cannot be used."""
    app_id = settings.app_id
    if settings.has_identity:
        endpoint, header = settings.identity_endpoint, settings.identity_header
        return ManagedIdentity(session, app_id=app_id, endpoint=endpoint, header=header, clock=clock)
    proof = registration_proof(settings, clock)
    return Registration(session, app_id=app_id, proof=proof, authority=settings.login_authority)


def registration_proof(settings: Settings, clock: Clock) -> Proof:
    """By certificate, else by secret. Raises WrongSetting for a certificate that cannot be used."""
    if settings.certificate_file:
        certificate = read_certificate(Path(settings.certificate_file), now=clock())
        return by_certificate(certificate, app_id=settings.client_id, clock=clock)
    return by_secret(settings.app_password)
