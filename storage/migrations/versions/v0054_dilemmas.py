"""Which of the dilemmas offered a meeting takes up, and which are carried on to a later one.

For meetings held before, each pack showed the newest dilemma that it covered.
"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"

_SHOWN = """
INSERT INTO dilemmas (municipality, digest, reflection, chosen)
SELECT p.municipality, p.id, r.id, true
FROM digests p
JOIN digests d ON d.municipality = p.municipality AND d.series = p.series AND d.session IS NOT NULL
    AND d.made_at <= p.made_at AND (p.since IS NULL OR d.made_at > p.since)
JOIN reflections r ON r.municipality = d.municipality AND r.session = d.session AND r.offered
WHERE p.session IS NULL AND p.pack IS NOT NULL AND p.is_draft = false AND p.called_off = false
    AND NOT EXISTS (
        SELECT 1 FROM digests e
        JOIN reflections n ON n.municipality = e.municipality AND n.session = e.session AND n.offered
        WHERE e.municipality = p.municipality AND e.series = p.series AND e.session IS NOT NULL
            AND e.made_at <= p.made_at AND (p.since IS NULL OR e.made_at > p.since)
            AND (n.circle_at > r.circle_at OR (n.circle_at = r.circle_at AND n.id > r.id))
    )
"""


def upgrade() -> None:
    op.create_table(
        "dilemmas",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.Uuid(), nullable=False),
        sa.Column("reflection", sa.Uuid(), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality", "digest"],
            ["digests.municipality", "digests.id"],
            name=op.f("fk_dilemmas_municipality_digests"),
        ),
        sa.PrimaryKeyConstraint("municipality", "digest", "reflection", name=op.f("pk_dilemmas")),
    )
    op.create_index(op.f("ix_dilemmas_municipality_reflection"), "dilemmas", ["municipality", "reflection"])
    op.execute(_SHOWN)
