"""A digest as a table: opened by a spreadsheet it shows people's words, and works nothing out."""

import csv
import io

import pytest

from bot.exports.digest_table import digest_table
from bot.exports.spreadsheet import disarmed
from content.language import Language
from content.vocabulary.digesting import PromptSection, SessionDigest, Theme
from content.vocabulary.prompting import Followed, Quote, Signed, Turnout
from dialogs.calendar.instants import local
from tests.nordvik import at

_FORMULA = '=HYPERLINK("https://example.org";"Trykk her")'


def _digest() -> SessionDigest:
    section = PromptSection(
        area="Skolemiljø",
        question="Hva gjorde dere?",
        law=None,
        quotes=(Quote(_FORMULA), Quote("Vi venta; og så\nspurte vi.", (Followed("Hva så?", "-1 av 3", 1),))),
        themes=(Theme("venting", 5, (Quote("Vi satt sammen.", signed=Signed("name", "Kari Eksempel")),)),),
    )
    return SessionDigest("Rektorgruppa", local(at(11, 24)), Turnout(), (section,))


@pytest.mark.parametrize(("language", "delimiter"), [(Language.NB, ";"), (Language.NN, ";"), (Language.EN, ",")])
def test_each_quote_is_a_row_that_no_spreadsheet_works_out(language: Language, delimiter: str) -> None:
    written = digest_table(_digest(), language)
    assert written.startswith("\ufeff".encode())
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""), delimiter=delimiter))
    assert {len(row) for row in rows} == {9}
    assert [row[5] for row in rows[1:]] == ["Vi satt sammen.", f"'{_FORMULA}", "Vi venta; og så\nspurte vi."]
    assert rows[1][4:8] == ["venting", "Vi satt sammen.", "", "Kari Eksempel"]
    assert rows[3][6] == "Hva så? -1 av 3"


def test_every_beginning_of_a_formula_is_disarmed() -> None:
    for begins in ("=1", "+1", "-1", "@SUM", "\t=1", "\r=1"):
        assert disarmed(begins) == f"'{begins}"
    assert disarmed("Vi = oss") == "Vi = oss"
