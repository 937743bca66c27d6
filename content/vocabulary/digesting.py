"""Digests: of a session, and of several sessions ahead of a meeting."""

from dataclasses import dataclass
from datetime import datetime

from content.vocabulary.prompting import Quote, Turnout


@dataclass(frozen=True)
class Share:
    """An answer by one press that some have chosen: `least` of them at least, None where no number may be told."""

    label: str
    least: int | None = None


@dataclass(frozen=True)
class Shares:
    """The answers by one press that were chosen, in their order; none where the shares could point at somebody."""

    chosen: tuple[Share, ...] = ()


@dataclass(frozen=True)
class PromptSection:
    """The answers shared to one prompt; `law` is the requirement's sentence, None without a requirement.

    `shares` is None where the prompt is answered in words alone.
    """

    area: str
    question: str
    law: str | None
    quotes: tuple[Quote, ...]
    shares: Shares | None = None

    @property
    def has_answers(self) -> bool:
        """Whether the reader is shown words, or how the answers by one press spread."""
        return bool(self.quotes) or (self.shares is not None and bool(self.shares.chosen))


@dataclass(frozen=True)
class GroupSection:
    """A group's part of a meeting's digest, as far as the reader may read it.

    `turnout` is None for a group of another municipality: only released copies reach a network.
    """

    group: str
    turnout: Turnout | None
    prompts: tuple[PromptSection, ...]


@dataclass(frozen=True)
class SessionDigest:
    """Turnout, then people's own words by area and prompt. `opened_at` is local. `in_channel`: many read the card."""

    group: str
    opened_at: datetime
    turnout: Turnout
    prompts: tuple[PromptSection, ...]
    in_channel: bool = False


@dataclass(frozen=True)
class MeetingDigest:
    """Ahead of a meeting, over all groups that have shared. `meeting_at` is local."""

    meeting: str
    meeting_at: datetime
    groups: tuple[GroupSection, ...]


Digesting = SessionDigest | MeetingDigest
