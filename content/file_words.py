"""Faults of files in words: for people on pages, and in English for a terminal."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from content.language import Language
from content.vocabulary import file_faults as f
from content.vocabulary.calendar_faults import CalendarFault, YesOrNo
from content.wording import words

_STRAIGHT = str.maketrans("“”", '""')


def place_of(fault: f.Fault, language: Language) -> str:
    """`people.csv, line 3, column role`."""
    return _Saying(language).place(fault)


def why_of(why: f.FileFault | CalendarFault | str, language: Language) -> str:
    """The fault's sentences, without its place."""
    return _Saying(language).why(why)


def in_english(fault: f.Fault) -> str:
    """The line of a terminal: place and sentence, with straight quotation marks."""
    say = _Saying(Language.EN, is_plain=True)
    return f"{say.place(fault)}: {say.why(fault.why)}"


def sentence_in_english(why: f.FileFault | CalendarFault | str) -> str:
    return _Saying(Language.EN, is_plain=True).why(why)


def lines_in_english(faults: Iterable[f.Fault]) -> str:
    return "\n".join(map(in_english, faults))


@dataclass(frozen=True)
class _Saying:
    language: Language
    is_plain: bool = False

    def place(self, fault: f.Fault) -> str:
        line = self._said(fault, "line") if fault.line else ""
        column = self._said(fault, "column") if fault.column else ""
        return f"{fault.file}{line}{column}"

    def why(self, why: f.FileFault | CalendarFault | str) -> str:
        if isinstance(why, str):
            return why
        said = self._said(why, _part(why))
        match why:
            case f.NotAnId(would_do=found) if found:
                said += self._said(why, "would")
            case f.NotThere(there=()):
                said += self._said(why, "nothing")
            case f.NotThere():
                said += self._said(why, "there")
            case f.UnknownEncoding(readings=readings) if len(readings) > 1:
                said = self._said(why, "several")
        near = getattr(why, "near", "")
        said += self._said(f.DidYouMean(near), "text") if near else ""
        return said + self._said(why, "line") if isinstance(why, f.NoSuchColumn) and why.is_line else said

    def _said(self, message: object, part: str) -> str:
        """The part with its blanks filled; only the words' own quotation marks become straight."""
        text = words(message, self.language)[part]
        return (text.translate(_STRAIGHT) if self.is_plain else text).format_map(_blanks(message))


def _part(why: f.FileFault | CalendarFault) -> str:  # noqa: PLR0911 - the table of faults
    match why:
        case f.NotOneOf(noun=noun, written=written) | f.NotThere(noun=noun, written=written):
            return f"{'not' if written else 'missing'}_{noun}"
        case f.NotAnId(written=""):
            return "missing"
        case f.ThereAlready(noun=noun):
            return f"text_{noun}"
        case f.NotADay(why=kind) | f.WrongStages(why=kind):
            return f"text_{kind}"
        case f.SpoiltCell(how=how):
            return f"text_{how}"
        case f.OtherFormat(found=found):
            return f"text_{found}"
        case YesOrNo(written=""):
            return "missing"
        case f.NoSuchFile(folder=""):
            return "text_sent"
        case _:
            return "text"


def _blanks(message: object) -> dict[str, str]:
    return {one.name: _written(getattr(message, one.name), one.name) for one in fields(message)}  # type: ignore[arg-type]


def _written(value: object, name: str) -> str:
    match value:
        case date():
            return value.isoformat()
        case tuple():
            between = " > " if name == "units" else ", "
            return between.join(map(str, value))
        case _:
            return str(value)
