"""A message's HTML as plain text: paragraphs and lists kept, quotations and forwards left out."""

import html
import re
from collections import Counter
from dataclasses import dataclass

LONGEST = 100_000
"""In characters; Teams accepts no longer message."""
# Python's html.parser takes quadratic time for unclosed comments, and fails on some declarations.
_TAG = re.compile(r"""<(?P<end>/?)(?P<name>[a-zA-Z][\w:-]*+)(?P<given>(?:[^<>"']++|"[^"]*"|'[^']*')*+)>""")
_DECLARATION = re.compile(r"<[!?][^<>]*>")  # such as Word's <![if !supportLists]>
_ATTRIBUTE = re.compile(r"""([\w:-]++)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_ITEM_TYPE = "schema.skype.com/"
_QUOTED = frozenset({"reply", "forward"})
# Placeholders for content elsewhere, or elements that are never shown.
_UNREAD = frozenset({"quoted", "forwarded", "attachment", "script", "style", "head", "title", "template", "xml"})
_EMPTY = frozenset({"br", "img", "hr", "input", "meta", "link", "source", "wbr"})  # tags without an end tag
_PARAGRAPHS = frozenset({"p", "div", "blockquote", "ul", "ol", "pre", "table", "h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"ul", "ol"})
_WITHIN = frozenset({"li", "td", "th"})  # a paragraph within these is a line
_MOST_INDENTS = 4
_WORDS = frozenset({"emoji", "mention"})


@dataclass(frozen=True)
class Markup:
    """`text` holds mentions as `<at>name</at>`, like a message's own text."""

    text: str
    quotes: bool
    items: frozenset[str]
    """Tag names, such as `img`, and Skype itemtypes, such as `amsimage`, in lower case."""


class _Lines:
    """Text under construction; line breaks wait for more text, and never make more than one empty line in a row."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._breaks = 0
        self._at_item = False  # a list item's mark is the last piece

    def __str__(self) -> str:
        return "".join(self._pieces).rstrip()

    def __bool__(self) -> bool:
        return bool(self._pieces)

    def end_line(self, breaks: int) -> None:
        if not self._at_item:
            self._breaks = max(self._breaks, breaks)

    def add_break(self) -> None:
        self._breaks = min(self._breaks + 1, 2)

    def begin_item(self, mark: str) -> None:
        self._at_item = False
        self.end_line(1)
        self._pieces += ["\n" * self._breaks if self._pieces else "", mark]
        self._breaks, self._at_item = 0, True

    def add(self, text: str) -> None:
        begins = not self._pieces or self._breaks > 0 or self._at_item
        if begins and not text.strip():
            return
        self._pieces += ["\n" * self._breaks if self._pieces else "", text.lstrip(" ") if begins else text]
        self._breaks, self._at_item = 0, False


@dataclass
class _Open:
    """An open tag. `number` is the next item's number in a numbered list, 0 in any other tag."""

    name: str
    kind: str
    parent: str
    is_read: bool
    is_leading: bool
    number: int


class _Reading:
    """The state of parsing. Open tags are counted by kind, since searching very many would be slow."""

    def __init__(self) -> None:
        self.own = _Lines()
        self.leading = _Lines()  # a leading blockquote without a type
        self.items: set[str] = set()
        self.quotes = False
        self._open: list[_Open] = []
        self._lists: list[_Open] = []
        self._names: Counter[str] = Counter()
        self._unread = 0
        self._leading = 0

    def text(self, raw: str) -> None:
        if raw and not self._unread:
            kept = raw if self._names["pre"] else re.sub(r"[ \t\r\n]+", " ", raw)
            self._lines.add(html.unescape(kept))

    def begin(self, name: str, given: str) -> None:
        kind, alternative = _attributes(given)
        is_quotation = name == "blockquote" and kind in _QUOTED
        self.quotes |= is_quotation and not self._unread
        if not self._unread and not is_quotation:
            self._show(name, kind, alternative)
        if name in _EMPTY or (name in _UNREAD and given.rstrip().endswith("/")):
            return
        is_leading = name == "blockquote" and not kind and not self.own
        is_read = name not in _UNREAD and not is_quotation
        parent = self._open[-1].name if self._open else ""
        self._push(_Open(name, kind, parent, is_read, is_leading, number=int(name == "ol")))

    def end(self, name: str) -> None:
        if not self._names[name]:
            return
        while (closed := self._pop()).name != name:
            pass
        if self._unread or not closed.is_read:
            return
        if closed.kind == "mention" or name == "at":
            self._lines.add("</at>")
        self._break(name, closed.parent)

    @property
    def _lines(self) -> _Lines:
        return self.leading if self._leading else self.own

    def _push(self, tag: _Open) -> None:
        self._open.append(tag)
        if tag.name in _LISTS:
            self._lists.append(tag)
        self._names[tag.name] += 1
        self._unread += not tag.is_read
        self._leading += tag.is_leading

    def _pop(self) -> _Open:
        tag = self._open.pop()
        if tag.name in _LISTS:
            self._lists.pop()
        self._names[tag.name] -= 1
        self._unread -= not tag.is_read
        self._leading -= tag.is_leading
        return tag

    def _show(self, name: str, kind: str, alternative: str) -> None:
        if kind not in _WORDS:
            self.items |= {name, kind} - {""}
        self._break(name, self._open[-1].name if self._open else "")
        if name == "br":
            self._lines.add_break()
        elif name == "li":
            self._lines.begin_item(self._mark())
        elif name in {"td", "th"}:
            self._lines.add(" ")
        elif kind == "emoji":
            self._lines.add(alternative)
        elif kind == "mention" or name == "at":
            self._lines.add("<at>")

    def _break(self, name: str, parent: str) -> None:
        if name in _PARAGRAPHS:
            self._lines.end_line(1 if parent in _WITHIN else 2)
        elif name in {"li", "tr"}:
            self._lines.end_line(1)

    def _mark(self) -> str:
        """The mark of a list's next item."""
        indent = "  " * min(len(self._lists) - 1, _MOST_INDENTS)
        if not self._lists or not self._lists[-1].number:
            return f"{indent}- "
        self._lists[-1].number += 1
        return f"{indent}{self._lists[-1].number - 1}. "


def read_markup(content: str) -> Markup:
    """Everything outside tags is text, and truncated HTML is read to its end."""
    reading, at = _Reading(), 0
    content = _DECLARATION.sub("", _without_comments(content[:LONGEST]))
    for tag in _TAG.finditer(content):
        reading.text(content[at : tag.start()])
        if tag["end"]:
            reading.end(tag["name"].lower())
        else:
            reading.begin(tag["name"].lower(), tag["given"])
        at = tag.end()
    reading.text(content[at:])
    own, leading = str(reading.own), str(reading.leading)
    # Alone, a blockquote is the author's own formatting; before other words, it is the message replied to.
    return Markup(own or leading, reading.quotes or bool(own and leading), frozenset(reading.items))


def _without_comments(content: str) -> str:
    found, at = [], 0
    while (begins := content.find("<!--", at)) >= 0 and (ends := content.find("-->", begins)) >= 0:
        found.append(content[at:begins])
        at = ends + 3
    return "".join(found) + content[at:]


def _attributes(given: str) -> tuple[str, str]:
    """Skype's itemtype in lower case, and the alternative text."""
    found = {
        match[1].lower(): html.unescape(match[2] or match[3] or match[4] or "") for match in _ATTRIBUTE.finditer(given)
    }
    return found.get("itemtype", "").lower().rpartition(_ITEM_TYPE)[2], found.get("alt", "")
