"""The themes of a digest in a button's data: short, since a card has little room, and believed only as far as read."""

import json
from collections.abc import Sequence

from content.vocabulary.digesting import ThemeShown, ThemesShown

MARK = 8
"""Characters of a mark that a button carries: enough to tell a digest's answers apart."""

NAME, MOVED = "name_", "move_"
"""The beginnings of the form's fields: with a theme's place, and with an answer's mark."""

STAY = "stay"
"""The choice of no place for answers to go to."""

MOST_THEMES = 24
_MOST_MARKS = 480
"""Of all themes of a digest; answers beyond that follow the theme that they are nearest to."""


def packed(shown: Sequence[ThemesShown]) -> str:
    """As JSON: of each question its key, (label, concept, marks) of each theme, and the marks of the others."""
    bins = [one for each in shown for one in (*(theme.marks for theme in each.themes), each.others)]
    total = sum(map(len, bins)) or 1
    most = [len(one) if total <= _MOST_MARKS else max(1, len(one) * _MOST_MARKS // total) for one in bins]
    rooms = iter(most)
    return json.dumps(
        [
            [
                each.question,
                [[theme.label, theme.concept, _joined(theme.marks, next(rooms))] for theme in each.themes],
                _joined(each.others, next(rooms)),
            ]
            for each in shown
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def unpacked(text: str) -> tuple[ThemesShown, ...]:
    """Nothing for a text that `packed` does not make: a press may be made by hand."""
    try:
        return tuple(
            ThemesShown(
                _text(question),
                tuple(ThemeShown(_text(label), _marks(marks), _text(concept)) for label, concept, marks in themes),
                _marks(others),
            )
            for question, themes, others in json.loads(text)
        )
    except (ValueError, TypeError, RecursionError):
        return ()


def short(mark: str) -> str:
    return mark[:MARK]


def _joined(marks: Sequence[str], most: int) -> str:
    return "".join(sorted({short(mark) for mark in marks})[:most])


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _marks(value: object) -> tuple[str, ...]:
    text = _text(value)
    return tuple(text[start : start + MARK] for start in range(0, len(text), MARK))
