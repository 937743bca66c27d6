"""Pressed on what came after a message: the step that words belong to, the next step, help, commands, the record."""

from dataclasses import dataclass

from content.presses.steps import StepRef


@dataclass(frozen=True)
class ChoosePrompt:
    """Which of the open prompts a message was an answer to; `message` is the message's activity id."""

    step: StepRef
    message: str


@dataclass(frozen=True)
class NotAnAnswer:
    """«Dette var ikke et svar»: `message` (an activity id) is no answer, or no longer part of an answer."""

    step: StepRef
    message: str


@dataclass(frozen=True)
class SendWords:
    """«Send svar» on words given back in chat. `message` is the chat message to connect the answer with, "" for none.

    The card's inputs `answer` and `prompt` (a `step_value`, where several prompts were open) are in the same data.
    """

    step: StepRef
    message: str


@dataclass(frozen=True)
class DropWords:
    """«Ta bort teksten»: words given back in chat leave the card."""

    step: StepRef


@dataclass(frozen=True)
class OpenNextStep:
    """A facilitator moves on from step `step.position`."""

    step: StepRef


@dataclass(frozen=True)
class LinkChannel:
    """The channel the card is in becomes the group's; `others` is how many the card said read along."""

    municipality: str
    group: str
    others: int


@dataclass(frozen=True)
class SayCommand:
    """A button in place of words: `command` (an id of content/words/commands.toml), with the text after its name.

    `municipality` is the id of the one that is meant, "" where nothing tells.
    """

    command: str
    argument: str = ""
    municipality: str = ""


@dataclass(frozen=True)
class ShowHelp:
    """A group of commands (a topic of content/words/commands.toml) on the help's card, "" for the first page."""

    topic: str


@dataclass(frozen=True)
class ShowRecords:
    """«Vis eldre» or «Vis nyere» in a glass box: the record from its entry `number` on, newest first, from 0."""

    municipality: str
    number: int
