"""Series, sessions, steps, meetings, reflections and digests."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    Uuid,
    and_,
    false,
    text,
)

from dialogs.model import limits
from storage.tables.common import Instant, ManyWords, VerbatimWords, Words, metadata

series = Table(
    "series",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("id", String(limits.ID), primary_key=True),
    # Planning a series anew makes a new version; opened sessions stay with their version.
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("groups", JSON, nullable=False),
    Column("protocol", String(limits.ID), nullable=False),
    Column("intention", String(20), nullable=False),
    Column("areas", JSON, nullable=False),
    Column("requirements", JSON, nullable=False),
    Column("led_by", Uuid, nullable=False),
    Column("stays_open", String(limits.DURATION), nullable=False),
    Column("default_rung", Integer, nullable=False),
    Column("asked", String(20), nullable=False),
    Column("digest_readers", JSON, nullable=False),
    Column("goals", JSON, nullable=False),
    Column("need", Text, nullable=False),
    Column("audience", String(20), nullable=False),
    Column("phase", String(80), nullable=False),
    Column("school_types", JSON, nullable=False),
    Column("draft_ahead", String(limits.DURATION), nullable=False),
    Column("on_closed", String(20), nullable=False),
    Column("every", String(20)),
    # NULL: as the protocol says.
    Column("leader_speaks_last", Boolean),
    Column("prompts", JSON, nullable=False, server_default="[]"),
    Column("weights", JSON, nullable=False, server_default="{}"),
    # When the sessions are, as in the file; NULL for a series planned by a version that did not keep that.
    Column("timing", JSON(none_as_null=True)),
    # What people have changed since, beside the timing: sessions moved or left out, and pauses.
    Column("by_hand", JSON, nullable=False, server_default="[]"),
    Column("pauses", JSON, nullable=False, server_default="[]"),
    # Of a series that is carried out. `responsible` has a role's value or a person's id, "" for nobody, for each phase.
    Column("phases", JSON, nullable=False, server_default="[]"),
    Column("responsible", JSON, nullable=False, server_default="[]"),
    Column("taking_part", Text, nullable=False, server_default=""),
    Column("anchoring", JSON(none_as_null=True)),
    # Meetings planned, moved or called off by hand.
    Column("meetings_by_hand", JSON, nullable=False, server_default="[]"),
    # Questions chosen for single sessions; own words stand in the newest version alone.
    Column("questions", JSON, nullable=False, server_default="[]"),
    ForeignKeyConstraint(["municipality", "led_by"], ["people.municipality", "people.id"]),
)

meetings = Table(
    "meetings",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("series", String(limits.ID), primary_key=True),
    Column("group", String(limits.ID), primary_key=True),
    Column("at", Instant, primary_key=True),
    Column("digest_days_ahead", Integer, nullable=False),
    Column("digest_at", Instant, nullable=False),
    # When the meeting's coordinators get the pack as a draft, NULL for no draft; `drafted` once they have.
    Column("draft_days_ahead", Integer),
    Column("prompt_days_ahead", Integer),
    Column("draft_at", Instant),
    Column("drafted", Boolean, nullable=False, server_default=false()),
    Column("minutes", Integer, nullable=False, server_default="60"),
    Column("done", Boolean, nullable=False),
    ForeignKeyConstraint(["municipality"], ["municipalities.id"]),
    Index(None, "done", "digest_at"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("id", String(limits.SESSION), primary_key=True),
    Column("series", String(limits.ID), nullable=False),
    Column("group", String(limits.ID), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("opens_at", Instant, nullable=False),
    Column("exact", Boolean, nullable=False),
    Column("stage", String(20), nullable=False),
    Column("series_version", Integer),
    # The time before a move by the school calendar, NULL if not moved; and the reason for a move or skip.
    Column("moved_from", Instant),
    Column("moved_why", Text, nullable=False),
    # When people who have not answered were reminded once more by whoever leads the work, NULL before.
    Column("nudged_at", Instant),
    # When whoever plans was told that the session waits for checkpoints, NULL before.
    Column("waiting_told_at", Instant),
    # When the reach of the session's prompts was checked, NULL before.
    Column("looked_at", Instant),
    # When the links from the session's deliveries to people were erased, NULL while there may be any.
    Column("unlinked_at", Instant),
    ForeignKeyConstraint(["municipality", "group"], ["groups.municipality", "groups.id"]),
    Index(None, "stage", "opens_at"),
    Index(None, "municipality", "series", "ordinal"),
    Index(None, "municipality", "group", "stage", "opens_at"),
)

# For finding sessions to check. Partial, since most sessions are checked and need no place in the index.
_NOT_LOOKED_AT = text("looked_at IS NULL")
Index(
    "ix_sessions_not_looked_at",
    sessions.c.stage,
    sessions.c.opens_at,
    postgresql_where=_NOT_LOOKED_AT,
    sqlite_where=_NOT_LOOKED_AT,
)

# For finding sessions whose deliveries still point at people. Partial: with time most sessions' do not.
_LINKED = text("unlinked_at IS NULL")
Index("ix_sessions_linked", sessions.c.stage, sessions.c.opens_at, postgresql_where=_LINKED, sqlite_where=_LINKED)

steps = Table(
    "steps",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("session", String(limits.SESSION), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("key", String(80), nullable=False),
    Column("prompt_id", String(120), nullable=False),
    Column("area_id", String(120), nullable=False),
    Column("requirement_id", String(120)),
    Column("area", Words, nullable=False),
    Column("question", Words, nullable=False),
    Column("definition", Words),
    Column("own", VerbatimWords),
    Column("paragraph", String(limits.ID), nullable=False, server_default=""),
    Column("law_link", String(limits.ADDRESS), nullable=False, server_default=""),
    Column("law_checked", Date),
    Column("why", Words, nullable=False),
    Column("law", Words),
    Column("title", Words, nullable=False),
    Column("hint", Words, nullable=False),
    Column("follow_ups", ManyWords, nullable=False),
    Column("opener", Words),
    # How the question is answered by one press: the form, "" for none, and its options or the labels of its ends.
    Column("answer_form", String(20), nullable=False, server_default=""),
    Column("answer_options", ManyWords),
    Column("stage", String(20), nullable=False),
    Column("opens_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    # The time of the tick that closed the step, NULL before.
    Column("closed_at", Instant),
    # How many people a session's first step has asked, NULL while deliveries tell.
    Column("asked_people", Integer),
    # When people who have not answered are reminded next, NULL for never again.
    Column("remind_at", Instant),
    Column("asked", String(20), nullable=False),
    Column("hides", Boolean, nullable=False),
    Column("leading_only", Boolean, nullable=False),
    Column("shows_earlier", Boolean, nullable=False),
    # The version of the privacy notice on the step's card in a channel, 0 before Teams has taken one there.
    Column("notice_version", Integer, nullable=False, server_default="0"),
    Column("moves_on", JSON, nullable=False),
    Column("because", JSON, nullable=False),
    Column("leader_speaks_last", Boolean, nullable=False),
    # Whether whoever answers is offered to say what they will try.
    Column("ends_in_trying", Boolean, nullable=False, server_default=false()),
    ForeignKeyConstraint(["municipality", "session"], ["sessions.municipality", "sessions.id"]),
    Index(None, "stage", "closes_at"),
    Index(None, "stage", "remind_at"),
)

reflections = Table(
    "reflections",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("session", String(limits.SESSION), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("author", Uuid, primary_key=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("group", String(limits.ID), nullable=False),
    Column("unit", String(limits.ID), nullable=False),
    Column("network", String(limits.ID)),
    # The conversation of the channel linked when the circle was fixed, "" for none.
    Column("channel", String(limits.ADDRESS), nullable=False),
    Column("rung", Integer, nullable=False),
    Column("circle_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("passed", Boolean, nullable=False),
    Column("reopened", Boolean, nullable=False),
    Column("going_on", Integer, nullable=False),
    # When the answer was first given, NULL where nothing was ever answered.
    Column("given_at", Instant),
    # The wider rung that the author looks at, NULL for none.
    Column("lifting", Integer),
    # The wider rung that waits for the author's yes to the draft of the digest, NULL for none.
    Column("wished", Integer),
    # Whether the author has offered the answer as a dilemma for the meeting.
    Column("offered", Boolean, nullable=False, server_default=false()),
    # "" for an answer without a name, "name", or a role; never the name itself.
    Column("signature", String(20), nullable=False, server_default=""),
    # The answers of others that the author was shown with the receipt, NULL for none; for an erased answer a drawn id.
    Column("shown_first", Uuid),
    Column("shown_second", Uuid),
    # The author's own keyword for the answer, "" for none.
    Column("keyword", String(limits.KEYWORD), nullable=False, server_default=""),
    # Whether the author wants the answer to be seen where nobody else says so.
    Column("alone", Boolean, nullable=False, server_default=false()),
    ForeignKeyConstraint(
        ["municipality", "session", "position"], ["steps.municipality", "steps.session", "steps.position"]
    ),
    # The author is no foreign key: an answer whose author was erased has an author of its own, drawn for it alone.
    Index(None, "municipality", "author"),
)

reflection_parts = Table(
    "reflection_parts",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("reflection", Uuid, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("source", String(limits.FOREIGN_ID)),
    Column("follow_up", Integer, nullable=False),
    # The number of the answer chosen by one press, 0 for words of the author's own.
    Column("choice", Integer, nullable=False, server_default="0"),
)

digests = Table(
    "digests",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("series", String(limits.ID), nullable=False),
    Column("session", String(limits.SESSION)),
    Column("meeting_at", Instant),
    Column("meeting_group", String(limits.ID)),
    Column("since", Instant),
    Column("made_at", Instant, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("invited", Integer, nullable=False),
    Column("missed", Integer, nullable=False, server_default="0"),
    # Whether a session's digest went out after a draft that nobody had approved, or a meeting's is still a draft.
    Column("is_draft", Boolean, nullable=False, server_default=false()),
    # Whether the meeting is not held then: called off, or moved to another time.
    Column("called_off", Boolean, nullable=False, server_default=false()),
    # What the catalogue had for the pack when the pack was made, NULL for a session's digest.
    Column("pack", JSON(none_as_null=True)),
    # Whether a session's digest is in the sharing bank's index; digests of earlier versions are read into it later.
    Column("indexed", Boolean, nullable=False, server_default=false()),
    Index(None, "municipality", "session"),
)

# For finding digests to read into the index. Partial, since in time every digest of a session is in it.
_NOT_INDEXED = and_(digests.c.indexed.is_(False), digests.c.session.is_not(None))
Index(
    "ix_digests_not_indexed",
    digests.c.municipality,
    digests.c.session,
    postgresql_where=_NOT_INDEXED,
    sqlite_where=_NOT_INDEXED,
)
