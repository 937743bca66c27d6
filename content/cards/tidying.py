"""The form in which somebody puts a digest's themes in order: a name each, and quotes that may be moved."""

from collections.abc import Iterator, Sequence

from content.cards.buttons import button, unfolding
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, folded, line, quote, title
from content.cards.fields import choice_field, text_field, yes_field
from content.cards.fitting import largest_fitting
from content.cards.guarding import stopped_elements
from content.cards.icons import Icon
from content.cards.markdown import reads_as_written
from content.cards.signing import signature_line
from content.language import Language
from content.presses import KeepThemes, LeaveThemes, OpenThemes
from content.tidying import MOVED, NAME, STAY, packed, short
from content.vocabulary.prompting import Quote
from content.vocabulary.tidying import ThemesKept, ThemesOpened, ThemeToTidy, Tidying
from content.wording import phrase

_MOVE = "move"
_SHOWN = 60
"""Quotes in the form: more make it heavy on a phone, and stay where they are."""


def tidying_card(message: Tidying, language: Language, room: int) -> Card:
    if isinstance(message, ThemesOpened):
        return _form(message, language, room)
    back = button(phrase(message, "back", language), LeaveThemes(message.ref.municipality, message.ref.digest))
    icon = Icon.KEPT if isinstance(message, ThemesKept) else Icon.CLOSED
    body = [band(icon, phrase(message, "summary", language)), line(phrase(message, "body", language))]
    return card(message, language, body, actions=[back])


def _form(message: ThemesOpened, language: Language, room: int) -> Card:
    bins = [*(theme.quotes for theme in message.themes), message.others]
    wanted = sum(map(len, bins))
    sizes = [len(one) if wanted <= _SHOWN else max(1, len(one) * _SHOWN // wanted) for one in bins]

    def build(shown: Sequence[int]) -> Card:
        body = [
            band(Icon.QUOTES, phrase(message, "summary", language), message.question, style="accent"),
            *stopped_elements(message.stopped, language),
            *([line(phrase(message, message.wrong, language), bold=True)] if message.wrong else []),
            *([line(phrase(message, "meanwhile", language), bold=True)] if message.meanwhile else []),
            line(phrase(message, "how", language)),
            *(each for number, theme in enumerate(message.themes) for each in _name(number, theme, message, language)),
            _moving(message, bins, shown, language),
        ]
        return card(message, language, body, actions=list(_actions(message, language)))

    return largest_fitting(build, [min(size, len(one)) for size, one in zip(sizes, bins, strict=True)], room)


def _name(number: int, theme: ThemeToTidy, message: ThemesOpened, language: Language) -> Iterator[Element]:
    yield text_field(
        f"{NAME}{number}",
        label=phrase(message, "name", language, place=number + 1),
        text=theme.name,
        missing="",
        longest=max(message.most, len(theme.name)),
    )
    if theme.few:
        yield line(phrase(theme, "few", language), subtle=True, small=True, spacing="Small")


def _moving(
    message: ThemesOpened, bins: Sequence[Sequence[Quote]], shown: Sequence[int], language: Language
) -> Element:
    """Folded, unless there is something in it already: most only want to give a name."""
    items = [line(phrase(message, "how_to_move", language))]
    headings = [*(_called(number, message, language) for number in range(len(message.themes)))]
    for heading, quotes, most in zip((*headings, phrase(message, "others", language)), bins, shown, strict=True):
        if quotes:
            items.append(title(heading, "Medium"))
            items += [each for one in quotes[:most] for each in _movable(one, message, language)]
            # Without a number: names beside a number would tell who gave none.
            items += [line(phrase(message, "left_out", language), subtle=True)] if len(quotes) > most else []
    items += [_target(message, headings, language), _new(message, language)]
    fold = folded(_MOVE, items)
    return {**fold, "isVisible": True} if message.moved or message.to or message.new else fold


def _movable(one: Quote, message: ThemesOpened, language: Language) -> list[Element]:
    """The quote as it stands everywhere, and a tick beneath."""
    mark = short(one.mark)
    box = quote(one.text, one.further, by=signature_line(one.signed, language), where=one.where)
    tick = yes_field(f"{MOVED}{mark}", label=phrase(message, "tick", language), chosen=mark in message.moved)
    return [box, {**tick, "spacing": "Small"}]


def _target(message: ThemesOpened, headings: Sequence[str], language: Language) -> Element:
    offered = [(STAY, phrase(message, "to_stay", language))]
    offered += [(str(number), heading) for number, heading in enumerate(headings)]
    offered += [("new", phrase(message, "to_new", language)), ("out", phrase(message, "to_out", language))]
    return choice_field(
        "to",
        label=phrase(message, "to", language),
        offered=offered,
        chosen=message.to or STAY,
        missing=phrase(message, "nowhere", language),
    )


def _new(message: ThemesOpened, language: Language) -> Element:
    most = max(message.most, len(message.new))
    return text_field("new", label=phrase(message, "new", language), text=message.new, missing="", longest=most)


def _called(number: int, message: ThemesOpened, language: Language) -> str:
    """A choice is shown through Markdown on some clients: a name that would change is told by its place."""
    name = message.themes[number].name or message.themes[number].label
    return name if name and reads_as_written(name) else phrase(message, "name", language, place=number + 1)


def _actions(message: ThemesOpened, language: Language) -> Iterator[Action]:
    of = (message.ref.municipality, message.ref.digest)
    yield button(
        phrase(message, "keep", language), KeepThemes(*of, packed([message.shown]), message.number), reads=True
    )
    yield unfolding(phrase(message, "move", language), _MOVE)
    if len(message.rest) > 1:
        following = (message.number + 1) % len(message.rest)
        yield button(phrase(message, "following", language), OpenThemes(*of, packed(message.rest), following))
    yield button(phrase(message, "back", language), LeaveThemes(*of))
