"""The languages people are spoken to in, and a text in several of them."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """The two written forms of Norwegian, equal by law (språklova § 4), and English."""

    NB = "nb"
    NN = "nn"
    EN = "en"

    @classmethod
    def of(cls, locale: str) -> "Language":
        """The one nearest to what a client calls itself ("nn-NO", "en-GB"); bokmål for all others."""
        return {"nn": cls.NN, "en": cls.EN}.get(locale[:2].lower(), cls.NB)


@dataclass(frozen=True)
class Wording:
    """One text in the languages it exists in; `nb` and `nn` are always there, `en` may be missing."""

    nb: str
    nn: str
    en: str | None = None

    def to(self, language: Language) -> str:
        """The text in `language`; a reader of English meets bokmål where there is no English."""
        if language is Language.NN:
            return self.nn
        if language is Language.EN and self.en is not None:
            return self.en
        return self.nb
