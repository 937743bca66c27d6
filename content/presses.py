"""The data that cards send back: frozen dataclasses with a version, and a codec both ways."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from typing import Any, get_args
from uuid import UUID

VERSION = 1

_LAST_SECOND = 2**33  # since 1970; a moment written by hand may be of any size

FORMS = ("page", "data")
"""The forms that a person's own data can be taken along in."""


class UnknownPress(ValueError):
    """The data of a press is not of a card we know how to read."""


@dataclass(frozen=True)
class StepRef:
    """Which step of which session a card asks for."""

    municipality: str
    session: str
    position: int


@dataclass(frozen=True)
class SendAnswer:
    """«Send svar». `seen` is the version of the reflection on the card, 0 without a reflection.

    The card's inputs `answer` and `rung` (a rung's name, see PromptAsked) arrive in the same data, and so does `passes`
    (kinds that the author lets pass, see `Stopped`) from the button that lets words stand, and `choice` from a button
    that is an answer itself: the answer's number, from 1.
    """

    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class SkipPrompt:
    """«Hopp over»."""

    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class OpenAnswer:
    """«Endre svaret»: the receipt becomes the prompt again, with the text in the field."""

    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class LeaveAnswer:
    """«La svaret stå»: the form of an opened answer becomes the receipt again; nothing is changed."""

    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class WithdrawAnswer:
    """«Trekk tilbake»."""

    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class LookFurther:
    """«Del videre» on a receipt: the receipt becomes a preview of what the next circle would read."""

    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class ShareFurther:
    """«Del videre» on the preview: yes. `rung` names the readers shown, and `mark` changes with any of them."""

    step: StepRef
    delivery: str
    seen: int
    rung: str
    mark: str


@dataclass(frozen=True)
class LeaveFurther:
    """«Ikke nå» on the preview: back to the receipt; nothing is changed."""

    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class NarrowAnswer:
    """«Del med færre» on a closed card, whose input `rung` arrives in the same data."""

    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class UnsignAnswer:
    """«Ta bort navn eller rolle» on a closed card: the answer stands without a name."""

    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class LookOffer:
    """«Ta det opp på møtet»: the card becomes a preview of the answer as the meeting would read it."""

    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class OfferAnswer:
    """«Ja, ta det opp» on the preview."""

    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class DropOffer:
    """«Ikke ta det opp likevel»."""

    step: StepRef
    delivery: str
    seen: int


@dataclass(frozen=True)
class ChooseKeyword:
    """A keyword on a receipt: `keyword` is the button's own, "" for the word in the card's input `word`.

    `delivery` is "" on the receipt of a message, and `message` the message that its author may deny to be an answer.
    """

    step: StepRef
    delivery: str
    seen: int
    keyword: str = ""
    message: str = ""


@dataclass(frozen=True)
class DropKeyword:
    """«Ta bort stikkordet»; `delivery` and `message` as in `ChooseKeyword`."""

    step: StepRef
    delivery: str
    seen: int
    message: str = ""


@dataclass(frozen=True)
class ShowAnswer:
    """«Svaret mitt» on a card that a channel shares: the card becomes the presser's own, for the presser alone."""

    step: StepRef
    delivery: str


@dataclass(frozen=True)
class OpenFollowUp:
    """«Tenk litt videre», or back to an answered follow-up: the receipt becomes the follow-up `number`, from 1."""

    step: StepRef
    delivery: str
    seen: int
    number: int


@dataclass(frozen=True)
class SendFollowUp:
    """«Send svar» on a follow-up. `rung` names the readers shown; the input `answer` is in the same data."""

    step: StepRef
    delivery: str
    seen: int
    number: int
    rung: str


@dataclass(frozen=True)
class LeaveFollowUp:
    """«Nei takk, det holder»: back to the receipt."""

    step: StepRef
    delivery: str
    seen: int
    number: int


@dataclass(frozen=True)
class WithdrawFollowUp:
    """«Ta bort dette svaret»: the answer to the follow-up goes, and no more."""

    step: StepRef
    delivery: str
    seen: int
    number: int


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
class ShowRecords:
    """«Vis eldre» or «Vis nyere» in a glass box: the record from its entry `number` on, newest first, from 0."""

    municipality: str
    number: int


@dataclass(frozen=True)
class ShowRhythm:
    """«Færre påminnelser»: the presser's own choice of reminders, and a pause, on a card of their own."""


@dataclass(frozen=True)
class ChooseReminders:
    """The most reminders of a prompt that the presser wants: `number` is 0, 1 or 2."""

    number: int


@dataclass(frozen=True)
class TakePause:
    """A pause from prompts, of `number` days from the press on."""

    number: int


@dataclass(frozen=True)
class EndPause:
    """The presser's pause is over."""


@dataclass(frozen=True)
class ShowOwnAnswers:
    """«Svarene mine»: the presser's own answers from number `start` on, the newest first.

    `search` are words that the answers have; from the button beside the card's field they arrive in `sought`.
    """

    start: int
    search: str = ""


@dataclass(frozen=True)
class OpenOwnAnswer:
    """An answer of the list, in full; `start` and `search` lead back to the list's page."""

    step: StepRef
    start: int
    search: str = ""


@dataclass(frozen=True)
class SearchBank:
    """The sharing bank's entries from number `start` on; `search` and `sought` as in ShowOwnAnswers."""

    start: int
    search: str = ""


@dataclass(frozen=True)
class OpenBankEntry:
    """An entry of the list, in full; `start` and `search` lead back to the list's page."""

    municipality: str
    entry: str
    start: int = 0
    search: str = ""


@dataclass(frozen=True)
class OpenOwnWords:
    """«Dine ord» above a quote on the presser's own copy of a summary: the answer in full, below the summary."""

    step: StepRef


@dataclass(frozen=True)
class ShowOwnData:
    """«Neste side»: page number `start` (from 0) of all that is held about the presser."""

    start: int


@dataclass(frozen=True)
class TakeOwnFile:
    """All that is held about the presser, as a file in this `form`: "page" (to be read) or "data".

    `start` is the page that the pressed card shows.
    """

    form: str
    start: int = 0


@dataclass(frozen=True)
class AskErasure:
    """«Slett mine data»: asks once more."""


@dataclass(frozen=True)
class EraseOwnData:
    """The presser's own data go; `words` in summaries sent out "go" too, or "stay" without a name."""

    words: str


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
class OpenDigest:
    """A summary among those offered, by its id: the pressed card becomes the summary as its presser may read it."""

    municipality: str
    digest: str


@dataclass(frozen=True)
class OpenOrigin:
    """A quote on the presser's own copy of a summary: where does it come from? `mark` is of the quote's words."""

    municipality: str
    digest: str
    mark: str


@dataclass(frozen=True)
class OpenThemes:
    """«Rydd i temaene»: the pressed summary becomes a form about question `number` (from 0) of those in `shown`.

    `shown` are the themes as the card showed them (`content/tidying.py`).
    """

    municipality: str
    digest: str
    shown: str
    number: int


@dataclass(frozen=True)
class KeepThemes:
    """«Lagre» on the form about the themes in `shown`; the names and the ticks arrive in the same data."""

    municipality: str
    digest: str
    shown: str
    number: int


@dataclass(frozen=True)
class LeaveThemes:
    """«Tilbake»: the form becomes the summary again."""

    municipality: str
    digest: str


@dataclass(frozen=True)
class OpenDilemmas:
    """The pressed pack becomes a list of the dilemmas offered to its meeting, from number `start` on (from 0)."""

    municipality: str
    digest: str
    start: int = 0


@dataclass(frozen=True)
class ChooseDilemma:
    """«Ta opp dette»: the meeting takes up the dilemma whose words have the `mark`."""

    municipality: str
    digest: str
    mark: str


@dataclass(frozen=True)
class LeaveDilemmas:
    """«Til møtepakken»: the list becomes the pack again."""

    municipality: str
    digest: str


@dataclass(frozen=True)
class UseNote:
    """«Bruk notatet»: the step's form is filled with the presser's note; nothing is sent. `delivery` may be ""."""

    step: StepRef
    delivery: str


@dataclass(frozen=True)
class ShowNotes:
    """The presser's own notes."""


@dataclass(frozen=True)
class OpenNote:
    """One of the presser's own notes, by its id."""

    note: str


@dataclass(frozen=True)
class DropNote:
    """«Slett notatet»: the presser's own note goes."""

    note: str


@dataclass(frozen=True)
class SendProposal:
    """«Send uten navn», «Send med navnet mitt»: `text` as the card showed it; `signed` is "name", or "" without one.

    `municipality` is the id of the one whose coordinators get it, "" for the sender's only one.
    """

    text: str
    signed: str
    municipality: str = ""


@dataclass(frozen=True)
class UnsentProposal:
    """«Ikke send»: the question goes nowhere."""


@dataclass(frozen=True)
class OpenProposal:
    """«Se og ta inn»: the form in which a coordinator words the question."""

    municipality: str
    proposal: str


@dataclass(frozen=True)
class TakeProposal:
    """«Ta inn»; the card's inputs `nb`, `nn` and `area` arrive in the same data."""

    municipality: str
    proposal: str


@dataclass(frozen=True)
class LeaveProposal:
    """«Ikke nå»."""

    municipality: str
    proposal: str


@dataclass(frozen=True)
class OpenTry:
    """«Dette prøver jeg», «Dette prøver vi» (`whose`), or «Vi trenger støtte» ("need"): an empty form.

    `session` is the session that it is promised in, "" for none.
    """

    municipality: str
    group: str
    session: str
    whose: str


@dataclass(frozen=True)
class KeepTry:
    """The form of a commitment is sent; its fields `text`, `sign`, `day` and `in_group` arrive in the same data.

    `commitment` is "" for a new one, and `seen` the version that the form showed.
    """

    municipality: str
    group: str
    session: str
    whose: str
    commitment: str = ""
    seen: int = 0


@dataclass(frozen=True)
class LeaveTry:
    """«Ikke lagre»: a form is left, and nothing is kept."""


@dataclass(frozen=True)
class ShowTry:
    """One commitment of several: on the card of a session's opening («Neste»), or in the list."""

    municipality: str
    commitment: str


@dataclass(frozen=True)
class ChangeTry:
    """«Endre»: the commitment in its form."""

    municipality: str
    commitment: str


@dataclass(frozen=True)
class RemoveTry:
    """«Ta bort»: the commitment goes, from others' cards too."""

    municipality: str
    commitment: str


@dataclass(frozen=True)
class TellTry:
    """What came of it (`outcome`); the card's fields `because` and `learnt` arrive in the same data.

    Without an outcome, what was told is taken back, to be told anew.
    """

    municipality: str
    commitment: str
    seen: int
    outcome: str


@dataclass(frozen=True)
class AgreeTry:
    """«Ja, det prøver vi»: somebody else of the group stands by a commitment written for the group."""

    municipality: str
    commitment: str


@dataclass(frozen=True)
class ShowTries:
    """What the presser, their groups and the municipality try."""


@dataclass(frozen=True)
class SendNeed:
    """The form of a need is sent, with its fields `text`, `day` and `in_group`; `signed` is "name", or "" without."""

    municipality: str
    group: str
    session: str
    signed: str


@dataclass(frozen=True)
class AnswerNeed:
    """The municipality's answer, of this kind (`state`); the card's fields `text` and `day` arrive in the same data."""

    municipality: str
    need: str
    seen: int
    state: str


@dataclass(frozen=True)
class SayMore:
    """The asker's reply to a question from the municipality; the card's field `text` arrives in the same data."""

    municipality: str
    need: str
    seen: int


@dataclass(frozen=True)
class OpenDecision:
    """«Skriv det ned», or one of the things that the meeting decided (`decision`): its form."""

    municipality: str
    digest: str
    decision: str = ""


@dataclass(frozen=True)
class KeepDecision:
    """The form is sent; its fields `text`, `whose` and `day` arrive in the same data.

    `decision` is "" for a new one, and `seen` the version that the form showed.
    """

    municipality: str
    digest: str
    decision: str = ""
    seen: int = 0


@dataclass(frozen=True)
class RemoveDecision:
    """«Ta bort»: it goes, from others' cards too."""

    municipality: str
    digest: str
    decision: str


@dataclass(frozen=True)
class ShowDecisions:
    """«Ikke nå»: what the meeting has decided so far."""

    municipality: str
    digest: str


@dataclass(frozen=True)
class AgreeDraft:
    """«Ja, slik»: all of the presser's answers in the draft go as far as was shown; `mark` is what was shown."""

    municipality: str
    session: str
    mark: str


@dataclass(frozen=True)
class ObjectDraft:
    """«Ikke slik jeg mente»: the answer is taken out of the draft at once, and a form for other words is shown."""

    step: StepRef
    seen: int


@dataclass(frozen=True)
class RemoveNeed:
    """«Ta tilbake»: the need goes, from the municipality's cards too."""

    municipality: str
    need: str


@dataclass(frozen=True)
class SendDraft:
    """Other words for an answer in the draft; the card's input `answer` arrives in the same data."""

    step: StepRef
    seen: int


@dataclass(frozen=True)
class ShowDraft:
    """«La det være ute»: the draft as it stands."""

    municipality: str
    session: str


@dataclass(frozen=True)
class ApproveDraft:
    """«Godkjenn»: the digest goes out without the word draft."""

    municipality: str
    session: str


@dataclass(frozen=True)
class ShowApproval:
    """«La det stå»: the draft, to whoever may approve it, as it stands."""

    municipality: str
    session: str


@dataclass(frozen=True)
class EditHeadings:
    """«Overskrifter»: a form for the headings of the draft, and for their order."""

    municipality: str
    session: str


MOST_HEADINGS = 9
"""Steps with a heading of their own: no protocol has as many."""


@dataclass(frozen=True)
class SaveHeadings:
    """«Lagre», with a field `heading_N` and one `place_N` for each step N of `shown` (with commas between).

    `mark` is of the headings that stood there when the form was opened.
    """

    municipality: str
    session: str
    mark: str
    shown: str


FollowUpPress = OpenFollowUp | SendFollowUp | LeaveFollowUp | WithdrawFollowUp
FurtherPress = LookFurther | ShareFurther | LeaveFurther
AnswerPress = SendAnswer | SkipPrompt | OpenAnswer | LeaveAnswer | WithdrawAnswer | ShowAnswer | UseNote
KeywordPress = ChooseKeyword | DropKeyword
OfferPress = LookOffer | OfferAnswer | DropOffer
OnPrompt = AnswerPress | FollowUpPress | FurtherPress | NarrowAnswer | UnsignAnswer | KeywordPress | OfferPress
"""Pressed on a prompt's own card, which names its delivery."""

OnStep = OnPrompt | ChoosePrompt | NotAnAnswer | SendWords | DropWords | OpenNextStep
OwnRhythm = ShowRhythm | ChooseReminders | TakePause | EndPause
"""About the presser and no step."""

OnProposal = OpenProposal | TakeProposal | LeaveProposal
"""Pressed by a coordinator on a proposed question."""

OnTry = OpenTry | KeepTry | LeaveTry | ShowTry | ChangeTry | RemoveTry | TellTry | AgreeTry | ShowTries
"""About what somebody will try."""

OnNeed = SendNeed | AnswerNeed | SayMore | RemoveNeed
"""About a need of support."""
OnHeadings = ShowApproval | EditHeadings | SaveHeadings
OnApproval = ApproveDraft | OnHeadings
"""Pressed on the whole draft by whoever may approve it."""

OnDecision = OpenDecision | KeepDecision | RemoveDecision | ShowDecisions
"""About what a meeting decided."""

OnDraft = AgreeDraft | ObjectDraft | SendDraft | ShowDraft
"""Pressed by an author on the draft of a digest."""

OnBank = SearchBank | OpenBankEntry
"""About what stands in the sharing bank."""

OwnNotes = ShowNotes | OpenNote | DropNote
OnThemes = OpenThemes | KeepThemes | LeaveThemes
"""Pressed on a summary whose themes the presser may put in order."""

OnDilemmas = OpenDilemmas | ChooseDilemma | LeaveDilemmas
"""Pressed on a meeting's pack by whoever coordinates the meeting."""

OnOneself = ShowOwnData | ShowOwnAnswers | OpenOwnAnswer | OpenOwnWords | TakeOwnFile | AskErasure | EraseOwnData
"""Pressed on a card about the presser's own data."""

Press = (
    OnStep
    | LinkChannel
    | ShowRecords
    | OwnRhythm
    | OwnNotes
    | OnTry
    | OnNeed
    | OnDecision
    | OnProposal
    | OnDraft
    | OnApproval
    | SendProposal
    | UnsentProposal
    | OnOneself
    | SayCommand
    | ShowHelp
    | OpenDigest
    | OpenOrigin
    | OnThemes
    | OnDilemmas
    | OnBank
)
_KINDS: Mapping[str, type[Press]] = {kind.__name__: kind for kind in get_args(Press)}


def encode(press: Press) -> dict[str, Any]:
    """The press as a card's `data`."""
    values = {name: dict(vars(value)) if isinstance(value, StepRef) else value for name, value in vars(press).items()}
    return {"sloyfa": VERSION, "press": type(press).__name__, **values}


def decode(data: object) -> Press:
    """The press in a card's `data`, among inputs and Teams' own keys.

    Raises UnknownPress for anything but a valid press: data may be made by hand.
    """
    if not isinstance(data, Mapping) or data.get("sloyfa") != VERSION:
        raise UnknownPress("not a press of this version")
    kind = _KINDS.get(str(data.get("press")))
    if kind is None:
        raise UnknownPress("no such press")
    found: dict[str, Any] = {field.name: _value(field, data) for field in fields(kind)}
    return kind(**found)


def _value(field: Field[Any], data: Mapping[str, Any]) -> StepRef | str | int:
    if field.type is StepRef:
        return _step(data.get(field.name))
    default = None if field.default is MISSING else field.default  # a card of an earlier version lacks the field
    value: object = data.get(field.name, default)
    if isinstance(value, str) and field.type is str:
        return value
    if isinstance(value, int) and field.type is int and not isinstance(value, bool):
        return value
    raise UnknownPress(f"{field.name} is not what it should be")


def id_in(text: str) -> UUID | None:
    """The id in a press, None for other text: data may be made by hand."""
    try:
        return UUID(text)
    except ValueError:
        return None


def step_value(step: StepRef) -> str:
    """The step as the value of a choice on a card."""
    return json.dumps([step.municipality, step.session, step.position], ensure_ascii=False)


def step_of_value(value: str) -> StepRef | None:
    """None for anything but a `step_value`."""
    try:
        municipality, session, position = json.loads(value)
        return _step({"municipality": municipality, "session": session, "position": position})
    except (ValueError, TypeError, RecursionError):
        return None


def _step(value: object) -> StepRef:
    if not isinstance(value, Mapping):
        raise UnknownPress("no step")
    municipality, session, position = value.get("municipality"), value.get("session"), value.get("position")
    if not isinstance(municipality, str) or not isinstance(session, str):
        raise UnknownPress("no step")
    if not isinstance(position, int) or isinstance(position, bool):
        raise UnknownPress("no step")
    return StepRef(municipality, session, position)


@dataclass(frozen=True)
class OwnFile:
    """The file that an offer is about, as the offer's card carries it to Teams and back: never a press.

    `asked_at` is in seconds since 1970.
    """

    form: str
    asked_at: int


def encode_file(file: OwnFile) -> dict[str, Any]:
    return {"sloyfa": VERSION, "file": file.form, "asked_at": file.asked_at}


def decode_file(data: object) -> OwnFile:
    """Raises UnknownPress for anything but a valid file."""
    if not isinstance(data, Mapping) or data.get("sloyfa") != VERSION:
        raise UnknownPress("not a file of this version")
    form, asked_at = data.get("file"), data.get("asked_at")
    if form not in FORMS or not isinstance(asked_at, int) or not 0 < asked_at < _LAST_SECOND:
        raise UnknownPress("no such file")
    return OwnFile(form, asked_at)
