"""Every card as Microsoft's renderer draws it: nothing is cut off on a phone, in any language."""

import pytest

from content.language import Language
from tests.cards.drawing import Drawing
from tests.cards.found import example_cards
from tests.cards.gallery import LOOKS, Picture, page
from tests.cards.looks import CONTRAST, DESKTOP

pytestmark = [pytest.mark.browser, pytest.mark.npm]

WIDE = "Et langt navn på en knapp"
CROWDED = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [],
    "actions": [{"type": "Action.Submit", "title": WIDE}, {"type": "Action.Submit", "title": WIDE}],
}


@pytest.mark.parametrize("language", Language)
def test_nothing_on_any_card_is_cut_off_on_a_phone(language: Language, drawing: Drawing) -> None:
    cards = list(example_cards(language))
    places = drawing.draw([each.card for each in cards])
    assert {found.name: place.cut for found, place in zip(cards, places, strict=True) if place.cut} == {}


def test_two_buttons_too_wide_for_a_row_are_found_on_a_phone_only(drawing: Drawing) -> None:
    [phone], [desktop] = drawing.draw([CROWDED]), drawing.draw([CROWDED], width=DESKTOP)
    assert (phone.cut, desktop.cut) == ((WIDE, WIDE), ())


def test_the_gallery_tells_of_each_picture_what_it_shows(drawing: Drawing) -> None:
    found = next(each for each in example_cards(Language.NN) if each.kind == "PromptAsked")
    [(place, png)] = drawing.pictures([found.card], width=DESKTOP, theme=CONTRAST)
    assert png.startswith(b"\x89PNG")
    picture = Picture(found, LOOKS[-1], file=LOOKS[-1].folder / "0.png", height=round(place.height), cut=("Send sva",))
    told = page([picture])
    assert 'data-language="nn" data-width="desktop" data-theme="contrast"' in told
    assert f"{round(place.height)} px" in told
    assert "cut off: Send sva" in told
    assert f'alt="{found.summary} ' in told
