"""A page's forms as a person fills them in, and what a browser sends of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.rehearsal.page_tree import Element

_BUTTONS = frozenset({"submit", "button", "reset", "image"})
_AROUND = frozenset({"main", "body", ""})


@dataclass(frozen=True)
class File:
    """A file on somebody's machine."""

    name: str
    content: bytes


Files = Mapping[Element, Sequence[File]]


def link(root: Element, name: str, near: str = "") -> Element:
    return _found((one for one in root if one.tag == "a"), name, near)


def button(root: Element, name: str, near: str = "") -> Element:
    return _found((one for one in root if one.tag == "button"), name, near)


def summary(root: Element, name: str, near: str = "") -> Element:
    return _found((one for one in root if one.tag == "summary"), name, near)


def field(root: Element, label: str, near: str = "") -> Element:
    """The field of the label. Raises LookupError for a label that is no field's."""
    labelled = _found((one for one in root if one.tag == "label"), label, near)
    wanted = labelled.attributes.get("for", "")
    return next(one for one in root if one.attributes.get("id") == wanted)


def form_of(element: Element) -> Element:
    return next(one for one in element.up() if one.tag == "form")


def _found(among: Iterator[Element], name: str, near: str) -> Element:
    """Whatever is called so, or else begins so; of several the nearest to the words `near`, then the first."""
    every = list(among)
    called = [one for one in every if one.text == name] or [one for one in every if one.text.startswith(name)]
    if not called:
        raise LookupError(f"nothing on the page is called «{name}»; there are {[one.text for one in every]}")
    return min(called, key=lambda one: _steps_to(one, near)) if near else called[0]


def _steps_to(element: Element, near: str) -> int:
    """How far out from the element the words stand."""
    for steps, around in enumerate(element.up()):
        if near in around.text:
            return steps
    raise LookupError(f"«{near}» stands nowhere on the page")


def fill(element: Element, value: str) -> None:
    if element.tag == "textarea":
        element.children[:] = [value]
    else:
        element.attributes["value"] = value


def choose(element: Element, option: str) -> None:
    offered = [one for one in element if one.tag == "option"]
    if option not in {one.text for one in offered}:
        raise LookupError(f"«{option}» is not offered; there are {[one.text for one in offered]}")
    for one in offered:
        one.attributes.pop("selected", None)
        if one.text == option:
            one.attributes["selected"] = ""


def tick(element: Element) -> None:
    """Of radio buttons with one name, only this is set."""
    if element.attributes.get("type") == "radio":
        for one in form_of(element):
            if one.has("input", type="radio", name=element.attributes["name"]):
                one.attributes.pop("checked", None)
    element.attributes["checked"] = ""


Sent = list[tuple[str, str | File]]


def sent_by(pressed: Element, files: Files) -> Sent:
    """Raises LookupError where a browser would not send the form."""
    sent: Sent = []
    for one in form_of(pressed):
        name = one.attributes.get("name", "")
        if name and (one.tag != "button" or one is pressed):
            sent += [(name, value) for value in _values(one, files)]
    return sent


def _values(element: Element, files: Files) -> Iterator[str | File]:
    kind = element.attributes.get("type", "")
    given: list[str | File] = []
    if element.tag == "select":
        options = [one for one in element if one.tag == "option"]
        chosen = next((one for one in options if "selected" in one.attributes), options[0])
        given = [chosen.attributes.get("value", chosen.text)]
    elif element.tag == "textarea":
        given = [element.raw.removeprefix("\n").replace("\n", "\r\n")]
    elif element.tag == "button":
        given = [element.attributes.get("value", "")]
    elif element.tag == "input" and kind == "file":
        given = [*files.get(element, ())] or [File("", b"")]
    elif element.tag == "input" and kind in {"checkbox", "radio"}:
        given = [element.attributes.get("value", "on")] if "checked" in element.attributes else []
    elif element.tag == "input" and kind not in _BUTTONS:
        given = [element.attributes.get("value", "")]
    if "required" in element.attributes and given in ([""], [File("", b"")]):
        raise LookupError(f"a browser does not send the form while the field «{element.attributes['name']}» is empty")
    yield from given
