"""What is wrong in a file that somebody brings, each fault with its place: a file, a line and a column.

Operators read the English words, with straight quotation marks and with dates as in the file.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from content.vocabulary.calendar_faults import CalendarFault


class Noun(StrEnum):
    """What a cell should name."""

    UNIT_KIND = "unit_kind"
    GROUP_KIND = "group_kind"
    DAY_KIND = "day_kind"
    LANGUAGE = "language"
    ROLE = "role"
    UNIT = "unit"
    OTHER_UNIT = "other_unit"  # than the row's own
    GROUP = "group"


class Format(StrEnum):
    """What a file is instead of a text."""

    WORKBOOK = "workbook"  # Excel's, Numbers' or LibreOffice's
    OLD_WORKBOOK = "old_workbook"
    PDF = "pdf"
    RTF = "rtf"
    WEB_PAGE = "web_page"
    PICTURE = "picture"
    DOCUMENT = "document"  # Word's or the like
    ZIPPED = "zipped"


class Spoiling(StrEnum):
    """How a spreadsheet or an editor has changed a cell."""

    NOT_WORKED_OUT = "not_worked_out"
    FORMULA = "formula"
    TEXT_MARK = "text_mark"
    SHORTENED = "shortened"
    DAY_WITHOUT_YEAR = "day_without_year"
    CURLY = "curly"


class DayFault(StrEnum):
    NONE = "none"
    SERIAL = "serial"  # a spreadsheet's number
    TWO_DAYS = "two_days"


class StagesFault(StrEnum):
    A_DAY = "a_day"
    NOT_READ = "not_read"
    OUTSIDE = "outside"


# A cell


@dataclass(frozen=True)
class Empty:
    """A cell that every row needs."""


@dataclass(frozen=True)
class LostLetter:
    written: str


@dataclass(frozen=True)
class NotAnId:
    """`would_do` is the same id in lower case, "" where that would be no id either."""

    written: str
    would_do: str = ""


@dataclass(frozen=True)
class TooLong:
    length: int
    longest: int


@dataclass(frozen=True)
class NotOneOf:
    """The cell is none of `options`, or empty; `near` is the option most like the cell, "" for none."""

    noun: Noun
    written: str
    options: tuple[str, ...]
    near: str = ""


@dataclass(frozen=True)
class NotThere:
    """The cell names nothing of the files, or is empty; `there` are the first of the names that would do."""

    noun: Noun
    written: str
    there: tuple[str, ...]
    near: str = ""


@dataclass(frozen=True)
class NotADay:
    """`day` is what a spreadsheet's number may stand for."""

    written: str
    why: DayFault = DayFault.NONE
    day: date | None = None


@dataclass(frozen=True)
class TooFarAway:
    written: str


@dataclass(frozen=True)
class NotATime:
    written: str


@dataclass(frozen=True)
class SpoiltCell:
    written: str
    how: Spoiling


@dataclass(frozen=True)
class StrayCell:
    """A cell under no heading."""

    written: str


@dataclass(frozen=True)
class WrongStages:
    written: str
    why: StagesFault
    least: int = 0
    most: int = 0


# A header


@dataclass(frozen=True)
class NoSuchColumn:
    """`is_line`: the whole line stands in one cell."""

    name: str
    options: tuple[str, ...]
    near: str = ""
    is_line: bool = False


@dataclass(frozen=True)
class ColumnTwice:
    name: str


@dataclass(frozen=True)
class ColumnMissing:
    name: str


# A file


@dataclass(frozen=True)
class NoSuchFile:
    """`folder` is "" where several files were sent."""

    folder: str = ""


@dataclass(frozen=True)
class CannotBeRead:
    """`why` is what the operating system says."""

    why: str


@dataclass(frozen=True)
class OtherFormat:
    found: Format


@dataclass(frozen=True)
class LostLetters:
    """A word whose letters another program has read wrongly."""

    word: str


@dataclass(frozen=True)
class NoText:
    """Bytes that stand in no text."""


@dataclass(frozen=True)
class NotEncodedSo:
    """The file says of itself that it is in the `encoding`."""

    encoding: str


@dataclass(frozen=True)
class UnknownEncoding:
    """`readings` are a word of the file as each encoding would have it, where several may be meant."""

    readings: tuple[str, ...] = ()


@dataclass(frozen=True)
class EmptyFile:
    pass


@dataclass(frozen=True)
class QuotesOpen:
    """A quotation mark that nothing closes."""


# A municipality's folder


@dataclass(frozen=True)
class NoFolder:
    files: tuple[str, ...]


@dataclass(frozen=True)
class ThereAlready:
    noun: Noun
    id: str
    line: int


@dataclass(frozen=True)
class NoMunicipality:
    pass


@dataclass(frozen=True)
class SecondMunicipality:
    first: str
    line: int


@dataclass(frozen=True)
class NoNetworkAbove:
    """Above the municipality stands something else than a network."""


@dataclass(frozen=True)
class OutsideMunicipality:
    owner: str


@dataclass(frozen=True)
class ParentsInCircle:
    units: tuple[str, ...]


@dataclass(frozen=True)
class NeedsLanguage:
    options: tuple[str, ...]


@dataclass(frozen=True)
class SecondPrincipals:
    line: int


@dataclass(frozen=True)
class NotAnObjectId:
    written: str


@dataclass(frozen=True)
class NotAUserName:
    written: str


@dataclass(frozen=True)
class EndsBefore:
    """The last day is before the first."""

    until: date
    first: date


@dataclass(frozen=True)
class NotFormerId:
    written: str


@dataclass(frozen=True)
class EachTheOther:
    """Former object ids that run in a circle."""


@dataclass(frozen=True)
class NotAlike:
    """Two rows of one person differ in the column; `key` is the column that makes them one person's."""

    here: str
    there: str
    line: int
    key: str = "aad_object_id"


@dataclass(frozen=True)
class UserNameOfAnother:
    upn: str
    line: int
    key: str = "aad_object_id"
    former: str = "same_as"


@dataclass(frozen=True)
class TwiceInGroup:
    """Periods of one person in one group overlap."""

    group: str
    line: int


@dataclass(frozen=True)
class ZerosLost:
    """An id without the zeros that it began with until now."""

    new: str
    old: str


@dataclass(frozen=True)
class HasAnswered:
    """Two people cannot become one any more, since answers would be left without an author."""

    name: str
    object_id: str
    former_id: str
    key: str = "aad_object_id"


@dataclass(frozen=True)
class OfYourself:
    """The row would make the importer somebody else, or somebody else the importer."""


@dataclass(frozen=True)
class OtherMunicipality:
    """The files are of the municipality `found`, and the page is of `wanted`."""

    found: str
    wanted: str


@dataclass(frozen=True)
class OtherTenant:
    """`number` of the people have their accounts in another tenant than the importer."""

    number: int


_OfCells = (
    Empty
    | LostLetter
    | NotAnId
    | TooLong
    | NotOneOf
    | NotThere
    | NotADay
    | TooFarAway
    | NotATime
    | SpoiltCell
    | StrayCell
    | WrongStages
)
_OfHeaders = NoSuchColumn | ColumnTwice | ColumnMissing
TextFault = (
    NoSuchFile
    | CannotBeRead
    | OtherFormat
    | LostLetters
    | NoText
    | NotEncodedSo
    | UnknownEncoding
    | EmptyFile
    | QuotesOpen
)
"""Why a file is no text, or no table."""
_OfFolders = (
    NoFolder
    | ThereAlready
    | NoMunicipality
    | SecondMunicipality
    | NoNetworkAbove
    | OutsideMunicipality
    | ParentsInCircle
    | NeedsLanguage
    | SecondPrincipals
    | NotAnObjectId
    | NotAUserName
    | EndsBefore
    | NotFormerId
    | EachTheOther
    | NotAlike
    | UserNameOfAnother
    | TwiceInGroup
    | ZerosLost
    | HasAnswered
    | OfYourself
    | OtherMunicipality
    | OtherTenant
)
FileFault = _OfCells | _OfHeaders | TextFault | _OfFolders


@dataclass(frozen=True)
class Fault:
    """A fault and its place; `line` is 0 for the file as a whole, `column` "" for the line as a whole.

    `why` is an English sentence where operators alone read files of the kind.
    """

    file: str
    line: int
    column: str
    why: FileFault | CalendarFault | str


@dataclass(frozen=True)
class DidYouMean:
    """The name that was likely meant."""

    near: str
