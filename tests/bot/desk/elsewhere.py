"""What is done elsewhere than at the desk, and is tried by tests of its own: routes, presses, commands and verbs."""

from collections.abc import Mapping
from typing import get_args

from content.presses import (
    DraftLayer,
    KeepSettings,
    LeavePlan,
    LinkChannel,
    OnApproval,
    OnBank,
    OnDilemmas,
    OnDraft,
    OnNeed,
    OnOneself,
    OnPractice,
    OnPrompt,
    OnProposal,
    OnStep,
    OnThemes,
    OnTry,
    OpenDigest,
    OpenOrigin,
    OwnNotes,
    OwnRhythm,
    Press,
    SayCommand,
    SendList,
    SendProposal,
    ShowHelp,
    ShowRecords,
    UnsentProposal,
)
from dialogs.permissions import RULES, Verb, the_clock, the_operator

ROUTES: Mapping[str, str] = {
    "/api/": "Teams and programs, each with a token",
    "/healthz": "for machines",
    "/readyz": "for machines",
    "/signin": "before anybody is known",
    "/signout": "one's own session",
    "/signed-out": "one's own session",
    "/look/": "styles and scripts",
    "/digests": "whose words one reads: sharing/circles.py",
    "/sessions/": "whose words one reads: sharing/circles.py",
    "/channels/": "whose words one reads: sharing/circles.py",
    "/answers": "one's own answers",
    "/me": "what is held of oneself",
    "/privacy": "what is held of oneself",
    "/glass-box": "open to everybody of the municipality",
    "/bank": "whose words one reads: sharing/circles.py",
    "/promises": "whose words one reads: sharing/circles.py",
    "/lists/{list}/file": "whose words one reads: sharing/circles.py",
    "/lists/bank": "whose words one reads: sharing/circles.py",
    "/calendar": "one's own calendar",
    "/{page}": "the plan and the coverage as pictures",
}
"""How an address begins -> why nobody's right at the desk decides there."""

_FAMILIES = (
    OnStep,
    OnPrompt,
    OwnRhythm,
    OwnNotes,
    OnTry,
    OnNeed,
    OnProposal,
    OnDraft,
    OnApproval,
    OnOneself,
)
_MORE = (OnThemes, OnDilemmas, OnBank, OnPractice, LinkChannel, ShowRecords, SendProposal, UnsentProposal)
_LAST = (DraftLayer, KeepSettings, SendList, SayCommand, ShowHelp, OpenDigest, OpenOrigin, LeavePlan)
PRESSES: frozenset[type[Press]] = frozenset(
    kind for family in (*_FAMILIES, *_MORE, *_LAST) for kind in (get_args(family) or (family,))
)

VERBS: Mapping[Verb, str] = {
    **{verb: "nobody's at the desk" for verb, rule in RULES.items() if rule in {the_operator, the_clock}},
    Verb.ANSWER: "whoever is asked",
    Verb.HANDLE_OWN_WORDS: "one's own",
    Verb.CHOOSE_OWN_RHYTHM: "one's own",
    Verb.SEE_OWN_DATA: "one's own",
    Verb.ERASE_OWN_DATA: "one's own",
    Verb.END_STEP: "in the chat of an open question",
    Verb.LINK_GROUP: "in a channel",
    Verb.READ_DIGEST: "whose words one reads",
    Verb.READ_ABOUT_GROUP: "whose words one reads",
    Verb.PROMISE: "in the group",
    Verb.TELL_OF_GROUPS_PROMISE: "in the group",
    Verb.PROMISE_FOR_MUNICIPALITY: "a card of its own",
    Verb.SHARE_PRACTICE: "in the group",
    Verb.ANSWER_NEEDS: "a card of its own",
    Verb.CHOOSE_DILEMMA: "a card of its own",
    Verb.TIDY_THEMES: "a card of its own",
    Verb.APPROVE_DRAFT: "a card of its own",
    Verb.DECIDE_PROPOSALS: "a card of its own",
    Verb.READ_RECORD: "everybody of the municipality",
    Verb.SEE_COVERAGE: "the coverage as a picture",
}
