"""Made-up messages: every class, in enough variations to use every part of the words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, get_args
from zoneinfo import ZoneInfo

from content.commands import TOPICS
from content.dates import Deadline, Period, deadline
from content.presses import LinkChannel, OpenDigest, SayCommand, ShowAnswer, ShowRecords, StepRef
from content.vocabulary import conversing as c
from content.vocabulary import glass_box as g
from content.vocabulary import overview as o
from content.vocabulary import rhythm
from content.vocabulary.digesting import (
    Agreed,
    Between,
    Change,
    Differing,
    DigestRef,
    Findings,
    GroupSection,
    MeetingDigest,
    PromptSection,
    SessionDigest,
    Share,
    Shares,
    Theme,
    Unsure,
)
from content.vocabulary.guarding import (
    KINDS,
    ReadersOfForm,
    StaysInGroup,
    Stopped,
    TellMeApart,
    WordsGivenBack,
    WordsTakenOff,
)
from content.vocabulary.looking_after import (
    ChannelUnreached,
    DeletionAhead,
    LateQuestion,
    LetInAgain,
    NotLetIn,
    NotSentInTime,
    ToGo,
    Unreached,
    Vacant,
    VacantPost,
)
from content.vocabulary.messages import Message
from content.vocabulary.prompting import (
    AlreadyRead,
    AnswerKept,
    AnswerWithdrawn,
    Cause,
    EmptyChange,
    EmptyFollowUp,
    Followed,
    FollowUpAsked,
    FromOthers,
    FurtherAsked,
    FurtherChanged,
    LawShown,
    MeetingAhead,
    NumberedPrompt,
    Offer,
    OfferAsked,
    OnePress,
    PassKept,
    PromptAsked,
    PromptClosed,
    PromptReminded,
    PromptsInText,
    Quote,
    RungOffered,
    SignatureOffered,
    Signed,
    SpeaksLast,
    StepMoved,
    StepStays,
    StepsToOpen,
    TextKept,
    ThreadKept,
    Turnout,
    WhyAsked,
    WithoutName,
)
from dialogs.model import ABOUT, Act, By, Intention, KeptKind, MunicipalitySettings
from tests.content import (
    example_bank,
    example_committing,
    example_decisions,
    example_drafts,
    example_keywords,
    example_layers,
    example_meetings,
    example_members,
    example_notes,
    example_own_data,
    example_packs,
    example_phases,
    example_planning,
    example_practices,
    example_proposals,
    example_series,
    example_session_questions,
    example_settings,
    example_tidying,
)

STEP = StepRef("nordvik", "host-2026/rektorgruppa/0", 0)
OTHER_STEP = replace(STEP, position=1)
AT = datetime(2026, 11, 24, 8, 0, tzinfo=ZoneInfo("Europe/Oslo"))
CLOSES = Deadline(AT, is_near=True)
QUESTION = "Fortell om en time der flere elever enn vanlig kom til orde. Hva gjorde dere?"
SHORT_QUESTION = "Hva lyktes vi med denne uka?"
LAW = "Skolen skal arbeide kontinuerlig for et trygt og godt skolemiljø (oppl. § 12-3)."

LINK = LinkChannel("nordvik", "team-5", 3)
ONLY_ME = RungOffered("only_me", "", 1)
GROUP = RungOffered("group", "Rektorgruppa", 8, without_name=WithoutName(7, "many"))
RUNGS = (
    ONLY_ME,
    GROUP,
    RungOffered("unit", "Fjellheim skole", 24, without_name=GROUP.without_name),
    RungOffered("principals", "Rektorgruppa", 31, without_name=GROUP.without_name, unit="Fjellheim skole"),
    RungOffered("municipality", "Nordvik kommune", 60, without_name=GROUP.without_name),
    RungOffered("network", "Kystnettverket", 200, without_name=GROUP.without_name),
)

ROLE_KINDS = ("principal", "head", "leader", "coordinator", "facilitator", "teacher", "employee", "participant")
ROLES, NAME = tuple(map(Signed, ROLE_KINDS)), Signed("name", "Tor Rektor")
SIGNATURES = (
    SignatureOffered("", None),
    SignatureOffered("principal", ROLES[0], is_sole=True),
    SignatureOffered("name", NAME),
)

NOTICE = c.PrivacyNotice(
    "nordvik", "Nordvik kommune ved kommunedirektøren", "personvernombud@nordvik.example", "Rektorgruppa, Nettverket"
)
LONG_HINT = "Skriv tre linjer: «Behold», «Prøv» og «La ligge». Var øktene verdt tida, og var det trygt å dele?"
WHY_ASKED = WhyAsked("Den som hører til, våger å prøve, spørre og feile.", "Rektorgruppa", "turn", "conveying")
PERSONAL = PromptAsked(
    group="Rektorgruppa",
    area="Inkluderende læringsmiljøer",
    question=QUESTION,
    because=WHY_ASKED,
    definition="Alle elever skal oppleve at de hører til, og at det de kan, blir verdsatt.",
    law=LawShown(LAW, "§ 12-2", "https://lovdata.no/lov/2023-06-09-30/§12-2", date(2026, 6, 20), reminds=True),
    title="Hver for seg",
    hint="Skriv det du selv har sett.",
    closes_at=CLOSES,
    rungs=RUNGS,
    rung="group",
    step=STEP,
    delivery="d-1",
)
GROUP_READS = (ReadersOfForm(GROUP),)
NAMED = Stopped(("name",), ("Kari",), overridable=True)
ALL_KINDS = Stopped(KINDS, ("Jenta i 4A begynte i går.", "Kari", "41 22 33 44"), taken_out=True)
KEPT = AnswerKept(QUESTION, "Vi ga tenketid.", GROUP, CLOSES, STEP, "d-1", 1)
WHY, EMPHASIS = "Hvorfor tror dere det gikk?", "Hva la dere mest vekt på?"
FURTHER = (Followed(WHY, "Fordi alle hadde noe å si.", 1), Followed(EMPHASIS, "Å vente litt til.", 3))
"""Answers to the first and the last of three follow-up questions."""
FOLLOW_UP = FollowUpAsked(WHY, (Quote("Vi ga tenketid."),), GROUP, CLOSES, STEP, "d-1", 1, 1)
FURTHER_ASKED = FurtherAsked(
    QUESTION, Quote("Vi ga tenketid."), GROUP, RUNGS[-2], ("Rektorgruppa", "Team 5"), CLOSES, STEP, "d-1", 1, "a1b2"
)
AHEAD = MeetingAhead("Nettverksgruppa i Nordnett", deadline(AT, now=AT))
OFFER_ASKED = OfferAsked(QUESTION, Quote("Vi ga tenketid."), AHEAD, 6, 9, STEP, "d-1", 2, can_widen=True)
FROM_TWO = FromOthers((Quote("Elevene leste for hverandre."), Quote("Vi satte av ti minutter.")))
FROM_ONE, AMONG_THE_FIRST = FromOthers(FROM_TWO.quotes[:1]), FromOthers()
TYPED = TextKept(QUESTION, "Vi ga tenketid.", GROUP, CLOSES, STEP, message="1700000000000")
SHARED = PromptSection("Inkluderende læringsmiljøer", QUESTION, LAW, (Quote("Vi ga tenketid."), Quote("To og to.")))
ON_A_SCALE = OnePress(tuple(f"{number} av 5" for number in range(1, 6)), ("nesten aldri", "nesten alltid"))
IN_ENGLISH = OnePress(tuple(f"{number} of 5" for number in range(1, 6)), ("hardly ever", "nearly always"), chosen=3)
A_CHOICE = OnePress(("Ikke begynt", "Har en idé", "Har en felles plan", "Er i gang"), chosen=2)
SPREAD = Shares((Share("2 av 5"), Share("4 av 5", 5)))
UNSHARED = PromptSection("Inkluderende læringsmiljøer", SHORT_QUESTION, None, ())
SESSION = SessionDigest("Rektorgruppa", AT, Turnout(6, 11), (SHARED, UNSHARED))
MEETING = MeetingDigest(
    "Nettverksmøte",
    AT,
    (GroupSection("Rektorgruppa", Turnout(6, 11), (SHARED,)), GroupSection("Team 5", Turnout(), (UNSHARED,))),
)
THEMES = (
    Theme("tenketid · makkerpar", 10, (Quote("Vi ga tenketid.", mark="a"), Quote("To og to.", several=True, mark="b"))),
    Theme("stasjoner", None, (Quote("Vi gikk mellom stasjoner."),), (Quote("Fem stasjoner."), Quote("Ute.", FURTHER))),
)
THEMED = replace(SHARED, themes=THEMES, quotes=(Quote("Vi lette etter bøker."), Quote("Vi vil ut.", alone=True)))
FOUND = Findings(
    (Agreed(QUESTION, "4 av 5"),),
    (Differing(SHORT_QUESTION, "1 av 5", "5 av 5"),),
    ("Digital teknologi", "Overganger"),
    (Change("tenketid", more=True), Change("stasjoner", more=False)),
    (Between("Solbakken skole", "stasjoner"),),
    (Quote("Vi trenger en vikar på torsdager."),),
    "Hva ser vi ulikt på, og hva er godt å ha med seg fra hvert syn?",
    (Unsure(QUESTION, are_most=False), Unsure(SHORT_QUESTION, are_most=True)),
)
THEMED_SESSION = replace(SESSION, prompts=(THEMED, SHARED), findings=FOUND, ref=DigestRef("nordvik", "d"))
COMMON = PromptSection(
    "Inkluderende læringsmiljøer",
    QUESTION,
    None,
    (),
    themes=(Theme("tenketid", 15, (Quote("Vi ga tenketid.", where="Team 5, tirsdag 24. november", mark="a"),)),),
)
THEMED_MEETING = replace(
    MEETING,
    groups=(GroupSection("Team 5", Turnout(), (replace(SHARED, asked_on=(AT,)),)), *MEETING.groups),
    common=(COMMON,),
    findings=FOUND,
    ref=DigestRef("nordvik", "m"),
)
UNREACHED = Unreached(
    "Rektorgruppa",
    AT,
    8,
    missing=("Ali Rektor", "Siv Rektor"),
    tells_of_removed="a few",
    strangers=("Siv rektor", "Una Ny"),
)

OPENER = "Hva ser dere som jeg ikke får øye på herfra?"
LONG = "Vi snakket sammen i ro og mak. " * 120
HOW = ((False, False), (True, False), (False, True))
VACANT = Vacant(
    tuple(
        VacantPost(post, "Ali Rektor", "høst-2026", "Team 5", AT, is_ahead=is_ahead, observes=observes)
        for post, is_ahead, observes in (
            *((post, *how) for post in ("leader", "reader") for how in HOW),
            ("answering", False, False),
            ("answering", True, False),
            ("meeting", True, False),
            ("coordinator", True, False),
        )
    )
)

_KEYS = ", ".join(key for key in MunicipalitySettings().as_in_file if not key.startswith("hold."))
_ABOUT = {"kind": "answers", "role": "leader", "day": "2026-12-01", "keys": _KEYS}


_LISTS = ("digests", "promises", "plan", "coverage", "bank")


def _recorded(by: By, act: Act, **about: str) -> g.Recorded:
    told = {name: _ABOUT.get(name, "host-2026") for name in ABOUT[act]} | about
    return g.Recorded(AT, by.value, "Kari Lærer" if by is By.FACILITATOR else "", act.value, tuple(told.items()))


def glass_boxes() -> Iterator[g.GlassBox]:
    """Every act, role, kind and number."""
    numbered = [act for act in Act if "number" in ABOUT[act]]
    records = [
        *(_recorded(by, Act.SERIES_PLANNED) for by in By),
        *(_recorded(By.OPERATOR, act) for act in Act if act not in numbered),
        *(_recorded(By.CLOCK, act, number=number) for act in numbered for number in ("0", "120")),
        *(
            g.Recorded(AT, By.COORDINATOR.value, "", act.value, (("series", "host-2026"), ("phase", "1")))
            for act in (Act.CHECKPOINT_ANSWERED, Act.CHECKPOINT_WAIVED, Act.CHECKPOINT_REOPENED)
        ),
        _recorded(By.OPERATOR, Act.SESSION_CANCELLED, group="Rektorgruppa", day="2026-12-01"),
        *(_recorded(By.CLOCK, Act.DELETION_DONE, kind=kind) for kind in KeptKind),
        *(_recorded(By.LEADER, Act.LIST_EXPORTED, kind=f"list_{one}") for one in _LISTS),
        *(_recorded(By.OPERATOR, Act.ROLE_GIVEN, role=role) for role in ("coordinator", "facilitator", "leader")),
    ]
    rules = g.Rules(Period(12), Period(24), Period(18), Period(days=90))
    held = g.Held("arkivsak 2026/118", AT.date())
    older = ShowRecords("nordvik", 10)
    ahead = (DeletionAhead(date(2026, 12, 1), (ToGo("answers", 0), ToGo("digests", 20))),)
    yield g.GlassBox("Nordvik kommune", tuple(records), rules=rules, ahead=ahead, older=older)
    yield g.GlassBox("Nordvik kommune", (), hold=held)
    yield g.GlassBox("Nordvik kommune", (), hold=replace(held, until=date(2027, 6, 30)))
    yield g.GlassBox("Nordvik kommune", tuple(records[:10]), is_first=False, newer=replace(older, number=0))


TODAY = AT.date()
OPEN = o.OpenQuestion(QUESTION, "Rektorgruppa", CLOSES, ShowAnswer(STEP, "d-1"))
COMING = (
    o.Coming(CLOSES, "Rektorgruppa", ("Inkluderende læringsmiljøer",)),
    o.Coming(CLOSES, "Team 5"),
    o.Coming(CLOSES, "Rektorgruppa", is_meeting=True),
    o.Coming(CLOSES, "Rektorgruppa", waits_for="Forberede"),
)
DAYS_OFF = (o.DaysOff(TODAY, TODAY, "planleggingsdag"), o.DaysOff(TODAY, TODAY))
WEEK = o.WeekIn("Nordvik", (OPEN,), COMING, DAYS_OFF)
ANSWERED = replace(OPEN, answered=True, press=ShowAnswer(OTHER_STEP, "d-2"))
SHORT = o.PlannedSessions(("Team 6",), (), (AT,))
TWO_OPEN = (replace(OPEN, in_channel=True), ANSWERED)
DATES = (AT, AT, AT, AT)
WAITING = o.PlannedSessions(("Team 6",), (), (), waits_for="Forberede")
PLANNED = o.PlannedSessions(("Rektorgruppa", "Team 5"), ("Inkluderende læringsmiljøer",), DATES, 2, AT)
PLAN = o.PlanIn(
    "Nordvik", (PLANNED, replace(PLANNED, more=1), SHORT, WAITING), COMING[2:3], ("Team 6",), whole=True, left_out=2
)
OVERVIEW: tuple[Message, ...] = (
    o.MyWeek((WEEK,), AT),
    o.MyWeek((replace(WEEK, open=(ANSWERED,)),)),
    o.MyWeek((replace(WEEK, open=TWO_OPEN), o.WeekIn("Sørvik"))),
    o.MyWeek((replace(WEEK, trying=(example_committing.MINE,)),)),
    o.MyWeek((o.WeekIn("Nordvik", is_asked=False),)),
    o.OwnPlan((PLAN, replace(PLAN, left_out=1))),
    o.OwnPlan((o.PlanIn("Nordvik"),), may_plan=True),
    o.DigestsOffered(
        (
            o.DigestOffered("Rektorgruppa", AT, OpenDigest("nordvik", "d")),
            o.DigestOffered("Team 5", AT, OpenDigest("nordvik", "m"), is_meeting=True),
        )
    ),
    o.DigestsOffered(()),
    o.DigestGone(),
    o.QuoteOrigin((o.Origin("Team 5", QUESTION, AT), o.Origin("Kommune B (Team 1)", QUESTION, None, NAME))),
    o.OriginGone(),
    c.Help(("week", "digests")),
    *(c.Help((), topic) for topic in TOPICS),
    rhythm.LanguageAsked("nb", chosen=False, unknown=True),
    rhythm.LanguageAsked("nn", chosen=True),
    rhythm.LanguageChosen("nn", chosen=True),
)

MESSAGES: tuple[Message, ...] = (
    *OVERVIEW,
    *example_phases.MESSAGES,
    *example_planning.MESSAGES,
    *example_meetings.MESSAGES,
    *example_members.MESSAGES,
    *example_settings.MESSAGES,
    *example_layers.MESSAGES,
    *(rhythm.RhythmChosen(number) for number in (0, 1, 2)),
    rhythm.RhythmChosen(1, AT),
    rhythm.PauseAsked(),
    rhythm.Paused(AT),
    rhythm.PauseEnded(),
    rhythm.NoSuchDay(),
    rhythm.DayAsked(TODAY, TODAY),
    *(rhythm.NoSuchHoliday(one) for one in ("autumn", "christmas", "winter", "easter", "summer")),
    rhythm.DayIsOver(),
    rhythm.PauseTooLong(),
    PERSONAL,
    replace(PERSONAL, rung="only_me", hidden=True, law=None, title="", hint=""),
    replace(PERSONAL, note="offered", rhythm=True),
    replace(PERSONAL, hint=LONG_HINT),
    replace(PERSONAL, note="filled", text="Friminuttet."),
    replace(PERSONAL, text="Vi ga tenketid.", seen=1, earlier=(Quote("Vi leste høyt."),)),
    replace(PERSONAL, text="Vi ga tenketid.", seen=1, went_on=True),
    replace(PERSONAL, rhythm=True),
    *(replace(PERSONAL, because=replace(WHY_ASKED, cause=cause)) for cause in get_args(Cause)),
    *(replace(PERSONAL, because=replace(WHY_ASKED, intention=intention.value)) for intention in Intention),
    replace(
        PERSONAL,
        because=replace(WHY_ASKED, cause="talks", meeting=MeetingAhead("Nettverksgruppa", CLOSES)),
        law=None,
    ),
    *(replace(PERSONAL, one_press=offered) for offered in (ON_A_SCALE, IN_ENGLISH, A_CHOICE)),
    replace(PERSONAL, text="Vi ga tenketid.", seen=1, signatures=SIGNATURES, signature="teacher"),
    replace(PERSONAL, turnout=Turnout()),
    replace(PERSONAL, last=SpeaksLast()),
    replace(PERSONAL, last=SpeaksLast(), hidden=True),
    replace(PERSONAL, last=SpeaksLast(), turnout=Turnout()),
    replace(PERSONAL, last=SpeaksLast(OPENER)),
    replace(KEPT, last=SpeaksLast(OPENER)),
    PassKept(QUESTION, CLOSES, STEP, "d-1", 1, SpeaksLast(OPENER)),
    replace(KEPT, last=SpeaksLast(OPENER), message="1700000000000"),
    replace(FOLLOW_UP, last=SpeaksLast(OPENER)),
    replace(TYPED, last=SpeaksLast(OPENER)),
    replace(PERSONAL, turnout=Turnout(5, 12)),
    KEPT,
    replace(KEPT, hidden=True),
    replace(KEPT, message="1700000000000"),
    replace(KEPT, rung=ONLY_ME, hidden=True),
    replace(KEPT, rung=replace(GROUP, people=4, without_name=WithoutName(4, "few"))),
    replace(KEPT, rung=replace(GROUP, people=2, without_name=WithoutName(1, "one"))),
    replace(KEPT, rung=replace(GROUP, channel=True)),
    replace(KEPT, rung=replace(GROUP, channel=True, people=None)),
    replace(KEPT, rung=RungOffered("unit", "Fjellheim skole", 24, channel=True)),
    replace(KEPT, further=FURTHER, coming=2),
    replace(KEPT, can_widen=True),
    replace(KEPT, can_widen=True, coming=1, keyword=example_keywords.OFFERED, others=FROM_TWO),
    replace(KEPT, keyword=example_keywords.CHOSEN),
    replace(KEPT, keyword=example_keywords.OWN_ALONE),
    replace(KEPT, further=FURTHER, coming=2, can_widen=True, keyword=example_keywords.OFFERED),
    *(replace(KEPT, others=others) for others in (FROM_TWO, FROM_ONE, AMONG_THE_FIRST)),
    *(replace(KEPT, signed=signed, rung=replace(KEPT.rung, without_name=None)) for signed in (*ROLES, NAME)),
    FOLLOW_UP,
    replace(FOLLOW_UP, hidden=True, number=3, text="Å vente litt til."),
    PromptReminded(QUESTION, replace(PERSONAL, hidden=True)),
    EmptyFollowUp(),
    EmptyChange(),
    FURTHER_ASKED,
    replace(FURTHER_ASKED, hidden=True, before=ONLY_ME, quote=Quote("Vi ga tenketid.", FURTHER)),
    *(replace(FURTHER_ASKED, groups=tuple(f"Team {number}" for number in range(size))) for size in (9, 40)),
    replace(FURTHER_ASKED, quote=Quote("Vi ga tenketid.", FURTHER, ROLES[0]), sole=SIGNATURES[1]),
    replace(FURTHER_ASKED, quote=Quote("Vi ga tenketid.", keyword="tenketid")),
    FurtherChanged(),
    AlreadyRead(),
    PassKept(QUESTION, CLOSES, STEP, "d-1", 1),
    AnswerWithdrawn(QUESTION, CLOSES, STEP, "d-1", 2),
    PromptClosed(QUESTION),
    PromptClosed(QUESTION, cancelled=True),
    PromptClosed(QUESTION, "Vi ga tenketid.", cancelled=True),
    PromptClosed(QUESTION, "Vi ga tenketid.", RungOffered("group", "Team 5", 1)),
    PromptClosed(QUESTION, "Vi ga tenketid.", GROUP, further=FURTHER),
    PromptClosed(QUESTION, turnout=Turnout()),
    PromptClosed(QUESTION, turnout=Turnout(5, 12)),
    PromptClosed(QUESTION, "Vi ga tenketid.", GROUP, further=FURTHER, step=STEP, delivery="d-1", seen=2),
    PromptClosed(
        QUESTION,
        "Vi ga tenketid.",
        replace(RUNGS[2], without_name=None),
        None,
        FURTHER,
        STEP,
        narrower=RUNGS[:2],
        signed=NAME,
    ),
    PromptClosed(QUESTION, "Vi ga tenketid.", RUNGS[2], step=STEP, signed=Signed("hidden")),
    PromptClosed(QUESTION, "Vi ga tenketid.", RUNGS[2], step=STEP, keyword="tenketid"),
    PromptClosed(QUESTION, "Vi ga tenketid.", GROUP, step=STEP, left=True),
    *(PromptClosed(QUESTION, "Vi ga tenketid.", GROUP, step=STEP, offer=Offer(AHEAD, made)) for made in (False, True)),
    *(replace(KEPT, offer=Offer(AHEAD, made)) for made in (False, True)),
    *(replace(TYPED, offer=Offer(AHEAD, made)) for made in (False, True)),
    OFFER_ASKED,
    replace(OFFER_ASKED, people=1, others=1, quote=Quote("Vi ga tenketid.", FURTHER, Signed("name", "Tor Rektor"))),
    *(replace(OFFER_ASKED, people=0, can_widen=can) for can in (True, False)),
    PromptClosed(QUESTION, left=True),
    PromptClosed(QUESTION, withdrawn=True),
    PromptClosed(QUESTION, turnout=Turnout(), step=STEP, delivery="d-1"),
    TYPED,
    replace(TYPED, added=True, hidden=True),
    replace(TYPED, anew=True, message=""),
    replace(TYPED, others=FROM_TWO),
    replace(TYPED, keyword=example_keywords.OFFERED),
    replace(TYPED, keyword=example_keywords.CHOSEN),
    ThreadKept(GROUP, STEP),
    ThreadKept(GROUP, STEP, "1700000000000"),
    StepMoved("I gruppa"),
    StepStays(),
    StepsToOpen((("Rektorgruppa: I gruppa", STEP),)),
    StepsToOpen((("Rektorgruppa: I gruppa", STEP), ("Team 5: I plenum", OTHER_STEP))),
    c.Welcome(),
    c.Welcome(NOTICE),
    NOTICE,
    c.PrivacyNotice("nordvik", "", "", ""),
    c.PrivacyNotice("nordvik", "", "", "", answers_kept=Period(12), hold=g.Held("arkivsak 2026/118", AT.date())),
    c.EditAgain(),
    c.TeamWelcome(),
    c.Help(),
    c.HelpInGroupChat(),
    c.GroupChatAnswersNothing(),
    *(c.CourtesyReturned(courtesy) for courtesy in c.Courtesy),
    c.CourtesyReturned(c.Courtesy.GREETING, "open"),
    c.CourtesyReturned(c.Courtesy.GREETING, "others"),
    PromptsInText((NumberedPrompt(1, QUESTION, GROUP, deadline(AT, now=AT), answered=False),)),
    *(
        PromptsInText((NumberedPrompt(1, QUESTION, GROUP, deadline(AT, now=AT), answered=False, one_press=offered),))
        for offered in (ON_A_SCALE, A_CHOICE)
    ),
    PromptsInText(
        (
            NumberedPrompt(2, SHORT_QUESTION, ONLY_ME, deadline(AT, now=AT), answered=True),
            NumberedPrompt(3, QUESTION, GROUP, deadline(AT, now=AT - timedelta(days=9)), answered=False),
        )
    ),
    c.OwnChatOnly("hva vet du om meg"),
    c.PromptOnItsWay(),
    c.NoneOpen(),
    c.LeftUndone(),
    c.HelpInChannel(),
    c.WhichPrompt(((QUESTION, STEP), (SHORT_QUESTION, OTHER_STEP)), "1700000000000"),
    c.WhichMunicipality(
        "Friminuttet på *tirsdag*.",
        (
            ("Nordvik kommune", SayCommand("note", "Friminuttet på *tirsdag*.", "nordvik")),
            ("Sørvik kommune", SayCommand("note", "Friminuttet på *tirsdag*.", "sorvik")),
        ),
    ),
    c.IsItAnAnswer(QUESTION, STEP, "1700000000000", deadline(AT, now=AT)),
    c.IsItAnAnswer(QUESTION, STEP, "1700000000000", deadline(AT, now=AT), added=True),
    c.SkipAsked(((QUESTION, STEP, 0),), "1700000000000"),
    c.SkipAsked(((QUESTION, STEP, 0), (SHORT_QUESTION, OTHER_STEP, 2)), "1700000000000"),
    c.NotKept(),
    c.NothingOpen(),
    c.NotAmongAsked(),
    c.NoLongerIn(),
    c.NotImported(),
    c.PromptOver(),
    c.NotAsked(),
    *(
        WordsGivenBack(Stopped((kind,)), "Vi ga tenketid.", ((QUESTION, STEP),), "m-1", readers=GROUP_READS)
        for kind in KINDS
    ),
    WordsGivenBack(
        ALL_KINDS,
        "",
        ((QUESTION, STEP), (SHORT_QUESTION, OTHER_STEP)),
        "",
        group="Team trinn 5",
        readers=(
            *GROUP_READS,
            ReadersOfForm(RungOffered("group", "Team 6", 4, without_name=WithoutName(4, "few")), True),
        ),
    ),
    replace(PERSONAL, stopped=NAMED, text="Vi spurte Kari om å lese høyt."),
    replace(PERSONAL, stopped=Stopped(()), text="Vi ga tenketid.", seen=1),
    replace(FOLLOW_UP, stopped=NAMED, text="Kari leste høyt."),
    WordsGivenBack(
        NAMED, "Vi spurte Kari om å lese høyt.", ((QUESTION, STEP),), "m-1", stands=True, readers=GROUP_READS
    ),
    WordsTakenOff(),
    TellMeApart(),
    StaysInGroup("Team trinn 5"),
    *(c.OnlyThatCame(along) for along in c.Along),
    *(c.OnlyWordsTaken(along) for along in c.Along if along is not c.Along.QUOTATION),
    c.EditedToNothing(),
    c.NoLongerAsked(),
    c.EmptyAnswer(),
    c.AnswerTooLong(4000),
    c.OldCard(),
    c.Linked("Team 5"),
    c.Linked("Team 5", 1),
    c.Linked("Team 5", 3),
    c.Linked("Team 5", None),
    c.LinkWider("Team 5", 1, LINK),
    c.LinkWider("Team 5", 3, LINK),
    c.LinkSeveral((("Trinn 5, Solbakken skole", LINK), ("Trinn 5, Fjordgløtt skule", LINK))),
    c.LinkRefused("Team 5"),
    c.LinkUnknown("tim 5", ("Team 5", "Team 6")),
    c.LinkUnknown("", ()),
    c.LinkElsewhere(),
    c.EditedElsewhere(),
    c.StaysTakenBack(),
    c.NotBroughtBack(),
    c.StandsOnCard(),
    c.ChannelNeedsMention(),
    c.SomethingWrong(),
    c.NothingSaved(),
    c.SavingAgain(),
    c.NotAnswered(),
    SESSION,
    replace(SESSION, is_draft=True),
    replace(SESSION, in_channel=True),
    replace(SESSION, turnout=Turnout(all_reached=False), prompts=(UNSHARED,)),
    THEMED_SESSION,
    THEMED_MEETING,
    *(replace(SESSION, prompts=(replace(SHARED, shares=told),)) for told in (SPREAD, Shares())),
    replace(SESSION, prompts=(replace(UNSHARED, shares=SPREAD),)),
    replace(SESSION, prompts=(replace(SHARED, quotes=(Quote("Vi ga tenketid.", own=True), *SHARED.quotes)),)),
    replace(SESSION, turnout=Turnout(), prompts=(replace(SHARED, quotes=(Quote("Vi ga tenketid.", FURTHER),)),)),
    replace(SESSION, prompts=(replace(SHARED, quotes=tuple(Quote("Ord.", (), each) for each in (*ROLES, NAME))),)),
    replace(SESSION, prompts=(replace(SHARED, quotes=tuple(Quote(LONG * 9, (), NAME) for _ in range(40))),)),
    MEETING,
    replace(MEETING, groups=()),
    *example_packs.examples(MEETING),
    *example_packs.dilemmas(DigestRef("nordvik", "5f0c9d0e-2f1a-4c57-8a0e-7d5b1f0c9d0e")),
    UNREACHED,
    replace(UNREACHED, asked=20, missing=("Ali Rektor",), tells_of_removed="their number", removed=6, is_open=False),
    replace(UNREACHED, tells_of_removed="most"),
    replace(UNREACHED, missing=(), tells_of_removed="most", strangers=()),
    replace(UNREACHED, asked=60, missing=tuple(f"Lærer {number}" for number in range(42))),
    ChannelUnreached("Team 5", AT),
    VACANT,
    Vacant(VACANT.posts * 5),
    NotSentInTime(
        (
            LateQuestion("Team 5", AT, "all"),
            LateQuestion("Team 6", AT, "number", 7, 20),
            LateQuestion("Team 7", AT, "most"),
            LateQuestion("Team 8", AT, "some"),
        )
    ),
    NotSentInTime((LateQuestion("Team 5", AT, "some"),) * 40),
    DeletionAhead(date(2026, 12, 1), tuple(ToGo(kind.value, number) for kind in KeptKind for number in (0, 120))),
    *glass_boxes(),
    NotLetIn(AT),
    LetInAgain(AT),
    *example_own_data.EXAMPLES,
    *example_notes.EXAMPLES,
    *example_keywords.EXAMPLES,
    *example_proposals.EXAMPLES,
    *example_series.MESSAGES,
    *example_session_questions.MESSAGES,
    *example_tidying.EXAMPLES,
    *example_committing.EXAMPLES,
    *example_bank.EXAMPLES,
    *example_practices.EXAMPLES,
    *example_drafts.examples(SESSION),
    *example_decisions.MESSAGES,
)

CROWDED = tuple(Quote(f"{number}: {LONG}") for number in range(13))
"""Thirteen long answers: more than a card holds."""

TOO_LONG: tuple[Message, ...] = (
    replace(PERSONAL, earlier=CROWDED),
    replace(SESSION, prompts=(replace(SHARED, quotes=CROWDED), SHARED)),
    replace(SESSION, prompts=tuple(replace(SHARED, quotes=CROWDED[:2]) for _ in range(6))),
)

_GIANTS = tuple(Quote(letter * 60_000) for letter in "xy")
_TOO_MANY = (_GIANTS[:1], _GIANTS, tuple(replace(quote, signed=NAME) for quote in _GIANTS))
NO_ROOM: tuple[Message, ...] = (
    *(replace(SESSION, prompts=(replace(SHARED, quotes=quotes),)) for quotes in _TOO_MANY),
    *(
        replace(THEMED_MEETING, groups=(GroupSection("Team 5", Turnout(), (replace(SHARED, quotes=quotes),)),))
        for quotes in _TOO_MANY
    ),
)


def elements(card: object) -> Iterator[dict[str, Any]]:
    """All nested objects of the card's JSON with a "type"."""
    if isinstance(card, dict):
        if "type" in card:
            yield card
        for value in card.values():
            yield from elements(value)
    if isinstance(card, list):
        for value in card:
            yield from elements(value)


def of_type(card: object, *types: str) -> list[dict[str, Any]]:
    return [element for element in elements(card) if element["type"] in types]


def strings(value: object) -> Iterator[str]:
    """All nested texts in the values, without keys and without the names of spacings, such as None."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner) if key != "spacing" else ()
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
