"""Birth dates: a date or a year with a word for being born."""

import re
from collections.abc import Iterator

from dialogs.guarding.passage import Passage

_MONTHS = (
    "januar|jan|februar|feb|mars|april|apr|mai|juni|jun|juli|jul|august|aug|september|sept|sep|oktober|okt|november|nov"
    "|desember|des"
)
_DATE = re.compile(
    rf"(?<![\d.])\d{{1,2}}(?:\s?[./-]\s?\d{{1,2}}\s?[./-]\s?|\.?\s?(?:{_MONTHS})\.?\s)(?:\d{{4}}|\d{{2}})(?!\d)"
    r"|(?<!\d)(?:19|20)\d{2}-\d{2}-\d{2}(?!\d)|(?<!\d)\d{6}(?!\d)|(?<!\d)\d{8}(?!\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_NEAR = 4  # tokens
_REACH = 40  # characters from the cue to its date
_WHO = ("who.child", "who.pupil", "who.pronoun", "who.one_of")


def birth_dates(text: str, passage: Passage, names: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """`names` are the places of names, beside which a date in brackets is a birth date."""
    for start, end in passage.hits.get("number.birth", ()):
        if _is_of_many(passage, start) or not _is_cue(text, passage, start):
            continue
        after = passage.tokens[end - 1].end
        if found := _DATE.search(text, after, min(after + _REACH, passage.end)):
            yield found.span()
        elif (year := _year(passage, end)) is not None and any(map(passage.has, _WHO)):
            yield year
    for _, name_end in names:
        found = _DATE.search(text, name_end, min(name_end + _REACH // 2, passage.end))
        if found and text[name_end : found.start()].strip() in {"(", ",", "(f.", "f.", ", f.", ""}:
            yield found.span()


def _is_cue(text: str, passage: Passage, place: int) -> bool:
    """«f» is a cue only in «f. 09.11.12»."""
    token = passage.tokens[place]
    return len(token.text) > 1 or bool(re.match(r"\.?\s?\d", text[token.end : token.end + 3]))


def _is_of_many(passage: Passage, place: int) -> bool:
    """«Elever født i 2014» tells of nobody."""
    return passage.tokens[place].lower == "fødde" or passage.starts_within("number.many", place - _NEAR, place)


def _year(passage: Passage, place: int) -> tuple[int, int] | None:
    for token in passage.tokens[place : place + 3]:
        if _YEAR.fullmatch(token.text):
            return token.start, token.end
    return None
