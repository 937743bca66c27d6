"""The fields of a page's form as a browser would send them, filled in by a person."""

from collections.abc import Mapping, Sequence
from html.parser import HTMLParser

Filled = Mapping[str, str | Sequence[str]]


class _Fields(HTMLParser):
    """The values of the last form of the page with a field of the name `once`."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[tuple[str, str]] = []
        self._select = ""
        self._options: list[tuple[str, bool]] = []
        self._text: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        name = has.get("name") or ""
        if tag == "form":
            self.values = []
        elif tag == "input" and (has.get("type") not in {"checkbox", "radio"} or "checked" in has):
            self.values.append((name, has.get("value") or ""))
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "option":
            self._options.append((has.get("value") or "", "selected" in has))
        elif tag == "textarea":
            self._select, self._text = name, ""

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            chosen = next((value for value, is_chosen in self._options if is_chosen), self._options[0][0])
            self.values.append((self._select, chosen))
        elif tag == "textarea":
            self.values.append((self._select, (self._text or "").removeprefix("\n")))
            self._text = None


def fields(page: str) -> list[tuple[str, str]]:
    found = _Fields()
    found.feed(page)
    return [(name, value) for name, value in found.values if name]


def filled_in(page: str, **changed: str | Sequence[str]) -> list[tuple[str, str]]:
    """The form's fields with some filled in anew; several values for fields of the same name."""
    told = [(name, value) for name, value in fields(page) if name not in changed]
    for name, value in changed.items():
        told += [(name, value)] if isinstance(value, str) else [(name, one) for one in value]
    return told
