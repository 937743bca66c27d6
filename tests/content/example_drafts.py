"""Made-up messages about drafts of digests."""

from dataclasses import replace
from typing import get_args

from content.presses import StepRef
from content.vocabulary import drafting as d
from content.vocabulary.digesting import SessionDigest
from content.vocabulary.guarding import Stopped
from content.vocabulary.prompting import Quote, RungOffered
from tests.content.example_own_data import AT, QUESTION

_STEP = StepRef("nordvik", "uka.rektorgruppa.2026-11-24", 0)
_GROUP = RungOffered("group", "Rektorgruppa", 8)
_WISHED = RungOffered("municipality", "Nordvik kommune", 18)
_QUOTE = d.DraftQuote(QUESTION, Quote("Vi ga tenketid før vi spurte."), _GROUP, _STEP, 1)
_FURTHER = replace(_QUOTE, wished=_WISHED, groups=("Rektorgruppa", "Team 5"))
_OUT = replace(_QUOTE, readers=RungOffered("only_me", "", 1), is_out=True)
_SECTIONS = (d.HeadingAsked(QUESTION, 0, "Tid til å tenke"), d.HeadingAsked("Hva gjør vi nå?", 1, ""))
_OF = ("nordvik", "uka.rektorgruppa.2026-11-24", "m")


def examples(digest: SessionDigest) -> tuple[d.Drafting, ...]:
    return (
        d.DraftAsked("Rektorgruppa", AT, AT, (_QUOTE,), *_OF),
        d.DraftAsked("Rektorgruppa", AT, AT, (_FURTHER, _OUT, _QUOTE), *_OF),
        d.DraftAsked("Rektorgruppa", AT, AT, (_QUOTE,), *_OF, not_kept="Vi ga tenketid."),
        d.DraftAsked("Rektorgruppa", AT, AT, (), *_OF),
        d.DraftReworded(QUESTION, "Vi ga tenketid før vi spurte.", AT, _STEP, 2),
        d.DraftReworded(QUESTION, "Kari ga tenketid.", AT, _STEP, 2, stopped=Stopped(("name",))),
        d.DraftReworded(QUESTION, "Vi ga tid.", AT, _STEP, 3, stands=True),
        d.DraftOver("Rektorgruppa", AT),
        d.DraftOver("Rektorgruppa", AT, not_kept="Vi ga tenketid før vi spurte."),
        d.DraftOver("Rektorgruppa", AT, cancelled=True),
        d.DraftChanged(),
        d.DraftTakenOut(),
        d.ApprovalAsked(replace(digest, is_draft=True), "Rektorgruppa", AT, "nordvik", _OF[1]),
        d.ApprovalAsked(digest, "Rektorgruppa", AT, "nordvik", _OF[1], approved=True),
        d.HeadingsAsked("Rektorgruppa", AT, _SECTIONS[:1], *_OF, 80),
        d.HeadingsAsked("Rektorgruppa", AT, _SECTIONS, *_OF, 80, changed=True, stopped=Stopped(("name",))),
        *(d.ApprovalOver("Rektorgruppa", AT, ended) for ended in get_args(d.ApprovalEnd)),
        d.ApprovalOver("Rektorgruppa", AT, "draft", ("Tid til å tenke", "Det vi tar med")),
    )
