"""The languages of the bot, and a text in several of them."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """The two written forms of Norwegian, equal by law (språklova § 4), and English."""

    NB = "nb"
    NN = "nn"
    EN = "en"

    @classmethod
    def of(cls, locale: str) -> "Language":
        """The nearest to a client's locale ("nn-NO", "en-GB"); bokmål for every other locale."""
        code = locale[:2].lower()
        return cls(code) if code in set(cls) else cls.NB


@dataclass(frozen=True)
class Wording:
    """A text in several languages; `en` may be missing."""

    nb: str
    nn: str
    en: str | None = None

    def to(self, language: Language) -> str:
        """The text in `language`; bokmål where English is missing."""
        if language is Language.NN:
            return self.nn
        if language is Language.EN and self.en is not None:
            return self.en
        return self.nb


@dataclass(frozen=True)
class Verbatim:
    """Words exactly as their `source` has them, in the language that they were written in, never translated."""

    text: str
    language: Language
    source: str
