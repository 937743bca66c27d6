"""Reflections: answers to a step's prompt, in parts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from dialogs.model.sharing import Rung
from dialogs.model.signatures import Signature


@dataclass(frozen=True)
class Part:
    """A piece of a reflection: a card's whole text, or a chat message (`source` is its activity id).

    An empty text keeps the position of a deleted message among others. `follow_up` is 0 for the prompt's own answer,
    else the number of the follow-up answered, from 1. `choice` is the number of the answer chosen by one press, whose
    words `text` are, and 0 for words of the author's own.
    """

    text: str
    source: str | None = None
    follow_up: int = 0
    choice: int = 0


def paragraphs(parts: Iterable[Part]) -> str:
    """The parts' texts joined as paragraphs, byte for byte; equal texts appear once."""
    return "\n\n".join(dict.fromkeys(part.text for part in parts))


@dataclass(frozen=True)
class Reflection:
    """An author's answer, unique per (session step, author).

    `circle_at` is the instant (UTC) when the circle of readers was fixed: the first answer, or the last lift.
    `channel` is the conversation of the channel read along at `circle_at`, "" for none. `reopened`: the author has the
    card open for writing; the answer stays valid meanwhile. `going_on`: the number of the follow-up the author has
    open, 0 for none. A reflection without an answer has no follow-ups. `given_at` is the instant of the first answer,
    kept when the answer is changed or withdrawn; None where there never was an answer. `lifting` is the wider rung that
    the author looks at and has not said yes to; None for no such look. `wished` is the wider rung that the author
    chose, and that waits for the author's yes to the draft of the digest; None for none. `signer` is the author's name
    where an answer signed by name is read for others, "" everywhere else. `shown` are the ids of others' answers that
    the author was shown with the receipt, chosen once and for all when the answer was first given. `offered`: the
    author wants help to think this through at the meeting. `keyword` is the
    author's own for the answer, on the answer's rung, "" for none. `alone`: the author wants the answer to be
    seen where nobody else says so.
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
    given_at: datetime | None = None
    lifting: Rung | None = None
    wished: Rung | None = None
    offered: bool = False
    signature: Signature = Signature.NONE
    signer: str = ""
    shown: tuple[UUID, ...] = ()
    keyword: str = ""
    alone: bool = False

    @property
    def is_form_open(self) -> bool:
        """Whether the author has opened a form and not sent it yet."""
        return self.reopened or self.going_on > 0

    @cached_property
    def own_parts(self) -> tuple[Part, ...]:
        """Parts answering the prompt itself."""
        return tuple(part for part in self.slots if part.text)

    @property
    def slots(self) -> tuple[Part, ...]:
        """As `own_parts`, with the empty parts of deleted messages."""
        return tuple(part for part in self.parts if not part.follow_up)

    @cached_property
    def follow_up_parts(self) -> tuple[Part, ...]:
        """Answers to follow-ups, a part each, in order."""
        return tuple(part for part in self.parts if part.follow_up)

    @cached_property
    def text(self) -> str:
        """The whole answer to the prompt itself, what was chosen by one press first."""
        return paragraphs(sorted(self.own_parts, key=lambda part: not part.choice))

    @property
    def choice(self) -> int:
        """The number of the answer chosen by one press, 0 for none."""
        return max((part.choice for part in self.own_parts), default=0)

    @cached_property
    def said(self) -> str:
        """The answer in the author's own words, as others read it: what was chosen by one press is only counted."""
        return paragraphs(part for part in self.own_parts if not part.choice)
