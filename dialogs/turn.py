"""A turn: the answer to an event."""

from dataclasses import dataclass
from uuid import UUID

from content.vocabulary.messages import Message
from dialogs.model import Happening, Language


@dataclass(frozen=True)
class Turn:
    """`say`: messages in the conversation. `show`: the message that replaces the pressed card, for its presser alone.

    `aloud`: the messages are for everybody in the conversation, even in answer to a press.
    `apart`: messages for the speaker in the speaker's own chat, after words in a channel; a `TellMeApart` in `say` is
    said only where the own chat is unknown.
    `send`: (municipality, id) of stored deliveries that should not wait for the next tick.
    """

    language: Language = Language.NB
    say: tuple[Message, ...] = ()
    show: Message | None = None
    send: tuple[tuple[str, UUID], ...] = ()
    aloud: bool = False
    apart: tuple[Message, ...] = ()


SILENCE = Turn()


def in_place(about: Happening, language: Language, message: Message) -> Turn:
    """The pressed card becomes the message; said below, if nothing was pressed or the card is not the presser's own."""
    return Turn(language, show=message) if about.in_place else Turn(language, say=(message,))
