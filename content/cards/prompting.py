"""The cards a prompt becomes: receipts, closed cards, and the choice of the next step."""

from collections.abc import Sequence
from typing import assert_never

from content.cards.asking import asked_card
from content.cards.buttons import MOST_ACTIONS, button, choices
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, line, quote
from content.cards.fields import choice_field
from content.cards.following import follow_up_card
from content.cards.furthering import further_card
from content.cards.icons import Icon
from content.cards.offering import offer_button, offer_card, offer_line
from content.cards.readers import readers_sentence, rung_label, without_name_sentences
from content.cards.reminding import reminded_card
from content.cards.returning import from_others
from content.cards.signing import is_hidden, stands_with
from content.cards.speaking_last import once_answered, question_to_ask
from content.cards.tagging import keyword_fold, keyword_line, keyword_opening
from content.language import Language
from content.presses import (
    DropKeyword,
    LookFurther,
    NarrowAnswer,
    NotAnAnswer,
    OpenAnswer,
    OpenFollowUp,
    OpenNextStep,
    ShowAnswer,
    UnsignAnswer,
    WithdrawAnswer,
    WithdrawFollowUp,
)
from content.turnout import turnout_lines
from content.vocabulary.prompting import (
    AnswerKept,
    AnswerWithdrawn,
    Followed,
    FollowUpAsked,
    FurtherAsked,
    KeywordOffer,
    OfferAsked,
    PassKept,
    PromptAsked,
    PromptClosed,
    PromptReminded,
    RungOffered,
    StepMoved,
    StepsToOpen,
    TextKept,
    ThreadKept,
)
from content.wording import phrase

Receipt = AnswerKept | PassKept | AnswerWithdrawn | PromptClosed | TextKept | ThreadKept | StepMoved | StepsToOpen
PromptingCard = PromptAsked | PromptReminded | FollowUpAsked | FurtherAsked | OfferAsked | Receipt


def prompting_card(message: PromptingCard, language: Language, room: int) -> Card:
    if isinstance(message, PromptAsked):
        return asked_card(message, language, room)
    if isinstance(message, PromptReminded):
        return reminded_card(message, language)
    if isinstance(message, FollowUpAsked):
        return follow_up_card(message, language)
    if isinstance(message, FurtherAsked):
        return further_card(message, language)
    if isinstance(message, OfferAsked):
        return offer_card(message, language)
    actions = _actions(message, language)
    return card(message, language, _body(message, language), actions=actions, below=_below(message, actions, language))


def _below(message: Receipt, actions: Sequence[Action], language: Language) -> Sequence[Element]:
    if not isinstance(message, AnswerKept | TextKept):
        return ()
    sent = [one for one in actions if one["type"] == "Action.Execute"]
    return keyword_fold(message, language, beside=len(sent))


def _body(message: Receipt, language: Language) -> list[Element]:
    match message:
        case AnswerKept():
            body = _kept(message, language)
        case PassKept() | AnswerWithdrawn():
            body = _nothing_kept(message, language)
        case PromptClosed():
            body = _closed(message, language)
        case TextKept():
            body = _text_kept(message, language)
        case ThreadKept():
            body = _thread_kept(message, language)
        case StepMoved():
            body = [band(Icon.KEPT, phrase(message, "heading", language)), line(phrase(message, "body", language))]
        case StepsToOpen():
            body = _to_open(message, language)
        case _:
            assert_never(message)
    return body


def _actions(message: Receipt, language: Language) -> Sequence[Action]:
    match message:
        case AnswerKept():
            return _ways_on(message, language)
        case (
            PassKept(step=step, delivery=delivery, seen=seen) | AnswerWithdrawn(step=step, delivery=delivery, seen=seen)
        ):
            return [button(phrase(message, "open", language), OpenAnswer(step, delivery, seen))]
        case PromptClosed():
            return _ways_back(message, language)
        case TextKept() | ThreadKept():
            return [*_ways_from_text(message, language), *_denial(message, language)]
        case StepsToOpen():
            return _openings(message)[1]
        case _:
            return []


def _ways_on(message: AnswerKept, language: Language) -> Sequence[Action]:
    """The next question first, where always visible; then opening again, withdrawing, and denying.

    With several answers every button to change one names its number on the card.
    """
    step, delivery, seen = message.step, message.delivery, message.seen
    further = [
        button(phrase(message, "open_further", language, place=place), OpenFollowUp(step, delivery, seen, pair.number))
        for place, pair in enumerate(message.further, start=2)
    ]
    coming = OpenFollowUp(step, delivery, seen, message.coming)
    first = phrase(message, "open_further" if message.further else "open", language, place=1)
    before = [
        *([button(phrase(message, "go_on", language), coming)] if message.coming else []),
        button(first, OpenAnswer(step, delivery, seen)),
        *further,
        *_way_further(message, language),
        *keyword_opening(message.keyword, language),
    ]
    after = [
        button(phrase(message, "withdraw", language), WithdrawAnswer(step, delivery, seen)),
        *_denial(message, language),
    ]
    offered = offer_button(message, [*before, *after], language)
    return [*before, *offered, *after]


def _way_further(message: AnswerKept, language: Language) -> Sequence[Action]:
    if not message.can_widen:
        return []
    press = LookFurther(message.step, message.delivery, message.seen)
    return [button(phrase(message, "look_further", language), press)]


def _ways_from_text(message: TextKept | ThreadKept, language: Language) -> Sequence[Action]:
    """A link to the card above, maybe with the question half filled in.

    None in a thread, where anybody may press.
    """
    if isinstance(message, ThreadKept):
        return []
    ways = [
        button(phrase(message, "show", language), ShowAnswer(message.step, "")),
        *keyword_opening(message.keyword, language),
    ]
    return [*ways, *offer_button(message, ways, language)]


def _ways_back(message: PromptClosed, language: Language) -> Sequence[Action]:
    """Withdrawing has no time limit: the whole answer, or the answer to a single follow-up."""
    step, delivery, seen = message.step, message.delivery, message.seen
    if step is None:
        return []
    if message.turnout is not None:
        return [button(phrase(message, "show", language), ShowAnswer(step, delivery))]
    further = [
        button(
            phrase(message, "withdraw_further", language, place=place),
            WithdrawFollowUp(step, delivery, seen, pair.number),
        )
        for place, pair in enumerate(message.further, start=2)
    ]
    narrow = [button(phrase(message, "narrow", language), NarrowAnswer(step, delivery, seen))]
    unsign = [button(phrase(message, "unsign", language), UnsignAnswer(step, delivery, seen))]
    untag = [button(phrase(KeywordOffer, "drop", language), DropKeyword(step, delivery, seen))]
    ways = [
        button(phrase(message, "withdraw", language), WithdrawAnswer(step, delivery, seen)),
        *further,
        *(narrow if message.narrower else []),
        *(unsign if message.signed and not is_hidden(message.signed) else []),
        *(untag if message.keyword else []),
    ]
    return [*offer_button(message, ways, language), *ways]


def _denial(message: AnswerKept | TextKept | ThreadKept, language: Language) -> Sequence[Action]:
    """The receipt of a message taken for an answer without asking offers to take the message out again."""
    if not message.message:
        return []
    return [button(phrase(message, "no_answer", language), NotAnAnswer(message.step, message.message))]


def _kept(message: AnswerKept, language: Language) -> list[Element]:
    return [
        band(Icon.KEPT, phrase(message, "heading", language), phrase(message, "closes", language)),
        *_answers(message.question, message.text, message.further),
        *keyword_line(message.keyword.chosen if message.keyword else "", language),
        *_signed(message, language),
        *_who_reads(message, language),
        *offer_line(message.offer, language),
        *from_others(message.others, language),
    ]


def _answers(question: str, text: str, further: Sequence[Followed]) -> list[Element]:
    """Each question with the answer; several are numbered, since buttons name the numbers."""
    if not further:
        return [line(question, bold=True), quote(text)]
    body: list[Element] = []
    for place, (asked, said) in enumerate(
        [(question, text), *((each.question, each.text) for each in further)], start=1
    ):
        body += [_numbered(place, asked), quote(said)]
    return body


def _numbered(place: int, question: str) -> Element:
    runs = [{"type": "TextRun", "text": text, "weight": "Bolder"} for text in (f"{place}. ", question)]
    return {"type": "RichTextBlock", "inlines": runs}


def _who_reads(message: AnswerKept | TextKept, language: Language) -> list[Element]:
    """`only_me` gets no note on answers hidden until the step closes: nobody else reads the answer."""
    readers = _readers(message.rung, language)
    if message.rung.rung == "only_me":
        return readers
    if message.last is not None:
        return [*readers, *once_answered(message, language)]
    return [*readers, *([line(phrase(message, "hidden", language))] if message.hidden else [])]


def _readers(rung: RungOffered, language: Language) -> list[Element]:
    unnamed = (line(told, subtle=True) for told in without_name_sentences([rung], language))
    return [line(readers_sentence(rung, language)), *unnamed]


def _nothing_kept(message: PassKept | AnswerWithdrawn, language: Language) -> list[Element]:
    return [
        band(Icon.NOTE, phrase(message, "heading", language)),
        line(message.question, bold=True),
        line(phrase(message, "closes", language)),
        *(question_to_ask(message.last, language) if isinstance(message, PassKept) else []),
    ]


def _closed(message: PromptClosed, language: Language) -> list[Element]:
    body: list[Element] = [band(Icon.CLOSED, phrase(message, "heading_left" if message.left else "heading", language))]
    if not message.text:
        body.append(line(message.question, bold=True))
    if message.left:
        body.append(line(phrase(message, "left", language)))
    if message.withdrawn:
        body.append(line(phrase(message, "withdrawn", language)))
    if message.withdrawn and not message.cancelled:
        # Said to everybody: a line that came only where a reader is out of reach would tell who in a small group it is.
        body.append(line(phrase(message, "out_of_reach", language), subtle=True))
    if message.cancelled:
        body.append(line(phrase(message, "cancelled_kept" if message.text else "cancelled", language)))
    if message.text:
        body += _answers(message.question, message.text, message.further)
        body += keyword_line(message.keyword, language)
        if message.rung is not None:
            body += _readers(message.rung, language)
        if message.step is not None:
            body.append(line(phrase(message, "always", language), subtle=True))
        body += offer_line(message.offer, language)
        body += [*_signed(message, language), *_narrower(message, language)]
    if message.turnout is not None:
        body += [line(told) for told in turnout_lines(message.turnout, language)]
    return body


def _signed(message: AnswerKept | PromptClosed, language: Language) -> list[Element]:
    return [line(stands_with(message.signed, language))] if message.signed is not None else []


def _narrower(message: PromptClosed, language: Language) -> list[Element]:
    """The choice of fewer readers, the next narrower rung chosen."""
    if not message.narrower:
        return []
    field = choice_field(
        "rung",
        label=phrase(message, "narrow_label", language),
        offered=[(each.rung, rung_label(each, language)) for each in reversed(message.narrower)],
        chosen=message.narrower[-1].rung,
        missing=phrase(message, "narrow_missing", language),
    )
    return [field, line(phrase(message, "narrow_note", language), subtle=True)]


def _text_kept(message: TextKept, language: Language) -> list[Element]:
    how = "heading_anew" if message.anew else "heading_added" if message.added else "heading"
    return [
        band(Icon.KEPT, phrase(message, how, language)),
        *_answers(message.question, message.text, ()),
        *keyword_line(message.keyword.chosen if message.keyword else "", language),
        *_who_reads(message, language),
        *offer_line(message.offer, language),
        *from_others(message.others, language),
        line(phrase(message, "change", language), subtle=True),
    ]


def _thread_kept(message: ThreadKept, language: Language) -> list[Element]:
    return [
        band(Icon.KEPT, phrase(message, "heading", language)),
        line(phrase(message, "body", language, readers=rung_label(message.readers, language))),
        line(phrase(message, "change", language), subtle=True),
    ]


def _to_open(message: StepsToOpen, language: Language) -> list[Element]:
    lines, _ = _openings(message)
    how = "one" if len(message.steps) == 1 else "many"
    title, body = phrase(message, f"heading_{how}", language), phrase(message, f"body_{how}", language)
    return [band(Icon.QUESTION, title, style="accent"), line(body), *lines]


def _openings(message: StepsToOpen) -> tuple[list[Element], list[Action]]:
    return choices([(title, OpenNextStep(step)) for title, step in message.steps[:MOST_ACTIONS]])
