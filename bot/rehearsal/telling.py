"""How a story is told in a terminal: when, what happens, and what is before somebody's eyes; plain text elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from textwrap import wrap
from typing import Any

from rich.console import Console
from rich.text import Text

from bot.rehearsal.acts import Sight
from bot.rehearsal.house import Scene
from bot.rehearsal.page_tree import Page
from bot.rehearsal.stories import Moment
from content.dates import moment as in_words
from content.language import Language
from dialogs.calendar.instants import local

Json = dict[str, Any]
_WIDEST = 110
_INDENT = 6


@dataclass(frozen=True)
class Row:
    """One thing on a card. `heard`: people's own words. `aside`: not needed to follow the story."""

    text: str
    style: str = ""
    heard: bool = False
    aside: bool = False


class Telling:
    """Prints to `console`: wrapped and in colour in a terminal, one line for each row anywhere else."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def say(self, line: str, *, style: str = "", indent: int = 0, first: str = "") -> None:
        """`first` stands before the first line, and as much room before the others."""
        room = min(self._console.width, _WIDEST) - indent - len(first)
        lines = wrap(line, room, break_long_words=False) if self._console.is_terminal else [line]
        for number, one in enumerate(lines or [""]):
            lead = first if number == 0 else " " * len(first)
            self._console.print(Text((" " * indent + lead + one).rstrip(), style=style), soft_wrap=True)

    def tell(self, scene: Scene, moment: Moment) -> None:
        """What has happened, and what it looks like to those it is told of."""
        self.say("")
        self.say(in_words(local(moment.at), Language.NB), style="bold cyan")
        self.say(moment.line, indent=2)
        for sight in moment.sights:
            self._show(scene, sight, full=moment.full)

    def _show(self, scene: Scene, sight: Sight, *, full: bool) -> None:
        client = scene.cast[sight.who]
        if sight.page is not None:
            self._show_page(client.name, sight.page, sight.rows)
            return
        conversation, message = scene.teams.world.find(sight.message)
        where = f", {scene.team.name}" if conversation.is_channel else ""
        self.say(f"{client.name}{where}", style="magenta", indent=4)
        card = sight.card or client.view(message)
        for row in rows(card) if card else [Row(message.text)]:
            if full or not row.aside:
                self._row(row)

    def _show_page(self, name: str, page: Page, rows: Sequence[str]) -> None:
        self.say(f"{name}, på siden «{page.heading}»", style="magenta", indent=4)
        for told in page.told:
            self.say(told, style="bold", indent=_INDENT)
        for row in rows:
            self.say(row, indent=_INDENT)

    def _row(self, row: Row) -> None:
        for number, line in enumerate(row.text.split("\n")):
            mark = "– " if row.heard and number == 0 else "  " if row.heard else ""
            self.say(line, style=row.style, indent=_INDENT, first=mark)


def rows(card: Json) -> Iterator[Row]:
    """The card from top to bottom, its buttons last."""
    for element in card.get("body", []):
        yield from _element(element)
    yield from _buttons(card.get("actions") or [])


def _buttons(actions: Sequence[Json]) -> Iterator[Row]:
    """The buttons that send something: in a terminal all is unfolded."""
    sending = [action["title"] for action in actions if action["type"] != "Action.ToggleVisibility"]
    if sending:
        yield Row("  ".join(f"[{title}]" for title in sending), style="green")


def _element(element: Json) -> Iterator[Row]:
    match element["type"]:
        case "Container" | "ColumnSet" | "Column":
            yield from _holding(element)
        case "ActionSet":
            yield from _buttons(element["actions"])
        case "TextBlock":
            yield Row(element["text"], style="bold", aside=element.get("size") == "Small")
        case "RichTextBlock":
            yield _line(element["inlines"])
        case "Image":
            return
        case "Input.Toggle":
            yield Row(f"({'•' if element.get('value') == 'true' else ' '}) {element['title']}", aside=True)
        case "Input.ChoiceSet" | "Input.Text" | "Input.Date" | "Input.Time":
            yield from _field(element)
        case unknown:
            raise LookupError(f"There is no telling of a {unknown} yet, and a story leaves nothing out.")


def _holding(element: Json) -> Iterator[Row]:
    """A box with a bar along its edge has people's own words; of what is folded only those words are followed."""
    is_folded = element.get("isVisible") is False
    for row in (row for item in element.get("items") or element.get("columns", []) for row in _element(item)):
        if "backgroundImage" in element:
            yield replace(row, style="italic", heard=True, aside=False)
        else:
            yield replace(row, aside=row.aside or (is_folded and not row.heard))


def _field(field: Json) -> Iterator[Row]:
    if field["type"] != "Input.ChoiceSet":
        yield Row(f"{field['label']}: {field.get('value') or '…'}", aside=not field.get("value"))
        return
    yield Row(field["label"], aside=True)
    for choice in field["choices"]:
        mark = "•" if choice["value"] == field.get("value") else " "
        yield Row(f"  ({mark}) {choice['title']}", aside=True)


def _line(inlines: list[Json]) -> Row:
    """Bold lines repeat the question on a receipt, and subtle ones say what else can be done."""
    weights = {run.get("weight") for run in inlines}
    subtle = any(run.get("isSubtle") for run in inlines)
    style = "dim" if subtle else "bold" if "Bolder" in weights else ""
    return Row("".join(run["text"] for run in inlines), style, aside=subtle or "Bolder" in weights)
