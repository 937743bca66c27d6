"""Made-up forms for the themes of a summary."""

from dataclasses import replace

from content.vocabulary import tidying as t
from content.vocabulary.digesting import (
    Digesting,
    DigestRef,
    GroupSection,
    MeetingDigest,
    PromptSection,
    SessionDigest,
    Theme,
    ThemeShown,
    ThemesShown,
)
from content.vocabulary.guarding import Stopped
from content.vocabulary.prompting import Quote, Turnout
from tests.content.example_own_data import AT, QUESTION

REF = DigestRef("nordvik", "5f0c9a52-7c7e-5a52-9d3a-1d5b0a3f7c11")
READ = Quote("Vi leser høyt hver dag, og elevene låner bøker til lesekvarten.", mark="00aa11bb22cc33dd")
PLAYED = Quote("Vi er ute med dem i friminuttet.\n\nDet ble færre krangler.", mark="11aa11bb22cc33dd", where="Team 5")
MET = Quote("Foreldrene kom på møtet.", mark="22aa11bb22cc33dd")
SHOWN = ThemesShown(
    "9b1f0c22a7d94e3b5c11",
    (ThemeShown("lesing, bibliotek", (READ.mark,), "lesing"), ThemeShown("friminutt", (PLAYED.mark,))),
    (MET.mark,),
)
_SECTION = PromptSection(
    "Inkluderende læringsmiljøer",
    QUESTION,
    None,
    (MET,),
    themes=(Theme("lesing, bibliotek", 5, (READ,)), Theme("friminutt", 5, (PLAYED,))),
    asked_on=(AT,),
    shown=SHOWN,
)
OPENED = t.ThemesOpened(
    REF,
    QUESTION,
    (
        t.ThemeToTidy("lesing, bibliotek", "lesing, bibliotek", (READ,)),
        t.ThemeToTidy("friminutt", "friminutt", (PLAYED,), few=True),
    ),
    (MET,),
    SHOWN,
    (SHOWN, replace(SHOWN, question="11110c22a7d94e3b5c11")),
    0,
    60,
)
TIDY_SESSION, TIDY_MEETING = (
    SessionDigest("Rektorgruppa", AT, Turnout(6, 11), (_SECTION,), ref=REF, may_tidy=True),
    MeetingDigest(
        "Nettverket", AT, (GroupSection("Rektorgruppa", Turnout(6, 11), ()),), (_SECTION,), ref=REF, may_tidy=True
    ),
)
MANY = tuple(
    Quote(f"{number}: {'Vi leser høyt. ' * (1 + 80 * (not number))}", mark=f"{number:08}" * 2) for number in range(70)
)
EXAMPLES: tuple[t.Tidying | Digesting, ...] = (
    TIDY_SESSION,
    TIDY_MEETING,
    OPENED,
    replace(OPENED, meanwhile=True, rest=(SHOWN,)),
    replace(OPENED, moved=("22aa11bb",), to="new", new="Hjem og skole", wrong="too_long"),
    replace(OPENED, wrong="points"),
    replace(OPENED, others=MANY),
    replace(OPENED, moved=("22aa11bb",), wrong="nowhere"),
    replace(OPENED, stopped=Stopped(("name",))),
    t.ThemesKept(REF),
    t.ThemesGone(REF),
)
