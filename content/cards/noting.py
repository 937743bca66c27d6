"""The cards of people's own notes: a note kept, the list of notes, and a note in full."""

from collections.abc import Sequence
from typing import assert_never

from content.cards.buttons import button, choices
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, line, quote, row
from content.cards.guarding import stop_reasons
from content.cards.icons import Icon
from content.dates import full_date
from content.language import Language
from content.presses import DropNote, OpenNote, ShowNotes, StepRef, UseNote
from content.shortening import first_words
from content.vocabulary.noting import NoteInBrief, NoteKept, NoteShown, NotesListed, NoteStopped
from content.wording import phrase

NotingCard = NoteKept | NotesListed | NoteShown | NoteStopped

MOST_PROMPTS = 3
"""The most open questions that a card offers to begin with a note."""

_WORDS, _TITLE = 160, 60  # characters


def noting_card(message: NotingCard, language: Language) -> Card:
    match message:
        case NoteKept():
            return _kept(message, language)
        case NotesListed():
            return _listed(message, language)
        case NoteShown():
            return _shown(message, language)
        case NoteStopped():
            why = stop_reasons(message.stopped.kinds_only, language)
            again = line(phrase(message, "again", language))
            return card(message, language, [*_head(message, language), *why, again])
        case _:
            assert_never(message)


def _head(message: NotingCard, language: Language) -> list[Element]:
    if isinstance(message, NoteStopped):
        return [band(Icon.STOP, phrase(message, "heading", language), style="warning")]
    return [band(Icon.NOTE, phrase(message, "heading", language))]


def _kept(message: NoteKept, language: Language) -> Card:
    until = phrase(message, "until", language, until=full_date(message.until, language))
    told = [line(phrase(message, "private", language)), line(until, subtle=True)]
    offered, actions = _offered(message, language)
    return card(message, language, [*_head(message, language), quote(message.text), *told, *offered], actions=actions)


def _offered(message: NoteKept | NoteShown, language: Language) -> tuple[list[Element], list[Action]]:
    """The open questions, with a button each for filling the question's form; filling sends nothing."""
    if not message.prompts:
        return [], []
    now = line(phrase(message, "now", language), bold=True)
    if len(message.prompts) == 1:
        [(question, step)] = message.prompts
        return [now, line(question)], [button(phrase(message, "use", language), UseNote(step, ""))]
    lines, actions = choices([(question, UseNote(step, "")) for question, step in _first(message.prompts)])
    return [now, *lines], actions


def _first(prompts: Sequence[tuple[str, StepRef]]) -> Sequence[tuple[str, StepRef]]:
    return prompts[:MOST_PROMPTS]


def _listed(message: NotesListed, language: Language) -> Card:
    told = phrase(message, "private" if message.notes else "none", language)
    rows = [_row(note, language) for note in message.notes]
    return card(message, language, [*_head(message, language), line(told), *rows])


def _row(note: NoteInBrief, language: Language) -> Element:
    items = [line(_about(note, language), subtle=True, small=True), line(first_words(note.text, _WORDS))]
    opened = phrase(note, "open", language, text=first_words(note.text, _TITLE))
    return row(items, button(opened, OpenNote(note.note)))


def _about(note: NoteInBrief, language: Language) -> str:
    return phrase(note, "about_used" if note.used else "about", language, noted_at=full_date(note.noted_at, language))


def _shown(message: NoteShown, language: Language) -> Card:
    until = phrase(message, "until", language, until=full_date(message.until, language))
    offered, ways = _offered(message, language)
    band_ = band(Icon.NOTE, phrase(message, "heading", language), _about(message.note, language))
    actions = [
        *ways,
        button(phrase(message, "drop", language), DropNote(message.note.note)),
        button(phrase(message, "back", language), ShowNotes()),
    ]
    return card(
        message, language, [band_, quote(message.note.text), line(until, subtle=True), *offered], actions=actions
    )
