"""The readers of an answer, in words."""

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
