"""What the screen in the room shows at a step, and where in the agenda that is."""

from collections.abc import Sequence
from dataclasses import dataclass

from content.cards.digesting import meeting_about
from content.cards.signing import signature_line
from content.language import Language
from content.packs import items
from content.slides import Slide, slides
from content.vocabulary.meeting_pages import RoomPage, RoomPlace
from content.vocabulary.packing import AgendaItem
from content.vocabulary.prompting import Quote

_LENGTHS = ((110, "short"), (260, "medium"), (520, "long"))
"""The most letters of a text of each length: a long one is set in smaller type."""


@dataclass(frozen=True)
class View:
    """`slide` is None at the first step, which is the agenda. `begins` is the step at which each item begins."""

    slide: Slide | None
    place: RoomPlace
    at: int
    last: int
    agenda: Sequence[tuple[AgendaItem, str, str]]
    begins: Sequence[int]


class RoomWords:
    def __init__(self, language: Language) -> None:
        self._language = language

    def view(self, page: RoomPage) -> View:
        """The last step, where words have been taken back and a later step is no more."""
        agenda = list(items(page.digest.pack, self._language)) if page.digest.pack else []
        found = [(-1, None), *slides(page.digest, self._language)]
        at = min(page.step, len(found) - 1)
        of_items = [item for item, _ in found]
        item, slide = found[at]
        place = RoomPlace(at + 1, len(found), item + 1, len(agenda))
        return View(slide, place, at, len(found) - 1, agenda, [of_items.index(one) for one in range(len(agenda))])

    def about(self, page: RoomPage) -> str:
        return meeting_about(page.digest, self._language)

    def signature(self, quote: Quote) -> str:
        return signature_line(quote.signed, self._language)

    def length(self, text: str) -> str:
        return next((name for most, name in _LENGTHS if len(text) <= most), "longest")
