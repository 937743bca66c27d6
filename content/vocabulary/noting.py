"""What is said of notes: people's own, as a beginning of a coming answer."""

from dataclasses import dataclass
from datetime import datetime

from content.presses import StepRef
from content.vocabulary.guarding import Stopped


@dataclass(frozen=True)
class NoteInBrief:
    """A note: `note` is its id, `used` says that a form has been filled with it."""

    note: str
    text: str
    noted_at: datetime
    used: bool = False


@dataclass(frozen=True)
class NoteOnPrompt:
    """What a prompt's card says of its reader's note: a button that offers it, and a line where it fills the field."""


@dataclass(frozen=True)
class NoteKept:
    """The note is kept until the local wall time `until`; `prompts` are (question, step) that it could begin now."""

    text: str
    until: datetime
    prompts: tuple[tuple[str, StepRef], ...] = ()


@dataclass(frozen=True)
class NotesListed:
    """«Husk» alone: the reader's notes, the newest first."""

    notes: tuple[NoteInBrief, ...]


@dataclass(frozen=True)
class NoteShown:
    """A note in full, with `prompts` as in NoteKept."""

    note: NoteInBrief
    until: datetime
    prompts: tuple[tuple[str, StepRef], ...] = ()


@dataclass(frozen=True)
class NoteDropped:
    """The note is deleted, or has been before."""


@dataclass(frozen=True)
class NoteStopped:
    """The guard has stopped the note; nothing is kept, and the words stand in the reader's own message alone."""

    stopped: Stopped


@dataclass(frozen=True)
class NoteTooLong:
    """The note has more than `most` characters."""

    most: int


@dataclass(frozen=True)
class TooManyNotes:
    """The reader has `most` notes already."""

    most: int


@dataclass(frozen=True)
class NoNoteFits:
    """The note that a card offered is gone, or has been used for another question."""


Noting = NoteKept | NotesListed | NoteShown | NoteDropped | NoteStopped | NoteTooLong | TooManyNotes | NoNoteFits
