"""What every card is built of: headings, plain lines, people's words, buttons.

Elements are JSON as Adaptive Cards 1.5 names it; the tests hold every card to the models of that schema.
"""

from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten
from typing import Any, Literal

from content.cards.markdown import reads_as_written
from content.language import Language
from content.presses import (
    ChoosePrompt,
    LeaveAnswer,
    LeaveFollowUp,
    LinkChannel,
    NotAnAnswer,
    OpenAnswer,
    OpenFollowUp,
    OpenNextStep,
    Press,
    SendAnswer,
    SendFollowUp,
    ShowAnswer,
    SkipPrompt,
    WithdrawAnswer,
    WithdrawFollowUp,
    encode,
)
from content.vocabulary.prompting import Followed

Card = dict[str, Any]
Element = dict[str, Any]
Action = dict[str, Any]
Size = Literal["Small", "Default", "Medium", "Large"]
Spacing = Literal["Small", "Default", "ExtraLarge"]

LONGEST_ANSWER = 4000
"""Characters a field takes."""

MOST_ACTIONS = 6
"""More buttons than these make a card heavy, says Teams' own guide."""

# In pixels, on a phone 344 wide: the card between its margins, a letter, and what a button has around its title.
_ROW, _LETTER, _AROUND_TITLE = 312, 8, 36
_LONGEST_TITLE = (_ROW - _AROUND_TITLE) // _LETTER

_SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
_VERBS: Mapping[type[Press], str] = {
    SendAnswer: "send",
    SkipPrompt: "skip",
    OpenAnswer: "open",
    LeaveAnswer: "leave_answer",
    WithdrawAnswer: "withdraw",
    ShowAnswer: "show",
    OpenFollowUp: "go_on",
    SendFollowUp: "send_further",
    LeaveFollowUp: "leave",
    WithdrawFollowUp: "withdraw_further",
    ChoosePrompt: "choose",
    NotAnAnswer: "no_answer",
    OpenNextStep: "next",
    LinkChannel: "link-channel",
}


def heading(text: str, size: Size = "Default") -> Element:
    """For our own words only: this is the one element that reads Markdown, and phones don't honour its escapes.

    Whatever else is to stand in a heading goes through `title`.
    """
    return {"type": "TextBlock", "text": text, "size": size, "weight": "Bolder", "wrap": True, "style": "heading"}


def title(text: str, size: Size = "Default") -> Element:
    """A heading in somebody else's words: an area or a question, which a municipality may word as it likes.

    What Markdown would read something into looks the same and is none, so that it comes out as it was written.
    """
    if reads_as_written(text):
        return heading(text, size)
    run = {"type": "TextRun", "text": text, "size": size, "weight": "Bolder"}
    return {"type": "RichTextBlock", "inlines": [run]}


def line(
    text: str, *, bold: bool = False, subtle: bool = False, small: bool = False, spacing: Spacing = "Default"
) -> Element:
    """Text without Markdown, so that whatever stands in it (a group's name, say) comes out as it was written."""
    run: Element = {"type": "TextRun", "text": text}
    if small:
        run["size"] = "Small"
    if bold:
        run["weight"] = "Bolder"
    if subtle:
        run["isSubtle"] = True
    return {"type": "RichTextBlock", "spacing": spacing, "inlines": [run]}


def paragraphs(text: str) -> list[Element]:
    """One line for each paragraph; an empty line parts them."""
    return [line(paragraph) for paragraph in text.strip().split("\n\n")]


def quote(text: str, further: Sequence[Followed] = ()) -> Element:
    """People's own words, byte for byte, set apart from ours; beneath them what they said to what followed."""
    items = [line(text)]
    for pair in further:
        items += [line(pair.question, subtle=True, small=True), line(pair.text, spacing="Small")]
    return {"type": "Container", "style": "emphasis", "items": items}


def text_field(name: str, *, label: str, text: str, missing: str) -> Element:
    """A field of several lines that has to be filled in; `missing` is what is said where it is not."""
    field: Element = {
        "type": "Input.Text",
        "id": name,
        "label": label,
        "isRequired": True,
        "errorMessage": missing,
        "maxLength": LONGEST_ANSWER,
        "isMultiline": True,
    }
    return {**field, "value": text} if text else field


def choice_field(name: str, *, label: str, offered: Sequence[tuple[str, str]], chosen: str, missing: str) -> Element:
    """One of those offered, each with the value it is sent as and its words."""
    return {
        "type": "Input.ChoiceSet",
        "id": name,
        "label": label,
        "isRequired": True,
        "errorMessage": missing,
        "value": chosen,
        "choices": [{"title": title, "value": value} for value, title in offered],
        "style": "compact",
        "wrap": True,
    }


def button(title: str, press: Press) -> Action:
    """A press that older clients make as a Submit, with the same data."""
    sends = isinstance(press, SendAnswer | SendFollowUp)
    pressed: Action = {"title": title, "data": encode(press), "associatedInputs": "auto" if sends else "none"}
    if sends:
        pressed["style"] = "positive"
    fallback = {"type": "Action.Submit", **pressed}
    return {"type": "Action.Execute", **pressed, "verb": _VERBS[type(press)], "fallback": fallback}


def choices(texts: Sequence[str]) -> tuple[list[Element], list[str]]:
    """Lines, and the titles of as many buttons: where not every text fits on a phone's button, they are numbered."""
    if all(_fits(text) for text in texts):
        return [], list(texts)
    numbered = [f"{number}. {text}" for number, text in enumerate(texts, start=1)]
    return [line(text) for text in numbered], [shorten(text, _LONGEST_TITLE, placeholder=" …") for text in numbered]


def _fits(title: str) -> bool:
    return len(title) <= _LONGEST_TITLE


def in_rows(actions: Iterable[Action]) -> list[list[Action]]:
    """The buttons in their order, as many in a row as a narrow phone shows whole."""
    rows: list[list[Action]] = []
    for action in actions:
        if rows and _width([*rows[-1], action]) <= _ROW:
            rows[-1].append(action)
        else:
            rows.append([action])
    return rows


def _width(row: Sequence[Action]) -> int:
    return sum(len(action["title"]) * _LETTER + _AROUND_TITLE for action in row)


def card(
    body: Sequence[Element],
    *,
    language: Language,
    summary: str,
    actions: Sequence[Action] = (),
    wide: bool = False,
) -> Card:
    """The card as JSON; `summary` stands in where a client cannot show it.

    Teams puts a card's own actions side by side and cuts off what is too wide; sets of actions stand one below another.
    """
    rows = in_rows(actions)
    below = [{"type": "ActionSet", "actions": row} for row in rows] if len(rows) > 1 else []
    built: Card = {
        "$schema": _SCHEMA,
        "type": "AdaptiveCard",
        "lang": language.value,
        "version": "1.5",
        "fallbackText": summary,
        "body": [*body, *below],
    }
    if len(rows) == 1:
        [built["actions"]] = rows
    if wide:
        built["msteams"] = {"width": "full"}
    return built
