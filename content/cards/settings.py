"""The cards of a municipality's settings, quiet hours and networks: the outcome of a change, and what stands."""

from collections.abc import Iterator
from dataclasses import fields
from typing import assert_never

from content.cards.card import Card, card
from content.cards.elements import Element, band, heading, line
from content.cards.icons import Icon
from content.language import Language
from content.settings_lines import (
    effect_lines,
    fault_line,
    meanwhile_lines,
    move_lines,
    partner_line,
    quiet_lines,
    value,
)
from content.vocabulary.settings import NetworksShown, QuietShown, SettingsForm, SettingsShown
from content.wording import phrase

SettingsCard = SettingsShown | QuietShown | NetworksShown


def settings_card(message: SettingsCard, language: Language) -> Card:
    match message:
        case SettingsShown():
            told = _told(message, language)
        case QuietShown():
            told = _of_quiet(message, language)
        case NetworksShown():
            told = _of_networks(message, language)
        case _:
            assert_never(message)
    return card(message, language, [band(Icon.PRIVACY, phrase(message, "summary", language)), *told])


def _told(message: SettingsShown, language: Language) -> Iterator[Element]:
    if message.is_kept:
        yield line(phrase(message, "kept", language), bold=True)
    elif message.faults:
        yield line(phrase(message, "wrong", language), bold=True)
        yield from (line(fault_line(fault, language)) for fault in message.faults)
    elif message.changed:
        yield line(phrase(message, "effects", language), bold=True)
        yield from (line(told) for told in effect_lines(message, language))
    else:
        yield line(phrase(message, "unchanged", language), bold=True)
    if message.meanwhile:
        yield line(phrase(message, "meanwhile", language), bold=True)
        yield from (line(told) for told in meanwhile_lines(message, language))
    yield from (line(_value(message, one.name, language), spacing="Small") for one in fields(SettingsForm))


def _value(message: SettingsShown, key: str, language: Language) -> str:
    stored = getattr(message.stored, key)
    written = stored if isinstance(stored, str) else ",".join(stored)
    label = phrase(message, f"label_{key}", language)
    return phrase(message, "value", language, label=label, written=value(message, key, written, language))


def _of_quiet(message: QuietShown, language: Language) -> Iterator[Element]:
    if message.was:
        yield line(phrase(message, "was", language))
    if message.trouble is not None:
        yield line(phrase(message, message.trouble, language), bold=True)
    elif message.is_kept:
        yield line(phrase(message, "kept" if message.wanted else "unchanged", language), bold=True)
    elif message.wanted:
        yield line(phrase(message, "moves", language), bold=True)
        yield from (line(told, spacing="Small") for told in move_lines(message, language))
    yield from (line(told) for told in quiet_lines(message, language))


def _of_networks(message: NetworksShown, language: Language) -> Iterator[Element]:
    if message.outcome is not None:
        yield line(phrase(message, message.outcome, language), bold=True)
    if not message.networks:
        yield line(phrase(message, "none", language))
    for network in message.networks:
        yield heading(network.name)
        yield from (line(partner_line(one, language), spacing="Small") for one in network.partners)
        if not network.partners:
            yield line(phrase(message, "alone", language))
