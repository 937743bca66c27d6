"""Each column's class: people's words, a pointer to a person, or neither.

Tests fail for an unclassed column, and for a column about people that is neither shown to the person nor explained.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table

from storage.tables.api_tokens import api_tokens
from storage.tables.bank import bank_entries, bank_stems
from storage.tables.calendar_feeds import calendar_feeds
from storage.tables.checkpoints import checkpoints
from storage.tables.commitments import commitments, support_needs
from storage.tables.decisions import decisions
from storage.tables.dilemmas import dilemmas
from storage.tables.drafts import drafts
from storage.tables.headings import headings
from storage.tables.meetings import agenda_items, meeting_news
from storage.tables.networks import agreements, releases, ties
from storage.tables.notes import notes
from storage.tables.outbox import deliveries
from storage.tables.overlays import overlays
from storage.tables.own_log import own_log
from storage.tables.people import (
    accounts,
    groups,
    memberships,
    municipalities,
    municipality_settings,
    people,
    roster_marks,
    roster_versions,
    units,
)
from storage.tables.people_files import people_files, people_imports
from storage.tables.places import channels, contacts, inbox, pending_questions, reflection_messages, undecided
from storage.tables.practices import practices
from storage.tables.proposals import proposals
from storage.tables.records import records
from storage.tables.replicas import replicas, tenants
from storage.tables.retention import deletions
from storage.tables.school_year import calendar_changes, own_days
from storage.tables.sessions import digests, meetings, reflection_parts, reflections, series, sessions, steps
from storage.tables.tidied import own_words, tidied_answers, tidied_themes
from storage.tables.tries import tries
from storage.tables.vacancies import vacancies
from storage.tables.web_sessions import pending_sign_ins, web_sessions
from storage.tables.webhooks import webhooks


@dataclass(frozen=True)
class Holds:
    """The names of a table's columns, each in one of three classes.

    `words`: people's words to the bot, or a message that quotes them. `people`: a name, an account or a person's id, or
    the id of a person's chat, message or answer. `neither`: all else; texts that a municipality publishes (catalogue,
    calendar, names of schools and groups) are nobody's words.
    """

    words: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    neither: tuple[str, ...] = ()


HOLDS: Mapping[Table, Holds] = {
    # Answers.
    reflections: Holds(
        words=("keyword",),
        people=("author", "id", "shown_first", "shown_second"),
        neither=(
            *("municipality", "session", "position", "group", "unit", "network", "channel", "rung", "circle_at"),
            *(
                "version",
                "withdrawn",
                "passed",
                "reopened",
                "going_on",
                "given_at",
                "lifting",
                "wished",
                "offered",
                "signature",
                "alone",
            ),
        ),
    ),
    reflection_parts: Holds(
        words=("text",), people=("reflection", "source"), neither=("municipality", "position", "follow_up", "choice")
    ),
    reflection_messages: Holds(
        people=("conversation", "activity", "reflection", "source"), neither=("tenant", "municipality")
    ),
    # What an author has put into the sharing bank. The circle's columns name a group, never a person.
    practices: Holds(
        words=("title", "did", "saw", "needs"),
        people=("id", "author"),
        neither=(
            *("municipality", "group", "unit", "network", "channel", "rung", "circle_at", "area_id", "requirement_id"),
            *("subject", "stages", "credit", "put_at", "changed_at", "version"),
        ),
    ),
    # Stems of words that stand elsewhere; a mark is a hash of a place or a subject.
    bank_entries: Holds(
        words=("title", "body"), people=("source",), neither=("municipality", "id", "number", "kind", "at", "marks")
    ),
    bank_stems: Holds(words=("stem", "backwards"), neither=("municipality", "entries")),
    own_log: Holds(
        people=("person",),
        neither=("municipality", "at", "session", "position", "act", "from_rung", "to_rung"),
    ),
    # `areas` are named by the words, and tell no more than the question that the note would fit.
    notes: Holds(
        words=("text",),
        people=("person", "id"),
        neither=("municipality", "areas", "noted_at", "session", "position", "used_at", "goes_at"),
    ),
    # A question is its proposer's words until it is taken in; the overlay's own texts are the municipality's.
    proposals: Holds(
        words=("text",),
        people=("id", "person", "decided_by"),
        neither=("municipality", "signed", "proposed_at", "state", "decided_at", "version", "goes_at"),
    ),
    # What somebody will try, and what came of it. The circle's columns name a group, never a person.
    commitments: Holds(
        words=("text", "sign", "because", "learnt"),
        people=("id", "author", "told_by"),
        neither=(
            *("municipality", "promiser", "group", "unit", "network", "channel", "rung", "circle_at", "look_on"),
            *("made_at", "session", "met_in", "agreed", "outcome", "told_at", "version", "wakes_at", "goes_at"),
        ),
    ),
    # A group's try of an entry; its words are the commitment's.
    tries: Holds(
        people=("commitment",),
        neither=(
            *("municipality", "entry", "by_group", "by_unit", "agreed_at", "outcome", "told_at"),
            *("group", "unit", "network", "channel", "rung", "circle_at"),
        ),
    ),
    support_needs: Holds(
        words=("text", "answer"),
        people=("id", "person", "answered_by"),
        neither=(
            *("municipality", "group", "unit", "network", "channel", "rung", "circle_at", "signed", "told_at"),
            *("look_on", "session", "state", "answered_at", "version", "wakes_at", "goes_at"),
        ),
    ),
    # What a meeting decided, by whoever led the meeting; a promise's words are its commitment's.
    decisions: Holds(
        words=("text",),
        people=("id", "author"),
        neither=("municipality", "digest", "commitment", "made_at", "version", "goes_at"),
    ),
    # Why a checkpoint of a series is answered or waived, by whoever plans.
    checkpoints: Holds(
        words=("because",),
        people=("by",),
        neither=("municipality", "series", "group", "mark", "answered", "at", "revision", "goes_at"),
    ),
    # What people did with the themes of digests; a name is its author's words, and may hold words of answers.
    tidied_themes: Holds(
        words=("label", "borrowed"), people=("by",), neither=("municipality", "digest", "question", "number")
    ),
    tidied_answers: Holds(people=("reflection",), neither=("municipality", "digest", "question", "version", "number")),
    # Items put on a meeting's agenda by the leader of the meeting; the writer is not stored.
    agenda_items: Holds(
        words=("title",),
        neither=("municipality", "id", "series", "group", "meant", "minutes", "position", "version", "goes_at"),
    ),
    meeting_news: Holds(neither=("municipality", "id", "series", "group", "meant", "was", "tells_at")),
    dilemmas: Holds(people=("reflection",), neither=("municipality", "digest", "chosen")),
    own_words: Holds(
        words=("word", "label", "borrowed"),
        people=("by",),
        neither=("municipality", "digest", "question", "concept", "group", "goes_at"),
    ),
    undecided: Holds(words=("text",), people=("conversation", "activity", "object_id"), neither=("tenant", "said_at")),
    releases: Holds(
        words=("text", "further", "keyword"),
        people=("reflection", "signer"),
        neither=(
            "signature",
            *("municipality", "network", "session", "position", "group_name", "area_id", "area", "question", "law"),
            *("follow_ups", "circle_at", "released_at", "revoked_at"),
        ),
    ),
    # A fingerprint is a hash of words: a guess of the words can be checked.
    inbox: Holds(people=("conversation", "activity", "fingerprint"), neither=("tenant", "kind", "at", "seen_at")),
    pending_questions: Holds(
        people=("conversation", "object_id", "press"), neither=("tenant", "asked_at", "expires_at", "taken_at")
    ),
    # The outbox. A delivery's id is derived from its recipient; a reply may quote its reader's words.
    deliveries: Holds(
        words=("reply",),
        people=("id", "person", "about", "conversation", "thread", "activity"),
        neither=(
            *("municipality", "kind", "state", "due_at", "session", "position", "group", "tries", "round", "tenant"),
            *("reason", "changed_at", "copy", "unsure", "waited_for"),
        ),
    ),
    digests: Holds(
        neither=(
            *("municipality", "id", "series", "session", "meeting_at", "meeting_group", "since", "made_at"),
            *("answered", "invited", "missed", "is_draft", "called_off", "pack", "indexed"),
        )
    ),
    # A facilitator's own words above a digest's sections.
    headings: Holds(words=("text",), people=("person",), neither=("municipality", "session", "position", "place")),
    drafts: Holds(
        neither=("municipality", "session", "made_at", "publish_at", "answered", "invited", "missed", "approved")
    ),
    # People.
    people: Holds(
        people=("id", "name", "upn"),
        neither=(
            *(
                "municipality",
                "language",
                "own_language",
                "notice_version",
                "notice_at",
                "notice_due",
                "reminders",
                "paused_from",
            ),
            *("paused_until", "noted"),
        ),
    ),
    accounts: Holds(people=("object_id", "person"), neither=("municipality", "tenant")),
    memberships: Holds(
        people=("person",),
        neither=("municipality", "id", "group", "role", "since", "ended", "unit", "from_day", "until_day", "by_hand"),
    ),
    # A list of people on its way in, and what is kept to undo a list: names, for hours.
    people_files: Holds(people=("person", "content"), neither=("municipality", "id", "tenant", "sent_at")),
    people_imports: Holds(
        people=("person", "before", "left"),
        neither=("municipality", "id", "people", "begun", "ended", "done_at", "undone_at"),
    ),
    contacts: Holds(
        people=("object_id", "conversation", "user", "name"),
        neither=(
            *("tenant", "service_url", "scope", "bot", "channel", "team", "locale", "reachable", "changed_at"),
            "installed_at",
        ),
    ),
    # A channel's place names the user who linked the channel.
    channels: Holds(
        people=("user",),
        neither=(
            *("municipality", "group", "tenant", "service_url", "conversation", "scope", "bot", "channel", "team"),
            *("reachable", "changed_at", "others", "count_at"),
        ),
    ),
    # Browsers signed in. A sign-in under way is nobody's before the issuer has answered.
    web_sessions: Holds(
        people=("object_id",), neither=("digest", "tenant", "begun_at", "ends_at", "in_teams", "issuer_digest")
    ),
    pending_sign_ins: Holds(neither=("digest", "browser", "nonce", "verifier", "return_to", "expires_at")),
    # A municipality's own programs: a token is nobody's, and its label names the program.
    api_tokens: Holds(
        neither=(
            *("id", "municipality", "digest", "label", "scopes", "reads_from", "made_at", "expires_at", "used_on"),
            *("read_on", "reads"),
        )
    ),
    webhooks: Holds(neither=("municipality", "id", "url", "secret", "made_at")),
    calendar_feeds: Holds(people=("person",), neither=("municipality", "digest", "made_at")),
    vacancies: Holds(people=("key",), neither=("municipality", "told_at")),
    # Plans.
    series: Holds(
        people=("led_by", "digest_readers", "responsible"),
        neither=(
            *("municipality", "id", "version", "groups", "protocol", "intention", "areas", "requirements"),
            *("stays_open", "default_rung", "asked", "goals", "need", "audience", "phase", "school_types"),
            *("draft_ahead", "on_closed", "every", "leader_speaks_last", "prompts", "weights"),
            *("timing", "by_hand", "pauses", "meetings_by_hand", "phases", "taking_part", "anchoring"),
            # A question that planners word is the municipality's, as `need` and goals are: it names nobody, nor them.
            "questions",
        ),
    ),
    meetings: Holds(
        neither=(
            "municipality",
            "series",
            "group",
            "at",
            "minutes",
            "digest_days_ahead",
            "digest_at",
            "done",
            "draft_days_ahead",
            "prompt_days_ahead",
            "draft_at",
            "drafted",
        )
    ),
    sessions: Holds(
        neither=(
            *("municipality", "id", "series", "group", "ordinal", "opens_at", "exact", "stage", "series_version"),
            *("moved_from", "moved_why", "nudged_at", "waiting_told_at", "looked_at", "unlinked_at"),
        )
    ),
    steps: Holds(
        neither=(
            *("municipality", "session", "position", "key", "prompt_id", "area_id", "requirement_id", "area"),
            *("definition", "own", "paragraph", "law_link", "law_checked"),
            *("question", "why", "law", "title", "hint", "follow_ups", "stage", "opens_at", "closes_at", "closed_at"),
            *("asked", "hides", "leading_only", "shows_earlier", "moves_on", "because", "opener"),
            *("leader_speaks_last", "remind_at", "notice_version", "asked_people", "answer_form", "answer_options"),
            "ends_in_trying",
        )
    ),
    # Municipalities, and their layers over the catalogue.
    municipalities: Holds(
        neither=("id", "name", "quiet_begins", "quiet_ends", "quiet_since", "staffed_at", "notice_version")
    ),
    # The columns may name the data protection officer, and the person responsible.
    municipality_settings: Holds(
        people=("responsible", "data_protection_officer"),
        neither=(
            *("municipality", "archive_label", "discussed_with_unions", "dpia", "minutes_a_week", "keep_answers"),
            *("keep_digests", "keep_logs", "keep_deliveries", "hold_from", "hold_until", "hold_reason"),
            *("unused_rungs", "compared", "notice_edition", "retention_at", "changed_at"),
        ),
    ),
    units: Holds(neither=("municipality", "id", "kinds", "name", "parent", "language", "stages")),
    groups: Holds(neither=("municipality", "id", "unit", "kind", "name", "time")),
    ties: Holds(neither=("municipality", "network")),
    agreements: Holds(neither=("municipality", "network", "other")),
    overlays: Holds(people=("by",), neither=("municipality", "version", "text", "why", "made_at", "since", "until")),
    # `about` names groups, series and settings, never people.
    records: Holds(people=("person",), neither=("municipality", "id", "at", "by", "act", "about")),
    deletions: Holds(
        neither=("municipality", "kind", "due_on", "before", "number", "announced_at", "done_at"),
    ),
    own_days: Holds(neither=("municipality", "unit", "year", "day", "kind", "name", "only")),
    calendar_changes: Holds(neither=("municipality", "unit", "year", "number", "at", "source", "former")),
    # The replicas of the program.
    roster_versions: Holds(neither=("municipality", "version")),
    roster_marks: Holds(neither=("id", "mark")),
    replicas: Holds(neither=("id", "beat")),
    tenants: Holds(
        neither=(*("tenant", "copy", "room", "answering_until", "rests_until", "strikes", "stopped_at", "stopped_why"),)
    ),
}


def words() -> tuple[Column[Any], ...]:
    """Every column with people's words."""
    return tuple(table.c[name] for table, holds in HOLDS.items() for name in holds.words)


def pointers() -> tuple[Column[Any], ...]:
    """Every column with a pointer to a person."""
    return tuple(table.c[name] for table, holds in HOLDS.items() for name in holds.people)
