"""How answers by one press spread, in words: lines of cards, and of digests outside Teams."""

from content.language import Language
from content.vocabulary.digesting import Share, Shares
from content.wording import phrase


def shares_lines(told: Shares | None, language: Language) -> list[str]:
    """Nothing for a question that is answered in words alone."""
    if told is None:
        return []
    if not told.chosen:
        return [phrase(told, "untold", language)]
    return [phrase(told, "heading", language), *(_share(each, language) for each in told.chosen)]


def _share(each: Share, language: Language) -> str:
    return phrase(each, "some" if each.least is None else "least", language)
