"""The cards of a group's try of an entry: the form, what came of it told on, and the news to the entry's author."""

from collections.abc import Iterator

from content.cards.buttons import button
from content.cards.card import Card, card
from content.cards.committing import LONGEST_TRY, told_of
from content.cards.elements import Action, Element, band, line, quote, title
from content.cards.fields import choice_field, day_field, text_field
from content.cards.guarding import stopped_elements
from content.cards.icons import Icon
from content.language import Language
from content.presses import KeepEntryTry, OpenBankEntry, RemoveTry, TellOn, TryEntry
from content.vocabulary.committing import TryForm
from content.vocabulary.entry_tries import (
    CameOfEntry,
    EntryTries,
    EntryTriesTold,
    EntryTryForm,
    OwnEntryTry,
    TellOnAsked,
)
from content.wording import phrase, plural_phrase

EntryTriesCard = EntryTryForm | TellOnAsked | EntryTriesTold


def entry_tries_card(message: EntryTriesCard, language: Language) -> Card:
    match message:
        case EntryTryForm():
            return _form(message, language)
        case TellOnAsked():
            return _tell_on(message, language)
        case EntryTriesTold():
            return _told(message, language)


# On the entry's own card.


def counted(tries: EntryTries, language: Language) -> list[str]:
    """«Prøvd på 3 skoler», «Skal prøves på 2 skoler»; no line for none."""
    places = "schools" if tries.schools_alone else "places"
    told = (("tried", tries.tried), ("to_try", tries.to_try))
    return [plural_phrase(tries, f"{part}_{places}", language, number) for part, number in told if number]


def own_line(own: OwnEntryTry, language: Language) -> str:
    """Whose try it is, and where it stands."""
    state, *_ = told_of(own.promise, language)
    part = "told" if own.promise.outcome else "tries"
    return phrase(own, part, language, by=own.promise.by, state=state)


def on_entry(tries: EntryTries, language: Language) -> Iterator[Element]:
    for text in counted(tries, language):
        yield line(text, bold=True)
    for own in tries.own:
        yield line(own_line(own, language), subtle=True, small=True)


def ways_of_entry(municipality: str, entry: str, tries: EntryTries, language: Language) -> list[Action]:
    """To say it for a group of one's own, and to take back what one has said."""
    said = next((own.promise for own in tries.own if own.may_take_back), None)
    ways = [button(phrase(tries, "try", language), TryEntry(municipality, entry))] if tries.may_try else []
    if said is not None:
        back = RemoveTry(said.municipality, said.commitment)
        ways.append(button(phrase(OwnEntryTry, "take_back", language), back))
    return ways


def came_lines(one: CameOfEntry, language: Language) -> list[str]:
    """The reasons and the lessons of schools that tried an entry, in people's own words, each with a label."""
    return [phrase(one, part, language) for part in ("because", "learnt") if getattr(one, part)]


def outcome_of(one: CameOfEntry, language: Language) -> str:
    return phrase(one, one.outcome, language)


# The form.


def _form(message: EntryTryForm, language: Language) -> Card:
    wrong = wrong_of(message, language)
    body = [
        band(Icon.NOTE, phrase(message, "summary", language), phrase(message, "about", language)),
        *stopped_elements(message.stopped, language),
        *([line(wrong, bold=True)] if wrong else []),
        _whose(message, language),
        text_field(
            "text",
            label=phrase(message, "text_label", language),
            text=words_of(message, language),
            missing=phrase(TryForm, "text_missing", language),
            longest=LONGEST_TRY,
        ),
        day_field(
            "day",
            label=phrase(TryForm, "day_label", language),
            day=message.day,
            missing=phrase(TryForm, "day_missing", language),
        ),
        *(line(text, subtle=True) for text in notes_of(message, language)),
    ]
    its = (message.municipality, message.entry)
    actions = [
        button(phrase(TryForm, "keep", language), KeepEntryTry(*its), reads=True),
        button(phrase(message, "back", language), OpenBankEntry(*its)),
    ]
    return card(message, language, body, actions=actions)


def words_of(message: EntryTryForm, language: Language) -> str:
    """What is in the field: before anything is written, the bot's own words about the area, to be changed or kept."""
    return message.text or phrase(message, "usual", language)


def wrong_of(message: EntryTryForm, language: Language) -> str:
    """What stands in the way, "" for nothing."""
    return phrase(TryForm, message.wrong, language) if message.wrong else ""


def notes_of(message: EntryTryForm, language: Language) -> list[str]:
    return [phrase(message, "readers", language), phrase(TryForm, "kind", language)]


def _whose(message: EntryTryForm, language: Language) -> Element:
    offered = tuple((one.group, f"{one.name}, {one.unit}") for one in message.groups)
    if len(offered) == 1:
        only = message.groups[0]
        return line(phrase(message, "for_group", language, name=only.name, unit=only.unit))
    return choice_field(
        "whose",
        label=phrase(message, "group_label", language),
        offered=offered,
        chosen=message.group,
        missing=phrase(message, "group_missing", language),
    )


# What came of it.


def _tell_on(message: TellOnAsked, language: Language) -> Card:
    one = message.promise
    words = CameOfEntry(one.outcome, one.because, one.learnt)
    body = [
        band(Icon.QUOTES, phrase(message, "summary", language), outcome_of(words, language)),
        *(quote(text) for text in came_lines(words, language)),
        line(phrase(message, "body", language)),
        line(phrase(message, "entry_people", language), subtle=True),
        line(phrase(message, "unit_people", language), subtle=True),
    ]
    its = (one.municipality, one.commitment, one.seen)
    readers = (("entry", "entry"), ("unit", "unit"), ("group", ""))
    actions = [button(phrase(message, part, language), TellOn(*its, told)) for part, told in readers]
    return card(message, language, body, actions=actions)


def _told(message: EntryTriesTold, language: Language) -> Card:
    body: list[Element] = [
        band(Icon.QUOTES, phrase(message, "summary", language), message.area),
        title(message.title),
        *(line(phrase(message, "wanting", language, unit=unit), bold=True) for unit in message.wanting),
    ]
    for one in message.came:
        body.append(line(phrase(message, "came", language, by=one.by, outcome=outcome_of(one, language)), bold=True))
        body += [quote(text) for text in came_lines(one, language)]
    body.append(line(phrase(message, "thanks", language), subtle=True))
    opened = button(phrase(message, "open", language), OpenBankEntry(message.municipality, message.entry))
    return card(message, language, body, actions=[opened])
