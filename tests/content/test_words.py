import re
import string
from collections.abc import Iterator
from dataclasses import fields
from typing import get_args

import pytest

from content.commands import all_commands
from content.language import Language
from content.render import FileOffer, render
from content.vocabulary import (
    bank,
    calendar_faults,
    committing,
    deciding,
    entry_tries,
    file_faults,
    knowing,
    layers,
    meetings,
    members,
    overview,
    people_files,
    phases,
    plan_faults,
    plan_pages,
    planning,
    practicing,
    school_year_pages,
    settings,
    steering,
    uploads,
)
from content.vocabulary.conversing import Conversing, Help, Linked, Welcome
from content.vocabulary.digesting import (
    Agreed,
    Between,
    Change,
    Differing,
    Digesting,
    DigestTable,
    Findings,
    GroupSection,
    PromptSection,
    Share,
    Shares,
    Theme,
    Unsure,
)
from content.vocabulary.dilemmas import DilemmasShown
from content.vocabulary.drafting import Drafting, DraftQuote
from content.vocabulary.glass_box import GlassBox, Held, Recorded, Rules
from content.vocabulary.guarding import Guarding, Stopped
from content.vocabulary.knowing import Knowing
from content.vocabulary.listing import ListTable, TakeAlong
from content.vocabulary.looking_after import LateQuestion, LookingAfter, ToGo, VacantPost
from content.vocabulary.meeting_pages import CalendarEvent, RoomPlace
from content.vocabulary.messages import Message
from content.vocabulary.noting import NoteInBrief, NoteOnPrompt, Noting
from content.vocabulary.packing import AgendaItem, OpenPromise, Pack, Tension, WorkStep
from content.vocabulary.pages import Frame, Page
from content.vocabulary.pages_listed import DigestListed
from content.vocabulary.pages_of_channels import GroupInChannel, SessionListed
from content.vocabulary.pages_of_sessions import StepAsked
from content.vocabulary.pictures import Covered, PromisesIn, Spread, YearIn
from content.vocabulary.programs import ApiProblem
from content.vocabulary.prompting import (
    AnswerKept,
    FromOthers,
    KeywordOffer,
    LawShown,
    MeetingAhead,
    NumberedPrompt,
    OnePress,
    PromptAsked,
    Prompting,
    Quote,
    RungOffered,
    SignatureOffered,
    Signed,
    SpeaksLast,
    Turnout,
    WhyAsked,
    WithoutName,
)
from content.vocabulary.proposing import Proposing
from content.vocabulary.rhythm import AboutRhythm
from content.vocabulary.series_pages import (
    Progress,
    Running,
    SeriesIn,
    SeriesListed,
    SeriesNamed,
    SessionRow,
    SteerForms,
    Waiting,
)
from content.vocabulary.session_questions import QuestionPreview, SessionQuestion
from content.vocabulary.steered import ChangedSince, NotSteered, SeriesSteered, SteeredMeanwhile
from content.vocabulary.tagging import TaggedInText, Tagging
from content.vocabulary.tidying import ThemeToTidy, Tidying
from content.wording import COMMAND, all_words, phrase, words
from dialogs.model import ABOUT
from tests.content.example_messages import MESSAGES, NO_ROOM, TOO_LONG, strings

# Classes that are parts of messages but have words of their own.
PIECES = {
    "NumberedPrompt": NumberedPrompt,
    "RungOffered": RungOffered,
    "WithoutName": WithoutName,
    "MeetingAhead": MeetingAhead,
    "QuestionPreview": QuestionPreview,
    "WhyAsked": WhyAsked,
    "LawShown": LawShown,
    "Quote": Quote,
    "DraftQuote": DraftQuote,
    "Pack": Pack,
    "AgendaItem": AgendaItem,
    "OpenPromise": OpenPromise,
    "Tension": Tension,
    "WorkStep": WorkStep,
    "Signed": Signed,
    "SignatureOffered": SignatureOffered,
    "Turnout": Turnout,
    "SpeaksLast": SpeaksLast,
    "FromOthers": FromOthers,
    "KeywordOffer": KeywordOffer,
    "TaggedInText": TaggedInText,
    "OnePress": OnePress,
    "Share": Share,
    "Shares": Shares,
    "PromptSection": PromptSection,
    "Theme": Theme,
    "Agreed": Agreed,
    "Differing": Differing,
    "Unsure": Unsure,
    "Change": Change,
    "Between": Between,
    "Findings": Findings,
    "GroupSection": GroupSection,
    "LateQuestion": LateQuestion,
    "Held": Held,
    "Recorded": Recorded,
    "Rules": Rules,
    "ToGo": ToGo,
    "VacantPost": VacantPost,
    "KnownPage": knowing.KnownPage,
    "OwnData": knowing.OwnData,
    "OwnMembership": knowing.OwnMembership,
    "OwnPost": knowing.OwnPost,
    "OwnMove": knowing.OwnMove,
    "OwnAnswer": knowing.OwnAnswer,
    "OwnAnswerInBrief": knowing.OwnAnswerInBrief,
    "OwnRecorded": knowing.OwnRecorded,
    "OwnMessages": knowing.OwnMessages,
    "OwnNote": knowing.OwnNote,
    "OwnProposal": knowing.OwnProposal,
    "OwnThemeName": knowing.OwnThemeName,
    "ThemeToTidy": ThemeToTidy,
    "OwnTry": knowing.OwnTry,
    "OwnHeading": knowing.OwnHeading,
    "OwnNeed": knowing.OwnNeed,
    "MeetingHeld": deciding.MeetingHeld,
    "Decided": deciding.Decided,
    "Promised": committing.Promised,
    "Need": committing.Need,
    "NoteInBrief": NoteInBrief,
    "NoteOnPrompt": NoteOnPrompt,
    "OwnWaiting": knowing.OwnWaiting,
    "OwnChat": knowing.OwnChat,
    "RungSeen": knowing.RungSeen,
    "GroupSeen": knowing.GroupSeen,
    "Stopped": Stopped,
    "WeekIn": overview.WeekIn,
    "OpenQuestion": overview.OpenQuestion,
    "Coming": overview.Coming,
    "DaysOff": overview.DaysOff,
    "PlanIn": overview.PlanIn,
    "PlannedSessions": overview.PlannedSessions,
    "DigestOffered": overview.DigestOffered,
    "Origin": overview.Origin,
    "BankEntry": bank.BankEntry,
    "LedListed": steering.LedListed,
    "GroupStands": phases.GroupStands,
    "PhaseShown": phases.PhaseShown,
    "CheckpointShown": phases.CheckpointShown,
    "Foundation": phases.Foundation,
    "SeriesSteered": SeriesSteered,
    "NotSteered": NotSteered,
    "SteeredMeanwhile": SteeredMeanwhile,
    "ChangedSince": ChangedSince,
    "PracticeShown": bank.PracticeShown,
    "OwnPractice": knowing.OwnPractice,
    "Rested": planning.Rested,
    "PlannedDate": planning.PlannedDate,
    **{kind.__name__: kind for kind in (*get_args(plan_faults.PlanFault), *get_args(plan_faults.PlanRemark))},
    "FromBank": committing.FromBank,
    "EntryTries": entry_tries.EntryTries,
    "CameOfEntry": entry_tries.CameOfEntry,
    "OwnEntryTry": entry_tries.OwnEntryTry,
    "OwnItem": meetings.OwnItem,
    "Member": members.Member,
    "GroupOfMembers": members.GroupOfMembers,
    "SettingFault": settings.SettingFault,
    "SettingsEffect": settings.SettingsEffect,
    "Partner": settings.Partner,
    "TeamCounts": members.TeamCounts,
    "LayerFault": layers.LayerFault,
    "LayerChange": layers.LayerChange,
}
_OF_PAGES = (
    members.TeamBeside,
    ApiProblem,
    DigestTable,
    ListTable,
    TakeAlong,
    Frame,
    DigestListed,
    SessionListed,
    GroupInChannel,
    RoomPlace,
    CalendarEvent,
    meetings.MeetingDecided,
    StepAsked,
    YearIn,
    PromisesIn,
    Spread,
    Covered,
    Progress,
    Running,
    SeriesIn,
    SeriesListed,
    SeriesNamed,
    SessionRow,
    SteerForms,
    Waiting,
    plan_pages.PlanChoice,
    plan_pages.PhaseOffered,
    plan_pages.QuestionAhead,
    uploads.FileNotTaken,
    *get_args(file_faults.FileFault),
    file_faults.Fault,
    file_faults.DidYouMean,
    people_files.ListRefused,
    people_files.ListDone,
    people_files.ListShown,
    people_files.ThingRow,
    people_files.FieldChanged,
    people_files.PlaceRow,
    people_files.PlaceTerm,
    people_files.GroupRows,
    people_files.StayingPlace,
    people_files.FormerIdAsked,
    *get_args(calendar_faults.CalendarFault),
    *get_args(calendar_faults.CalendarRemark),
    *get_args(calendar_faults.Contradicted),
    calendar_faults.LeftOut,
    calendar_faults.OfEvent,
    school_year_pages.DaysShown,
    school_year_pages.UnitYear,
    school_year_pages.YearOutcome,
    school_year_pages.DaysChanged,
    school_year_pages.SessionMoved,
    school_year_pages.PackMoved,
)
PAGES = {kind.__name__: kind for kind in (*_OF_PAGES, *get_args(Page))}
"""Said by templates, as tests/bot/web/test_page_words.py looks at, and in files."""
KINDS: dict[str, type] = {kind.__name__: kind for kind in get_args(Message)} | PIECES | PAGES

# Blanks without a field: the number of quotes or names left out for lack of space, and the number of the answer that a
# button changes, or of a question in a list.
COUNTED = {"left_out", "more", "place", "number", "total"}
# And, of something to try or a need: the group that its form is for, and its day.
COUNTED |= {"name", "look_on", "by"}
# Whose try it is, and the school of a group that tries.
COUNTED |= {"unit", "state"}
# Of a pause, the sessions that it would take.
COUNTED |= {"left", "at", "when"}
# How much room a practice's form has, and what a field is called.
COUNTED |= {"longest", "most", "label"}
# The first words of an entry of the sharing bank.
COUNTED |= {"said"}
# How many days, and stretches of days, a picture of a year shows.
COUNTED |= {"sessions", "meetings", "days_off"}
# The words, the days and the outcome of something tried.
COUNTED |= {"text", "made_on", "told_on", "outcome"}
# How many people a bar tells of.
COUNTED |= {"least"}
# The names of areas in a row.
COUNTED |= {"names"}
# The areas of which a digest has nothing to read, in one line.
COUNTED |= {"areas"}
# Blanks of an answer by one press: its number of so many, and a scale's ends.
COUNTED |= {"size", "low", "high", "answer", "choices"}
# Of a list of people: numbers, and names, roles and terms of places.
COUNTED |= {"by", "at", "until", "rows", "term", "before", "after", "roles", "known", "municipality", "group"}
# The readers of an answer, on the draft of a digest.
COUNTED |= {"rung"}
# What decided a question, whose meeting it is for, and the series' intention.
COUNTED |= {"cause", "intention", "meeting"}
# The times of an agenda, and what an item is called.
COUNTED |= {"begins", "ends", "what"}
# Of a plan: its button, how many times, minutes and days skipped, its last day, the fields in the way.
COUNTED |= {"start", "times", "minutes", "days", "last", "keys", "month", "when"}
# A setting's label, and the values in its line.
# Who answers for a phase.
COUNTED |= {"role"}
COUNTED |= {
    "label",
    "before",
    "after",
    "written",
    "kept",
    "reason",
    "groups",
    "usual",
    "since",
    "until",
    "made_at",
    "why",
}
# The day off on which a meeting would be.
COUNTED |= {"day_off"}
# And blanks of the record, which an entry names itself.
COUNTED |= {"who", "done", "things", "day"}.union(*ABOUT.values())

# Tables whose parts stand within a line of several.
WITHIN_LINES = {
    "TeamCounts",
    "PlanVacancy",
    "SessionQuestion",
    "LedListed",
    "PracticeShown",
    "Member",
    "SettingsShown",
    "LayersShown",
    "LayerChange",
    "OnePress",
    "Recorded",
    "PromptsInText",
    "NumberedPrompt",
    "KeywordsInText",
    "TaggedInText",
    "WhyAsked",
    "NothingToAsk",
    "AllSkipped",
}
WITHIN_LINES |= {"SettingsEffect", "LayerFault", "CameOfEntry", "OwnEntryTry", "PhaseShown", "Coming"}

# Tables with the same text in both written forms, checked by a person.
ALIKE = {
    "PracticeKept",
    "DigestListed",
    "MeetingHeld",
    "OwnPlan",
    "QuestionPreview",
    "DigestOffered",
    "RoomPlace",
    "PromisesPage",
    "CalendarEvent",
    "DayPast",
    "UntilBeforeFirst",
    "PlanLeft",
    "QuestionAhead",
    "OwnEntryTry",
    "GroupOfMembers",
    "OfEvent",
}


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_the_samples_hold_every_message_there_is() -> None:
    assert {type(message) for message in MESSAGES} == set(get_args(Message))
    families = (
        Conversing,
        Noting,
        Tagging,
        Proposing,
        committing.Committing,
        bank.Banking,
        entry_tries.TryingEntries,
        practicing.Practicing,
        deciding.Deciding,
        Prompting,
        Digesting,
        Drafting,
        Tidying,
        Guarding,
        Knowing,
        LookingAfter,
        meetings.Meetings,
        members.Members,
        AboutRhythm,
        overview.Overview,
        planning.Planning,
        steering.Steering,
        settings.Settings,
        phases.Phasing,
        layers.Layers,
    )
    assert set(get_args(Message)) == {kind for family in families for kind in get_args(family)} | {
        GlassBox,
        DilemmasShown,
        SessionQuestion,
    }


@pytest.mark.parametrize("language", Language)
def test_every_message_has_its_table_and_every_table_its_message(language: Language) -> None:
    assert set(all_words(language)) == set(KINDS)


def parts_and_blanks(language: Language) -> dict[str, dict[str, set[str]]]:
    return {name: {part: blanks(text) for part, text in parts.items()} for name, parts in all_words(language).items()}


@pytest.mark.parametrize("language", [Language.NN, Language.EN])
def test_a_table_has_the_same_parts_and_blanks_in_every_language(language: Language) -> None:
    norwegian, other = parts_and_blanks(Language.NB), parts_and_blanks(language)
    for name in KINDS:
        assert other[name] == norwegian[name], name


@pytest.mark.parametrize("language", Language)
def test_every_blank_is_a_field_of_the_message(language: Language) -> None:
    for name, kind in KINDS.items():
        known = {field.name for field in fields(kind)} | COUNTED
        for part, found in parts_and_blanks(language)[name].items():
            assert {blank for blank in found if not blank.startswith(COMMAND)} <= known, (name, part)


@pytest.mark.parametrize("language", Language)
def test_a_command_is_named_as_the_table_of_commands_names_it(language: Language) -> None:
    """By a blank, so that a command that is renamed is renamed everywhere; the notice's words are fixed by version."""
    names = {command.words[language].names[0] for command in all_commands()}
    spelt = {
        (kind, part, quoted)
        for kind, parts in all_words(language).items()
        for part, text in parts.items()
        for quoted in re.findall("[«“](?:@Sløyfa )?(.+?)[»”]", text)
        if quoted in names and kind != "PrivacyNotice"
    }
    assert not spelt


@pytest.mark.parametrize("language", Language)
def test_every_part_is_said_somewhere(language: Language) -> None:
    said = _said_by_kind(language)
    said_by_all = set().union(*said.values())
    for name in KINDS.keys() - PAGES.keys():
        texts = said_by_all if name in PIECES else said[name]
        for part, text in all_words(language)[name].items():
            for paragraph in text.strip().split("\n\n"):
                assert _is_said(paragraph, texts, within=name in WITHIN_LINES), (name, part)


def _is_said(paragraph: str, texts: set[str], *, within: bool) -> bool:
    """Whether one of the texts is the paragraph with its blanks filled, or has it within."""
    if paragraph in texts:
        return True
    pattern, unfilled = _pattern(paragraph), [before for before, *_ in string.Formatter().parse(paragraph)]
    found = pattern.search if within else pattern.fullmatch
    # A pattern of many blanks is slow to fail: it is tried where every word between them stands.
    return any(found(each) for each in texts if all(words in each for words in unfilled))


def _said_by_kind(language: Language) -> dict[str, set[str]]:
    said: dict[str, set[str]] = {}
    for message in (*MESSAGES, *TOO_LONG, *NO_ROOM):
        said.setdefault(type(message).__name__, set()).update(_said_by(message, language))
    return said


def _said_by(message: Message, language: Language) -> Iterator[str]:
    """Every text, and separately the bracketed numbers inside a text."""
    rendered = render(message, language)
    file = [rendered.file.description] if isinstance(rendered.file, FileOffer) else []
    for text in (rendered.summary, rendered.text or "", *strings(rendered.card), *file):
        yield text
        yield from re.findall(r"\((\d.+?)\)", text)


def _pattern(text: str) -> re.Pattern[str]:
    pieces = [
        re.escape(before) + (".+" if name is not None else "") for before, name, _, _ in string.Formatter().parse(text)
    ]
    return re.compile("".join(pieces), re.DOTALL)


@pytest.mark.parametrize("language", Language)
def test_no_words_are_empty_shouted_or_markdown(language: Language) -> None:
    for parts in all_words(language).values():
        for text in parts.values():
            assert text.strip()
            assert not set(re.sub(r"\{\w+\}", "", text)) & set('!*_`#<>[]{}\\"')


def test_nynorsk_is_not_bokmal() -> None:
    alike = {name for name in KINDS if all_words(Language.NB)[name] == all_words(Language.NN)[name]}
    assert alike == ALIKE


def test_nynorsk_has_none_of_the_commonest_bokmal_words() -> None:
    bokmal = {"jeg", "ikke", "hva", "hvem", "hvilken", "noe", "noen", "dere", "bare", "også", "fra", "gjøre", "lese av"}
    for parts in all_words(Language.NN).values():
        for text in parts.values():
            assert not bokmal & set(re.findall(r"\w+", text.lower())), text


def test_norwegian_borrows_no_english_trade_words() -> None:
    for language in (Language.NB, Language.NN):
        text = " ".join(text for parts in all_words(language).values() for text in parts.values()).lower()
        assert not re.search(r"\b(prompt|digest|feedback|bot|submit|skip)", text)


def test_a_phrase_fills_its_blanks_and_reads_nothing_into_what_it_filled() -> None:
    said = phrase(Linked("Team {group} {{0}}"), "body", Language.NB)
    assert "Team {group} {{0}}" in said


def test_words_are_found_by_message_or_by_class() -> None:
    assert words(Welcome(), Language.NN) == words(Welcome, Language.NN)
    assert words(Welcome, Language.NN)["heading"] == "Hei, eg er Sløyfa"


def test_a_part_that_is_missing_is_named() -> None:
    with pytest.raises(LookupError, match="no part 'farewell' of Help"):
        phrase(Help(), "farewell", Language.NB)


def test_the_vocabulary_of_the_practice_is_kept() -> None:
    asked = words(PromptAsked, Language.NB)
    assert (asked["send"], asked["skip"], asked["rung_label"]) == (
        "Send svar",
        "Hopp over",
        "Velg hvem som kan lese svaret",
    )
    assert asked["placeholder"] == "To–tre setninger er nok. Skriv om praksis, ikke om enkeltpersoner."
    assert (
        words(AnswerKept, Language.NB)["hidden"]
        == "Ingen andre ser svaret ditt før tida for å svare er ute, eller gruppa går videre."
    )
