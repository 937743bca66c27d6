"""What every card is built of: headings, plain lines, people's words, buttons."""

from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import Any

from microsoft_teams.cards import (
    Action,
    AdaptiveCard,
    CardElement,
    Container,
    ExecuteAction,
    RichTextBlock,
    SubmitAction,
    TeamsCardProperties,
    TextBlock,
    TextRun,
)
from microsoft_teams.cards.core import Spacing, TextSize, TextWeight

from content.language import Language
from content.presses import (
    ChoosePrompt,
    LeaveFollowUp,
    OpenAnswer,
    OpenFollowUp,
    OpenNextStep,
    Press,
    SendAnswer,
    SendFollowUp,
    SkipPrompt,
    WithdrawAnswer,
    WithdrawFollowUp,
    encode,
)
from content.vocabulary.prompting import Followed

Card = dict[str, Any]

MOST_ACTIONS = 6
"""More buttons than these make a card heavy, says Teams' own guide."""

_SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
_VERBS: Mapping[type[Press], str] = {
    SendAnswer: "send",
    SkipPrompt: "skip",
    OpenAnswer: "open",
    WithdrawAnswer: "withdraw",
    OpenFollowUp: "go_on",
    SendFollowUp: "send_further",
    LeaveFollowUp: "leave",
    WithdrawFollowUp: "withdraw_further",
    ChoosePrompt: "choose",
    OpenNextStep: "next",
}


def heading(text: str, size: TextSize = "Default") -> TextBlock:
    """For our own words only: this is the one element that reads Markdown, and phones don't honour its escapes."""
    return TextBlock(text=text, style="heading", size=size, weight="Bolder", wrap=True)


def line(
    text: str, *, bold: bool = False, subtle: bool = False, small: bool = False, spacing: Spacing = "Default"
) -> RichTextBlock:
    """Text without Markdown, so that whatever stands in it (a group's name, say) comes out as it was written."""
    weight: TextWeight | None = "Bolder" if bold else None
    run: CardElement = TextRun(text=text, weight=weight, is_subtle=subtle or None, size="Small" if small else None)
    return RichTextBlock(inlines=[run], spacing=spacing)


def paragraphs(text: str) -> list[CardElement]:
    """One line for each paragraph; an empty line parts them."""
    return [line(paragraph) for paragraph in text.strip().split("\n\n")]


def quote(text: str, further: Sequence[Followed] = ()) -> Container:
    """People's own words, byte for byte, set apart from ours; beneath them what they said to what followed."""
    items: list[CardElement] = [line(text)]
    for pair in further:
        items += [line(pair.question, subtle=True, small=True), line(pair.text, spacing="Small")]
    return Container(style="emphasis", items=items)


def button(title: str, press: Press) -> ExecuteAction:
    """A press that older clients make as a Submit, with the same data."""
    sends = isinstance(press, SendAnswer | SendFollowUp)
    return ExecuteAction(
        title=title,
        verb=_VERBS[type(press)],
        data=encode(press),
        style="positive" if sends else None,
        associated_inputs="auto" if sends else "none",
        fallback=SubmitAction(
            title=title,
            data=encode(press),
            style="positive" if sends else None,
            associated_inputs="auto" if sends else "none",
        ),
    )


def on_button(text: str) -> str:
    """A question short enough to stand on a button."""
    return shorten(text, 60, placeholder=" …")


def choices(questions: Sequence[str]) -> list[CardElement]:
    """The questions that do not fit on their buttons, in full."""
    return [line(question) for question in questions if on_button(question) != question]


def card(
    body: Sequence[CardElement],
    *,
    language: Language,
    summary: str,
    actions: Sequence[Action] = (),
    wide: bool = False,
) -> Card:
    """The card as JSON; `summary` stands in where a client cannot show it."""
    built = AdaptiveCard(
        version="1.5",
        lang=language.value,
        fallback_text=summary,
        body=list(body),
        actions=list(actions) or None,
        msteams=TeamsCardProperties(width="full") if wide else None,
    )
    # The models write the key of the schema without its dollar sign.
    return {"$schema": _SCHEMA, **built.model_dump(mode="json", by_alias=True, exclude_none=True)}
