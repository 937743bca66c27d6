"""The readers of an answer, and how well it hides its author, in words."""

from collections.abc import Iterable

from content.language import Language
from content.vocabulary.prompting import RungOffered
from content.wording import phrase, plural_phrase


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


def without_name_sentences(rungs: Iterable[RungOffered], language: Language) -> tuple[str, ...]:
    """How many people could have written the answer: one sentence for all rungs, none where only the author reads."""
    found = dict.fromkeys(rung.without_name for rung in rungs if rung.without_name is not None)
    return tuple(phrase(each, each.among, language) for each in found)
