"""The prompt's card: the question, who reads the answer, a field; why the question is asked, folded."""

from collections.abc import Sequence

from content.cards.buttons import action_set, button, opening, unfolding
from content.cards.card import Card, card
from content.cards.choosing import one_press
from content.cards.elements import Action, Element, band, folded, heading, line, quote, title
from content.cards.fields import choice_field, text_field, yes_field
from content.cards.fitting import largest_fitting, quotes
from content.cards.guarding import let_pass, stopped_elements
from content.cards.icons import Icon
from content.cards.privacy import notice_elements
from content.cards.readers import change_readers, chosen_readers, readers_or_choice, rung_label, without_name_sentences
from content.cards.signing import offered_label, sole_sentence
from content.cards.speaking_last import before_answering
from content.language import Language
from content.presses import LeaveAnswer, SendAnswer, ShowAnswer, ShowRhythm, SkipPrompt, UseNote
from content.turnout import counted
from content.vocabulary.noting import NoteOnPrompt
from content.vocabulary.prompting import LawShown, PromptAsked, WhyAsked
from content.wording import phrase

_WHY, _MORE, _EARLIER = "why", "more", "earlier"

# Letters of question and hint together that leave the prompt below 520 pixels on a phone; what others have written
# before takes a button's room of it.
_MOST_LETTERS, _OF_EARLIER = 150, 30


def asked_card(message: PromptAsked, language: Language, room: int) -> Card:
    def build(shown: Sequence[int]) -> Card:
        return card(
            message,
            language,
            [
                _band(message, language),
                *stopped_elements(message.stopped, language),
                title(message.question, "Large"),
                *_earlier(message, shown[0], language),
                *form(message, language, label=_label(message, language), missing=_missing(message, language)),
                *_beneath(message, language),
                *notice_elements(message.notice, language),
            ],
            actions=_actions(message, language),
            below=[_why(message, language)],
            summary=phrase(message, "without_card", language),
        )

    return largest_fitting(build, [len(message.earlier)], room)


def _band(message: PromptAsked, language: Language) -> Element:
    """The head of the card: group, step, deadline; how many have answered only where the number may be told."""
    told = counted(message.turnout, language) if message.turnout is not None else ""
    under = " · ".join(filter(None, (message.title, phrase(message, "until", language))))
    return band(Icon.QUESTION, phrase(message, "to", language), under, told, style="accent")


def _actions(message: PromptAsked, language: Language) -> list[Action]:
    """An opened answer can be left unchanged; only a card without an answer offers to skip."""
    step, delivery, seen = message.step, message.delivery, message.seen
    sent = SendAnswer(step, delivery, seen)
    send = [button(phrase(message, "send", language), sent), *let_pass(message.stopped, sent, language)]
    folds = [change_readers(message, language), _unfold_why(message, language)]
    if message.stands and message.note != "filled" and not (message.stopped is not None and not seen):
        return [*send, button(phrase(message, "leave", language), LeaveAnswer(step, delivery, seen)), *folds]
    skip = button(phrase(message, "skip", language), SkipPrompt(step, delivery, seen))
    note = [button(phrase(NoteOnPrompt, "use", language), UseNote(step, delivery))] if message.note == "offered" else []
    if message.turnout is not None:
        return [*send, skip, button(phrase(message, "show", language), ShowAnswer(step, delivery)), *folds]
    rhythm = [button(phrase(message, "rhythm_choose", language), ShowRhythm())] if message.rhythm else []
    return [*send, skip, *folds, *note, *rhythm]


def _unfold_why(message: PromptAsked, language: Language) -> Action:
    how = "how_heading" if _is_hint_folded(message) else "why_heading"
    return unfolding(phrase(message, how, language), _WHY)


def _is_hint_folded(message: PromptAsked) -> bool:
    """Whether a long hint to a long question gives way, so that the question stays in sight while one writes."""
    taken = len(message.question) + len(message.hint) + (_OF_EARLIER if message.earlier else 0)
    return bool(message.hint) and message.one_press is None and taken > _MOST_LETTERS


def _why(message: PromptAsked, language: Language) -> Element:
    """How to answer where folded; why this is asked, what becomes of answers; beneath another press area and law."""
    told = message if message.because.meeting is None else message.because.meeting
    at_once = [line(phrase(message, "at_once", language), spacing="Small")] if message.gives_back else []
    why = heading(phrase(message, "why_heading", language))
    how = [line(message.hint), why] if _is_hint_folded(message) else []
    more = phrase(message, "more_law" if message.law else "more_area", language)
    return folded(
        _WHY,
        [
            *how,
            line(why_sentence(message.because, language)),
            line(phrase(told, "afterwards", language), spacing="Small"),
            *at_once,
            action_set([unfolding(more, _MORE)]),
            folded(_MORE, [*_about_area(message), *_about_law(message.law, language)]),
        ],
    )


def why_sentence(because: WhyAsked, language: Language) -> str:
    """One sentence on why the question is asked, of the group, on the day."""
    told = {
        "why": because.why.rstrip("."),
        "cause": phrase(because, f"cause_{because.cause}", language),
        "intention": phrase(because, f"intention_{because.intention}", language),
    }
    if because.meeting is None:
        return phrase(because, "sentence", language, **told)
    return phrase(because, "sentence_met", language, **told, meeting=phrase(because.meeting, "about", language))


def _about_area(message: PromptAsked) -> list[Element]:
    own = [quote(message.own.text, by=message.own.source)] if message.own is not None else []
    return [line(message.area, bold=True), line(message.definition, subtle=True, spacing="Small"), *own]


def _about_law(law: LawShown | None, language: Language) -> list[Element]:
    if law is None:
        return []
    read = [action_set([opening(phrase(law, "read", language), law.link)])] if law.link else []
    checked = [line(phrase(law, "checked", language), subtle=True, small=True, spacing="Small")] if law.checked else []
    worried = [line(phrase(law, "worried", language), spacing="Small")] if law.reminds else []
    return [line(law.sentence, subtle=True), *checked, *read, *worried]


def _earlier(message: PromptAsked, shown: int, language: Language) -> list[Element]:
    """Others' answers of earlier steps, folded: the question and the field stay close to each other."""
    if not message.earlier:
        return []
    told = [heading(phrase(message, "earlier_heading", language)), *quotes(message.earlier, shown, language)]
    unfold = unfolding(phrase(message, "earlier_open", language), _EARLIER)
    return [action_set([unfold]), folded(_EARLIER, told)]


def _missing(message: PromptAsked, language: Language) -> str:
    return phrase(message, "text_missing" if message.stands else "answer_missing", language)


def answer_label(message: PromptAsked, language: Language) -> str:
    """Where one press answers, the field has room for more, and need not be filled in."""
    if message.one_press is not None:
        return phrase(message, "more_label", language)
    return message.hint or phrase(message, "answer_label", language)


def _label(message: PromptAsked, language: Language) -> str:
    return phrase(message, "answer_label", language) if _is_hint_folded(message) else answer_label(message, language)


def form(message: PromptAsked, language: Language, *, label: str, missing: str) -> list[Element]:
    """A sentence about the readers, and the field; `missing` is the error message for an empty field.

    Readers stand before the field, for eyes and screen readers: people must know who reads before they write. The
    choice of other readers takes the sentence's place.
    """
    answer = text_field(
        "answer",
        label=label,
        text=message.text,
        missing="" if message.one_press else missing,
        hint=phrase(message, "placeholder", language),
    )
    filled = [line(phrase(NoteOnPrompt, "filled", language), bold=True)] if message.note == "filled" else []
    readers = readers_or_choice(chosen_readers(message, language), _choice(message, language))
    return [*readers, *one_press(message, language), *filled, {**answer, "spacing": "Small"}]


def _choice(message: PromptAsked, language: Language) -> list[Element]:
    rung = choice_field(
        "rung",
        label=phrase(message, "rung_label", language),
        offered=[(each.rung, rung_label(each, language)) for each in message.rungs],
        chosen=message.rung,
        missing=phrase(message, "rung_missing", language),
    )
    unnamed = [line(told, subtle=True) for told in without_name_sentences(message.rungs, language)]
    other_way = _other_way(message, language)
    return [
        rung,
        *unnamed,
        *_signatures(message, language),
        *([line(other_way, subtle=True)] if other_way else []),
    ]


def _signatures(message: PromptAsked, language: Language) -> list[Element]:
    """How an opened answer stands: with which signature, and whether it is seen alone. A first answer has neither."""
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
    alone = yes_field("alone", label=phrase(message, "alone_label", language), chosen=message.alone)
    return [field, *(line(each, subtle=True) for each in told if each), alone]


def _beneath(message: PromptAsked, language: Language) -> list[Element]:
    """Notes for some authors, to be read before sending."""
    went_on = [line(phrase(message, "went_on", language), subtle=True)] if message.went_on else []
    in_thread = [line(phrase(message, "in_thread", language), subtle=True)] if message.turnout is not None else []
    rhythm = [line(phrase(message, "rhythm", language))] if message.rhythm else []
    return [*before_answering(message, language), *went_on, *in_thread, *rhythm]


def _other_way(message: PromptAsked, language: Language) -> str:
    """How to answer without the card; "" where another choice of readers on the card would make the text untrue.

    A message in chat gets the readers of the stored answer, else the group's usual readers.
    """
    if message.stands or message.turnout is not None:
        return ""
    readers = next((each for each in message.rungs if each.rung == message.rung), None)
    if readers is None:
        return ""
    if readers.rung == "only_me":
        return phrase(message, "in_chat_only_me", language)
    return phrase(message, "in_chat", language, rung=rung_label(readers, language))
