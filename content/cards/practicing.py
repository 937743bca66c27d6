"""The cards of a practice for its author: the form, the preview before anybody reads, and the practice in the bank."""

from collections.abc import Iterator
from typing import assert_never

from content.cards.banking import about, own_ways, practice_elements
from content.cards.buttons import button, command_button
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, boxed, line
from content.cards.fields import choice_field, text_field, yes_field
from content.cards.guarding import stopped_elements
from content.cards.icons import Icon
from content.cards.readers import readers_sentence, rung_label
from content.language import Language
from content.presses import (
    EditPractice,
    LeavePractice,
    LookPractice,
    PutPractice,
    fields_value,
)
from content.vocabulary.bank import BankEntry, PracticeShown
from content.vocabulary.practicing import PracticeAsked, PracticeForm, PracticeKept, PracticeNotPut, PracticeTakenOut
from content.wording import phrase

PracticingCard = PracticeForm | PracticeAsked | PracticeKept | PracticeNotPut | PracticeTakenOut

LONGEST_TITLE, LONGEST_PRACTICE = 90, 1000
"""Characters, as the database takes them."""

MOST_PRACTICES = 50
"""Practices of one author in the bank."""

STAGES = ("kindergarten", "primary", "lower_secondary", "sfo")
CREDITS = ("unit", "name", "nobody")


def practicing_card(message: PracticingCard, language: Language) -> Card:
    match message:
        case PracticeForm():
            return card(message, language, list(_form(message, language)), actions=_form_actions(message, language))
        case PracticeAsked():
            return card(message, language, list(_asked(message, language)), actions=_asked_actions(message, language))
        case PracticeKept():
            return _kept(message, language)
        case PracticeNotPut() | PracticeTakenOut():
            head = band(Icon.CLOSED, phrase(message, "summary", language))
            again = command_button("practice", language, title=phrase(message, "again", language))
            return card(message, language, [head, line(phrase(message, "text", language))], actions=[again])
        case _:
            assert_never(message)


def wrong_line(message: PracticeForm, wrong: str, language: Language) -> str:
    longest = LONGEST_TITLE if wrong == "title_long" else LONGEST_PRACTICE
    return phrase(message, wrong, language, longest=longest, most=MOST_PRACTICES)


def _form(message: PracticeForm, language: Language) -> Iterator[Element]:
    filled = message.filled
    yield band(Icon.NOTE, phrase(message, "changing" if message.seen else "summary", language))
    yield from stopped_elements(message.stopped, language)
    yield from (line(wrong_line(message, wrong, language), bold=True) for wrong in message.wrong)
    yield line(phrase(message, "lead", language), subtle=True)
    yield text_field(
        "title",
        label=phrase(message, "title_label", language),
        text=filled.title,
        missing=phrase(message, "title_missing", language),
        longest=LONGEST_TITLE,
    )
    for name, text in (("did", filled.did), ("saw", filled.saw), ("needs", filled.needs)):
        label = phrase(PracticeShown, name, language)
        missing = phrase(message, f"{name}_missing", language) if name != "needs" else ""
        label = label if missing else phrase(message, "optional", language, label=label)
        yield text_field(name, label=label, text=text, missing=missing, longest=LONGEST_PRACTICE)
    yield from _choices(message, language)


def _choices(message: PracticeForm, language: Language) -> Iterator[Element]:
    """Areas alone, and the requirement that the practice is about already: all of them would be a long card."""
    filled = message.filled
    of_law = [one for _, of_one in message.requirements for one in of_one if one[0] == filled.subject]
    yield _choice(message, "subject", (*message.areas, *of_law), filled.subject, language)
    yield line(phrase(message, "stages_label", language))
    for stage in STAGES:
        label, chosen = phrase(PracticeShown, stage, language), stage in filled.stages.split(",")
        yield yes_field(f"stage_{stage}", label=label, chosen=chosen)
    if len(message.places) > 1:
        yield _choice(message, "place", message.places, filled.place, language)
    credits_offered = tuple((one, phrase(message, f"credit_{one}", language)) for one in CREDITS)
    yield _choice(message, "credit", credits_offered, filled.credit, language)
    rungs = tuple((one.rung, rung_label(one, language)) for one in message.rungs)
    yield _choice(message, "rung", rungs, filled.rung, language)


def _choice(
    message: PracticeForm, name: str, offered: tuple[tuple[str, str], ...], chosen: str, language: Language
) -> Element:
    label, missing = (phrase(message, f"{name}_{part}", language) for part in ("label", "missing"))
    return choice_field(name, label=label, offered=offered, chosen=chosen, missing=missing)


def _form_actions(message: PracticeForm, language: Language) -> list[Action]:
    look = LookPractice(message.municipality, message.practice, message.seen)
    return [
        button(phrase(message, "look", language), look, reads=True),
        button(phrase(message, "leave", language), LeavePractice()),
    ]


def readers_lines(message: PracticeAsked, language: Language) -> list[str]:
    """Who would find the practice, in which groups, and what can be done about it later."""
    groups = ", ".join(message.groups)
    return [
        readers_sentence(message.rung, language),
        *([phrase(message, "groups", language, groups=groups)] if groups else []),
        phrase(message, "kept", language),
    ]


def _asked(message: PracticeAsked, language: Language) -> Iterator[Element]:
    yield band(Icon.FURTHER, phrase(message, "summary", language), style="accent")
    if message.anew:
        yield line(phrase(message, "changed", language), bold=True)
    yield line(about(message.entry, language), subtle=True)
    yield from _words(message.entry, language)
    if message.points:
        yield {**boxed([line(phrase(message, "points_at", language))]), "style": "warning"}
    yield from (line(text) for text in readers_lines(message, language))


def _words(one: BankEntry, language: Language) -> list[Element]:
    return practice_elements(one, one.practice, language) if one.practice is not None else []


def _asked_actions(message: PracticeAsked, language: Language) -> list[Action]:
    its = (message.municipality, message.practice, message.seen, fields_value(message.filled))
    put = phrase(message, "put_changed" if message.seen else "put", language)
    return [
        button(put, PutPractice(*its, message.mark)),
        button(phrase(message, "edit", language), EditPractice(*its)),
        button(phrase(message, "leave", language), LeavePractice()),
    ]


def _kept(message: PracticeKept, language: Language) -> Card:
    one = message.entry
    body: list[Element] = [
        band(Icon.KEPT, phrase(message, "summary", language), about(one, language)),
        *_words(one, language),
        line(readers_sentence(message.rung, language), subtle=True),
    ]
    return card(message, language, body, actions=own_ways(one, language))
