"""The page of a channel's tab in Teams: the groups linked with the channel, the same for all of a group."""

from dataclasses import dataclass
from datetime import datetime

from content.vocabulary.pages_listed import DigestListed


@dataclass(frozen=True)
class SessionListed:
    """A session's page by its ids; `at` is local wall time."""

    municipality: str
    session: str
    at: datetime


@dataclass(frozen=True)
class GroupInChannel:
    """A group as its plan tells: sessions open now, the next one (local), and digests that the reader may read."""

    name: str
    unit: str
    open: tuple[SessionListed, ...] = ()
    coming: datetime | None = None
    digests: tuple[DigestListed, ...] = ()


@dataclass(frozen=True)
class ChannelPage:
    """No groups: the channel is linked with none of the reader's, or with none at all; the two are told alike."""

    groups: tuple[GroupInChannel, ...] = ()
