"""The cards of commitments: offered, promised, listed, and looked at again when a session opens."""

from collections.abc import Iterator, Sequence

from content.cards.buttons import button, command_button
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, heading, line, quote, row
from content.cards.fields import choice_field, day_field, text_field
from content.cards.guarding import stopped_elements
from content.cards.icons import Icon
from content.cards.needing import NeedingCard, answered_lines, need_row, needing_card
from content.cards.signing import signature_line
from content.dates import full_date
from content.language import Language
from content.presses import (
    AgreeTry,
    AskTellOn,
    ChangeTry,
    KeepTry,
    LeaveTry,
    OpenBankEntry,
    OpenTry,
    Press,
    RemoveTry,
    ShowTries,
    ShowTry,
    TellTry,
)
from content.shortening import first_words
from content.vocabulary.committing import (
    FromBank,
    LookBack,
    NotKeptTry,
    Promised,
    PromiseKept,
    PromiseProposed,
    PromisesListed,
    TryForm,
    TryOffered,
    TryRemoved,
    TryStopped,
)
from content.wording import phrase

CommittingCard = (
    TryOffered
    | TryForm
    | PromiseKept
    | LookBack
    | PromisesListed
    | PromiseProposed
    | TryStopped
    | NotKeptTry
    | TryRemoved
    | NeedingCard
)

LONGEST_TRY, LONGEST_TOLD = 500, 500
"""Characters of a commitment, and of each of the two fields about what came of it."""

OUTCOMES = ("done", "partly", "changed", "dropped")
_TITLE = 60  # characters of a commitment named in a button


def committing_card(message: CommittingCard, language: Language) -> Card:  # noqa: PLR0911 - the table of cards
    match message:
        case TryOffered():
            return _offered(message, language)
        case TryForm():
            return card(message, language, _form(message, language), actions=_form_actions(message, language))
        case PromiseKept():
            return _kept(message, language)
        case LookBack():
            return _look_back(message, language)
        case PromisesListed():
            return _listed(message, language)
        case PromiseProposed():
            return _proposed(message, language)
        case TryStopped():
            head = band(Icon.STOP, phrase(message, "summary", language))
            why = stopped_elements(message.stopped.kinds_only, language)[1:]
            return card(message, language, [head, *why, line(phrase(message, "again", language))])
        case NotKeptTry() | TryRemoved():
            head = band(Icon.CLOSED, phrase(message, "summary", language))
            return card(message, language, [head, line(phrase(message, "text", language))])
        case _:
            return needing_card(message, language)


def _offered(message: TryOffered, language: Language) -> Card:
    """As low as a card can be: it stands below a receipt, and nobody has asked for it."""
    place = message.place
    its = (place.municipality, place.group, place.session)
    kinds = ("person", "group", "need") if message.leading else ("person", "need")
    body = [heading(phrase(message, "summary", language)), line(phrase(message, "body", language), subtle=True)]
    actions = [button(phrase(message, kind, language), OpenTry(*its, kind)) for kind in kinds]
    return card(message, language, body, actions=actions)


def _form(message: TryForm, language: Language) -> list[Element]:
    place, whose = message.place, message.whose
    told = phrase(message, f"readers_{whose}", language, name=place.name) if whose != "person" else ""
    return [
        band(Icon.NOTE, phrase(message, whose, language, name=place.name)),
        *stopped_elements(message.stopped, language),
        *([line(phrase(message, message.wrong, language), bold=True)] if message.wrong else []),
        text_field(
            "text",
            label=phrase(message, f"text_label_{whose}", language),
            text=message.text,
            missing=phrase(message, "text_missing", language),
            longest=LONGEST_TRY,
        ),
        text_field(
            "sign",
            label=phrase(message, "sign_label", language),
            text=message.sign,
            missing="",
            longest=LONGEST_TRY,
        ),
        day_field(
            "day",
            label=phrase(message, "day_label", language),
            day=message.day,
            missing=phrase(message, "day_missing", language),
        ),
        *(_readers(message, language) if whose == "person" else [line(told, subtle=True)]),
        line(phrase(message, "kind", language), subtle=True),
    ]


def _readers(message: TryForm, language: Language) -> list[Element]:
    group = phrase(message, "in_group", language, name=message.place.name)
    return [
        choice_field(
            "in_group",
            label=phrase(message, "in_group_label", language),
            offered=(("false", phrase(message, "alone", language)), ("true", group)),
            chosen="true" if message.in_group else "false",
            missing=phrase(message, "in_group_missing", language),
        )
    ]


def _form_actions(message: TryForm, language: Language) -> list[Action]:
    place = message.place
    its = (place.municipality, place.group, place.session, message.whose, message.commitment, message.seen)
    return [
        button(phrase(message, "keep", language), KeepTry(*its), reads=True),
        button(phrase(message, "leave", language), LeaveTry()),
    ]


def told_of(one: Promised, language: Language) -> list[str]:
    """Where a commitment stands, in lines beneath its words."""
    is_open = "open_still" if one.is_past else "open"
    state = one.outcome or (is_open if one.agreed else "proposed")
    return [
        phrase(one, state, language, look_on=full_date(one.look_on, language)),
        *([origin_line(one.origin, language)] if one.origin else []),
        *([phrase(one, "sign", language)] if one.sign else []),
        *([phrase(one, "because", language)] if one.because else []),
        *([phrase(one, "learnt", language)] if one.learnt else []),
    ]


def origin_line(origin: FromBank, language: Language) -> str:
    """The line on a try of an entry: from the sharing bank, with the credit chosen by the entry's author."""
    if not origin.is_there:
        return phrase(origin, "gone", language)
    by = ", ".join(filter(None, (signature_line(origin.signed, language), origin.school)))
    return phrase(origin, "signed", language, by=by) if by else phrase(origin, "bank", language)


def who(one: Promised, language: Language) -> str:
    return one.by or phrase(one, "mine" if one.mine else "person", language)


def _promise(one: Promised, language: Language) -> Element:
    """People's own words, with whose they are above and where they stand beneath."""
    box = quote(one.text)
    whose = line(who(one, language), subtle=True, small=True)
    return {**box, "items": [whose, *box["items"], *(line(each, small=True) for each in told_of(one, language))]}


def _kept(message: PromiseKept, language: Language) -> Card:
    one = message.promise
    readers = phrase(message, "alone" if message.people <= 1 else "group", language)
    after = (
        []
        if one.outcome or one.is_past
        else [phrase(message, "when", language, look_on=full_date(one.look_on, language))]
    )
    waiting = [] if one.agreed else [phrase(message, "proposed", language)]
    shared = [phrase(message, "shared", language)] if message.shared else []
    body = [
        band(Icon.KEPT, phrase(message, "heading", language)),
        _promise(one, language),
        *(line(text, subtle=True) for text in (readers, *after, *waiting, *shared)),
    ]
    return card(
        message,
        language,
        body,
        actions=_kept_actions(message, language),
    )


def _kept_actions(message: PromiseKept, language: Language) -> list[Action]:
    its = (message.promise.municipality, message.promise.commitment)
    is_told = bool(message.promise.outcome)
    telling = TellTry(*its, message.promise.seen, "") if is_told else ShowTry(*its)
    offered: list[tuple[str, Press, bool]] = [
        ("tell_anew" if is_told else "tell", telling, message.may_tell),
        ("change", ChangeTry(*its), message.may_change and not is_told),
        ("remove", RemoveTry(*its), message.may_change),
        ("share", AskTellOn(*its), message.may_share),
        *_to_origin(message.promise),
        ("list", ShowTries(), True),
    ]
    return [button(phrase(message, part, language), press) for part, press, is_offered in offered if is_offered]


def _to_origin(one: Promised) -> list[tuple[str, Press, bool]]:
    """Back to the entry that the group tries."""
    origin = one.origin
    return [("origin", OpenBankEntry(origin.municipality, origin.entry), origin.is_there)] if origin else []


# Looking at it again.


def _look_back(message: LookBack, language: Language) -> Card:
    at = next((one for one in message.asked if one.commitment == message.at), None)
    at = at or next(iter(message.asked), None)
    body = [band(Icon.REMINDER, phrase(message, "heading", language), _under(message, language), style="accent")]
    body += [_promise(one, language) for one in message.shown]
    for need in message.answers:
        body += answered_lines(need, language)
    if at is None:
        part = "thanks" if message.shown or message.answers else "nothing"
        return card(message, language, [*body, line(phrase(message, part, language))])
    return card(
        message,
        language,
        [*body, *_asking(message, at, language)],
        actions=_outcomes(message, at, language),
    )


def _under(message: LookBack, language: Language) -> str:
    return phrase(message, "under", language)


def _asking(message: LookBack, at: Promised, language: Language) -> Iterator[Element]:
    number, total = message.asked.index(at) + 1, len(message.asked)
    counted = f" ({phrase(message, 'number', language, number=number, total=total)})" if total > 1 else ""
    yield line(phrase(message, "mine" if at.mine else "ours", language) + counted, bold=True)
    yield quote(at.text, by=phrase(at, "sign", language) if at.sign else "")
    if at.origin:
        yield line(origin_line(at.origin, language), subtle=True, small=True)
    yield from stopped_elements(message.stopped, language)
    for name, text in (("because", message.because), ("learnt", message.learnt)):
        label = phrase(message, f"{name}_label", language)
        yield text_field(name, label=label, text=text, missing="", longest=LONGEST_TOLD)
    yield line(phrase(message, "kind", language), subtle=True, small=True)
    if at.by:
        yield line(phrase(message, "readers", language), subtle=True, small=True)


def _outcomes(message: LookBack, at: Promised, language: Language) -> list[Action]:
    its = (at.municipality, at.commitment)
    told = [
        button(phrase(message, outcome, language), TellTry(*its, at.seen, outcome), reads=True) for outcome in OUTCOMES
    ]
    after = message.asked[(message.asked.index(at) + 1) % len(message.asked)]
    if after is at:
        return told
    return [*told, button(phrase(message, "next", language), ShowTry(after.municipality, after.commitment))]


# All that is tried.


def _listed(message: PromisesListed, language: Language) -> Card:
    body: list[Element] = [band(Icon.NOTE, phrase(message, "summary", language))]
    if not (message.shown or message.numbered):
        body.append(line(phrase(message, "none", language)))
    body += [_told_row(one, language) if one.may_open else _promise(one, language) for one in message.shown]
    body += [_row(number, one, language) for number, one in enumerate(message.numbered, start=1)]
    if message.numbered:
        body.append(line(phrase(message, "how", language), subtle=True, small=True))
    for part, needs in (("needs", message.needs), ("to_answer", message.to_answer)):
        if needs:
            body += [heading(phrase(message, part, language)), *(need_row(one, language) for one in needs)]
    ways = [
        command_button("try", language, title=phrase(message, "try", language)),
        command_button("need", language, title=phrase(message, "need", language)),
    ]
    return card(message, language, body, actions=ways)


def _row(number: int, one: Promised, language: Language) -> Element:
    state, *_ = told_of(one, language)
    items = [
        line(f"{number}. {one.text}"),
        line(who(one, language), subtle=True, small=True),
        line(state, subtle=True, small=True, spacing="Small"),
    ]
    opens = button(
        phrase(one, "see", language, text=first_words(one.text, _TITLE)), ShowTry(one.municipality, one.commitment)
    )
    return row(items, opens)


def _told_row(one: Promised, language: Language) -> Element:
    """With a way to what can still be done with it."""
    opens = button(
        phrase(one, "see", language, text=first_words(one.text, _TITLE)), ShowTry(one.municipality, one.commitment)
    )
    told = [line(text, subtle=True, small=True) for text in (who(one, language), *told_of(one, language))]
    return row([line(one.text), *told], opens)


def _proposed(message: PromiseProposed, language: Language) -> Card:
    one = message.promise
    body = [
        band(Icon.NOTE, phrase(message, "summary", language)),
        _promise(one, language),
        line(phrase(message, "body", language, by=one.by)),
    ]
    its = (one.municipality, one.commitment)
    actions = [
        button(phrase(message, "agree", language), AgreeTry(*its)),
        button(phrase(message, "leave", language), LeaveTry()),
    ]
    return card(message, language, body, actions=actions)


def listed_texts(promised: Sequence[Promised], language: Language) -> list[str]:
    """A line for each, for terminals and plain cards."""
    return [f"{who(one, language)}: {one.text} ({'; '.join(told_of(one, language))})" for one in promised]
