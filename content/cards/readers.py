"""Who can read an answer, in words."""

from content.language import Language
from content.vocabulary.prompting import RungOffered
from content.wording import counted, phrase


def offered(rung: RungOffered, language: Language) -> str:
    """«Rektorgruppa (8 personer)», «Bare meg»."""
    return phrase(rung, rung.rung, language, people=counted(rung, "people", language, rung.people))


def read_by(rung: RungOffered, language: Language) -> str:
    """The whole sentence, to the one who wrote."""
    if rung.rung == "only_me":
        return phrase(rung, "readers_only_me", language)
    return phrase(rung, "readers", language, rung=offered(rung, language))
