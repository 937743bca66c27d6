"""The prompt's card: the question, the readers, a field."""

from collections.abc import Sequence

from content.cards.elements import Action, Card, Element, button, card, choice_field, heading, line, text_field, title
from content.cards.fitting import largest_fitting, quotes
from content.cards.guarding import let_pass, stopped_elements
from content.cards.privacy import notice_elements
from content.cards.readers import rung_label, without_name_sentences
from content.cards.signing import offered_label, sole_sentence
from content.cards.speaking_last import before_answering
from content.language import Language
from content.presses import LeaveAnswer, SendAnswer, ShowAnswer, ShowRhythm, SkipPrompt, UseNote
from content.turnout import turnout_lines
from content.vocabulary.noting import NoteOnPrompt
from content.vocabulary.prompting import PromptAsked
from content.wording import phrase


def asked_card(message: PromptAsked, language: Language, room: int) -> Card:
    def build(shown: Sequence[int]) -> Card:
        return card(
            message,
            language,
            [
                *stopped_elements(message.stopped, language),
                *_question(message, language),
                *_earlier(message, shown[0], language),
                *form(message, language, missing=_missing(message, language)),
                *_afterwards(message, language),
                *notice_elements(message.notice, language),
            ],
            actions=_actions(message, language),
        )

    return largest_fitting(build, [len(message.earlier)], room)


def _actions(message: PromptAsked, language: Language) -> list[Action]:
    """An opened answer can be left as it is; only a card without an answer offers to skip."""
    step, delivery, seen = message.step, message.delivery, message.seen
    sent = SendAnswer(step, delivery, seen)
    send = [button(phrase(message, "send", language), sent), *let_pass(message.stopped, sent, language)]
    if message.text and message.note != "filled" and not (message.stopped is not None and not seen):
        return [*send, button(phrase(message, "leave", language), LeaveAnswer(step, delivery, seen))]
    skip = button(phrase(message, "skip", language), SkipPrompt(step, delivery, seen))
    note = [button(phrase(NoteOnPrompt, "use", language), UseNote(step, delivery))] if message.note == "offered" else []
    if message.turnout is not None:
        return [*send, skip, button(phrase(message, "show", language), ShowAnswer(step, delivery))]
    rhythm = [button(phrase(message, "rhythm_choose", language), ShowRhythm())] if message.rhythm else []
    return [*send, skip, *note, *rhythm]


def _question(message: PromptAsked, language: Language) -> list[Element]:
    to = line(phrase(message, "to", language), subtle=True, spacing="Small")
    body: list[Element] = [title(message.area), to]
    if message.title:
        body.append(line(message.title, bold=True, spacing="Small"))
    if message.hint:
        body.append(line(message.hint, subtle=True, spacing="Small"))
    body += [
        title(message.question, "Large"),
        heading(phrase(message, "why_heading", language), "Small"),
        line(message.why, subtle=True, spacing="Small"),
    ]
    if message.law is not None:
        body.append(line(message.law, subtle=True, spacing="Small"))
    return body


def _earlier(message: PromptAsked, shown: int, language: Language) -> list[Element]:
    if not message.earlier:
        return []
    return [heading(phrase(message, "earlier_heading", language)), *quotes(message.earlier, shown, language)]


def _missing(message: PromptAsked, language: Language) -> str:
    return phrase(message, "text_missing" if message.text else "answer_missing", language)


def form(message: PromptAsked, language: Language, *, missing: str) -> list[Element]:
    """The fields; `missing` is said of an empty one.

    Readers stand before the field, for eyes and screen readers: people must know who reads before they write.
    """
    rung = choice_field(
        "rung",
        label=phrase(message, "rung_label", language),
        offered=[(each.rung, rung_label(each, language)) for each in message.rungs],
        chosen=message.rung,
        missing=phrase(message, "rung_missing", language),
    )
    answer = text_field(
        "answer",
        label=phrase(message, "answer_label", language),
        text=message.text,
        missing=missing,
    )
    leads = message.last is not None and message.last.question is not None
    hidden = [line(phrase(message, "hidden", language))] if message.hidden and not leads else []
    went_on = [line(phrase(message, "went_on", language), subtle=True)] if message.went_on else []
    unnamed = [line(told, subtle=True) for told in without_name_sentences(message.rungs, language)]
    return [
        rung,
        *unnamed,
        *_signatures(message, language),
        *hidden,
        *before_answering(message, language),
        *went_on,
        line(phrase(message, "practice", language)),
        *([line(phrase(NoteOnPrompt, "filled", language), bold=True)] if message.note == "filled" else []),
        answer,
    ]


def _signatures(message: PromptAsked, language: Language) -> list[Element]:
    """How an answer that stands is signed; a first answer is signed by nobody, and can be opened again."""
    if not message.signatures:
        return []
    field = choice_field(
        "signature",
        label=phrase(message, "signature_label", language),
        offered=[(each.kind or "none", offered_label(each, language)) for each in message.signatures],
        chosen=message.signature or "none",
        missing=phrase(message, "signature_missing", language),
    )
    told = (sole_sentence(each, language) for each in message.signatures)
    return [field, *(line(each, subtle=True) for each in told if each)]


def _afterwards(message: PromptAsked, language: Language) -> list[Element]:
    body: list[Element] = []
    other_way = _other_way(message, language)
    if other_way:
        body.append(line(other_way, subtle=True))
    body.append(line(phrase(message, "closes", language), subtle=True, spacing="Small"))
    if message.rhythm:
        body.append(line(phrase(message, "rhythm", language)))
    if message.turnout is not None:
        body += [line(told) for told in turnout_lines(message.turnout, language)]
    return body


def _other_way(message: PromptAsked, language: Language) -> str:
    """How to answer without the card; "" where an answer has been opened again."""
    if message.text:
        return ""
    if message.turnout is not None:
        return phrase(message, "in_thread", language)
    if message.rung == "only_me":
        return phrase(message, "in_chat_only_me", language)
    readers = next((rung_label(each, language) for each in message.rungs if each.rung == message.rung), "")
    return phrase(message, "in_chat", language, rung=readers) if readers else ""
