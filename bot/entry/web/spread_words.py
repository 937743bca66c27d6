"""What the bars of a digest say and draw, in the page's language: how answers by one press, and themes, spread."""

from itertools import count
from typing import Literal

from bot.entry.web.drawing.bars import Bars, bars
from content.language import Language
from content.vocabulary.digesting import PromptSection
from content.vocabulary.pictures import Spread
from content.wording import phrase

_FEWEST = 2  # bars: one alone compares nothing


class SpreadWords:
    """Each method is called by a template."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._numbers = count(1)

    def new_id(self) -> str:
        """An id of the page's next picture."""
        return f"bars-{next(self._numbers)}"

    def answers(self, prompt: PromptSection) -> Spread | None:
        """None where no number may be told of any answer: bars would tell nothing, and look as if they did."""
        chosen = prompt.shares.chosen if prompt.shares is not None else ()
        return _spread("answers", [(each.label, each.least) for each in chosen])

    def themes(self, prompt: PromptSection) -> Spread | None:
        return _spread("themes", [(each.label, each.least) for each in prompt.themes])

    def drawn(self, shown: Spread) -> Bars:
        return bars(shown.told)

    def told(self, shown: Spread, number: int) -> str:
        """How many of the bar `number`, from 0, as far as may be told."""
        _, least = shown.told[number]
        return self._people(shown, least)

    def description(self, shown: Spread) -> str:
        return "; ".join(f"{label}: {self._people(shown, least)}" for label, least in shown.told) + "."

    def _people(self, shown: Spread, least: int | None) -> str:
        return (
            phrase(shown, "some", self._language)
            if least is None
            else phrase(shown, "least", self._language, least=least)
        )


def _spread(kind: Literal["answers", "themes"], told: list[tuple[str, int | None]]) -> Spread | None:
    return Spread(kind, tuple(told)) if len(told) >= _FEWEST and any(least for _, least in told) else None
