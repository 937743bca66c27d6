"""The readers of an answer, and how well an answer hides the author, in words."""

from collections.abc import Iterable, Sequence

from content.cards.buttons import unfolding
from content.cards.elements import Action, Element, folded
from content.cards.signing import stands_with
from content.language import Language
from content.vocabulary.prompting import PromptAsked, RungOffered
from content.wording import phrase, plural_phrase

_SAID, _CHOICE = "readers", "choice"


def rung_label(rung: RungOffered, language: Language) -> str:
    """«Rektorgruppa (8 personer)», «Bare meg», «Team 5 og alle i kanalen (9 personer)»."""
    if rung.people is None:
        return phrase(rung, "group_channel_uncounted", language)
    people = plural_phrase(rung, "people", language, rung.people)
    if rung.channel and rung.rung == "group":
        return phrase(rung, "group_channel", language, people=people)
    said = phrase(rung, rung.rung, language, people=people)
    return phrase(rung, "and_channel", language, rung=said) if rung.channel else said


def readers_sentence(rung: RungOffered, language: Language) -> str:
    """The whole sentence, addressed to the author."""
    if rung.rung == "only_me":
        return phrase(rung, "readers_only_me", language)
    return phrase(rung, "readers", language, rung=rung_label(rung, language))


def will_read(rung: RungOffered, language: Language, *, hidden: bool) -> str:
    """The sentence before the answer is written; `hidden`: nobody reads before the step closes."""
    if rung.rung == "only_me":
        return phrase(rung, "will_read_only_me", language)
    part = "will_read_then" if hidden else "will_read"
    return phrase(rung, part, language, rung=rung_label(rung, language))


def without_name_sentences(rungs: Iterable[RungOffered], language: Language) -> tuple[str, ...]:
    """How many people could have written the answer: a single sentence for all rungs, none for `only_me`."""
    found = dict.fromkeys(rung.without_name for rung in rungs if rung.without_name is not None)
    return tuple(phrase(each, each.among, language) for each in found)


def unnamed(rung: RungOffered, language: Language) -> str:
    """Readers do not see the name; in a small group the same line warns of guesses, lest anybody overlook it."""
    hides = rung.without_name
    if hides is None:
        return ""
    return phrase(hides, "unnamed" if hides.among == "many" else hides.among, language)


def chosen_readers(message: PromptAsked, language: Language) -> list[str]:
    """The readers if no others are chosen, that the answer can be withdrawn, and whether they see its author's name."""
    rung = next((each for each in message.rungs if each.rung == message.rung), message.rungs[0])
    signed = next((one.signed for one in message.signatures if one.kind == message.signature), None)
    named = stands_with(signed, language) if signed is not None else unnamed(rung, language)
    leads = message.last is not None and message.last.question is not None
    said = (will_read(rung, language, hidden=message.hidden and not leads), withdrawable(rung, language), named)
    return [sentence for sentence in said if sentence]


def withdrawable(rung: RungOffered, language: Language) -> str:
    return phrase(rung, "withdrawable", language)


def readers_or_choice(said: Sequence[str], choice: Sequence[Element]) -> list[Element]:
    """The sentences about readers; a press on `change_readers` shows the choice instead."""
    return [{**sentences(said), "id": _SAID}, folded(_CHOICE, choice)]


def change_readers(message: PromptAsked, language: Language) -> Action:
    return unfolding(phrase(message, "change", language), _SAID, _CHOICE)


def sentences(said: Sequence[str]) -> Element:
    """The sentences in order, the first in bold."""
    runs = [part for text in said for part in (" ", text)][1:]
    inlines: list[Element] = [{"type": "TextRun", "text": text} for text in runs]
    inlines[0]["weight"] = "Bolder"
    return {"type": "RichTextBlock", "spacing": "Small", "inlines": inlines}
