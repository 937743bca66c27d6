from dataclasses import fields
from datetime import date
from typing import get_args

import pytest

from content.file_words import in_english, place_of, why_of
from content.language import Language
from content.vocabulary import file_faults as f
from content.wording import words

A_DAY = date(2026, 11, 24)
FAULTS: tuple[f.FileFault, ...] = (
    f.Empty(),
    f.LostLetter("Kj?re"),
    f.NotAnId("Nes", "nes"),
    f.NotAnId(""),
    f.TooLong(201, 200),
    *(
        f.NotOneOf(noun, written, ("a", "b"), "b")
        for noun in (f.Noun.UNIT_KIND, f.Noun.GROUP_KIND, f.Noun.DAY_KIND, f.Noun.LANGUAGE, f.Noun.ROLE)
        for written in ("c", "")
    ),
    *(
        f.NotThere(noun, written, there)
        for noun in (f.Noun.UNIT, f.Noun.OTHER_UNIT, f.Noun.GROUP)
        for written in ("c", "")
        for there in ((), ("a", "b", "…"))
    ),
    *(f.NotADay("46350", why, A_DAY) for why in f.DayFault),
    f.TooFarAway("31.12.9999"),
    f.NotATime("kl. 8"),
    *(f.SpoiltCell("=A1", how) for how in f.Spoiling),
    f.StrayCell("her"),
    *(f.WrongStages("1-14", why, 1, 13) for why in f.StagesFault),
    f.NoSuchColumn("klokke", ("id", "time"), is_line=True),
    f.NoSuchColumn("kynd", ("id", "kind"), "kind"),
    f.ColumnTwice("id"),
    f.ColumnMissing("id"),
    f.NoSuchFile("nordvik"),
    f.NoSuchFile(),
    f.CannotBeRead("Is a directory"),
    *(f.OtherFormat(found) for found in f.Format),
    f.LostLetters("SÃ¸r"),
    f.NoText(),
    f.NotEncodedSo("UTF-8"),
    f.UnknownEncoding(),
    f.UnknownEncoding(("Željko", "éeljko")),
    f.EmptyFile(),
    f.QuotesOpen(),
    f.NoFolder(("units.csv", "groups.csv", "people.csv")),
    *(f.ThereAlready(noun, "nes", 4) for noun in (f.Noun.UNIT, f.Noun.GROUP)),
    f.NoMunicipality(),
    f.SecondMunicipality("nordvik", 3),
    f.NoNetworkAbove(),
    f.OutsideMunicipality("nordvik"),
    f.ParentsInCircle(("a", "b", "a")),
    f.NeedsLanguage(("nb", "nn", "en")),
    f.SecondPrincipals(2),
    f.NotAnObjectId("guro"),
    f.NotAUserName("guro"),
    f.EndsBefore(A_DAY, A_DAY),
    f.NotFormerId("kari"),
    f.EachTheOther(),
    f.NotAlike("Guro Olsen", "Guro Openlid", 2),
    f.UserNameOfAnother("guro@nordvik.example", 2),
    f.TwiceInGroup("team", 2),
    f.ZerosLost("12", "0012"),
    f.HasAnswered("Guro", "1", "2"),
    f.OfYourself(),
    f.OtherMunicipality("sørvik", "nordvik"),
    f.OtherTenant(3),
)


def test_every_fault_is_among_the_examples() -> None:
    assert {type(fault) for fault in FAULTS} == set(get_args(f.FileFault))


@pytest.mark.parametrize("language", Language)
def test_every_part_of_every_fault_is_said_and_no_blank_stays_open(language: Language) -> None:
    said = {type(fault): "" for fault in FAULTS}
    for fault in FAULTS:
        told = why_of(fault, language)
        assert "{" not in told
        assert "None" not in told
        said[type(fault)] += told + "\n"
    for kind, told in said.items():
        for part, text in words(kind, language).items():
            pieces = [piece.split("}")[-1] for piece in text.split("{")]
            assert all(piece in told for piece in pieces), (kind, part)


@pytest.mark.parametrize("language", [Language.NB, Language.NN])
def test_a_fault_is_whole_sentences_to_whoever_reads_norwegian(language: Language) -> None:
    for fault in FAULTS:
        told = why_of(fault, language)
        assert told.endswith((".", "?")), told
        assert told[0].isupper() or not told[0].isalpha(), told


def test_a_place_is_told_in_the_readers_words_as_far_as_it_is_known() -> None:
    fault = f.Fault("people.csv", 3, "role", f.Empty())
    assert place_of(fault, Language.NB) == "people.csv, linje 3, kolonnen role"
    assert place_of(fault, Language.NN) == "people.csv, linje 3, kolonna role"
    assert place_of(f.Fault("people.csv", 0, "", f.Empty()), Language.EN) == "people.csv"


def test_a_terminal_gets_straight_quotation_marks_and_the_cell_as_it_stands() -> None:
    curly = f.Fault("people.csv", 2, "name", f.SpoiltCell("“Guro”", f.Spoiling.CURLY))
    assert in_english(curly) == (
        'people.csv, line 2, column name: "“Guro”" has curly quotation marks; use straight ones or none'
    )


def test_a_fault_that_operators_alone_read_is_told_as_it_stands() -> None:
    assert (
        in_english(f.Fault("answers.csv", 2, "", "the {cell} is missing"))
        == "answers.csv, line 2: the {cell} is missing"
    )


def test_faults_hold_values_alone() -> None:
    for fault in FAULTS:
        assert all(isinstance(getattr(fault, one.name), str | int | date | tuple | None) for one in fields(fault))
