"""The ways on after a line of «no» or «nothing»: commands, each a button beneath the line."""

from collections.abc import Mapping

from content.cards.buttons import command_button
from content.cards.card import Card, card
from content.cards.elements import line
from content.language import Language
from content.vocabulary import conversing, knowing, overview, rhythm

WAYS_ON: Mapping[type, tuple[str, ...]] = {
    conversing.NothingOpen: ("week", "digests"),
    conversing.PromptOnItsWay: ("week",),
    conversing.NotAmongAsked: ("digests", "help"),
    conversing.NoLongerIn: ("known", "help"),
    rhythm.NoSuchDay: ("pause",),
    rhythm.DayIsOver: ("pause",),
    rhythm.PauseTooLong: ("pause",),
    knowing.NothingToErase: ("known",),
    knowing.FileDeclined: ("known",),
    knowing.FileTooLate: ("known",),
    knowing.FileTakenAlready: ("known",),
    knowing.FileNotGiven: ("known",),
    overview.DigestGone: ("digests", "week"),
    overview.OriginGone: ("digests", "week"),
}
"""Message, said in personal chat alone -> the ids of commands in content/words/commands.toml.

What answers a press is shown by Teams as a line without buttons, so its words alone lead on (`OldCard`, `PromptOver`).
"""


def line_with_ways_on(message: object, text: str, language: Language) -> Card | None:
    """None for a message without ways on: a plain line."""
    commands = WAYS_ON.get(type(message), ())
    if not commands:
        return None
    actions = [command_button(one, language) for one in commands]
    return card(message, language, [line(text)], actions=actions, summary=text)
