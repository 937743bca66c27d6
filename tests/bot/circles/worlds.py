"""Drawn towns as plain values: people with their places, and moves."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from hypothesis import strategies as st

Phase = Literal["before", "open", "second step", "closed", "after the meeting"]
PHASES: tuple[Phase, ...] = ("before", "open", "second step", "closed", "after the meeting")

HOME = {
    "rektorer": ("by", "principals"),
    "lag1": ("skole1", "team"),
    "lag2": ("skole1", "team"),
    "lag3": ("skole2", "team"),
    "nettet": ("nett", "network"),
}
"""Group -> its unit at first, and its kind, in the municipality whose people answer."""

ABROAD = {"ledere": ("nabo", "principals"), "nettet": ("nett", "network")}
"""The same in a municipality of the same network, whose people only read."""

ANSWERING = ("rektorer", "lag1", "lag2", "lag3")
ROLES = (*("participant",) * 4, "leader", "facilitator", "coordinator", "observer")
PEOPLE = ("ada", "bo", "cato", "dina", "eli", "finn")
COORDINATOR = "guro"
NEIGHBOURS = ("nils", "odd")
NEIGHBOUR_COORDINATOR = "vera"


class Reach(IntEnum):
    """How far an answer may go, narrowest first; names as on the card."""

    ONLY_ME = 0
    GROUP = 1
    UNIT = 2
    PRINCIPALS = 3
    MUNICIPALITY = 4
    NETWORK = 5


@dataclass(frozen=True)
class Answers:
    """`which` chooses among the questions before the person; `keeps`: earlier words stay unchanged.

    `agrees`: the person says yes where an answer would reach more readers than before.
    """

    person: str
    which: int
    reach: Reach
    keeps: bool = False
    agrees: bool = True


@dataclass(frozen=True)
class Lifts:
    """An answer is shared a rung further."""

    person: str
    which: int


@dataclass(frozen=True)
class Says:
    """Words in chat, beside an answer or instead of an answer."""

    person: str


@dataclass(frozen=True)
class Tags:
    """A keyword of the author's own on a given answer, or if `drops` the answer's keyword taken off."""

    person: str
    which: int
    drops: bool = False


@dataclass(frozen=True)
class Withdraws:
    person: str
    which: int


@dataclass(frozen=True)
class Checks:
    """An author's own part of the draft, as long as the draft lasts."""

    person: str
    how: Literal["agrees", "objects", "rewords"]


@dataclass(frozen=True)
class Joins:
    """A member of the group changes role."""

    person: str
    group: str
    role: str


@dataclass(frozen=True)
class Leaves:
    person: str
    group: str


@dataclass(frozen=True)
class Moves:
    """A group comes to another unit."""

    group: str
    unit: str


@dataclass(frozen=True)
class Links:
    """The group gets the channel."""

    channel: int


@dataclass(frozen=True)
class Ties:
    tied: bool


@dataclass(frozen=True)
class Breaks:
    """A fault with the person's words: too long, sent to nowhere, or an update refused by Teams."""

    person: str
    how: Literal["too long", "unknown rung", "not text", "unknown step", "teams refuses"]


@dataclass(frozen=True)
class Tries:
    """Something to try, to be met again when the next session opens; `whose` tells the readers."""

    person: str
    whose: Literal["own", "shared", "group", "town"]


@dataclass(frozen=True)
class Needs:
    """A need of support, told to the municipality, and to the group if `shared`."""

    person: str
    shared: bool


@dataclass(frozen=True)
class Helps:
    """The coordinator answers the newest need."""


@dataclass(frozen=True)
class Lists:
    """The person asks for the list, and tells of the first of the person's own on the list, if `tells`."""

    person: str
    tells: bool


@dataclass(frozen=True)
class LetsGo:
    """A commitment, or a need, of the person's is taken away again."""

    person: str
    which: int


@dataclass(frozen=True)
class TriesEntry:
    """A group tries an entry of the sharing bank; how it went is told to `readers` beside the entry, None for untold.

    `which` chooses among all entries of the town, the person's to read or not.
    """

    person: str
    which: int
    readers: Literal["", "unit", "entry"] | None


@dataclass(frozen=True)
class Puts:
    """A practice is put into the sharing bank, for readers from the school on."""

    person: str
    reach: Reach


@dataclass(frozen=True)
class TakesOut:
    """The person's newest practice is taken out of the bank."""

    person: str


Banking = Puts | TakesOut
Promising = Tries | Needs | Helps | Lists | LetsGo | TriesEntry
Around = Joins | Leaves | Moves | Links | Ties | Breaks
Move = Promising | Banking | Answers | Lifts | Says | Tags | Withdraws | Checks | Around


@dataclass(frozen=True)
class World:
    """`places` are (person, group, role) from the start.

    `steps`: answers are hidden until everybody builds on them in a second step, `in_channel`: in the group's channel.
    `leader_last`: leaders speak last. `draft`: authors check the digest a day ahead.
    """

    places: tuple[tuple[str, str, str], ...]
    steps: bool
    in_channel: bool
    tied: bool
    leader_last: bool
    language: Literal["nb", "nn"]
    moves: dict[Phase, tuple[Move, ...]]
    draft: bool = False


_PERSON = st.sampled_from(PEOPLE)
_REACH = st.sampled_from((*reversed(Reach), *(Reach.NETWORK, Reach.UNIT, Reach.PRINCIPALS)))
_JOINS = st.builds(Joins, st.sampled_from((*PEOPLE, *NEIGHBOURS)), st.sampled_from(tuple(HOME)), st.sampled_from(ROLES))
_LEAVES = st.builds(Leaves, st.sampled_from((*PEOPLE, *NEIGHBOURS)), st.sampled_from(tuple(HOME)))
_ANSWERS = st.builds(Answers, _PERSON, st.integers(0, 2), _REACH, st.booleans(), st.booleans())
_LIFTS = st.builds(Lifts, _PERSON, st.integers(0, 2))
_TAGS = st.builds(Tags, _PERSON, st.integers(0, 2), st.sampled_from((False, False, False, True)))
_WITHDRAWS = st.builds(Withdraws, _PERSON, st.integers(0, 2))
_CHECKS = st.builds(Checks, _PERSON, st.sampled_from(("agrees", "agrees", "objects", "rewords")))
_BREAKS = st.builds(
    Breaks, _PERSON, st.sampled_from(("too long", "unknown rung", "not text", "unknown step", "teams refuses"))
)
_WHOSE = st.sampled_from(("own", "shared", "shared", "group"))
_PROMISES = (
    st.builds(Tries, _PERSON, _WHOSE)
    | st.builds(Tries, st.just(COORDINATOR), st.just("town"))
    | st.builds(Needs, _PERSON, st.booleans())
)
_AFTER_PROMISES = (
    st.builds(Lists, _PERSON, st.booleans()) | st.builds(LetsGo, _PERSON, st.integers(0, 2)) | st.builds(Helps)
)
_TRIES_ENTRY = st.builds(TriesEntry, _PERSON, st.integers(0, 5), st.sampled_from(("entry", "entry", "unit", "", None)))
_BANKING = st.builds(
    Puts, _PERSON, st.sampled_from((Reach.UNIT, Reach.PRINCIPALS, Reach.MUNICIPALITY, Reach.NETWORK))
) | st.builds(TakesOut, _PERSON)
_STANDS = _JOINS | _LEAVES | st.builds(Moves, st.just("lag2"), st.sampled_from(("skole1", "skole2")))
_AROUND = _STANDS | st.builds(Links, st.integers(0, 1)) | st.builds(Ties, st.booleans())
_OF_ANSWERS = _ANSWERS | _ANSWERS | _TAGS | _TAGS | _LIFTS | st.builds(Says, _PERSON) | _WITHDRAWS
_WRITING = _BANKING | _AFTER_PROMISES | _PROMISES | _OF_ANSWERS | _BREAKS | _AROUND
_AFTERWARDS = _BANKING | _AFTER_PROMISES | _TRIES_ENTRY | _WITHDRAWS | _STANDS | st.builds(Ties, st.booleans())


def _some(what: st.SearchStrategy[Move], least: int, most: int) -> st.SearchStrategy[tuple[Move, ...]]:
    return st.lists(what, min_size=least, max_size=most).map(tuple)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Everybody has a place from the start and answers first, mostly shared far, before other moves are drawn."""
    places = [
        (person, draw(st.sampled_from((*ANSWERING, "lag1", "lag1"))), draw(st.sampled_from(ROLES))) for person in PEOPLE
    ]
    more = st.tuples(_PERSON, st.sampled_from(tuple(HOME)), st.sampled_from(ROLES))
    places += draw(st.lists(more, max_size=3))
    places += [(person, "nettet", draw(st.sampled_from(ROLES))) for person in NEIGHBOURS]
    first: list[Move] = [Answers(person, 0, draw(_REACH)) for person in PEOPLE]
    first.insert(draw(st.integers(0, len(first))), Links(draw(st.integers(0, 1))))
    return World(
        places=tuple({(person, group): (person, group, role) for person, group, role in places}.values()),
        steps=draw(st.sampled_from((True, True, False))),
        in_channel=draw(st.booleans()),
        tied=draw(st.booleans()),
        leader_last=draw(st.booleans()),
        language=draw(st.sampled_from(("nb", "nn"))),
        draft=draw(st.booleans()),
        moves={
            "before": draw(_some(_PROMISES, 1, 4)) + draw(_some(_AROUND, 0, 2)),
            "open": (*first, *draw(_some(_WRITING, 3, 9))),
            "second step": draw(_some(_WRITING, 1, 6)),
            "closed": draw(_some(_CHECKS, 2, 4)) + draw(_some(_WITHDRAWS, 1, 2)) + draw(_some(_AFTERWARDS, 1, 3)),
            "after the meeting": draw(_some(_AFTERWARDS, 1, 3)),
        },
    )


def _scene(moves: dict[Phase, tuple[Move, ...]], *, steps: bool, tied: bool, draft: bool = False) -> World:
    """A town of one team, whose first two share with everybody, the third with the team alone.

    Abroad one is in the network's own group, and the other is not.
    """
    first: tuple[Move, ...] = (
        Answers("ada", 0, Reach.NETWORK),
        Answers("bo", 0, Reach.NETWORK),
        Answers("cato", 0, Reach.GROUP),
    )
    everybody = tuple((person, "lag1", "participant") for person in PEOPLE)
    abroad = tuple(
        (person, group, "participant") for person, group in zip(NEIGHBOURS, ("nettet", "ledere"), strict=True)
    )
    of_phases = {phase: moves.get(phase, ()) for phase in PHASES}
    of_phases["open"] = first + of_phases["open"]
    return World(
        (*everybody, *abroad), steps, steps, tied, leader_last=False, language="nb", moves=of_phases, draft=draft
    )


MOVED_CHANNEL = _scene({"open": (Links(1),)}, steps=True, tied=False)
"""The group gets another channel between two steps, and the second is asked there."""

WITHDRAWN_ABROAD = _scene(
    {
        "open": (Tags("ada", 0), Tags("bo", 0), Tags("cato", 0)),
        "closed": (Tags("ada", 0, drops=True), Withdraws("ada", 0)),
        "after the meeting": (Withdraws("bo", 0),),
    },
    steps=False,
    tied=True,
)
"""Words and keywords that a network has a copy of are taken back before and after they are read abroad."""

_BROKEN: tuple[Move, ...] = (
    Breaks("dina", "too long"),
    Breaks("eli", "not text"),
    Breaks("finn", "unknown step"),
    Breaks("dina", "unknown rung"),
    Breaks("ada", "teams refuses"),
)
UNTIED = _scene({"open": _BROKEN, "closed": (Ties(tied=False),)}, steps=False, tied=True)
"""A network is left between an answer and the network's meeting; and every fault with words happens."""

DRAFTED = _scene(
    {
        "before": (Leaves("finn", "lag1"), Joins("finn", "rektorer", "leader")),
        "open": (
            Answers("dina", 0, Reach.PRINCIPALS),
            Answers("eli", 0, Reach.NETWORK),
            *(Tags(person, 0) for person in ("ada", "bo", "dina", "eli")),
        ),
        "closed": (Checks("ada", "agrees"), Checks("bo", "rewords"), Checks("dina", "objects"), Withdraws("cato", 0)),
    },
    steps=False,
    tied=True,
    draft=True,
)
"""Of five who share, one says yes to the draft, one no, one in other words, one nothing; one withdraws elsewhere."""

COMING_AND_GOING = World(
    places=(
        *((person, "lag1", "participant") for person in ("ada", "bo", "dina", "eli")),
        ("cato", "rektorer", "leader"),
        ("finn", "lag3", "participant"),
        *((person, "nettet", "participant") for person in NEIGHBOURS),
    ),
    steps=False,
    in_channel=False,
    tied=False,
    leader_last=False,
    language="nn",
    moves={
        "before": (),
        "open": (
            Answers("ada", 0, Reach.GROUP),
            Tags("ada", 0),
            Answers("bo", 0, Reach.PRINCIPALS),
            Tags("bo", 0),
            Joins("finn", "lag1", "participant"),
            Leaves("eli", "lag1"),
            Joins("eli", "lag3", "participant"),
            Joins("dina", "lag1", "observer"),
        ),
        "second step": (),
        "closed": (),
        "after the meeting": (),
    },
)
"""After two answers, to the team and to the principals, a person joins the team, another leaves, a third observes."""

PROMISED = World(
    places=(
        *((person, "lag1", "participant") for person in ("ada", "bo", "dina")),
        ("eli", "lag1", "observer"),
        ("cato", "rektorer", "leader"),
        ("finn", "lag2", "participant"),
        *((person, "nettet", "participant") for person in NEIGHBOURS),
    ),
    steps=False,
    in_channel=False,
    tied=True,
    leader_last=False,
    language="nn",
    moves={
        "before": (
            Tries("ada", "own"),
            Tries("bo", "shared"),
            Tries("dina", "group"),
            Tries(COORDINATOR, "town"),
            Needs("ada", shared=True),
            Needs("bo", shared=False),
            Puts("ada", Reach.NETWORK),
            Puts("bo", Reach.UNIT),
            Puts("cato", Reach.MUNICIPALITY),
            Puts("dina", Reach.UNIT),
            TakesOut("dina"),
            Leaves("finn", "lag2"),
            Joins("finn", "lag1", "participant"),
        ),
        "open": (
            Helps(),
            Lists("bo", tells=True),
            Lists("dina", tells=True),
            Tries("ada", "shared"),
            Leaves("ada", "lag1"),
        ),
        "second step": (),
        "closed": (
            Lists("cato", tells=False),
            Lists(COORDINATOR, tells=True),
            LetsGo("dina", 0),
            Lists("bo", tells=False),
        ),
        "after the meeting": (LetsGo("bo", 0), LetsGo("bo", 0), LetsGo(COORDINATOR, 0)),
    },
)
"""Everything that can be promised or asked for, met by the session, told of, answered, and taken away again."""

TRIED = World(
    places=(
        *((person, "lag1", "participant") for person in ("ada", "bo", "cato")),
        *((person, "lag3", "participant") for person in ("dina", "eli")),
        ("finn", "lag2", "participant"),
        ("cato", "rektorer", "leader"),
        *((person, "nettet", "participant") for person in NEIGHBOURS),
    ),
    steps=False,
    in_channel=False,
    tied=False,
    leader_last=False,
    language="nb",
    moves={
        "before": (),
        "open": (
            Answers("ada", 0, Reach.MUNICIPALITY),
            Answers("bo", 0, Reach.GROUP),
            Answers("dina", 0, Reach.UNIT),
            Answers("eli", 0, Reach.MUNICIPALITY),
        ),
        "second step": (),
        "closed": (
            *(TriesEntry("dina", which, "entry") for which in range(4)),
            *(TriesEntry("finn", which, "unit") for which in range(4)),
            *(TriesEntry("bo", which, "") for which in range(4)),
        ),
        "after the meeting": (Lists("dina", tells=True), Withdraws("eli", 0), LetsGo("finn", 0)),
    },
)
"""What is shared with all, a school or a team is tried by two schools, told on, told anew, and taken back."""

WRITTEN_DOWN = (MOVED_CHANNEL, WITHDRAWN_ABROAD, UNTIED, DRAFTED, COMING_AND_GOING, PROMISED, TRIED)
