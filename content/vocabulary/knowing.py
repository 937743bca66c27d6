"""Messages about the data held about a person: shown, taken along as a file, erased; and about the circles."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from content.presses import EraseOwnData, OwnFile, StepRef
from content.vocabulary.prompting import Followed, RungOffered, Signed

# Pieces of the data held about a person. Times are local wall times.


@dataclass(frozen=True)
class OwnMembership:
    """A place in a group; `role` is a value of the roles, `until` None where no end is known."""

    group: str
    role: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class OwnPost:
    """A task in a series: `post` is "leads", "reads" or "answers_for" (a phase)."""

    series: str
    post: str


@dataclass(frozen=True)
class OwnMove:
    """An act of the author with an answer: `act` is a value of the own log's acts, `rung` the rung after it, or ""."""

    at: datetime
    act: str
    rung: str = ""


@dataclass(frozen=True)
class OwnAnswer:
    """An answer to a question as it was shown; without `text` it was skipped, taken back, only begun, or is gone.

    `state` is given, skipped, taken_back, begun or gone. `school_year` is like "2026/2027", `asked_at` when the
    question opened, `shared_at` since when the answer has been shared as now. `rung` is its readers: None without
    words, and where the session was called off. `given_back`: a summary that holds the words has been made.
    `kept_until` is the day of its deletion by the municipality's rule, None without one. `signed`: with name or role.
    `keyword` is the author's own for the answer, "" for none. `alone`: to be seen where nobody else says so.
    `offered`: as something to think through together at a meeting. `wished` is who would read the answer after a yes to
    a draft, or, of an answer that only its author reads, who read it until its author took it out of a draft.
    """

    school_year: str
    group: str
    area: str
    question: str
    asked_at: datetime
    shared_at: datetime
    state: str
    text: str = ""
    further: tuple[Followed, ...] = ()
    rung: RungOffered | None = None
    signed: Signed | None = None
    given_back: bool = False
    kept_until: datetime | None = None
    moves: tuple[OwnMove, ...] = ()
    keyword: str = ""
    alone: bool = False
    offered: bool = False
    wished: RungOffered | None = None


@dataclass(frozen=True)
class OwnMessages:
    """How many messages of each kind were written to the person; the last go by rule on `kept_until`."""

    questions: int = 0
    reminders: int = 0
    summaries: int = 0
    notices: int = 0
    others: int = 0
    kept_until: datetime | None = None


@dataclass(frozen=True)
class OwnNote:
    """A note of the person's own (see Note); it goes at `kept_until`."""

    noted_at: datetime
    text: str
    kept_until: datetime | None


@dataclass(frozen=True)
class OwnThemeName:
    """A name that the person has given a theme in a summary."""

    name: str


@dataclass(frozen=True)
class OwnProposal:
    """A question that the person has proposed: `state` is open, taken or left, `signed` with the person's name.

    `kept_until` is None while the municipality's archive holds, here, in a note, and below.
    """

    proposed_at: datetime
    text: str
    state: str
    signed: bool
    kept_until: datetime | None


@dataclass(frozen=True)
class OwnPractice:
    """What the person has put into the sharing bank; `rung` names its readers' rung, and `credit` how it is credited.

    `kept_until` is None without a rule, and while the archive holds.
    """

    put_at: datetime
    title: str
    did: str
    saw: str
    needs: str
    rung: str
    credit: str
    kept_until: datetime | None


@dataclass(frozen=True)
class OwnHeading:
    """A heading that the person has written for the digest of a group's session, or "" where the person ordered it."""

    group: str
    opened_at: datetime
    text: str


@dataclass(frozen=True)
class OwnTry:
    """A commitment that the person has written (`text`, `sign`), or told of (`because`, `learnt`), each "" otherwise.

    `whose` is person, group, municipality, meeting or checkpoint, `outcome` "" for an open one, `rung` the name of its
    readers' rung. `from_bank`: a group tries an entry of the sharing bank; `told_on` says whether what the person told
    is read beside the entry, too.
    """

    made_at: datetime
    whose: str
    text: str
    sign: str
    outcome: str
    because: str
    learnt: str
    rung: str
    kept_until: datetime | None
    from_bank: bool = False
    told_on: bool = False


@dataclass(frozen=True)
class OwnNeed:
    """A need of support that the person has told (`text`), or, without a text, an answer that the person has given."""

    told_at: datetime
    text: str
    answer: str
    state: str
    signed: bool
    rung: str
    kept_until: datetime | None


@dataclass(frozen=True)
class OwnRecorded:
    """An act of the person's in the municipality's record; `act` is a value of the record's acts."""

    at: datetime
    act: str


@dataclass(frozen=True)
class OwnData:
    """All data that a municipality holds about a person; `answered` counts `answers`, which a card leaves out.

    `language` is "" where the person has none of their own; `chosen`: the person has chosen the language.
    `named_as` says in which of the municipality's own settings the person's name stands: responsible, officer, overlay.
    `reminders` is the most that the person wants for a question. `rule` is "rule" where the municipality deletes after
    a time, "hold" where its archive has stopped that.
    """

    municipality: str
    name: str
    user_name: str
    language: str
    accounts: int
    notice_at: datetime | None
    is_on_roster: bool
    rule: str = ""
    reminders: int = 1
    chosen: bool = False
    paused_until: datetime | None = None
    memberships: tuple[OwnMembership, ...] = ()
    posts: tuple[OwnPost, ...] = ()
    named_as: tuple[str, ...] = ()
    recorded: tuple[OwnRecorded, ...] = ()
    messages: OwnMessages = OwnMessages()
    answered: int = 0
    answers: tuple[OwnAnswer, ...] = ()
    notes: tuple[OwnNote, ...] = ()
    proposals: tuple[OwnProposal, ...] = ()
    practices: tuple[OwnPractice, ...] = ()
    theme_names: tuple[OwnThemeName, ...] = ()
    tries: tuple[OwnTry, ...] = ()
    needs: tuple[OwnNeed, ...] = ()
    headings: tuple[OwnHeading, ...] = ()


@dataclass(frozen=True)
class OwnWaiting:
    """A message that waits for its author's choice of a question."""

    said_at: datetime
    text: str


@dataclass(frozen=True)
class OwnChat:
    """Data about an account's chat with the bot, of no municipality in particular.

    `name` is "" for imported people, who have theirs from the municipality; `channels` names the groups whose channel
    the account has connected.
    """

    name: str
    locale: str
    reachable: bool
    installed_at: datetime | None
    channels: tuple[str, ...] = ()


# The messages.


@dataclass(frozen=True)
class WhatIKnow:
    """All data held about the reader; in chat without the answers, which follow on further cards.

    A card shows the page number `start`, from 0.
    """

    about: tuple[OwnData, ...]
    chat: OwnChat | None
    waiting: tuple[OwnWaiting, ...] = ()
    start: int = 0


@dataclass(frozen=True)
class KnownPage:
    """Which of the `pages` a card of all data is; `number` counts from 1."""

    number: int
    pages: int


@dataclass(frozen=True)
class OwnAnswerInBrief:
    """A row of the list: `text` are all of the answer's own words, "" where `state` (see OwnAnswer) says why."""

    step: StepRef
    school_year: str
    group: str
    question: str
    asked_at: datetime
    state: str
    text: str = ""


@dataclass(frozen=True)
class OwnAnswers:
    """The reader's own answers from number `start` (from 0) on, the newest first, of `total`.

    `search`: only answers with these words; "" for all answers.
    """

    answers: tuple[OwnAnswerInBrief, ...]
    start: int
    total: int
    search: str = ""


Way = Literal["answer", "change", "widen", "offer", "drop_offer", "readers", "withdraw"]
"""What can still be done with one's own answer: `readers` are fewer readers, or no signature, after the close."""


@dataclass(frozen=True)
class OwnAnswerShown:
    """One of the reader's own answers in full, with its ways; `seen` is its version, 0 where it is gone.

    `start` and `search` lead back to the list's page.
    """

    answer: OwnAnswer
    step: StepRef
    seen: int
    ways: tuple[Way, ...]
    start: int
    search: str = ""


@dataclass(frozen=True)
class SearchNotShown:
    """What a search found could not be shown at once, and the words of a search wait nowhere."""


@dataclass(frozen=True)
class FileOffered:
    """May the file be laid in the reader's OneDrive? `size` is in bytes."""

    file: OwnFile
    name: str
    size: int


@dataclass(frozen=True)
class FileGiven:
    """The file is in the reader's OneDrive, at `url`; `unique` and `kind` are Teams' own names for it."""

    name: str
    url: str
    unique: str
    kind: str


@dataclass(frozen=True)
class FileDeclined:
    """The reader did not want the file; nothing was written anywhere."""


@dataclass(frozen=True)
class FileTooLate:
    """The offer of the file is more than a day old: its contents may be another by now."""


@dataclass(frozen=True)
class FileTakenAlready:
    """The same offer was accepted a second time."""


@dataclass(frozen=True)
class FileNotGiven:
    """The file could not be laid in the reader's OneDrive, or Teams named a place outside OneDrive."""


@dataclass(frozen=True)
class ErasureAsked:
    """Shall all data go? `given_back` of the `answers` stand in summaries; `wordless` questions have no words.

    `on_roster` names the municipalities that still have the reader on their list, so that the name stays.
    """

    answers: int
    wordless: int
    given_back: int
    waiting: int
    notes: int
    proposals: int
    tries: int
    theme_names: int
    on_roster: tuple[str, ...]
    press: EraseOwnData
    headings: int = 0
    practices: int = 0


@dataclass(frozen=True)
class Erased:
    """All data are gone; `left_nameless` of the reader's words stay without a name. `on_roster` as in ErasureAsked."""

    answers: int
    left_nameless: int
    on_roster: tuple[str, ...]


@dataclass(frozen=True)
class NothingToErase:
    """Nothing is held that could be erased."""


@dataclass(frozen=True)
class RungSeen:
    """A rung and its readers; `people` is None for fewer than five, `unit` is the group's."""

    rung: str
    name: str
    people: int | None
    unit: str


@dataclass(frozen=True)
class GroupSeen:
    """A group of the reader's own: the rungs its answers can stand on. `channel`: everybody in its channel reads along.

    `answers`: the reader answers in the group. `roles` are values of the reader's roles there.
    """

    group: str
    unit: str
    rungs: tuple[RungSeen, ...]
    channel: bool = False
    answers: bool = True
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class WhoSeesWhat:
    """The circles, with the reader's own groups."""

    groups: tuple[GroupSeen, ...]


Knowing = (
    WhatIKnow
    | OwnAnswers
    | OwnAnswerShown
    | SearchNotShown
    | FileOffered
    | FileGiven
    | FileDeclined
    | FileTooLate
    | FileTakenAlready
    | FileNotGiven
    | ErasureAsked
    | Erased
    | NothingToErase
    | WhoSeesWhat
)
