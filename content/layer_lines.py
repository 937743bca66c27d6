"""A municipality's own layer in words, the same on cards and pages: versions, differences and faults."""

import re
from dataclasses import replace

from content.dates import day_and_hour
from content.language import Language
from content.vocabulary.layers import LayerChange, LayerFault, LayerShown, LayersShown, LayerVersion
from content.wording import phrase

_MOST = 200


def version_line(version: LayerVersion, language: Language) -> str:
    state = phrase(LayersShown, version.state, language)
    return phrase(LayersShown, "version", language, number=version.number, state=state)


def version_lines(version: LayerVersion, language: Language) -> list[str]:
    """By whom, why and when."""
    told = [phrase(LayersShown, "who", language, by=version.by, why=version.why)]
    since, until, made = (
        day_and_hour(at, language) if at else "" for at in (version.since, version.until, version.made_at)
    )
    if until:
        return [*told, phrase(LayersShown, "until", language, since=since, until=until)]
    if since:
        return [*told, phrase(LayersShown, "since", language, since=since)]
    return [*told, phrase(LayersShown, "made", language, made_at=made)]


def change_lines(shown: LayerShown, language: Language, *, most: int = _MOST) -> list[str]:
    lines = [_change(one, language) for one in shown.changes[:most]]
    if (more := len(shown.changes) - len(lines)) > 0:
        lines.append(phrase(shown, "more", language, more=more))
    return lines or [phrase(shown, "no_changes", language)]


def _change(one: LayerChange, language: Language) -> str:
    if one.how in {"added", "changed", "hidden"}:
        return phrase(one, one.how, language, what=phrase(one, f"kind_{one.kind}", language))
    return phrase(one, one.how, language)


_TROUBLES = (
    ("toml", re.compile("cannot be read as TOML")),
    ("no_key", re.compile("is not a key that is read here")),
    ("missing", re.compile("is missing")),
    ("empty", re.compile("is empty|holds none")),
    ("long", re.compile(r"is \d+ (characters|words) long")),
    ("unknown", re.compile("is not known|is not one of")),
    ("twice", re.compile("twice|stands in .* too")),
    ("shape", re.compile("must be")),
)
"""The kinds of trouble that are said in the reader's language, beside the technical words of the catalogue's reader."""


def fault_line(fault: LayerFault, language: Language) -> str:
    """The line and the key, the kind of trouble, and the technical words."""
    kind = next((name for name, found in _TROUBLES if found.search(fault.problem)), None)
    if kind is not None:
        fault = replace(fault, problem=phrase(fault, kind, language))
    if fault.line and fault.key:
        return phrase(fault, "at", language)
    if fault.line:
        return phrase(fault, "line_alone", language)
    return phrase(fault, "key_alone" if fault.key else "whole", language)
