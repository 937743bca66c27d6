"""Characters nobody sees: taken out of what people write and of what files and settings hold, where they mean nothing.

They come along with what is pasted (zero-width spaces, byte-order marks, soft hyphens), and make an answer of nothing,
hide a command, and make two ids of one. Inside an emoji, a flag, or a word in Persian or Hindi they mean something.
"""

import re
import unicodedata
from typing import Any

import tomli

_INVISIBLE = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls, but for tab and line ends
    "\xad\u034f\u061c\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "]"
)
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
_NON_JOINER, _JOINER = "\u200c", "\u200d"
_MARKS = "\u061c\u200e\u200f"  # say which way the letters beside them run
_EMBEDDING, _ISOLATING = "\u202a\u202b\u202d\u202e", "\u2066\u2067\u2068"
_OPENING, _CLOSING = _EMBEDDING + _ISOLATING, "\u202c\u2069"
_SELECTORS = "\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d\ufe0e\ufe0f"
_DIGITS = re.compile(r"[0-9_]{4000,}")
_DEEPEST = 300
_KEYCAP = "\u20e3"
_BOTH_WAYS = "‼⁉〰"  # punctuation that is an emoji with a selector behind it


def clean(text: str) -> str:
    """What somebody wrote, without the invisible characters that mean nothing; "" where nothing else is there.

    Whatever can be seen stays as it was written, and text that is turned round and back again within its line.
    """
    if not _INVISIBLE.search(text):
        return text
    cleaned = _without(text, kept=_OPENING + _CLOSING if _is_turned_back(text) else "")
    return cleaned if _INVISIBLE.sub("", cleaned).strip() else ""


def clean_line(text: str) -> str:
    """A name, an id or an address: on one line, trimmed, without the invisible characters that mean nothing."""
    return " ".join(without_invisible(text).split())


def clean_toml(text: str) -> dict[str, Any]:
    """A TOML file that somebody brings; an escape may spell an invisible character too. Raises TOMLDecodeError."""
    text = without_invisible(text)
    try:
        return {name: _clean_value(value) for name, value in tomli.loads(text).items()}
    except tomli.TOMLDecodeError:
        raise
    except RecursionError as error:
        raise tomli.TOMLDecodeError("Nested too deep", text, _deep_at(text)) from error
    except ValueError as error:  # Python reads no number of so many digits
        found = _DIGITS.search(text)
        raise tomli.TOMLDecodeError("A number has too many digits", text, found.start() if found else 0) from error


def _deep_at(text: str) -> int:
    """Where the line begins on which brackets, or the parts of a key, go deeper than anybody means."""
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
    """The text with its lines and blanks as they are, without the invisible characters that mean nothing."""
    return _without(text, kept="") if _INVISIBLE.search(text) else text


def _without(text: str, *, kept: str) -> str:
    flags = {at for flag in _FLAG.finditer(text) for at in range(*flag.span())}
    reads_leftward = any(mark in text for mark in _MARKS) and _reads_leftward(text)

    def stays(found: re.Match[str]) -> str:
        one, at = found[0], found.start()
        if one in kept or at in flags or (one in _MARKS and reads_leftward) or _is_meant(one, text, at):
            return one
        return ""

    return _INVISIBLE.sub(stays, text)


def _is_meant(one: str, text: str, at: int) -> bool:
    """Whether what stands beside a joiner or a selector gives it a meaning."""
    before, after = text[max(at - 1, 0) : at], text[at + 1 : at + 2]
    if one in _SELECTORS or "\U000e0100" <= one <= "\U000e01ef":
        is_base = _is_symbol(before) or before in _BOTH_WAYS or _is_letter_of_its_own(before)
        return before != "" and (is_base or after == _KEYCAP)
    if one not in {_JOINER, _NON_JOINER}:
        return False
    if _is_of_joining_script(before):
        return True
    base = text[at - 2 : at - 1] if before != "" and before in _SELECTORS else before
    return one == _JOINER and _is_symbol(base) and _is_symbol(after)


def _reads_leftward(text: str) -> bool:
    """Whether there is a letter of Arabic, Hebrew or the like, beside which a mark has a meaning."""
    return any(unicodedata.bidirectional(one) in {"R", "AL"} for one in text if one not in _MARKS)


def _is_symbol(one: str) -> bool:
    return one != "" and unicodedata.category(one).startswith("S")


def _is_letter_of_its_own(one: str) -> bool:
    """A letter without case, as Chinese has, whose form a selector may choose."""
    return one != "" and unicodedata.category(one) == "Lo" and not _INVISIBLE.fullmatch(one)


def _is_of_joining_script(one: str) -> bool:
    """From Arabic to Mongolian: scripts whose letters look otherwise where they are joined, or kept apart."""
    return "\u0600" <= one <= "\u18af" and unicodedata.category(one)[0] in "LM" and not _INVISIBLE.fullmatch(one)


def _is_turned_back(text: str) -> bool:
    """Whether every change of direction ends on the line where it began: else it would turn what follows the text."""
    return all(_is_balanced(line) for line in re.split(r"[\r\n\x85\u2028\u2029]", text))


def _is_balanced(line: str) -> bool:
    to_close: list[str] = []
    for one in line:
        if one in _OPENING:
            to_close.append("\u202c" if one in _EMBEDDING else "\u2069")
        elif one in _CLOSING and (not to_close or to_close.pop() != one):
            return False
    return not to_close
