"""The band, headings, lines, quotes and boxes of a card, as elements of Adaptive Cards 1.5 in JSON.

A card begins with a `band`: kind, readers, deadline. Beneath follow, by weight: the question (`title`, "Large"), the
readers of the answer, the field, the main button, the other buttons. Parts for few are folded.
"""

from collections.abc import Sequence
from typing import Any, Literal

from content.cards.icons import Icon, bar, picture
from content.cards.markdown import reads_as_written
from content.vocabulary.prompting import Followed

Element = dict[str, Any]
Action = dict[str, Any]
Size = Literal["Small", "Default", "Medium", "Large"]
Spacing = Literal["None", "Small", "Default", "ExtraLarge"]
Style = Literal["accent", "emphasis", "warning"]


def band(icon: Icon, what: str, *under: str, figure: str = "", style: Style = "emphasis") -> Element:
    """The head of a card, from edge to edge: a sign, `what` the card is, and `under` that for whom and until when.

    `figure` is a count, as «6 av 11 har svart», and the largest text of the band.
    `style` is accent where the card asks for something. A municipality's words and people's names are shown as written.
    """
    told = [line(text, subtle=True, spacing="None") for text in under if text]
    if figure:
        run = {"type": "TextRun", "text": figure, "size": "Large", "weight": "Bolder", "color": "Accent"}
        told.append({"type": "RichTextBlock", "spacing": "Small", "inlines": [run]})
    columns = [
        {"type": "Column", "width": "auto", "items": [picture(icon)]},
        {
            "type": "Column",
            "width": "stretch",
            "verticalContentAlignment": "Center",
            "items": [title(what), *told],
        },
    ]
    return {"type": "Container", "style": style, "bleed": True, "items": [{"type": "ColumnSet", "columns": columns}]}


def chapter(what: str, *under: str) -> Element:
    """The head of a part of a card, from edge to edge, as of each group's answers. Words are shown as written."""
    told = [line(text, subtle=True, spacing="None") for text in under if text]
    items = [title(what, "Medium"), *told]
    return {"type": "Container", "style": "emphasis", "bleed": True, "spacing": "Large", "items": items}


def heading(text: str, size: Size = "Default") -> Element:
    """A heading in our own words, never in anybody else's: a TextBlock reads Markdown, and phones ignore escapes.

    Other people's words go through `title`.
    """
    return {"type": "TextBlock", "text": text, "size": size, "weight": "Bolder", "wrap": True, "style": "heading"}


def title(text: str, size: Size = "Default") -> Element:
    """A heading in a municipality's words: an area, say, or a question.

    Text with a meaning in Markdown becomes a RichTextBlock of the same look, shown as written.
    """
    if reads_as_written(text):
        return heading(text, size)
    run = {"type": "TextRun", "text": text, "size": size, "weight": "Bolder"}
    return {"type": "RichTextBlock", "inlines": [run]}


def line(
    text: str, *, bold: bool = False, subtle: bool = False, small: bool = False, spacing: Spacing = "Default"
) -> Element:
    """Text in a RichTextBlock, without Markdown: a group's name, say, is shown as written."""
    run: Element = {"type": "TextRun", "text": text}
    if small:
        run["size"] = "Small"
    if bold:
        run["weight"] = "Bolder"
    if subtle:
        run["isSubtle"] = True
    apart = {} if spacing == "Default" else {"spacing": spacing}
    return {"type": "RichTextBlock", **apart, "inlines": [run]}


def paragraphs(text: str) -> list[Element]:
    """A line per paragraph; paragraphs are separated by an empty line."""
    return [line(paragraph) for paragraph in text.strip().split("\n\n")]


def quote(
    text: str,
    further: Sequence[Followed] = (),
    *,
    by: str = "",
    where: str = "",
    label: str = "",
    opens: Action | None = None,
) -> Element:
    """People's own words unchanged, set apart from ours; `further` (follow-ups and answers) and signature beneath.

    `label`, the author's keyword, stands above. `where` they were given stands last; a press on the whole box `opens`
    something. The bar and Teams' border make the box where colours do not, as in high contrast.
    """
    items = [line(label, subtle=True, small=True), line(text, spacing="Small")] if label else [line(text)]
    for pair in further:
        items += [line(pair.question, subtle=True, small=True), line(pair.text, spacing="Small")]
    if by:
        items.append(line(by, subtle=True, spacing="Small"))
    if where:
        items.append(line(where, subtle=True, small=True, spacing="Small"))
    pressed = {"selectAction": opens} if opens is not None else {}
    box = {"style": "emphasis", "showBorder": True, "roundedCorners": True, "backgroundImage": bar()}
    return {"type": "Container", **box, **pressed, "items": items}


def boxed(items: Sequence[Element]) -> Element:
    """Words of ours set apart: a list, or the next step. People's own words go through `quote`, with a bar."""
    return {"type": "Container", "style": "emphasis", "showBorder": True, "roundedCorners": True, "items": list(items)}


def folded(name: str, items: Sequence[Element]) -> Element:
    """Elements hidden until an `unfolding` of the same name is pressed."""
    return {"type": "Container", "id": name, "isVisible": False, "items": list(items)}


def row(items: Sequence[Element], opens: Action) -> Element:
    """A row of a list, pressed as a whole; the action's title is read aloud by screen readers."""
    box = {"style": "emphasis", "showBorder": True, "roundedCorners": True}
    return {"type": "Container", **box, "items": list(items), "selectAction": opens}
