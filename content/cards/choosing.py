"""Answers by one press on a prompt's card: a scale in a row, or a choice one below the other."""

from content.cards.buttons import pressable
from content.cards.elements import Element, line
from content.language import Language
from content.presses import SendAnswer
from content.vocabulary.prompting import OnePress, PromptAsked
from content.wording import phrase


def one_press(message: PromptAsked, language: Language) -> list[Element]:
    """The boxes to press, and a line saying that a press sends; nothing for a question answered in words alone."""
    offered = message.one_press
    if offered is None:
        return []
    told = line(phrase(offered, "how", language), subtle=True)
    boxes = [_box(message, offered, number, language) for number in range(1, len(offered.answers) + 1)]
    if not offered.ends:
        return [told, *({**box, "spacing": "Small"} for box in boxes)]
    columns = [{"type": "Column", "width": "stretch", "items": [box]} for box in boxes]
    low, high = offered.ends
    ends = line(phrase(offered, "ends", language, low=low, high=high), subtle=True, spacing="Small")
    return [told, {"type": "ColumnSet", "spacing": "Small", "columns": columns}, ends]


def _box(message: PromptAsked, offered: OnePress, number: int, language: Language) -> Element:
    """A scale's box shows the number alone. The chosen answer has a sign, since colour alone tells nothing."""
    answer = offered.answers[number - 1]
    shown = str(number) if offered.ends else answer
    if number == offered.chosen:
        shown = f"✓{shown}" if offered.ends else f"✓ {shown}"  # a scale's narrow box would break the line at a space
        answer = phrase(offered, "chosen", language, answer=answer)
    sends = SendAnswer(message.step, message.delivery, message.seen)
    return pressable(shown, answer, sends, choice=number)
