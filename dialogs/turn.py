"""What a dialog answers with."""

from dataclasses import dataclass
from uuid import UUID

from content.vocabulary.messages import Message
from dialogs.model import Language


@dataclass(frozen=True)
class Turn:
    """`say`: messages in the conversation. `show`: what the pressed card becomes, for the one who pressed.

    `aloud`: what is said is for all who read there, also where it answers a press.
    `send`: deliveries, already stored, that should not wait for the next tick: (municipality, id).
    """

    language: Language = Language.NB
    say: tuple[Message, ...] = ()
    show: Message | None = None
    send: tuple[tuple[str, UUID], ...] = ()
    aloud: bool = False


SILENCE = Turn()
