"""Every card in every language is as it was last looked at."""

import pytest

from content.language import Language
from tests.cards import golden


@pytest.mark.parametrize("language", Language)
def test_every_card_is_as_it_was_last_looked_at(language: Language) -> None:
    assert golden.differences(language) == [], "look at them (make cards), then write them anew (make golden)"
