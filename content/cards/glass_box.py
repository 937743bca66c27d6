"""The card of the glass box, and a line of the record in words."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby

from content.cards.buttons import button
from content.cards.card import Card, card
from content.cards.elements import Element, band, boxed, heading, line
from content.cards.icons import Icon
from content.cards.looking_after import things_to_go
from content.dates import date_with_weekday, full_date, time_of_day
from content.language import Language
from content.vocabulary.glass_box import GlassBox, Held, Recorded, Rules
from content.wording import phrase


def glass_box_card(message: GlassBox, language: Language) -> Card:
    told = _decided(message, language) if message.is_first else []
    body = [
        band(Icon.OPEN_TO_ALL, phrase(message, "heading", language), message.municipality),
        *told,
        *_done(message, language),
        *([line(phrase(message, "never", language), subtle=True)] if message.is_first else []),
    ]
    pages = (("show_newer", message.newer), ("show_older", message.older))
    actions = [button(phrase(message, part, language), press) for part, press in pages if press is not None]
    return card(message, language, body, actions=actions)


def _done(message: GlassBox, language: Language) -> list[Element]:
    if not message.records:
        return [line(phrase(message, "nothing", language))]
    lines: list[Element] = []
    for day, of_day in days(message, language):
        lines.append(line(day, bold=True))
        lines += [line(told, spacing="Small") for told in of_day]
    return [heading(phrase(message, "done", language)), boxed(lines)]


def days(message: GlassBox, language: Language) -> Iterator[tuple[str, list[str]]]:
    """(day, what was done on it, each with its hour) of the record, the newest day first."""
    for day, of_day in groupby(message.records, key=lambda one: date_with_weekday(one.at, language)):
        yield day, [_within_day(one, language) for one in of_day]


def _within_day(one: Recorded, language: Language) -> str:
    """«kl. 9.05, Kari Lærer (prosessleder): koblet Team 5 til en kanal.»"""
    told = recorded(one, language, at=time_of_day(one.at, language))
    return told[:1].upper() + told[1:]


def recorded(one: Recorded, language: Language, *, at: str = "") -> str:
    """«mandag 23. november 2026 kl. 09.00, Kari Lærer (prosessleder): koblet Team 5 til en kanal.»

    `at` are other words for the moment.
    """
    part = one.act
    about = dict(one.about)
    if "number" in about:
        part = f"{part}_{'few' if about['number'] == '0' else 'some'}"
    if "phase" in about and "group" not in about:  # an entry from before the group was told
        part = f"{part}_somewhere"
    done = phrase(one, part, language, **_in_words(about, language))
    role = phrase(one, f"by_{one.by}", language)
    who = phrase(one, "named", language, role=role) if one.name else role
    return phrase(one, "line", language, who=who, done=done, **({"at": at} if at else {}))


def _in_words(about: Mapping[str, str], language: Language) -> dict[str, str]:
    """Roles, kinds of things and settings are stored by their ids, days as ISO dates."""
    told = dict(about)
    for name in ("role", "kind"):
        if name in told:
            told[name] = phrase(Recorded, f"{name}_{told[name]}", language)
    if "keys" in told:
        keys = (key.replace(".", "_") for key in told["keys"].split(", "))
        told["keys"] = ", ".join(phrase(Recorded, f"key_{key}", language) for key in keys)
    if "day" in told:
        told["day"] = full_date(date.fromisoformat(told["day"]), language)
    if {"group", "day"} <= told.keys():
        told["session"] = phrase(Recorded, "of_group", language, group=told["group"], day=told["day"])
    return told


def _decided(message: GlassBox, language: Language) -> list[Element]:
    body = [line(phrase(message, "about", language)), *_rules(message.rules, language)]
    if message.hold is not None:
        body.append(line(held(message.hold, language), bold=True))
    return [*body, *(line(told) for told in what_goes(message, language))]


def what_goes(message: GlassBox, language: Language) -> Iterator[str]:
    """A sentence for each day on which something is deleted."""
    for ahead in message.ahead:
        things = ". ".join(things_to_go(thing, language) for thing in ahead.things)
        yield phrase(message, "ahead", language, day=full_date(ahead.day, language), things=things)


def _rules(rules: Rules | None, language: Language) -> list[Element]:
    if rules is None:
        return [line(told) for told in rule_lines(rules, language)]
    return [line(told, spacing="Small") for told in rule_lines(rules, language)]


def rule_lines(rules: Rules | None, language: Language) -> list[str]:
    """How long what is kept."""
    if rules is None:
        return [phrase(Rules, "none", language)]
    return [phrase(rules, kind, language) for kind in ("answers", "summaries", "logs", "deliveries")]


def held(hold: Held, language: Language) -> str:
    return phrase(hold, "until" if hold.until else "open", language)
