"""The text of a file: UTF-8, UTF-16, or an older encoding if the letters identify exactly one."""

import codecs
import re
import unicodedata
from collections.abc import Collection
from itertools import takewhile
from pathlib import Path

from content.cleaning import without_invisible

_OLD = ("cp1252", "mac_roman", "cp850")
_NORDIC = frozenset("æøåÆØÅ")
_COMMON = _NORDIC | frozenset("äöüÄÖÜéèêëóòôáàâÉÈ–—’“”«»…·§°\u00a0")
"""Letters of Norwegian text in Windows-1252, with names from abroad."""
_LIKELY = _COMMON | frozenset("íìïúùûçÇñÑšŠžŽýãõðÐþÞßÁÀÂÓÔÍÚ‘½€£©•")
_ODD = re.compile(r"\w‘\w|(?<!\w)’\w")
_OTHER_FORMATS = (
    (b"PK\x03\x04", "a workbook (Excel, Numbers or LibreOffice), whatever its name ends with"),
    (b"\xd0\xcf\x11\xe0", "a workbook of an old or locked Excel file, whatever its name ends with"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a formatted document (RTF)"),
    (b"<", "a web page"),
)
_GARBLED = re.compile(
    r"Ã[\u0080-\u00bf†˜…‡ˆ‰Š‹ŒŽ‘’“”•–—™š›œžŸ]|Â[\u00a0«»°§]|\ufffd"
    r"|[^\W\d_](?:[¿¯¾]|[›†‡®](?=[^\W\d_]))|(?<!\w)[¯®][a-zæøå]|[a-zæøå]Œ"
)
"""What æ, ø, å and similar letters become when UTF-8, Mac Roman or DOS is read as another encoding."""


class Unreadable(Exception):
    """The file's text cannot be read; `line` is the line at fault, 0 for the whole file."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line


def read_file(path: Path) -> str:
    """The file's text in NFC, without invisible characters (joined files leave byte-order marks inside).

    Raises Unreadable.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise Unreadable(0, f"there is no such file in {path.parent}") from error
    except OSError as error:
        raise Unreadable(0, f"the file cannot be read ({error.strerror})") from error
    for begins, what in _OTHER_FORMATS:
        if content.startswith(begins):
            raise Unreadable(0, f"this is {what}; open it, and save it as «CSV UTF-8»")
    return without_invisible(unicodedata.normalize("NFC", _decode(content)))


def check_letters(text: str) -> None:
    """Raises Unreadable for a word whose letters were lost before the file was saved."""
    if found := _GARBLED.search(text):
        raise Unreadable(_line_of(text, found.start()), _garbled(text, found.start()))


def _decode(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(content, "utf-16", "UTF-16, as the file says it is")
    if b"\0" in content:
        line = _line_at(content, content.index(b"\0"))
        raise Unreadable(line, "there is a NUL byte here; this is no text: save it as «CSV UTF-8»")
    if content.startswith(codecs.BOM_UTF8):
        return _strictly(content, "utf-8", "UTF-8, as the file says it is")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _of_old(content, not_utf8_at=error.start)


def _strictly(content: bytes, encoding: str, called: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(
            _line_at(content, error.start), f"there is a byte here that is not {called}; save the file as «CSV UTF-8»"
        ) from error


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
    raise Unreadable(
        _line_at(content, not_utf8_at),
        "there is a byte here that is not UTF-8, nor surely Windows-1252 or Mac Roman"
        f"{_could_be(readings.values())}; save the file as «CSV UTF-8»",
    )


def _read_as(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return text if _special(text) <= _LIKELY and not _ODD.search(text) else None


def _special(text: str) -> frozenset[str]:
    return frozenset(letter for letter in text if not letter.isascii())


def _could_be(readings: Collection[str]) -> str:
    """` («Željko» or «éeljko»?)` where several encodings fit, else ""."""
    words = [next((word for word in re.findall(r"[^\s,;]+", text) if not word.isascii()), "") for text in readings]
    return f" («{'» or «'.join(words)}»?)" if len(words) > 1 else ""


def _garbled(text: str, at: int) -> str:
    """`at` is within the garbled word."""
    before = "".join(takewhile(_in_a_word, reversed(text[:at])))[::-1]
    word = before + "".join(takewhile(_in_a_word, text[at:]))
    return (
        f'"{word}" has lost its letters: another program has read the file wrongly; '
        "go back to where it came from, and save it as «CSV UTF-8»"
    )


def _in_a_word(letter: str) -> bool:
    return not letter.isspace() and letter not in ',;"\t'


def _line_at(content: bytes, position: int) -> int:
    return len(re.findall(rb"\r\n|\r|\n", content[:position].replace(b"\0", b""))) + 1


def _line_of(text: str, position: int) -> int:
    return len(re.findall(r"\r\n|\r|\n", text[:position])) + 1
