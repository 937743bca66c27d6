"""Each written form of Norwegian is written in one way: the tables of `content/writing`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest
import tomli

from content.language import Language
from tests.content.texts import CONTENT, Text, texts

NORWEGIAN = (Language.NB, Language.NN)


@dataclass(frozen=True)
class Form:
    """A row: what is written, the forms that are not, and turns of phrase in which those may stand."""

    table: str
    use: str
    others: tuple[str, ...]
    apart_from: tuple[str, ...]
    why: str

    @property
    def pattern(self) -> str:
        """What finds the forms not used; `*` is any letters."""
        return "|".join(re.escape(other).replace(r"\*", r"\w*") for other in self.others)


@cache
def forms(language: Language) -> tuple[Form, ...]:
    tables = tomli.loads((CONTENT / "writing" / f"forms_{language.value}.toml").read_text(encoding="utf-8"))
    return tuple(
        Form(table, use, tuple(row["not"]), tuple(row.get("except", ())), row["why"])
        for table, rows in tables.items()
        for use, row in rows.items()
    )


def offences(text: Text, language: Language) -> Iterator[str]:
    """A line for each form in the text that is not used."""
    for found in _anything(language).finditer(text.plain):
        for form in forms(language):
            if re.fullmatch(form.pattern, found[0], re.IGNORECASE) and not _excepted(form, text.plain, found.span()):
                yield f"{text.file}: {text.entry}: «{found[0]}»; we write «{form.use}» ({form.why})"


@cache
def _anything(language: Language) -> re.Pattern[str]:
    every = "|".join(form.pattern for form in forms(language))
    return re.compile(rf"(?<!\w)(?:{every})(?!\w)", re.IGNORECASE)


def _excepted(form: Form, text: str, at: tuple[int, int]) -> bool:
    """Whether the place is within one of the form's turns of phrase."""
    turns = (found.span() for turn in form.apart_from for found in re.finditer(re.escape(turn), text, re.IGNORECASE))
    return any(first <= at[0] and at[1] <= last for first, last in turns)


@pytest.mark.parametrize("language", NORWEGIAN)
def test_every_word_has_one_form(language: Language) -> None:
    said = [offence for text in texts(language) for offence in offences(text, language)]
    assert not said, "\n" + "\n".join(said)


@pytest.mark.parametrize("language", NORWEGIAN)
def test_a_row_says_why_and_the_rows_are_in_order(language: Language) -> None:
    rows = forms(language)
    assert all(form.others and form.why for form in rows)
    assert list(rows) == sorted(rows, key=lambda form: [row.table for row in rows].index(form.table))
    for table in {form.table for form in rows}:
        names = [form.use for form in rows if form.table == table]
        assert names == sorted(names, key=_alphabetical), table


@pytest.mark.parametrize("language", NORWEGIAN)
def test_no_form_is_both_used_and_not(language: Language) -> None:
    used = {word for form in forms(language) for word in re.findall(r"\w+", form.use)}
    assert not [(form.use, word) for form in forms(language) for word in used if re.fullmatch(form.pattern, word)]


@pytest.mark.parametrize("language", NORWEGIAN)
def test_every_exception_is_needed(language: Language) -> None:
    everything = "\n".join(text.plain for text in texts(language))
    assert not [turn for form in forms(language) for turn in form.apart_from if turn not in everything]


def test_an_offence_is_named_with_file_entry_and_word() -> None:
    [line] = offences(Text("a.toml", "prompts.one.nn", "Kva gjorde de også?"), Language.NN)
    assert line.startswith("a.toml: prompts.one.nn: «også»; we write «òg» (")
    assert not list(offences(Text("a.toml", "x", "Tolv {også} og `tar` [her](https://også.no)"), Language.NN))


def test_an_exception_holds_for_its_turn_of_phrase_alone() -> None:
    text = Text("a.toml", "x", "Planen heiter Prinsipper for opplæringen, og har prinsipper.")
    assert len(list(offences(text, Language.NN))) == 1


def _alphabetical(name: str) -> list[int]:
    """For sorting as in a Norwegian dictionary."""
    order = "abcdefghijklmnopqrstuvwxyzæøå"
    return [order.find(letter) for letter in name.casefold().replace("ò", "o")]
