"""Made-up messages about proposed questions."""

from datetime import date

from content.vocabulary import proposing as p
from content.vocabulary.guarding import Stopped
from tests.content.example_own_data import QUESTION

_AREAS = (("inkluderende-laeringsmiljoer", "Inkluderende læringsmiljøer"), ("digital-teknologi", "Digital *teknologi*"))
_FORM = p.ProposalOpened(QUESTION, "nordvik", "p-1", QUESTION, QUESTION, _AREAS[0][0], _AREAS, 25)
_WRONG: tuple[p.Wrong, ...] = ("empty", "too_long", "no_question", "blanks", "no_area", "overlay")

EXAMPLES: tuple[p.Proposing, ...] = (
    p.ProposalAsked(QUESTION, "Nordvik kommune", "nordvik"),
    p.ProposalSent(QUESTION, signed=False),
    p.ProposalSent(QUESTION, signed=True),
    p.ProposalNotSent(),
    p.NoProposal(),
    p.ProposalTooLong(300),
    p.ProposalStopped(Stopped(("name",))),
    p.TooManyProposals(5),
    p.NobodyToDecide("Nordvik kommune"),
    p.ProposalReceived(QUESTION, "Tor Rektor", "nordvik", "p-1"),
    p.ProposalReceived(QUESTION, "", "nordvik", "p-1"),
    _FORM,
    *(p.ProposalOpened(QUESTION, "nordvik", "p-1", "", "", _AREAS[0][0], _AREAS, 25, wrong) for wrong in _WRONG),
    p.ProposalOpened(QUESTION, "nordvik", "p-1", "", "", _AREAS[0][0], _AREAS, 25, stopped=Stopped(("name",))),
    p.ProposalTaken(QUESTION, "Guro Koordinator", date(2026, 11, 24)),
    p.ProposalTaken(QUESTION, "", date(2026, 11, 24)),
    p.ProposalLeft(QUESTION, "Guro Koordinator", date(2026, 11, 24)),
    p.ProposalLeft(QUESTION, "", date(2026, 11, 24)),
    p.ProposalGone(),
    p.ProposalThanks(QUESTION),
)
