"""The cards of a municipality's own layer: its versions, and what a version changes."""

from collections.abc import Iterator

from content.cards.card import Card, card
from content.cards.elements import Element, band, heading, line
from content.cards.icons import Icon
from content.language import Language
from content.layer_lines import change_lines, fault_line, version_line, version_lines
from content.vocabulary.layers import LayerShown, LayersShown
from content.wording import phrase

LayersCard = LayersShown | LayerShown
_SHOWN = 10  # versions, changes or faults on a card; a page shows all


def layers_card(message: LayersCard, language: Language) -> Card:
    told = _all(message, language) if isinstance(message, LayersShown) else _one(message, language)
    return card(message, language, [band(Icon.QUOTES, phrase(message, "summary", language)), *told])


def _all(message: LayersShown, language: Language) -> Iterator[Element]:
    outcome = message.trouble or message.done
    if outcome is not None:
        yield line(phrase(message, outcome, language), bold=True)
    yield from (line(fault_line(fault, language), spacing="Small") for fault in message.faults[:_SHOWN])
    if message.in_force is None:
        yield line(phrase(message, "none", language))
    for version in message.versions[:_SHOWN]:
        yield heading(version_line(version, language))
        yield from (line(told, spacing="Small") for told in version_lines(version, language))


def _one(message: LayerShown, language: Language) -> Iterator[Element]:
    if message.version is not None:
        yield heading(version_line(message.version, language))
    if message.is_changed:
        yield line(phrase(message, "is_changed", language), bold=True)
    if message.faults:
        yield line(phrase(message, "faults", language), bold=True)
        yield from (line(fault_line(fault, language), spacing="Small") for fault in message.faults[:_SHOWN])
        return
    yield line(phrase(message, "changes" if message.version else "ends", language), bold=True)
    yield from (line(told, spacing="Small") for told in change_lines(message, language, most=_SHOWN))
