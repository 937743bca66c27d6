"""Everything people do, as a union of frozen dataclasses; the router handles every event."""

from dataclasses import dataclass, field

from content.presses import NOT_FILLED, OwnFile, PracticeFields, Press
from content.vocabulary.conversing import Along as Along
from content.vocabulary.conversing import Courtesy as Courtesy
from content.vocabulary.planning import PlanForm
from content.vocabulary.settings import SettingsForm
from dialogs.model import Happening, Rung, Signature, StepRef
from dialogs.model import Place as Place
from dialogs.model import Scope as Scope
from dialogs.people.roster import RosterFile


@dataclass(frozen=True)
class Installed:
    """The bot was added, for a person or in a team.

    Teams announces an installation twice: as an installation, and (`by_members`) as a change of members.
    """

    about: Happening
    by_members: bool = False


@dataclass(frozen=True)
class Uninstalled:
    about: Happening


@dataclass(frozen=True)
class PeopleChanged:
    """Somebody but the bot joined or left a team or a channel."""

    about: Happening


@dataclass(frozen=True)
class Said:
    """Free text, which `hear` turns into another event; `mentioned`: the text addresses the bot in a channel.

    `anew`: the text is an edited or restored message's, which was no answer before.
    """

    about: Happening
    text: str
    mentioned: bool
    along: Along | None = None
    anew: bool = False


@dataclass(frozen=True)
class MessageEdited:
    """`about.activity` is the original message's id. `restored`: its deletion was undone."""

    about: Happening
    text: str
    along: Along | None = None
    mentioned: bool = False
    restored: bool = False


@dataclass(frozen=True)
class MessageDeleted:
    about: Happening


@dataclass(frozen=True)
class HeadingField:
    """A facilitator's heading for the step at `position`; `place` counts from 1, 0 where the card sent no number."""

    position: int
    text: str
    place: int


@dataclass(frozen=True)
class SteerForm:
    """The fields with which a series is changed, as sent; "" for an empty one.

    `session` is a session's id and `group` a group's, "" for all that the session's day is meant for. `day` is an ISO
    date, `time` a local time such as 08:00, `weekday` a number from 0, Monday. `seen` is the local
    minute (ISO) of the deadline on the form.
    """

    session: str = ""
    group: str = ""
    day: str = ""
    time: str = ""
    weekday: str = ""
    seen: str = ""


@dataclass(frozen=True)
class SettingsSent:
    """A municipality's settings as filled in, and as the form showed them when it was opened."""

    form: SettingsForm
    seen: SettingsForm


@dataclass(frozen=True)
class Form:
    """The fields of a card whose button was pressed; what the card sent no known value of is None.

    `passes` are the kinds of findings that the author lets pass, `sought` the words of a search, `nb`
    and `nn` a question as it was worded, and `area` an area's id. `choice` is the number of the answer that the button
    itself gives, 0 for a button that gives none, and `word` a keyword. `sign`, `day` (an ISO date) and `in_group` are
    of a commitment or a need of support, `because` and `learnt` of what came of a commitment, and `whose` says who
    promised what a meeting decided, which group tries an entry, or which checkpoint is answered. `alone`: the answer is
    to be seen where nobody else says so. `headings` are of a digest's sections, `names` of its themes, `word` of a new
    theme, and `moved` are marks of answers that go `to` another. `plan` are the fields of a plan, `practice` those of a
    practice; `kind` narrows a search of the sharing bank. `settings` are a municipality's. `people` is a
    municipality's list, which no card sends.
    """

    text: str = ""
    rung: Rung | None = None
    step: StepRef | None = None
    signature: Signature | None = None
    passes: frozenset[str] = frozenset()
    sought: str = ""
    word: str = ""
    nb: str = ""
    nn: str = ""
    area: str = ""
    choice: int = 0
    alone: bool | None = None
    sign: str = ""
    day: str = ""
    in_group: bool = False
    because: str = ""
    learnt: str = ""
    whose: str = ""
    headings: tuple[HeadingField, ...] = ()
    names: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    to: str = ""
    plan: PlanForm | None = None
    steer: SteerForm | None = None
    settings: SettingsSent | None = None
    kind: str = ""
    practice: PracticeFields = NOT_FILLED
    people: RosterFile | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Pressed:
    """A button of one of our cards was pressed. `form` is blank for every button that sends no words."""

    about: Happening
    press: Press
    form: Form = Form()


@dataclass(frozen=True)
class BankSearched:
    """The sharing bank was searched beneath somebody's message, or in Teams' command box: while the words are typed.

    Without `words` for the newest entries. `size` entries are asked for, from number `start` on.
    """

    about: Happening
    words: str
    start: int
    size: int


@dataclass(frozen=True)
class Upload:
    """Where Teams lets a file be laid: `url` takes the file, and `content_url` is where the file is afterwards.

    `name`, `unique` and `kind` are Teams' own names for the file. All of it was written by Teams' client, and has to be
    checked before anything is sent there.
    """

    url: str
    content_url: str
    name: str
    unique: str
    kind: str


@dataclass(frozen=True)
class FileAnswered:
    """The reader's yes (`upload`) or no (None) to an offered file."""

    about: Happening
    file: OwnFile
    upload: Upload | None


@dataclass(frozen=True)
class StrangePress:
    """An unreadable press: from an old card, or made by hand."""

    about: Happening


# What free text means.


@dataclass(frozen=True)
class TextAnswered:
    """A message taken as an answer to `step`."""

    about: Happening
    step: StepRef
    text: str


@dataclass(frozen=True)
class ChoiceNeeded:
    """A message that may be an answer to one of these open prompts; its author has to say to which, if to any.

    `to_skip`: the words ask for a question to be skipped.
    """

    about: Happening
    steps: tuple[StepRef, ...]
    text: str
    to_skip: bool = False


@dataclass(frozen=True)
class WordsMissing:
    """A message without a word of the speaker's own, where words would have been an answer."""

    about: Happening
    along: Along


@dataclass(frozen=True)
class Commanded:
    """A command was said; `command` is an id of content/words/commands.toml, `argument` the text after the name.

    `municipality` is the id of the one that the speaker has chosen, "" where nothing was chosen.
    """

    about: Happening
    command: str
    argument: str = ""
    municipality: str = ""


@dataclass(frozen=True)
class CommandedElsewhere:
    """A command was said where it does not hold."""

    about: Happening
    command: str


@dataclass(frozen=True)
class Greeted:
    """A courtesy and nothing else; `while_open`: a question is open for the speaker in the conversation."""

    about: Happening
    courtesy: Courtesy
    while_open: bool


@dataclass(frozen=True)
class Confirmed:
    """A yes to the question that the speaker was asked in the same conversation."""

    about: Happening


@dataclass(frozen=True)
class Declined:
    """A no to the question that the speaker was asked in the same conversation."""

    about: Happening


@dataclass(frozen=True)
class NothingToAnswer:
    """Text that is no command, from a person with no open question in the conversation."""

    about: Happening


AnyPress = Pressed | StrangePress

Event = (
    Installed
    | Uninstalled
    | PeopleChanged
    | Said
    | MessageEdited
    | MessageDeleted
    | Pressed
    | BankSearched
    | FileAnswered
    | StrangePress
    | TextAnswered
    | ChoiceNeeded
    | WordsMissing
    | Commanded
    | CommandedElsewhere
    | Greeted
    | Confirmed
    | Declined
    | NothingToAnswer
)
