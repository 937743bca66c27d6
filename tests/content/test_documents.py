"""The templates of documents, their words, and the measures that they tell of."""

import re
import string

import pytest

from content.document_templates import Values, WrongTemplate, fill, line_of
from content.document_words import DOCUMENTS, WRITTEN_IN, document_words, measures, template
from content.documents import Gap, Paragraph, Text
from content.language import Language
from dialogs.model import KeptKind, Rung
from tests.bot.commands import ROOT

BLANK = re.compile(r"\{(?:list: |table: )?(\w+)\}")


@pytest.mark.parametrize(
    ("text", "why"), [("{nobody}", "nothing is known as nobody"), ("| a | b |\n| -- | -- |\n| 1 |", "rows are as long")]
)
def test_a_template_with_a_fault_is_refused_with_the_line(text: str, why: str) -> None:
    with pytest.raises(WrongTemplate, match=f"«.*»: .*{why}"):
        fill(f"# Hei\n\n{text}\n", Values({"name": ()}, {}, {}))


def test_a_paragraph_of_nothing_is_left_out_and_a_gap_may_stand_in_a_value() -> None:
    assert fill("# Hei\n\n{name}\n\nJa {name}\n", Values({"name": ()}, {}, {})) == (Paragraph((Text("Ja "),)),)
    assert line_of("Hos dem: [FYLL INN: hva]", {}) == (Text("Hos dem: "), Gap("hva"))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_written_forms_have_the_same_blanks_in_the_same_order(document: str) -> None:
    assert BLANK.findall(template(document, Language.NB)) == BLANK.findall(template(document, Language.NN))


def test_every_value_is_used_and_every_word_is_there_in_both_forms() -> None:
    nb, nn = (keys(vars(document_words(language))) for language in WRITTEN_IN)
    assert nb == nn
    used = {name for document in DOCUMENTS for name in BLANK.findall(template(document, Language.NB))}
    words = document_words(Language.NB)
    assert {key for key in words.settings if "." not in key} <= used
    assert words.headers.keys() <= used
    assert {name for measure in measures() for name in measure.lists} | {"impersonal"} <= used
    assert {key.removeprefix("retention.") for key in words.settings if "." in key} == set(KeptKind)
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot" / "reports").glob("document*.py"))
    assert [name for name in words.phrases if f'"{name}"' not in code] == []
    assert list(words.circles) == [rung.name.lower() for rung in Rung]


def keys(table: object) -> object:
    """Names at all depths, and the blanks of each text."""
    if isinstance(table, dict):
        return {name: keys(each) for name, each in table.items()}
    if isinstance(table, list):
        return [keys(each) for each in table]
    return {name for _, name, _, _ in string.Formatter().parse(str(table)) if name}


def test_nynorsk_has_none_of_the_commonest_bokmal_words() -> None:
    bokmal = {"jeg", "ikke", "hva", "hvem", "hvilken", "noe", "noen", "dere", "bare", "også", "fra", "gjøre", "hvor"}
    texts = [template(document, Language.NN) for document in DOCUMENTS]
    texts += [one.words[Language.NN] for one in measures()]
    texts.append((ROOT / "content" / "documents" / "nn" / "words.toml").read_text(encoding="utf-8"))
    for text in texts:
        assert not bokmal & set(re.findall(r"\w+", text.lower())), text


def test_a_measure_stands_only_where_tests_hold_it() -> None:
    for measure in measures():
        assert measure.held_by
        for held_by in measure.held_by:
            file, _, name = held_by.partition("::")
            assert re.search(rf"^(async )?def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), (
                held_by
            )
