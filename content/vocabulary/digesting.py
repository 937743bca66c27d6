"""What is given back: the digest of a session, and the one read ahead of a meeting."""

from dataclasses import dataclass
from datetime import datetime

from content.vocabulary.prompting import Quote, Turnout


@dataclass(frozen=True)
class PromptSection:
    """What was shared to one prompt; `law` is the requirement's sentence, None without one."""

    area: str
    question: str
    law: str | None
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class GroupSection:
    """What one group has to show: how many answered, and what this reader may read of it.

    `turnout` is None where the group is another municipality's: only what was released reaches a network.
    """

    group: str
    turnout: Turnout | None
    prompts: tuple[PromptSection, ...]


@dataclass(frozen=True)
class SessionDigest:
    """How many answered, then people's own words by area and prompt. `opened_at` is local."""

    group: str
    opened_at: datetime
    turnout: Turnout
    prompts: tuple[PromptSection, ...]


@dataclass(frozen=True)
class MeetingDigest:
    """Ahead of a meeting, over all groups that shared. `meeting_at` is local."""

    meeting: str
    meeting_at: datetime
    groups: tuple[GroupSection, ...]


Digesting = SessionDigest | MeetingDigest
