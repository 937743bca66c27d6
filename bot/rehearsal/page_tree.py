"""A page's HTML as a tree, and what a person reads of a page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Self

_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "button", "code", "em", "i", "small", "span", "strong", "td", "th", "time"}
)
_UNREAD = frozenset({"head", "option", "script", "select", "style", "svg", "textarea"})
_OUT_OF_SIGHT = frozenset({"ds-sr-only", "unseen"})
_TOLD = frozenset({"ds-alert", "ds-validation-message"})


@dataclass(eq=False)
class Element:
    """`attributes` without a value are ""."""

    tag: str
    attributes: dict[str, str]
    parent: Self | None = None
    children: list[Self | str] = field(default_factory=list)

    def __iter__(self) -> Iterator["Element"]:
        """All elements within, and the element itself, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child

    def up(self) -> Iterator["Element"]:
        """The element and all around the element, outwards."""
        around: Element | None = self
        while around is not None:
            yield around
            around = around.parent

    @property
    def raw(self) -> str:
        return "".join(child if isinstance(child, str) else child.raw for child in self.children)

    @property
    def text(self) -> str:
        """As a person names the element: spaces made one."""
        return " ".join(self.raw.split())

    def has(self, tag: str, **attributes: str) -> bool:
        return self.tag == tag and all(self.attributes.get(name) == value for name, value in attributes.items())


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self._at = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, self._at)
        self._at.children.append(made)
        if tag not in _VOID:
            self._at = made

    def handle_endtag(self, tag: str) -> None:
        opened = next((one for one in self._at.up() if one.tag == tag), None)
        if opened is not None and opened.parent is not None:
            self._at = opened.parent

    def handle_data(self, data: str) -> None:
        self._at.children.append(data)


def parse(page: str) -> Element:
    parser = _Parser()
    parser.feed(page)
    parser.close()
    return parser.root


@dataclass(frozen=True)
class Page:
    """What a person reads: `told` are the answers to a press and what is wrong, `lines` all that is in sight."""

    heading: str
    told: tuple[str, ...]
    lines: tuple[str, ...]

    def following(self, start: str, rows: int) -> tuple[str, ...]:
        """The first line that begins so, and those after. Raises LookupError where no line does."""
        for number, line in enumerate(self.lines):
            if line.startswith(start):
                return self.lines[number : number + rows]
        raise LookupError(f"no line of «{self.heading}» begins with «{start}»: {' | '.join(self.lines)}")


def page_of(root: Element) -> Page:
    main = next((one for one in root if one.tag == "main"), root)
    heading = next((one.text for one in main if one.tag == "h1"), "")
    told = dict.fromkeys(line for one in main if _is_told(one) for line in _lines(one))
    return Page(heading, tuple(told), tuple(_lines(main)))


def _is_told(element: Element) -> bool:
    return _marked(element, _TOLD) and not any(_marked(one, _TOLD) for one in element.up() if one is not element)


def _marked(element: Element, names: frozenset[str]) -> bool:
    return not names.isdisjoint(element.attributes.get("class", "").split())


def _lines(element: Element) -> Iterator[str]:
    for line in re.split(r"\n", "".join(_pieces(element))):
        if told := " ".join(line.split()):
            yield told


def _pieces(element: Element) -> Iterator[str]:
    """The text, a line's end around whatever stands on lines of its own."""
    if element.tag in _UNREAD or _marked(element, _OUT_OF_SIGHT) or "hidden" in element.attributes:
        return
    edge = "\n" if element.tag not in _INLINE else " "
    yield edge
    is_folded = element.tag == "details" and "open" not in element.attributes
    for child in element.children:
        if isinstance(child, str):
            yield " ".join(["", *child.split(), ""]) if child.strip() else " "
        elif not is_folded or child.tag == "summary":
            yield from _pieces(child)
    yield edge
