"""The nouns of the practice, frozen: units, groups, people, series, sessions, reflections."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from datetime import time as wall_time
from enum import IntEnum, StrEnum
from typing import Any
from uuid import UUID

# Written so that they are this module's too: storage may import this module only, and needs them all.
from content.entries import Audience as Audience
from content.entries import Phase as Phase
from content.entries import SchoolType as SchoolType
from content.language import Language as Language
from content.language import Wording as Wording


class UnitKind(StrEnum):
    NETWORK = "network"
    MUNICIPALITY = "municipality"
    SCHOOL = "school"
    KINDERGARTEN = "kindergarten"
    SERVICE = "service"


class GroupKind(StrEnum):
    PRINCIPALS = "principals"
    STAFF = "staff"
    TEAM = "team"
    SUBJECT = "subject"
    GRADE = "grade"
    ACROSS = "across"
    WORKGROUP = "workgroup"
    STEERING = "steering"
    NETWORK = "network"


class Role(StrEnum):
    COORDINATOR = "coordinator"
    FACILITATOR = "facilitator"
    LEADER = "leader"
    PARTICIPANT = "participant"
    OBSERVER = "observer"


class Rung(IntEnum):
    """The sharing ladder (delingsnivå), narrowest first; only the author climbs it."""

    ONLY_ME = 0
    GROUP = 1
    UNIT = 2
    PRINCIPALS = 3
    MUNICIPALITY = 4
    NETWORK = 5


class Intention(StrEnum):
    """The three virkemidler: let it happen, help it happen, make it happen."""

    SPREADING = "spreading"
    CONVEYING = "conveying"
    IMPLEMENTING = "implementing"


class Asked(StrEnum):
    PERSONAL = "personal"
    CHANNEL = "channel"


class Rhythm(StrEnum):
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"


class OnClosed(StrEnum):
    """What becomes of a session that falls on a closed day: it goes, or moves to the next or previous open one."""

    SKIP = "skip"
    NEXT = "next"
    PREVIOUS = "previous"


class DayKind(StrEnum):
    """Why a municipality's day is not one to ask on."""

    CLOSED = "closed"
    PLANNING_DAY = "planning_day"
    EXAM = "exam"


@dataclass(frozen=True)
class OwnDay:
    """A day of a skolerute, for a unit and all below it.

    `year` names the school year (its first) that its event is of, which for August's part of a summer holiday may be
    the one before the day's own. `only` limits it to units of that kind and no other: a kindergarten that is no school.
    """

    unit: str
    year: int
    day: date
    kind: DayKind
    name: str
    only: UnitKind | None = None


@dataclass(frozen=True)
class QuietHours:
    """Local wall times between which nobody is asked, `ends` excluded; over midnight where `ends` is the earlier."""

    begins: wall_time
    ends: wall_time

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"


QUIET = QuietHours(wall_time(17), wall_time(7))
"""Where a municipality has said nothing else."""


@dataclass(frozen=True)
class Unit:
    """A node of the tree; `parent` is None at its root. `stages` as the file has it, e.g. "1-7"."""

    id: str
    kinds: frozenset[UnitKind]
    name: str
    parent: str | None
    language: Language
    stages: str = ""


@dataclass(frozen=True)
class Group:
    """`time` is the group's own local wall time for prompts, where it has one."""

    id: str
    unit: str
    kind: GroupKind
    name: str
    time: wall_time | None = None


@dataclass(frozen=True)
class Account:
    """Who Teams says somebody is: a tenant and an Entra object id (`from.aadObjectId`)."""

    tenant: str
    object_id: str


class Scope(StrEnum):
    PERSONAL = "personal"
    CHANNEL = "channel"
    GROUP_CHAT = "groupChat"


@dataclass(frozen=True)
class Place:
    """A conversation as Teams names it, all that is needed to write there again.

    `conversation` never holds `;messageid=`; `thread` is the root message's id where it was said in a thread.
    `user` is Teams' own id (29:…) of the one who spoke, `bot` that of the bot (28:…). `channel` is the channel's id,
    the team's where Teams names none (General).
    """

    tenant: str
    service_url: str
    conversation: str
    scope: Scope
    bot: str
    user: str
    channel: str = ""
    team: str = ""
    thread: str = ""


@dataclass(frozen=True)
class Happening:
    """What every event bears: who, where, and which activity it came as.

    `account.object_id` is "" where Teams named none (some guests). `locale` is what the client said, maybe "".
    `fingerprint` is a digest of what was said, the same when Teams sends it again under a new id. `pressed` is the
    message whose card was pressed, "" where it was no press. `name` is what Teams calls them, maybe "".
    """

    account: Account
    place: Place
    activity: str
    at: datetime
    kind: str
    fingerprint: str
    locale: str = ""
    pressed: str = ""
    name: str = ""


@dataclass(frozen=True)
class Person:
    """Not an account: a person may have several, and each is known by (tenant, object id)."""

    municipality: str
    id: UUID
    name: str
    upn: str
    language: Language | None


def user_name(written: str) -> str:
    """A UPN as it is compared: Entra tells neither letter case nor full-width letters apart."""
    return unicodedata.normalize("NFKC", written).casefold().strip()


@dataclass(frozen=True)
class Membership:
    """One person in one group, in one role, for a time.

    `since` and `ended` are instants (UTC) between which it counts, `ended` exclusive; a change of role ends one
    membership and begins another, so that who stood in a circle at a moment can always be told. `unit` is where the
    group belonged then, None where it still does.
    """

    person: UUID
    group: str
    role: Role
    since: datetime
    ended: datetime | None = None
    # As the file said it: local dates, both inclusive.
    from_day: date | None = None
    until_day: date | None = None
    unit: str | None = None


@dataclass(frozen=True)
class MeetingPlan:
    """A meeting the digest is read before. `at` is an instant (UTC)."""

    group: str
    at: datetime
    digest_days_ahead: int


@dataclass(frozen=True)
class Series:
    """A sløyferekke as planned. `stays_open` is an ISO 8601 duration; days in it are school days at the same wall time.

    `audience`, `phase` and `school_types` limit what is asked; None and () do not. `every` is None where it was planned
    from dates.
    """

    municipality: str
    id: str
    groups: tuple[str, ...]
    protocol: str
    intention: Intention
    areas: tuple[str, ...]
    requirements: tuple[str, ...]
    led_by: UUID
    stays_open: str
    default_rung: Rung
    asked: Asked
    digest_readers: tuple[UUID, ...] = ()
    meetings: tuple[MeetingPlan, ...] = ()
    audience: Audience | None = None
    phase: Phase | None = None
    school_types: tuple[SchoolType, ...] = ()
    # Kept with the series; used later.
    goals: tuple[str, ...] = ()
    need: str = ""
    draft_ahead: str = ""
    on_closed: OnClosed = OnClosed.NEXT
    every: Rhythm | None = None


class Stage(StrEnum):
    """How far a session or one of its steps has come."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    MISSED = "missed"  # nobody was there to open it in time; nothing of it was asked
    SKIPPED = "skipped"  # a session whose day is closed; should that change, it is planned after all
    CANCELLED = "cancelled"  # called off by an administrator; no planning brings it back


@dataclass(frozen=True)
class Session:
    """One occurrence (økt) of a series for one group. `ordinal` counts from 0 within (series, group).

    `exact`: the planner gave an instant and not a rule, and nothing moves it. `moved_from` is when it was meant, None
    where nothing stood in its way; `moved_why` says why it was moved or skipped.
    """

    municipality: str
    id: str
    series: str
    group: str
    ordinal: int
    opens_at: datetime
    stage: Stage = Stage.PLANNED
    exact: bool = False
    moved_from: datetime | None = None
    moved_why: str = ""

    @property
    def meant_at(self) -> datetime:
        """When its rule or date has it, whatever the school year says to that."""
        return self.moved_from or self.opens_at

    @property
    def has_begun(self) -> bool:
        """Whether it is as it is, and no planning changes it any more."""
        return self.stage not in {Stage.PLANNED, Stage.SKIPPED}


@dataclass(frozen=True)
class Shown:
    """The text of a prompt as shown, in every language it has; kept with the session for ever.

    `why` is the area's definition; `law` the requirement's sentence, None without one. `follow_ups` are the questions
    that may follow an answer, one at a time.
    """

    prompt_id: str
    area_id: str
    requirement_id: str | None
    area: Wording
    question: Wording
    why: Wording
    law: Wording | None
    title: Wording
    hint: Wording
    follow_ups: tuple[Wording, ...] = ()


class Reason(StrEnum):
    """What a prompt is chosen by, in the order in which it weighs."""

    FITS = "fits"  # the series, and the group
    LEAST_ASKED = "least_asked"  # of this group in this series
    RESTED = "rested"  # or at least not resting after having met little
    NEW = "new"  # to this group, also in its other series
    TURN = "turn"  # of its area
    GOALS = "goals"  # of the series: what serves them
    STRENGTH = "strength"  # first, where its area is new to the series
    REQUIREMENT = "requirement"  # the one least asked about
    LEVEL = "level"  # written for groups like this one, and not only for schools as such
    MAIN_AREA = "main_area"  # the one asked about, and not only touched
    CATALOGUE = "catalogue"  # its order


@dataclass(frozen=True)
class Because:
    """A reason for the choice of a prompt: how many it left to the next, and what it went by, as it was then.

    Numbers are of prompts, areas and times; nothing is told of who answered.
    """

    reason: Reason
    left: int
    facts: Mapping[str, str | int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Posed:
    """A prompt as a group met it. What was `asked`, `answered` and `passed` are numbers of people.

    Those asked are those it reached; there is no telling from them before the step was `over`.
    """

    series: str
    prompt: str
    area: str
    requirement: str | None
    over: bool = False
    asked: int = 0
    answered: int = 0
    passed: int = 0


@dataclass(frozen=True)
class Step:
    """One step of an opened session. `leading_only`: facilitators and leaders write, where the group has any.

    `hides`: nobody sees another's answer before the step closes. `moves_on` holds what besides its time closes it:
    "all_answered", "facilitator". `because` tells why its prompt was chosen, () where it goes on with an earlier one.
    """

    municipality: str
    session: str
    position: int
    key: str
    shown: Shown
    stage: Stage
    opens_at: datetime
    closes_at: datetime
    asked: Asked
    hides: bool
    leading_only: bool
    shows_earlier: bool
    moves_on: frozenset[str]
    because: tuple[Because, ...] = ()


@dataclass(frozen=True)
class Part:
    """One piece of a reflection: a card's whole text, or one chat message (`source` is its activity id).

    One without text keeps the place of a message that was deleted among others.

    `follow_up` says what it answers: 0 the prompt itself, from 1 the questions that follow it, by their place.
    """

    text: str
    source: str | None = None
    follow_up: int = 0


def paragraphs(parts: Iterable[Part]) -> str:
    """What the parts say, each a paragraph, byte for byte; the same words in several of them are said once."""
    return "\n\n".join(dict.fromkeys(part.text for part in parts))


@dataclass(frozen=True)
class Reflection:
    """What somebody answered; one per (session step, author).

    `circle_at` is the instant (UTC) the circle of people was fixed: the first answer, or the last change of rung.
    `channel` is the conversation of the channel whose people read along, "" where none did when the circle was fixed.
    `reopened`: its author has the card open for writing again; what was said stands meanwhile. `going_on`: the same of
    the question that follows at this place; 0 where none is open. Nothing follows what was not answered.
    """

    municipality: str
    id: UUID
    session: str
    position: int
    group: str
    unit: str
    network: str | None
    author: UUID
    rung: Rung
    circle_at: datetime
    parts: tuple[Part, ...]
    version: int
    withdrawn: bool = False
    passed: bool = False
    reopened: bool = False
    going_on: int = 0
    channel: str = ""

    @property
    def is_form_open(self) -> bool:
        """Whether its author has opened a form that is not sent yet."""
        return self.reopened or self.going_on > 0

    @property
    def main(self) -> tuple[Part, ...]:
        """What answers the prompt itself."""
        return tuple(part for part in self.places if part.text)

    @property
    def places(self) -> tuple[Part, ...]:
        """The same with the places of what was deleted."""
        return tuple(part for part in self.parts if not part.follow_up)

    @property
    def further(self) -> tuple[Part, ...]:
        """What answers the questions that follow, one part each, in their order."""
        return tuple(part for part in self.parts if part.follow_up)

    @property
    def text(self) -> str:
        """All that answers the prompt itself."""
        return paragraphs(self.main)


class DeliveryKind(StrEnum):
    PROMPT = "prompt"
    CARD = "card"  # a prompt's card, brought up to date
    RECEIPT = "receipt"
    DIGEST = "digest"
    REPLY = "reply"  # what could not be said within a turn
    TWIN = "twin"  # of two cards of one prompt the one nobody pressed, taken away
    NOTICE = "notice"  # to a coordinator: what stands in the way of the others

    @property
    def is_waited_for(self) -> bool:
        """Somebody has just written or pressed, and looks for what comes of it."""
        return self in {DeliveryKind.RECEIPT, DeliveryKind.REPLY}

    @property
    def is_told(self) -> bool:
        """Whether it may be told of whom it was for: it is written whether or not anybody answers.

        The others follow what somebody wrote or pressed: a line for each would tell who has answered.
        """
        return self in {DeliveryKind.PROMPT, DeliveryKind.DIGEST, DeliveryKind.NOTICE}

    @property
    def may_come_twice(self) -> bool:
        """Whether one that may have arrived is sent once more: a second one does no harm."""
        return self in {DeliveryKind.PROMPT, DeliveryKind.DIGEST}

    @property
    def writes_anew(self) -> bool:
        """Whether it is a new message; the others change or delete one, which may be done any number of times."""
        return self not in {DeliveryKind.CARD, DeliveryKind.TWIN}


class DeliveryState(StrEnum):
    WAITING = "waiting"  # planned for, not installed
    DUE = "due"
    CLAIMED = "claimed"  # leased by a sender; a crash gives it back
    ON_THE_WIRE = "on_the_wire"  # a crash makes it uncertain
    AGAIN = "again"  # at a later time, since nothing was written
    UNCERTAIN = "uncertain"  # it may have arrived; where that does no harm it goes once more
    SENT = "sent"
    UNDELIVERABLE = "undeliverable"
    DROPPED = "dropped"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Delivery:
    """One message to one conversation (utsending). To a person, or to a group's channel.

    `about` is what it delivers: the prompt whose card this is (CARD, TWIN), the digest (DIGEST), of what a coordinator
    is told (NOTICE: bot/noticing.py writes and reads it); "" else. `round`
    counts how often it was wanted anew: a card may change while it is on its way. `tenant` is the one it goes through,
    "" until that is looked up. `activity`, `conversation` and `thread` are where it went, "" until then. `copy` is the
    copy of the program that has it in hand. `unsure` counts the times it may have arrived without our being told.
    `reply` is what a REPLY says and where; nothing of it is kept once it is over.
    """

    municipality: str
    id: UUID
    kind: DeliveryKind
    state: DeliveryState
    due_at: datetime
    session: str | None = None
    position: int | None = None
    person: UUID | None = None
    group: str | None = None
    about: str = ""
    tries: int = 0
    round: int = 0
    tenant: str = ""
    conversation: str = ""
    thread: str = ""
    activity: str = ""
    reason: str = ""
    changed_at: datetime | None = None
    copy: str = ""
    unsure: int = 0
    reply: Mapping[str, Any] | None = field(default=None, hash=False)

    @property
    def key(self) -> tuple[str, UUID]:
        return self.municipality, self.id

    @property
    def is_new_message(self) -> bool:
        """Whether it writes a message; a receipt that has one changes it."""
        return self.kind.writes_anew and not self.activity


@dataclass(frozen=True)
class Sheet:
    """What the copies tell each other of a tenant.

    `copy` is the one that sends to it, "" where none does just now; `room` says that it goes more slowly, so that all
    may answer within their turns. `answering_until`: its people were writing or pressing shortly before. Nothing is
    sent before `rests_until`; `strikes` counts what led to that. `stopped_why` tells what Teams said when it would not
    let the bot in, "" where it does, and `stopped_at` since when.
    """

    tenant: str
    copy: str = ""
    room: bool = False
    answering_until: datetime | None = None
    rests_until: datetime | None = None
    strikes: int = 0
    stopped_at: datetime | None = None
    stopped_why: str = ""


@dataclass(frozen=True)
class Digest:
    """What a group of readers may know of a session, or of a series ahead of a meeting.

    The counts are fixed when it is made; people's words are read when it is sent, through the reader's circles.
    `missed` counts those whom the session's question should have reached and did not.
    """

    municipality: str
    id: UUID
    series: str
    made_at: datetime
    session: str | None = None
    meeting_at: datetime | None = None
    meeting_group: str | None = None
    since: datetime | None = None
    answered: int = 0
    invited: int = 0
    missed: int = 0


class OverlayState(StrEnum):
    DRAFT = "draft"
    IN_FORCE = "in force"
    REPLACED = "replaced"


@dataclass(frozen=True)
class OverlayVersion:
    """A version of a municipality's own layer over the catalogue: its file's `text`, who brought it in, when and why.

    It holds from `since` until `until` (UTC); None: not yet, still.
    """

    municipality: str
    version: int
    text: str
    why: str
    by: str
    made_at: datetime
    since: datetime | None = None
    until: datetime | None = None

    @property
    def state(self) -> OverlayState:
        if self.since is None:
            return OverlayState.DRAFT
        return OverlayState.IN_FORCE if self.until is None else OverlayState.REPLACED


@dataclass(frozen=True)
class Standing:
    """That a reader stood on a rung of somebody's ladder from `since` until `until` (UTC, None: always, still).

    `anchor` is the group's id, the unit's, the municipality's (for principals and municipality) or the network's. An
    answer reaches the reader if its rung is `rung` or wider, it came from there, and was given in that time.
    """

    rung: Rung
    anchor: str
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Reading:
    """All that one reader may read: the circles they stand in, and what they wrote (`author`; None for a channel).

    `channel` is the conversation of the channel that reads, None for a person: a channel is shown only what was given
    while it was the group's.
    """

    municipality: str
    standings: tuple[Standing, ...]
    author: UUID | None = None
    channel: str | None = None


@dataclass(frozen=True)
class Release:
    """A copy of a reflection that its author shared with the network, as the network may read it: no author.

    `further` answers the questions in `follow_ups`, and says no more than that of where it was written.
    """

    municipality: str
    reflection: UUID
    network: str
    session: str
    position: int
    group_name: str
    area_id: str
    area: Wording
    question: Wording
    law: Wording | None
    text: str
    circle_at: datetime
    released_at: datetime
    follow_ups: tuple[Wording, ...] = ()
    further: tuple[Part, ...] = ()
