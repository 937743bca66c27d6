"""What an author sees of others at once, on the receipt: two answers without a name."""

from content.cards.elements import Element, line, quote
from content.language import Language
from content.vocabulary.prompting import FromOthers
from content.wording import phrase


def from_others(told: FromOthers | None, language: Language) -> list[Element]:
    if told is None:
        return []
    if not told.quotes:
        return [line(phrase(told, "early", language), subtle=True)]
    how = "one" if len(told.quotes) == 1 else "two"
    heading = line(phrase(told, f"heading_{how}", language), bold=True)
    return [heading, *(quote(each.text) for each in told.quotes), line(phrase(told, "note", language), subtle=True)]
