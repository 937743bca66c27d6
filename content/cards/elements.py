"""The elements of every card: its band, headings, lines, quotes, fields, buttons.

A card begins with its `band`: what this is, for whom and until when. Beneath follow, by their weight: the question
(`title`, "Large"), who reads, the field, one button that is meant, and the others. What few need is folded.
Elements are JSON in the schema of Adaptive Cards 1.5, which the tests check for every card.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from content.cards.icons import Icon, bar, picture
from content.cards.markdown import reads_as_written
from content.commands import command_called
from content.language import Language
from content.presses import (
    EraseOwnData,
    NarrowAnswer,
    Press,
    SayCommand,
    SendAnswer,
    SendFollowUp,
    SendWords,
    ShareFurther,
    encode,
)
from content.vocabulary.prompting import Followed
from content.wording import phrase

Card = dict[str, Any]
Element = dict[str, Any]
Action = dict[str, Any]
Size = Literal["Small", "Default", "Medium", "Large"]
Spacing = Literal["None", "Small", "Default", "ExtraLarge"]
Style = Literal["accent", "emphasis", "warning"]

LONGEST_ANSWER = 4000
"""Characters a field takes."""

MOST_ACTIONS = 6
"""More buttons than these make a card heavy, says Teams' own guide."""

# Pixels on a phone 344 wide: a row of buttons with a last gap, a letter, and a button's padding with the gap beside it.
_ROW, _LETTER, _AROUND_TITLE = 294, 7.5, 34
_MOST_IN_ROW = 2
_LONGEST_TITLE = int((_ROW - _AROUND_TITLE) / _LETTER)

_SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"


def band(icon: Icon, what: str, *under: str, figure: str = "", style: Style = "emphasis") -> Element:
    """The head of a card, from edge to edge: a sign, what this is, and beneath it for whom and until when.

    `figure` is what has been counted, such as «6 av 11 har svart», and the largest text of the band.
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
    """The head of a part of a card, from edge to edge, such as of each group's answers. Words are shown as written."""
    told = [line(text, subtle=True, spacing="None") for text in under if text]
    items = [title(what, "Medium"), *told]
    return {"type": "Container", "style": "emphasis", "bleed": True, "spacing": "Large", "items": items}


def heading(text: str, size: Size = "Default") -> Element:
    """A heading in our own words, never in anybody else's: a TextBlock reads Markdown, and phones ignore its escapes.

    Other people's words go through `title`.
    """
    return {"type": "TextBlock", "text": text, "size": size, "weight": "Bolder", "wrap": True, "style": "heading"}


def title(text: str, size: Size = "Default") -> Element:
    """A heading in a municipality's words, such as an area or a question.

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


def quote(text: str, further: Sequence[Followed] = (), *, by: str = "") -> Element:
    """People's own words unchanged, set apart from ours; `further` (follow-ups and answers) and signature beneath.

    The bar and Teams' border make the box where colours do not, as in high contrast.
    """
    items = [line(text)]
    for pair in further:
        items += [line(pair.question, subtle=True, small=True), line(pair.text, spacing="Small")]
    if by:
        items.append(line(by, subtle=True, spacing="Small"))
    box = {"style": "emphasis", "showBorder": True, "roundedCorners": True, "backgroundImage": bar()}
    return {"type": "Container", **box, "items": items}


def boxed(items: Sequence[Element]) -> Element:
    """Words of ours set apart: a list, or what comes next. People's own words go through `quote`, which has a bar."""
    return {"type": "Container", "style": "emphasis", "showBorder": True, "roundedCorners": True, "items": list(items)}


def folded(name: str, items: Sequence[Element]) -> Element:
    """Elements that stay hidden until an `unfolding` of the same name is pressed."""
    return {"type": "Container", "id": name, "isVisible": False, "items": list(items)}


def unfolding(title: str, *names: str) -> Action:
    """A button that shows what is hidden of these elements and hides what is shown; nothing is sent."""
    return {"type": "Action.ToggleVisibility", "title": title, "targetElements": list(names)}


def text_field(name: str, *, label: str, text: str, missing: str, hint: str = "") -> Element:
    """A field of several lines; `missing` is the error message for an empty field, "" where it may stay empty.

    `hint` stands in an empty field.
    """
    field: Element = {
        "type": "Input.Text",
        "id": name,
        "label": label,
        **({"isRequired": True, "errorMessage": missing} if missing else {}),
        "maxLength": LONGEST_ANSWER,
        "isMultiline": True,
    }
    return field | ({"placeholder": hint} if hint else {}) | ({"value": text} if text else {})


def line_field(name: str, *, label: str, text: str, missing: str, longest: int) -> Element:
    """A required field of a single line; `missing` is the error message for an empty field."""
    field: Element = {
        "type": "Input.Text",
        "id": name,
        "label": label,
        "isRequired": True,
        "errorMessage": missing,
        "maxLength": longest,
    }
    return {**field, "value": text} if text else field


def row(items: Sequence[Element], opens: Action) -> Element:
    """A row of a list, pressed as a whole; the action's title is read aloud by screen readers."""
    box = {"style": "emphasis", "showBorder": True, "roundedCorners": True}
    return {"type": "Container", **box, "items": list(items), "selectAction": opens}


def choice_field(name: str, *, label: str, offered: Sequence[tuple[str, str]], chosen: str, missing: str) -> Element:
    """A choice that is always made; `offered` holds (value sent, words shown).

    All are shown, one below the other: in a list that opens, a phone would cut long ones short.
    """
    return {
        "type": "Input.ChoiceSet",
        "id": name,
        "label": label,
        "errorMessage": missing,
        "value": chosen,
        "choices": [{"title": title, "value": value} for value, title in offered],
        "style": "expanded",
        "wrap": True,
    }


Sending = SendAnswer | SendFollowUp | SendWords


def button(title: str, press: Press, *, passes: Sequence[str] = (), reads: bool = False) -> Action:
    """An Action.Execute with an Action.Submit of the same data as fallback for older clients.

    `passes` are the kinds of findings that the words are sent in spite of; `reads`: the card's fields are sent along.
    """
    sends = isinstance(press, Sending)
    data = {**encode(press), "passes": ",".join(passes)} if passes else encode(press)
    reads = reads or sends or isinstance(press, NarrowAnswer)
    pressed: Action = {"title": title, "data": data, "associatedInputs": "auto" if reads else "none"}
    if (sends and not passes) or isinstance(press, ShareFurther):
        pressed["style"] = "positive"
    if isinstance(press, EraseOwnData):
        pressed["style"] = "destructive"
    fallback = {"type": "Action.Submit", **pressed}
    return {"type": "Action.Execute", **pressed, "verb": "press", "fallback": fallback}


def pressable(shown: str, title: str, press: Press, *, choice: int) -> Element:
    """A box that sends the answer `choice` when pressed, called `title` for screen readers.

    A row of buttons is cut off on a phone, and long titles too; a box wraps.
    """
    sends = button(title, press)
    data = {**sends["data"], "choice": choice}
    sends = {**sends, "data": data, "fallback": {**sends["fallback"], "data": data}}
    box = {"style": "accent", "showBorder": True, "roundedCorners": True, "selectAction": sends}
    return {"type": "Container", **box, "items": [{**line(shown, bold=True), "horizontalAlignment": "Center"}]}


def command_button(command: str, language: Language, *, argument: str = "", title: str = "") -> Action:
    """A button that says a command (an id of content/words/commands.toml) for its presser.

    Without a `title` the button is called what can be written in its place.
    """
    named = command_called(command).words[language].names[0]
    said = f"{named} {argument}".strip()
    return button(title or said[:1].upper() + said[1:], SayCommand(command, argument))


def choices(offered: Sequence[tuple[str, Press]]) -> tuple[list[Element], list[Action]]:
    """(lines, buttons) for as many (text, press) as are given.

    If any text is too wide for a phone's button, each stands on a line of its own, and its number on the button.
    """
    if all(_fits(text) for text, _ in offered):
        return [], [button(text, press) for text, press in offered]
    numbered = list(enumerate(offered, start=1))
    lines = [line(f"{number}. {text}", spacing="Small") for number, (text, _) in numbered]
    return lines, [_number(number, text, press) for number, (text, press) in numbered]


def _number(number: int, text: str, press: Press) -> Action:
    """The tooltip is what a screen reader says of the button."""
    pressed = button(str(number), press)
    return {**pressed, "tooltip": text, "fallback": {**pressed["fallback"], "tooltip": text}}


def _fits(title: str) -> bool:
    return len(title) <= _LONGEST_TITLE


def action_set(actions: Sequence[Action]) -> Element:
    return {"type": "ActionSet", "spacing": "Small", "actions": list(actions)}


def in_rows(actions: Iterable[Action]) -> list[list[Action]]:
    """The buttons in order, one or two in a row: as many as a narrow phone shows untruncated."""
    rows: list[list[Action]] = []
    room = 0.0
    for action in actions:
        width = len(action["title"]) * _LETTER + _AROUND_TITLE
        if width <= room and len(rows[-1]) < _MOST_IN_ROW:
            rows[-1].append(action)
            room -= width
        else:
            rows.append([action])
            room = _ROW - width
    return rows


def action_sets(actions: Iterable[Action]) -> list[Element]:
    """The buttons as elements of the body: Teams puts a card's own actions side by side, and truncates wide rows."""
    return [action_set(row) for row in in_rows(actions)]


def card(
    message: object,
    language: Language,
    body: Sequence[Element],
    *,
    actions: Sequence[Action] = (),
    below: Sequence[Element] = (),
    wide: bool = False,
    summary: str = "",
) -> Card:
    """The message's card as JSON; clients unable to show the card show `summary`, or the message's own.

    Several rows of buttons become elements of the body, and so do buttons with elements `below` them.
    """
    rows = in_rows(actions)
    are_elements = len(rows) > 1 or bool(below)
    built: Card = {
        "$schema": _SCHEMA,
        "type": "AdaptiveCard",
        "lang": language.value,
        "version": "1.5",
        "fallbackText": summary or phrase(message, "summary", language),
        "body": [*body, *(action_sets(actions) if are_elements else []), *below],
    }
    if rows and not are_elements:
        [built["actions"]] = rows
    if wide:
        built["msteams"] = {"width": "full"}
    return built
