"""What the issuer calls a browser's session there, so that signing out there ends the session here."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"


def upgrade() -> None:
    digest = sa.Column("issuer_digest", sa.String(length=64), nullable=False, server_default="")
    op.add_column("web_sessions", digest)
    op.create_index(op.f("ix_web_sessions_issuer_digest"), "web_sessions", ["issuer_digest"])
