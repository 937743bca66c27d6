"""The first tables."""

import sqlalchemy as sa
from alembic import op

from storage.tables.common import Instant, Words

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "contacts",
        sa.Column("tenant", sa.String(length=80), nullable=False),
        sa.Column("object_id", sa.String(length=80), nullable=False),
        sa.Column("service_url", sa.String(length=400), nullable=False),
        sa.Column("conversation", sa.String(length=400), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("bot", sa.String(length=200), nullable=False),
        sa.Column("user", sa.String(length=400), nullable=False),
        sa.Column("channel", sa.String(length=400), nullable=False),
        sa.Column("team", sa.String(length=400), nullable=False),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("installed_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "object_id", name=op.f("pk_contacts")),
    )
    op.create_table(
        "digests",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("series", sa.String(length=80), nullable=False),
        sa.Column("session", sa.String(length=240), nullable=True),
        sa.Column("meeting_at", Instant(), nullable=True),
        sa.Column("meeting_group", sa.String(length=80), nullable=True),
        sa.Column("since", Instant(), nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("municipality", "id", name=op.f("pk_digests")),
    )
    op.create_index(op.f("ix_digests_municipality_session"), "digests", ["municipality", "session"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("tenant", sa.String(length=80), nullable=False),
        sa.Column("conversation", sa.String(length=400), nullable=False),
        sa.Column("activity", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "conversation", "activity", "kind", "at", name=op.f("pk_inbox")),
    )
    op.create_index(op.f("ix_inbox_fingerprint_seen_at"), "inbox", ["fingerprint", "seen_at"], unique=False)
    op.create_index(op.f("ix_inbox_seen_at"), "inbox", ["seen_at"], unique=False)
    op.create_table(
        "municipalities",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipalities")),
    )
    op.create_table(
        "reflection_messages",
        sa.Column("tenant", sa.String(length=80), nullable=False),
        sa.Column("conversation", sa.String(length=400), nullable=False),
        sa.Column("activity", sa.String(length=200), nullable=False),
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("reflection", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "conversation", "activity", name=op.f("pk_reflection_messages")),
    )
    op.create_index(
        op.f("ix_reflection_messages_municipality_reflection"),
        "reflection_messages",
        ["municipality", "reflection"],
        unique=False,
    )
    op.create_table(
        "reflection_parts",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("reflection", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("municipality", "reflection", "position", name=op.f("pk_reflection_parts")),
    )
    op.create_table(
        "undecided",
        sa.Column("tenant", sa.String(length=80), nullable=False),
        sa.Column("conversation", sa.String(length=400), nullable=False),
        sa.Column("activity", sa.String(length=200), nullable=False),
        sa.Column("object_id", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "conversation", "activity", name=op.f("pk_undecided")),
    )
    op.create_index(op.f("ix_undecided_said_at"), "undecided", ["said_at"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("session", sa.String(length=240), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("person", sa.Uuid(), nullable=True),
        sa.Column("group", sa.String(length=80), nullable=True),
        sa.Column("about", sa.String(length=80), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("tenant", sa.String(length=80), nullable=False),
        sa.Column("conversation", sa.String(length=400), nullable=False),
        sa.Column("thread", sa.String(length=200), nullable=False),
        sa.Column("activity", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("changed_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["municipality"], ["municipalities.id"], name=op.f("fk_deliveries_municipality")),
        sa.PrimaryKeyConstraint("municipality", "id", name=op.f("pk_deliveries")),
    )
    op.create_index(op.f("ix_deliveries_municipality_person"), "deliveries", ["municipality", "person"], unique=False)
    op.create_index(
        op.f("ix_deliveries_municipality_session_position"),
        "deliveries",
        ["municipality", "session", "position"],
        unique=False,
    )
    op.create_index(op.f("ix_deliveries_state_due_at"), "deliveries", ["state", "due_at"], unique=False)
    op.create_table(
        "meetings",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("series", sa.String(length=80), nullable=False),
        sa.Column("group", sa.String(length=80), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("digest_days_ahead", sa.Integer(), nullable=False),
        sa.Column("digest_at", Instant(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["municipality"], ["municipalities.id"], name=op.f("fk_meetings_municipality")),
        sa.PrimaryKeyConstraint("municipality", "series", "group", "at", name=op.f("pk_meetings")),
    )
    op.create_index(op.f("ix_meetings_done_digest_at"), "meetings", ["done", "digest_at"], unique=False)
    op.create_table(
        "people",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("upn", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=True),
        sa.ForeignKeyConstraint(["municipality"], ["municipalities.id"], name=op.f("fk_people_municipality")),
        sa.PrimaryKeyConstraint("municipality", "id", name=op.f("pk_people")),
    )
    op.create_index(op.f("ix_people_municipality_upn"), "people", ["municipality", "upn"], unique=False)
    op.create_table(
        "releases",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("reflection", sa.Uuid(), nullable=False),
        sa.Column("network", sa.String(length=80), nullable=False),
        sa.Column("session", sa.String(length=240), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("group_name", sa.String(length=200), nullable=False),
        sa.Column("area_id", sa.String(length=120), nullable=False),
        sa.Column("area", Words(), nullable=False),
        sa.Column("question", Words(), nullable=False),
        sa.Column("law", Words(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("circle_at", Instant(), nullable=False),
        sa.Column("released_at", Instant(), nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["municipality"], ["municipalities.id"], name=op.f("fk_releases_municipality")),
        sa.PrimaryKeyConstraint("municipality", "reflection", name=op.f("pk_releases")),
    )
    op.create_index(op.f("ix_releases_network_released_at"), "releases", ["network", "released_at"], unique=False)
    op.create_table(
        "units",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("kinds", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("parent", sa.String(length=80), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("stages", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["municipality"], ["municipalities.id"], name=op.f("fk_units_municipality")),
        sa.PrimaryKeyConstraint("municipality", "id", name=op.f("pk_units")),
    )
    op.create_table(
        "accounts",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("tenant", sa.String(length=80), nullable=False),
        sa.Column("object_id", sa.String(length=80), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality", "person"],
            ["people.municipality", "people.id"],
            name=op.f("fk_accounts_municipality_person"),
        ),
        sa.PrimaryKeyConstraint("municipality", "tenant", "object_id", name=op.f("pk_accounts")),
    )
    op.create_index(op.f("ix_accounts_municipality_person"), "accounts", ["municipality", "person"], unique=False)
    op.create_index(op.f("ix_accounts_tenant_object_id"), "accounts", ["tenant", "object_id"], unique=False)
    op.create_table(
        "groups",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("time", sa.Time(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality", "unit"], ["units.municipality", "units.id"], name=op.f("fk_groups_municipality_unit")
        ),
        sa.PrimaryKeyConstraint("municipality", "id", name=op.f("pk_groups")),
    )
    op.create_table(
        "series",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("protocol", sa.String(length=80), nullable=False),
        sa.Column("intention", sa.String(length=20), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("requirements", sa.JSON(), nullable=False),
        sa.Column("led_by", sa.Uuid(), nullable=False),
        sa.Column("stays_open", sa.String(length=40), nullable=False),
        sa.Column("default_rung", sa.Integer(), nullable=False),
        sa.Column("asked", sa.String(length=20), nullable=False),
        sa.Column("digest_readers", sa.JSON(), nullable=False),
        sa.Column("goals", sa.JSON(), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("phase", sa.String(length=80), nullable=False),
        sa.Column("draft_ahead", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality", "led_by"], ["people.municipality", "people.id"], name=op.f("fk_series_municipality_led_by")
        ),
        sa.PrimaryKeyConstraint("municipality", "id", "version", name=op.f("pk_series")),
    )
    op.create_table(
        "ties",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("network", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality", "network"], ["units.municipality", "units.id"], name=op.f("fk_ties_municipality_network")
        ),
        sa.PrimaryKeyConstraint("municipality", "network", name=op.f("pk_ties")),
    )
    op.create_index(op.f("ix_ties_network"), "ties", ["network"], unique=False)
    op.create_table(
        "channels",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("group", sa.String(length=80), nullable=False),
        sa.Column("tenant", sa.String(length=80), nullable=False),
        sa.Column("service_url", sa.String(length=400), nullable=False),
        sa.Column("conversation", sa.String(length=400), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("bot", sa.String(length=200), nullable=False),
        sa.Column("user", sa.String(length=400), nullable=False),
        sa.Column("channel", sa.String(length=400), nullable=False),
        sa.Column("team", sa.String(length=400), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality", "group"], ["groups.municipality", "groups.id"], name=op.f("fk_channels_municipality_group")
        ),
        sa.PrimaryKeyConstraint("municipality", "group", name=op.f("pk_channels")),
    )
    op.create_index(op.f("ix_channels_tenant_conversation"), "channels", ["tenant", "conversation"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("group", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("ended", Instant(), nullable=True),
        sa.Column("from_day", sa.Date(), nullable=True),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality", "group"],
            ["groups.municipality", "groups.id"],
            name=op.f("fk_memberships_municipality_group"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality", "person"],
            ["people.municipality", "people.id"],
            name=op.f("fk_memberships_municipality_person"),
        ),
        sa.PrimaryKeyConstraint("municipality", "id", name=op.f("pk_memberships")),
    )
    op.create_index(op.f("ix_memberships_municipality_group"), "memberships", ["municipality", "group"], unique=False)
    op.create_index(op.f("ix_memberships_municipality_person"), "memberships", ["municipality", "person"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("id", sa.String(length=240), nullable=False),
        sa.Column("series", sa.String(length=80), nullable=False),
        sa.Column("group", sa.String(length=80), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("opens_at", Instant(), nullable=False),
        sa.Column("exact", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("series_version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality", "group"], ["groups.municipality", "groups.id"], name=op.f("fk_sessions_municipality_group")
        ),
        sa.PrimaryKeyConstraint("municipality", "id", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_municipality_series"), "sessions", ["municipality", "series"], unique=False)
    op.create_index(op.f("ix_sessions_stage_opens_at"), "sessions", ["stage", "opens_at"], unique=False)
    op.create_table(
        "steps",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("session", sa.String(length=240), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("prompt_id", sa.String(length=120), nullable=False),
        sa.Column("area_id", sa.String(length=120), nullable=False),
        sa.Column("requirement_id", sa.String(length=120), nullable=True),
        sa.Column("area", Words(), nullable=False),
        sa.Column("question", Words(), nullable=False),
        sa.Column("why", Words(), nullable=False),
        sa.Column("law", Words(), nullable=True),
        sa.Column("title", Words(), nullable=False),
        sa.Column("hint", Words(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("opens_at", Instant(), nullable=False),
        sa.Column("closes_at", Instant(), nullable=False),
        sa.Column("asked", sa.String(length=20), nullable=False),
        sa.Column("hides", sa.Boolean(), nullable=False),
        sa.Column("leading_only", sa.Boolean(), nullable=False),
        sa.Column("shows_earlier", sa.Boolean(), nullable=False),
        sa.Column("moves_on", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality", "session"],
            ["sessions.municipality", "sessions.id"],
            name=op.f("fk_steps_municipality_session"),
        ),
        sa.PrimaryKeyConstraint("municipality", "session", "position", name=op.f("pk_steps")),
    )
    op.create_index(op.f("ix_steps_stage_closes_at"), "steps", ["stage", "closes_at"], unique=False)
    op.create_table(
        "reflections",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("session", sa.String(length=240), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("author", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("network", sa.String(length=80), nullable=True),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("circle_at", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("reopened", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality", "author"],
            ["people.municipality", "people.id"],
            name=op.f("fk_reflections_municipality_author"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality", "session", "position"],
            ["steps.municipality", "steps.session", "steps.position"],
            name=op.f("fk_reflections_municipality_session_position"),
        ),
        sa.PrimaryKeyConstraint("municipality", "session", "position", "author", name=op.f("pk_reflections")),
        sa.UniqueConstraint("id", name=op.f("uq_reflections_id")),
    )
