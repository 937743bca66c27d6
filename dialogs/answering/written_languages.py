"""Languages as people name them: «nynorsk», «engelsk», «auto»."""

from dataclasses import dataclass

from content.commands import language_words
from content.language import Language


@dataclass(frozen=True)
class Named:
    """`language` is None for the choice to have none of one's own."""

    language: Language | None


def read_language(text: str) -> Named | None:
    """None for a text that names no language that the bot speaks."""
    words, said = language_words(), " ".join(text.casefold().split()).strip(" .,!«»")
    return Named(words[said]) if said in words else None
