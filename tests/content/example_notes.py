"""Made-up messages about people's own notes."""

from content.presses import StepRef
from content.vocabulary import noting as n
from content.vocabulary.guarding import Stopped
from tests.content.example_own_data import AT, QUESTION, STEP

NOTE = n.NoteInBrief("n-1", "Friminuttet på tirsdag. " * 12, AT)
_MANY = tuple((QUESTION, StepRef("nordvik", f"host-2026/rektorgruppa/{number}", 0)) for number in range(4))

EXAMPLES: tuple[n.Noting, ...] = (
    n.NoteKept("Friminuttet på tirsdag.", AT),
    n.NoteKept("Friminuttet på tirsdag.", AT, ((QUESTION, STEP),)),
    n.NoteKept("Friminuttet på tirsdag.", AT, _MANY),
    n.NotesListed((NOTE, n.NoteInBrief("n-2", "*Kort* _notat_", AT, used=True))),
    n.NotesListed(()),
    n.NoteShown(NOTE, AT),
    n.NoteShown(NOTE, AT, ((QUESTION, STEP),)),
    n.NoteDropped(),
    n.NoteStopped(Stopped(("name", "phone"))),
    n.NoteStopped(Stopped(())),
    n.NoteTooLong(1000),
    n.TooManyNotes(10),
    n.NoNoteFits(),
)
