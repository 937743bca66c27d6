"""Browsers signed in on the web pages, and sign-ins under way at the issuer; both for hours or minutes."""

from sqlalchemy import Boolean, Column, Index, String, Table

from dialogs.model import limits
from storage.tables.common import Instant, metadata

_DIGEST = 64  # hexadecimal digits of a SHA-256

web_sessions = Table(
    "web_sessions",
    metadata,
    # The digest of the session's id: a copy of the table lets nobody in.
    Column("digest", String(_DIGEST), primary_key=True),
    Column("tenant", String(limits.ID), nullable=False),
    Column("object_id", String(limits.ID), nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("in_teams", Boolean, nullable=False),
    # The digest of the issuer's own id of the browser's session there, "" for none.
    Column("issuer_digest", String(_DIGEST), nullable=False, server_default=""),
    Index(None, "tenant", "object_id"),
    Index(None, "issuer_digest"),
    Index(None, "ends_at"),
)

pending_sign_ins = Table(
    "pending_sign_ins",
    metadata,
    # Digests of the state, and of the secret in the cookie of the browser that began.
    Column("digest", String(_DIGEST), primary_key=True),
    Column("browser", String(_DIGEST), nullable=False),
    Column("nonce", String(limits.ID), nullable=False),
    Column("verifier", String(limits.ID), nullable=False),
    Column("return_to", String(limits.PATH), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Index(None, "expires_at"),
)
