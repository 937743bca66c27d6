"""The text of a file: UTF-8, UTF-16, or an older encoding if the letters identify exactly one."""

import codecs
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from content.cleaning import without_invisible
from content.vocabulary.file_faults import (
    CannotBeRead,
    Format,
    LostLetters,
    NoSuchFile,
    NotEncodedSo,
    NoText,
    OtherFormat,
    TextFault,
    UnknownEncoding,
)

_OLD = ("cp1252", "mac_roman", "cp850")
_NORDIC = frozenset("æøåÆØÅ")
_COMMON = _NORDIC | frozenset("äöüÄÖÜéèêëóòôáàâÉÈ–—’“”«»…·§°\u00a0")
"""Letters of Norwegian text in Windows-1252, with names from abroad."""
_LIKELY = _COMMON | frozenset("íìïúùûçÇñÑšŠžŽýãõðÐþÞßÁÀÂÓÔÍÚ‘½€£©•")
_ODD = re.compile(r"\w‘\w|(?<!\w)’\w")
_OTHER_FORMATS = (
    (b"\xd0\xcf\x11\xe0", Format.OLD_WORKBOOK),
    (b"%PDF", Format.PDF),
    (b"{\\rtf", Format.RTF),
    (b"<", Format.WEB_PAGE),
    *((begins, Format.PICTURE) for begins in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")),
)
_PACKED = (b"PK\x03\x04", b"PK\x05\x06")
_IN_PACKED = (
    (b"word/", Format.DOCUMENT),
    (b"ppt/", Format.DOCUMENT),
    (b"opendocument.text", Format.DOCUMENT),
    (b"xl/", Format.WORKBOOK),
    (b"opendocument.spreadsheet", Format.WORKBOOK),
    (b"Index/", Format.WORKBOOK),  # Numbers
)
"""Names of files within a zip file, which are not compressed themselves."""
_PHONE_PICTURE = re.compile(rb"....ftyp(?:hei|mif|avif)|RIFF....WEBP", re.DOTALL)
_BINARY = 3  # NUL bytes; a text with a few has been spoilt at some place
_GARBLED = re.compile(
    r"Ã[\u0080-\u00bf†˜…‡ˆ‰Š‹ŒŽ‘’“”•–—™š›œžŸ]|Â[\u00a0«»°§]|\ufffd"
    r"|[^\W\d_](?:[¿¯¾]|[›†‡®](?=[^\W\d_]))|(?<!\w)[¯®][a-zæøå]|[a-zæøå]Œ"
)
"""What æ, ø, å and similar letters become when UTF-8, Mac Roman or DOS is read as another encoding."""


class Unreadable(Exception):
    """The file's text cannot be read; `line` is the line at fault, 0 for the whole file."""

    def __init__(self, line: int, why: TextFault) -> None:
        super().__init__(why)
        self.line = line
        self.why = why


@dataclass(frozen=True)
class SentFile:
    """A file that somebody has sent; `content` is None for one that was not among those sent."""

    name: str
    content: bytes | None


Source = Path | SentFile


def read_file(file: Source) -> str:
    """As `text_of`. Raises Unreadable, also where there is no such file."""
    return text_of(_bytes_of(file))


def _bytes_of(file: Source) -> bytes:
    if isinstance(file, SentFile):
        if file.content is None:
            raise Unreadable(0, NoSuchFile())
        return file.content
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        raise Unreadable(0, NoSuchFile(str(file.parent))) from error
    except OSError as error:
        raise Unreadable(0, CannotBeRead(error.strerror or "")) from error


def text_of(content: bytes) -> str:
    """The file's text in NFC, without invisible characters (joined files leave byte-order marks inside).

    Raises Unreadable.
    """
    if (found := _other_format(content.removeprefix(codecs.BOM_UTF8))) is not None:
        raise Unreadable(0, OtherFormat(found))
    return without_invisible(unicodedata.normalize("NFC", _decode(content)))


def _other_format(content: bytes) -> Format | None:
    if content.startswith(_PACKED):
        return next((found for name, found in _IN_PACKED if name in content), Format.ZIPPED)
    if _PHONE_PICTURE.match(content):
        return Format.PICTURE
    return next((found for begins, found in _OTHER_FORMATS if content.startswith(begins)), None)


def check_letters(text: str) -> None:
    """Raises Unreadable for a word whose letters were lost before the file was saved."""
    if found := _GARBLED.search(text):
        raise Unreadable(_line_of(text, found.start()), LostLetters(_word_at(text, found.start())))


def _decode(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(content, "utf-16", "UTF-16")
    if b"\0" in content:
        line = _line_at(content, content.index(b"\0"))
        raise Unreadable(0 if content.count(b"\0") > _BINARY else line, NoText())
    if content.startswith(codecs.BOM_UTF8):
        return _strictly(content, "utf-8", "UTF-8")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _of_old(content, not_utf8_at=error.start)


def _strictly(content: bytes, encoding: str, called: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(_line_at(content, error.start), NotEncodedSo(called)) from error


def _of_old(content: bytes, *, not_utf8_at: int) -> str:
    """The text in Windows-1252, Mac Roman or DOS: the bytes of æ, ø and å in each are no letters in the others.

    Raises Unreadable where the letters fit several encodings or none: a guess would garble names.
    """
    readings = {encoding: text for encoding in _OLD if (text := _read_as(content, encoding)) is not None}
    windows = readings.get("cp1252")
    if windows is not None and _special(windows) <= _COMMON:
        return windows
    nordic = [text for text in readings.values() if _special(text) & _NORDIC]
    if len(nordic) == 1:
        return nordic[0]
    raise Unreadable(_line_at(content, not_utf8_at), UnknownEncoding(_words_in(readings.values())))


def _read_as(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return text if _special(text) <= _LIKELY and not _ODD.search(text) else None


def _special(text: str) -> frozenset[str]:
    return frozenset(letter for letter in text if not letter.isascii())


def _words_in(readings: Collection[str]) -> tuple[str, ...]:
    """The first word with a letter outside ASCII, as each encoding has the word."""
    return tuple(next((word for word in re.findall(r"[^\s,;]+", text) if not word.isascii()), "") for text in readings)


def _word_at(text: str, at: int) -> str:
    before = "".join(takewhile(_in_a_word, reversed(text[:at])))[::-1]
    return before + "".join(takewhile(_in_a_word, text[at:]))


def _in_a_word(letter: str) -> bool:
    return not letter.isspace() and letter not in ',;"\t'


def _line_at(content: bytes, position: int) -> int:
    return len(re.findall(rb"\r\n|\r|\n", content[:position].replace(b"\0", b""))) + 1


def _line_of(text: str, position: int) -> int:
    return len(re.findall(r"\r\n|\r|\n", text[:position])) + 1
