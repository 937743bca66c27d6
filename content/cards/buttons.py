"""The buttons of a card: each sends a press or unfolds a part, in rows short enough for a phone."""

from collections.abc import Iterable, Sequence

from content.cards.elements import Action, Element, line
from content.commands import command_called
from content.language import Language
from content.presses import (
    EraseOwnData,
    KeepThemes,
    NarrowAnswer,
    Press,
    PutPractice,
    SayCommand,
    SendAnswer,
    SendFollowUp,
    SendWords,
    ShareFurther,
    StartPlan,
    TakeProposal,
    encode,
)

MOST_ACTIONS = 6
"""More buttons than these make a card heavy, says Teams' own guide."""

# Pixels on a phone 344 wide: a row of buttons with a last gap, a letter, and a button's padding with the gap beside it.
_ROW, _LETTER, _AROUND_TITLE = 294, 7.5, 34
_MOST_IN_ROW = 2
_LONGEST_TITLE = int((_ROW - _AROUND_TITLE) / _LETTER)

Sending = SendAnswer | SendFollowUp | SendWords


def button(title: str, press: Press, *, passes: Sequence[str] = (), reads: bool = False) -> Action:
    """An Action.Execute with an Action.Submit of the same data as fallback for older clients.

    The words are sent in spite of findings of the kinds in `passes`; `reads`: the card's fields are sent along.
    """
    sends = isinstance(press, Sending)
    data = {**encode(press), "passes": ",".join(passes)} if passes else encode(press)
    reads = reads or sends or isinstance(press, NarrowAnswer)
    pressed: Action = {"title": title, "data": data, "associatedInputs": "auto" if reads else "none"}
    positive = ShareFurther | TakeProposal | KeepThemes | StartPlan | PutPractice
    if (sends and not passes) or isinstance(press, positive):
        pressed["style"] = "positive"
    if isinstance(press, EraseOwnData):
        pressed["style"] = "destructive"
    fallback = {"type": "Action.Submit", **pressed}
    return {"type": "Action.Execute", **pressed, "verb": "press", "fallback": fallback}


def light_press(title: str, press: Press) -> Action:
    """An Action.Submit alone, half as long as a `button`: for what a card holds many of, and the chat answers."""
    return {"type": "Action.Submit", "title": title, "data": encode(press)}


def pressable(shown: str, title: str, press: Press, *, choice: int) -> Element:
    """A box that sends the answer `choice` when pressed, called `title` for screen readers.

    A row of buttons is cut off on a phone, and long titles too; a box wraps.
    """
    sends = button(title, press)
    data = {**sends["data"], "choice": choice}
    sends = {**sends, "data": data, "fallback": {**sends["fallback"], "data": data}}
    return _box(shown, sends)


def pressable_word(shown: str, title: str, press: Press) -> Element:
    """A box as `pressable`, for any other press."""
    return _box(shown, button(title, press))


def _box(shown: str, opens: Action) -> Element:
    box = {"style": "accent", "showBorder": True, "roundedCorners": True, "selectAction": opens}
    return {"type": "Container", **box, "items": [{**line(shown, bold=True), "horizontalAlignment": "Center"}]}


def command_button(command: str, language: Language, *, argument: str = "", title: str = "") -> Action:
    """A button that says a command (an id of content/words/commands.toml) for its presser.

    Without a `title` the button's title is the command as people write it.
    """
    named = command_called(command).words[language].names[0]
    said = f"{named} {argument}".strip()
    return button(title or said[:1].upper() + said[1:], SayCommand(command, argument))


def choices(offered: Sequence[tuple[str, Press]]) -> tuple[list[Element], list[Action]]:
    """(lines, buttons) for as many (text, press) as are given.

    If any text is too wide for a phone's button, each stands on a numbered line, and the number on the button.
    """
    if all(_fits(text) for text, _ in offered):
        return [], [button(text, press) for text, press in offered]
    numbered = list(enumerate(offered, start=1))
    lines = [line(f"{number}. {text}", spacing="Small") for number, (text, _) in numbered]
    return lines, [_number(number, text, press) for number, (text, press) in numbered]


def _number(number: int, text: str, press: Press) -> Action:
    """A screen reader says the tooltip."""
    pressed = button(str(number), press)
    return {**pressed, "tooltip": text, "fallback": {**pressed["fallback"], "tooltip": text}}


def _fits(title: str) -> bool:
    return len(title) <= _LONGEST_TITLE


def unfolding(title: str, *names: str) -> Action:
    """A button for showing hidden elements, and hiding shown elements, by their ids; nothing is sent."""
    return {"type": "Action.ToggleVisibility", "title": title, "targetElements": list(names)}


def opening(title: str, address: str) -> Action:
    """A button that opens a public page; nothing is sent."""
    return {"type": "Action.OpenUrl", "title": title, "url": address}


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
