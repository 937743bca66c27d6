"""Made-up messages of what is held about a person, in enough variations to use every part of the words."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from content.presses import EraseOwnData, OwnFile, StepRef
from content.vocabulary import knowing as k
from content.vocabulary.prompting import Followed, RungOffered, Signed

AT = datetime(2026, 11, 24, 8, 0, tzinfo=ZoneInfo("Europe/Oslo"))
QUESTION = "Fortell om en time der flere elever enn vanlig kom til orde. Hva gjorde dere?"
_ACTS = (
    "given",
    "widened",
    "narrowed",
    "changed",
    "withdrawn",
    "with_name",
    "with_role",
    "without_name",
    "tagged",
    "untagged",
    "offered",
    "not_offered",
)
_RUNGS = ("only_me", "group", "unit", "principals", "municipality", "network")
MOVES = (*(k.OwnMove(AT, act) for act in _ACTS), *(k.OwnMove(AT, "widened", rung) for rung in _RUNGS))
GIVEN = k.OwnAnswer(
    school_year="2026/2027",
    group="Rektorgruppa",
    area="Inkluderende læringsmiljøer",
    question=QUESTION,
    asked_at=AT,
    shared_at=AT,
    state="given",
    text="Vi ga tenketid.",
    further=(Followed("Hva så dere?", "Det ble stille.", 1),),
    keyword="åpne spørsmål",
    alone=True,
    offered=True,
    rung=RungOffered("group", "Rektorgruppa", 8),
    given_back=True,
    kept_until=AT,
    moves=MOVES,
)
ANSWERS = (
    GIVEN,
    replace(
        GIVEN, signed=Signed("name", "Tor Rektor"), rung=None, further=(), given_back=False, kept_until=None, moves=()
    ),
    replace(GIVEN, wished=RungOffered("municipality", "Nordvik kommune", 18), moves=()),
    replace(
        GIVEN,
        rung=RungOffered("only_me", "", 1),
        wished=RungOffered("unit", "Solbakken skole", 12),
        given_back=False,
        moves=(),
    ),
    *(
        replace(GIVEN, state=state, text="", further=(), rung=None, moves=())
        for state in ("skipped", "taken_back", "begun", "gone")
    ),
)
DATA = k.OwnData(
    municipality="Nordvik kommune",
    name="Tor Rektor",
    user_name="tor@nordvik.example",
    language="nb",
    accounts=1,
    notice_at=AT,
    is_on_roster=True,
    memberships=tuple(
        k.OwnMembership("Rektorgruppa", role, AT)
        for role in ("coordinator", "facilitator", "leader", "participant", "observer")
    ),
    posts=tuple(k.OwnPost("host-2026", post) for post in ("leads", "reads", "answers_for")),
    named_as=("responsible", "officer", "overlay"),
    recorded=(k.OwnRecorded(AT, "series_planned"),),
    messages=k.OwnMessages(3, 1, 2, 1, 7),
    answered=1,
    notes=(k.OwnNote(AT, "Husk friminuttet.", AT), k.OwnNote(AT, "Spør Olav.", None)),
    tries=(
        *(
            k.OwnTry(AT, whose, "Jeg prøver.", "Et tegn", outcome, "Det var rom", "Mye", rung, AT)
            for whose, outcome, rung in (
                ("person", "", "only_me"),
                ("meeting", "", "meeting"),
                ("checkpoint", "", "checkpoint"),
                ("person", "done", "group"),
                ("group", "partly", "group"),
                ("municipality", "changed", "principals"),
                ("municipality", "dropped", "municipality"),
            )
        ),
        k.OwnTry(AT, "group", "", "", "partly", "Det var rom", "Mye", "group", AT, from_bank=True, told_on=True),
    ),
    needs=tuple(
        k.OwnNeed(AT, text, "Dere får det.", state, signed, rung, AT)
        for text, state, signed, rung in (
            ("Vi trenger vikar.", "open", True, "only_me"),
            ("Vi trenger vikar.", "accepted", False, "group"),
            ("", "answered", False, "group"),
            ("", "unclear", False, "group"),
        )
    ),
    headings=(k.OwnHeading("Rektorgruppa", AT, "Tid til å tenke"), k.OwnHeading("Rektorgruppa", AT, "")),
    proposals=tuple(
        k.OwnProposal(AT, "Hva lærte vi?", state, signed, AT)
        for state, signed in (("open", True), ("taken", False), ("left", False))
    ),
    practices=tuple(
        k.OwnPractice(AT, "Makkerlesing", "Vi leste.", "Det ble ro.", "En bok.", rung, credit, AT)
        for rung, credit in (("unit", "name"), ("principals", "unit"), ("municipality", ""), ("network", ""))
    ),
    theme_names=(k.OwnThemeName("Leseglede"),),
)
LEFT = replace(
    DATA,
    practices=(),
    name="",
    user_name="",
    language="",
    accounts=2,
    notice_at=None,
    is_on_roster=False,
    rule="rule",
    reminders=0,
    paused_until=AT,
    memberships=(k.OwnMembership("Rektorgruppa", "participant", AT, AT),),
    messages=k.OwnMessages(3, kept_until=AT),
    answered=2,
    tries=(replace(DATA.tries[0], kept_until=None),),
    needs=(replace(DATA.needs[0], kept_until=None),),
    proposals=(replace(DATA.proposals[0], kept_until=None),),
)
HELD = replace(DATA, language="nn", chosen=True, rule="hold", reminders=2, answered=0, practices=())
CHAT = k.OwnChat("Una Ukjend", "nb-NO", reachable=True, installed_at=AT, channels=("Team 5",))
WAITING = k.OwnWaiting(AT, "Vi leste sammen?")
WHOLE = k.WhatIKnow((DATA, LEFT, HELD, replace(DATA, language="en", practices=())), CHAT, (WAITING,))
ASKED = k.ErasureAsked(2, 4, 1, 3, 2, 1, 3, 1, ("Nordvik kommune",), EraseOwnData("go"), 2, 3)
GROUP = k.GroupSeen(
    "Rektorgruppa",
    "Nordvik kommune",
    (
        k.RungSeen("only_me", "", None, "Nordvik kommune"),
        *(k.RungSeen(rung, "Rektorgruppa", people, "Solbakken skole") for rung in _RUNGS[1:] for people in (None, 7)),
    ),
    channel=True,
    roles=("coordinator", "leader", "participant"),
)

LONG = replace(GIVEN, text="Vi snakket sammen i ro og mak. " * 1_500, further=())
STEP = StepRef("nordvik", "host-2026/rektorgruppa/0", 0)
ROWS = tuple(
    k.OwnAnswerInBrief(STEP, one.school_year, one.group, one.question, AT, one.state, one.text) for one in ANSWERS
)
SHOWN = k.OwnAnswerShown(GIVEN, STEP, 1, ("change", "widen", "withdraw"), 0)
TOO_LONG = (replace(SHOWN, answer=LONG), k.WhatIKnow((), CHAT, (k.OwnWaiting(AT, LONG.text),) * 2))

PAGES = tuple(replace(WHOLE, start=start) for start in range(8))
_NAME = "Anne-Karoline Bjørnstjerne-Gjærevoll Østraat " * 3
_GROUP = "Læringsfellesskapet for åttende til tiende trinn ved Sørøya skole " * 2
FULL = replace(
    DATA,
    name=_NAME,
    memberships=tuple(k.OwnMembership(f"{_GROUP}{number}", "participant", AT, AT) for number in range(9)),
    posts=tuple(k.OwnPost(f"{_GROUP}{number}", "leads") for number in range(9)),
    recorded=tuple(k.OwnRecorded(AT.replace(year=1000 + number), "series_planned") for number in range(90)),
    answered=600,
    notes=tuple(k.OwnNote(AT, f"{number}: {'Øving gjør mester på nær. ' * 38}", AT) for number in range(10)),
    proposals=tuple(k.OwnProposal(AT, f"{number}: {'Hva så? ' * 36}", "open", True, AT) for number in range(10)),
)
FULLEST = k.WhatIKnow(
    tuple(replace(FULL, municipality=f"Ytre og Indre Sørøy kommune {number}") for number in range(3)),
    replace(CHAT, channels=tuple(f"{_GROUP}{number}" for number in range(40))),
    tuple(k.OwnWaiting(AT, f"{number}: {'Vi prøvde på nytt. ' * 209}") for number in range(5)),
)
"""More than anybody will have, in three municipalities."""

EXAMPLES: tuple[k.Knowing, ...] = (
    *PAGES,
    k.WhatIKnow((), replace(CHAT, reachable=False, installed_at=None)),
    k.OwnAnswers(ROWS[:5], 0, 16),
    k.OwnAnswers((replace(ROWS[0], text="Vi snakket sammen i ro og mak. " * 9), *ROWS[3:]), 5, 16, "rø *tt*"),
    k.OwnAnswers((), 0, 0),
    k.OwnAnswers((), 0, 0, "rø *tt*"),
    SHOWN,
    replace(SHOWN, answer=ANSWERS[1], ways=("readers", "withdraw"), search="rø *tt*"),
    replace(SHOWN, ways=("change", "widen", "offer", "withdraw")),
    replace(SHOWN, ways=("drop_offer", "readers", "withdraw")),
    *(replace(SHOWN, answer=one, ways=("answer",)) for one in ANSWERS[2:]),
    k.SearchNotShown(),
    k.FileOffered(OwnFile("page", 1_800_000_000), "sloyfa-2026-11-24.html", 4096),
    k.FileOffered(OwnFile("data", 1_800_000_000), "sloyfa-2026-11-24.json", 4096),
    k.FileGiven("sloyfa.html", "https://nordvik-my.sharepoint.com/sloyfa.html", "1", "html"),
    k.FileDeclined(),
    k.FileTooLate(),
    k.FileTakenAlready(),
    k.FileNotGiven(),
    ASKED,
    replace(ASKED, answers=1, given_back=2, waiting=0, on_roster=()),
    k.Erased(1, 1, ("Nordvik kommune",)),
    k.Erased(2, 2, ()),
    k.NothingToErase(),
    k.WhoSeesWhat((GROUP, k.GroupSeen("Rektorgruppa", "Nordvik kommune", (), answers=False, roles=("observer",)))),
    k.WhoSeesWhat(()),
    *TOO_LONG,
)
