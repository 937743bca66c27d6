"""The web pages about their reader: the answers, all data held, erasure, and the municipalities' glass boxes."""

from dataclasses import dataclass
from typing import Literal, get_args

from content.vocabulary.conversing import PrivacyNotice
from content.vocabulary.glass_box import GlassBox
from content.vocabulary.guarding import Stopped
from content.vocabulary.knowing import Erased, ErasureAsked, NothingToErase, OwnAnswers, OwnAnswerShown, WhatIKnow
from content.vocabulary.messages import Message
from content.vocabulary.prompting import FurtherAsked, KeywordOffer, OfferAsked, RungOffered

Outcome = Literal["", "done", "changed", "empty", "withdrawn"]
"""What has come of a form: its wish is fulfilled; the answer had changed meanwhile; or its field held no words."""

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True)
class AnswersPage:
    """The reader's own answers, the newest first, all of them or those with the words of a search."""

    found: OwnAnswers
    outcome: Outcome = ""


@dataclass(frozen=True)
class GivenBack:
    """Refused words, to be changed and sent again; `number` is of the follow-up that is answered, 0 for none."""

    number: int
    text: str
    stopped: Stopped | None = None


@dataclass(frozen=True)
class AnswerPage:
    """An answer of the reader's own in full, with a form for each of its ways.

    `said` fills the field for the words. `narrower` are the rungs with fewer readers, `keyword` is None while none can
    be chosen. `looks_further`: the preview of sharing further is open. `told` is said above.
    """

    shown: OwnAnswerShown
    said: str = ""
    narrower: tuple[RungOffered, ...] = ()
    may_unsign: bool = False
    keyword: KeywordOffer | None = None
    looks_further: bool = False
    outcome: Outcome = ""
    told: tuple[Message, ...] = ()
    given_back: GivenBack | None = None


@dataclass(frozen=True)
class FurtherPage:
    """The preview before an author shares an answer further; `told` is said above."""

    asked: FurtherAsked
    told: tuple[Message, ...] = ()


@dataclass(frozen=True)
class OfferPage:
    """An answer as a meeting would read it, before its author offers it; `told` is said above."""

    asked: OfferAsked
    told: tuple[Message, ...] = ()


@dataclass(frozen=True)
class MePage:
    """All data held about the reader, answers too."""

    known: WhatIKnow


@dataclass(frozen=True)
class PrivacyPage:
    """The privacy notice of each of the reader's municipalities, by its name.

    `whole` is where the municipality's statement stands in full, "" where that is not told.
    """

    notices: tuple[tuple[str, PrivacyNotice], ...]
    whole: str = ""


@dataclass(frozen=True)
class ErasurePage:
    """Shall all data about the reader go? Or nothing is held that could go."""

    asked: ErasureAsked | NothingToErase


@dataclass(frozen=True)
class ErasedPage:
    """All data about the reader are gone."""

    erased: Erased


@dataclass(frozen=True)
class GlassBoxPage:
    """The glass boxes of the reader's municipalities, or a page of one of them."""

    boxes: tuple[GlassBox, ...]
