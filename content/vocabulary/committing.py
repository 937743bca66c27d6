"""What is said of commitments, of what came of them, and of needs of support told to the municipality."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from content.vocabulary.guarding import Stopped
from content.vocabulary.prompting import Signed

Whose = Literal["person", "group", "municipality"]
Wrong = Literal["", "empty", "too_long", "no_day"]
"""What stands in the way of a form: no words, too many, or a day that is none, is past or is too far ahead."""


@dataclass(frozen=True)
class Place:
    """Where something is promised or asked for: ids, and the group's name; `session` is "" between sessions."""

    municipality: str
    group: str
    name: str
    session: str = ""


@dataclass(frozen=True)
class TryOffered:
    """Beneath a first answer of a step that ends in trying. `leading`: the step is written by who leads the group."""

    place: Place
    leading: bool


@dataclass(frozen=True)
class TryForm:
    """The form of a commitment, new or known (`commitment`, `seen`); nothing is kept before it is sent.

    `day` is an ISO date. `people` read it with the group; `in_group`: the reader's own is shared with the group.
    """

    whose: Whose
    place: Place
    text: str
    sign: str
    day: str
    people: int
    in_group: bool = False
    commitment: str = ""
    seen: int = 0
    wrong: Wrong = ""
    stopped: Stopped | None = None


@dataclass(frozen=True)
class FromBank:
    """The entry of the sharing bank that a group tries.

    `signed` is how its author chose to be named there, and `school` the school credited, "" for none.
    `is_there`: the entry is in the bank, and the reader's to read. Words of the entry stand in no commitment.
    """

    municipality: str
    entry: str
    signed: Signed | None = None
    school: str = ""
    is_there: bool = True


@dataclass(frozen=True)
class Promised:
    """A commitment as one reader sees it. `by` is the group's or the municipality's name, "" for a person's.

    `outcome` is "" for an open one. `mine`: the reader's own. `agreed`: see Commitment. `is_past`: its day is over, and
    told no more, since no day is a deadline. `may_open`: told of, and the reader's to take away or tell anew.
    `made_on` and `told_on` are local days, None where a message needs no days, and of an open commitment.
    """

    municipality: str
    commitment: str
    seen: int
    whose: Whose
    by: str
    text: str
    sign: str
    look_on: date
    mine: bool
    agreed: bool = True
    outcome: str = ""
    because: str = ""
    learnt: str = ""
    is_past: bool = False
    may_open: bool = False
    made_on: date | None = None
    told_on: date | None = None
    origin: FromBank | None = None


@dataclass(frozen=True)
class PromiseKept:
    """The receipt of a commitment. `people` can read it, 1 for the reader alone.

    `may_change`: the reader wrote it, and may take it away, or say it otherwise while nothing is told of it.
    `may_tell`: the reader says what came of it, or says it anew. `shared`: what was told of a try of an entry is read
    beside the entry; `may_share`: the reader told it, and can let others read it there.
    """

    promise: Promised
    people: int
    may_change: bool = True
    may_tell: bool = False
    shared: bool = False
    may_share: bool = False


@dataclass(frozen=True)
class LookBack:
    """The opening of a session, or of a day: what came of what was promised?

    `shown` stands to be read: the municipality's first, then what is told already, then others'. `asked` are open and
    the reader's, or the reader's group's, to tell of; the card shows the one called `at`, or the first.
    `answers` are the municipality's answers to needs of support since.
    """

    group: str
    shown: tuple[Promised, ...]
    asked: tuple[Promised, ...]
    at: str = ""
    stopped: Stopped | None = None
    because: str = ""
    learnt: str = ""
    answers: tuple["Need", ...] = ()


@dataclass(frozen=True)
class PromisesListed:
    """What the reader, the reader's groups and the municipality try, the municipality's first; and needs of support.

    `numbered` are the open ones that the reader may tell of, in the order of their numbers from 1.
    """

    shown: tuple[Promised, ...]
    numbered: tuple[Promised, ...]
    needs: tuple["Need", ...] = ()
    to_answer: tuple["Need", ...] = ()


@dataclass(frozen=True)
class PromiseProposed:
    """To who leads the group's work: somebody of the group has written a commitment for the group."""

    promise: Promised


@dataclass(frozen=True)
class Need:
    """A need of support as one reader sees it. `by` is the asker's name, "" without; `group` the asker's group's.

    `state` is open, accepted, answered or unclear; `answered_by` the name of who answered. `mine`: the reader's own.
    `is_past` as in Promised.
    """

    municipality: str
    need: str
    seen: int
    text: str
    group: str
    by: str
    look_on: date
    state: str
    answer: str = ""
    answered_by: str = ""
    mine: bool = False
    is_past: bool = False


@dataclass(frozen=True)
class NeedForm:
    """Before a need is sent: the words, who would read them, and whether the name goes along; nothing is kept yet."""

    place: Place
    owner: str
    text: str
    day: str
    people: int
    in_group: bool = False
    wrong: Wrong = ""
    stopped: Stopped | None = None


@dataclass(frozen=True)
class NeedSent:
    """The municipality gets it; `people` can read it besides, 0 for nobody."""

    need: Need
    people: int


@dataclass(frozen=True)
class NeedReceived:
    """To who answers for the municipality: a task with a day; `again`: the day has come."""

    need: Need
    day: str
    text: str = ""
    again: bool = False
    wrong: Wrong = ""
    stopped: Stopped | None = None


@dataclass(frozen=True)
class NeedSettled:
    """To who answers for the municipality: what has been answered, and by whom."""

    need: Need


@dataclass(frozen=True)
class NeedAnswered:
    """To who asked: the municipality's answer. An unclear need has a field for more."""

    need: Need
    wrong: Wrong = ""
    stopped: Stopped | None = None


@dataclass(frozen=True)
class TooManyTries:
    """`most` open ones of the reader's own, the group's or the municipality's (`whose`) stand already."""

    whose: Whose
    most: int


@dataclass(frozen=True)
class TooManyNeeds:
    """`most` needs of the reader's wait for an answer already."""

    most: int


@dataclass(frozen=True)
class NotKeptTry:
    """The form was left; nothing is kept."""


@dataclass(frozen=True)
class TryRemoved:
    """The commitment, or the need of support, is gone, from others' cards too."""


@dataclass(frozen=True)
class TryGone:
    """It has been taken away, changed meanwhile, or is not the reader's to see."""


@dataclass(frozen=True)
class TryStopped:
    """Words of a chat message that the guard has stopped; they stand in the reader's own message alone."""

    stopped: Stopped


@dataclass(frozen=True)
class NoGroupToTryWith:
    """The reader is in no group in which something can be promised."""


@dataclass(frozen=True)
class NotForTheMunicipality:
    """Only coordinators promise on behalf of the municipality."""


@dataclass(frozen=True)
class NobodyToHelp:
    """The municipality has no coordinator to take a need of support; nothing is kept."""

    owner: str


@dataclass(frozen=True)
class NoSuchTry:
    """No open commitment has that number, or the message does not say what came of it."""


Committing = (
    TryOffered
    | TryForm
    | PromiseKept
    | LookBack
    | PromisesListed
    | PromiseProposed
    | NeedForm
    | NeedSent
    | NeedReceived
    | NeedSettled
    | NeedAnswered
    | TooManyTries
    | TooManyNeeds
    | NotKeptTry
    | TryRemoved
    | TryGone
    | TryStopped
    | NoGroupToTryWith
    | NotForTheMunicipality
    | NobodyToHelp
    | NoSuchTry
)
