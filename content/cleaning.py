"""Removal of invisible characters from people's text, files and settings, except where they carry meaning.

Pasted text brings along zero-width spaces, byte-order marks and soft hyphens, which make an empty answer look written,
hide a command and make two ids of one. Within an emoji, a flag, or a word in Persian or Hindi the same characters are
meaningful and stay.
"""

import re
import unicodedata
from typing import Any

import tomli

_INVISIBLE = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls, except tab and line ends
    "\xad\u034f\u061c\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "]"
)
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
_NON_JOINER, _JOINER = "\u200c", "\u200d"
_MARKS = "\u061c\u200e\u200f"  # direction marks: set the direction of neighbouring letters
_EMBEDDING, _ISOLATING = "\u202a\u202b\u202d\u202e", "\u2066\u2067\u2068"
_OPENING, _CLOSING = _EMBEDDING + _ISOLATING, "\u202c\u2069"
_SELECTORS = "\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d\ufe0e\ufe0f"
_DIGITS = re.compile(r"[0-9_]{4000,}")
_DEEPEST = 300
_KEYCAP = "\u20e3"
_BOTH_WAYS = "‼⁉〰"  # punctuation turned into an emoji by a selector behind it


def clean(text: str) -> str:
    """Somebody's text without meaningless invisible characters; "" where nothing visible is left.

    Visible characters stay as written; direction overrides stay where each is closed on its own line.
    """
    if not _INVISIBLE.search(text):
        return text
    cleaned = _without(text, kept=_OPENING + _CLOSING if _is_turned_back(text) else "")
    return cleaned if _INVISIBLE.sub("", cleaned).strip() else ""


def clean_line(text: str) -> str:
    """A name, id or address on a single line, trimmed, without meaningless invisible characters."""
    return " ".join(without_invisible(text).split())


def clean_toml(text: str) -> dict[str, Any]:
    """The parsed TOML without invisible characters, also where an escape spells one.

    Raises TOMLDecodeError for any fault.
    """
    text = without_invisible(text)
    try:
        return {name: _clean_value(value) for name, value in tomli.loads(text).items()}
    except tomli.TOMLDecodeError:
        raise
    except RecursionError as error:
        raise tomli.TOMLDecodeError("Nested too deep", text, _deep_at(text)) from error
    except ValueError as error:  # int() refuses a number of so many digits
        found = _DIGITS.search(text)
        raise tomli.TOMLDecodeError("A number has too many digits", text, found.start() if found else 0) from error


def _deep_at(text: str) -> int:
    """Offset of the first line where brackets or dotted keys nest deeper than _DEEPEST, 0 where none does."""
    at = unclosed = 0
    for line in text.splitlines(keepends=True):
        opened = line.count("[") + line.count("{")
        if max(unclosed + opened, line.count(".")) > _DEEPEST:
            return at
        at += len(line)
        unclosed += opened - line.count("]") - line.count("}")
    return 0


def _clean_value(value: Any) -> Any:  # noqa: ANN401 - whatever TOML holds
    if isinstance(value, str):
        return without_invisible(value)
    if isinstance(value, dict):
        return {without_invisible(name): _clean_value(item) for name, item in value.items()}
    return [_clean_value(item) for item in value] if isinstance(value, list) else value


def without_invisible(text: str) -> str:
    """The text without meaningless invisible characters; lines and blanks are untouched."""
    return _without(text, kept="") if _INVISIBLE.search(text) else text


def _without(text: str, *, kept: str) -> str:
    flags = {at for flag in _FLAG.finditer(text) for at in range(*flag.span())}
    reads_leftward = any(mark in text for mark in _MARKS) and _reads_leftward(text)

    def stays(found: re.Match[str]) -> str:
        char, at = found[0], found.start()
        if char in kept or at in flags or (char in _MARKS and reads_leftward) or _is_meant(char, text, at):
            return char
        return ""

    return _INVISIBLE.sub(stays, text)


def _is_meant(char: str, text: str, at: int) -> bool:
    """Whether the neighbours of the joiner or selector at `at` give it a meaning."""
    before, after = text[max(at - 1, 0) : at], text[at + 1 : at + 2]
    if char in _SELECTORS or "\U000e0100" <= char <= "\U000e01ef":
        is_base = _is_symbol(before) or before in _BOTH_WAYS or _is_letter_of_its_own(before)
        return before != "" and (is_base or after == _KEYCAP)
    if char not in {_JOINER, _NON_JOINER}:
        return False
    if _is_of_joining_script(before):
        return True
    base = text[at - 2 : at - 1] if before != "" and before in _SELECTORS else before
    return char == _JOINER and _is_symbol(base) and _is_symbol(after)


def _reads_leftward(text: str) -> bool:
    """Whether a letter of a right-to-left script is present, which gives direction marks a meaning."""
    return any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text if char not in _MARKS)


def _is_symbol(char: str) -> bool:
    return char != "" and unicodedata.category(char).startswith("S")


def _is_letter_of_its_own(char: str) -> bool:
    """A letter without case, such as Chinese, with forms chosen by a variation selector."""
    return char != "" and unicodedata.category(char) == "Lo" and not _INVISIBLE.fullmatch(char)


def _is_of_joining_script(char: str) -> bool:
    """A letter of a script from Arabic to Mongolian, shaped by its neighbours."""
    return "\u0600" <= char <= "\u18af" and unicodedata.category(char)[0] in "LM" and not _INVISIBLE.fullmatch(char)


def _is_turned_back(text: str) -> bool:
    """Whether every change of direction ends on its own line; an open change would turn the text after it."""
    return all(_is_balanced(line) for line in re.split(r"[\r\n\x85\u2028\u2029]", text))


def _is_balanced(line: str) -> bool:
    to_close: list[str] = []
    for char in line:
        if char in _OPENING:
            to_close.append("\u202c" if char in _EMBEDDING else "\u2069")
        elif char in _CLOSING and (not to_close or to_close.pop() != char):
            return False
    return not to_close
