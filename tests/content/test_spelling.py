"""Every word is spelt as the dictionary has it, or is in our own list: `content/writing/words.toml`."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import tomli

from content.language import Language
from tests.content import hunspell
from tests.content.texts import CONTENT, Text, texts

LISTS = {Language.NB: ("both", "nb"), Language.NN: ("both", "nn"), Language.EN: ("en",)}
LANGUAGES = [
    pytest.param(Language.NB, marks=pytest.mark.hunspell),
    pytest.param(Language.NN, marks=pytest.mark.hunspell),
    pytest.param(Language.EN, marks=pytest.mark.hunspell_english),
]
HOW = "mend the word, or add it where it belongs in content/writing/words.toml"


@cache
def groups() -> dict[str, dict[str, list[str]]]:
    return tomli.loads((CONTENT / "writing" / "words.toml").read_text(encoding="utf-8"))


@cache
def ours(language: Language) -> frozenset[str]:
    """The list's words and turns of phrase in the language."""
    listed = [group.get(name, []) for group in groups().values() for name in LISTS[language]]
    return frozenset(word for words in listed for word in words)


def misspelt(said: tuple[Text, ...], language: Language) -> Iterator[str]:
    """A line for each word in the texts that neither the dictionary nor our list has."""
    words = {text: _words(text, language) for text in said}
    faults = hunspell.unknown(set().union(*words.values()), language)
    for text, found in words.items():
        yield from (f"{text.file}: {text.entry}: «{word}»" for word in sorted(found & faults))


def _words(text: Text, language: Language) -> set[str]:
    """The text's words that our list does not have; a word listed with a small letter is known with a capital too."""
    left = {word for word in _apart_from_phrases(text, language).words if not {word, _small(word)} & ours(language)}
    return {word for word in left if not _any_ending(language).fullmatch(_small(word))}


@cache
def _any_ending(language: Language) -> re.Pattern[str]:
    """What a word listed with `*` is in all its forms."""
    beginnings = [re.escape(word.removesuffix("*")) for word in ours(language) if word.endswith("*")]
    return re.compile(rf"(?:{'|'.join(beginnings) or '(?!)'})\w{{0,5}}")


def _apart_from_phrases(text: Text, language: Language) -> Text:
    phrases = [phrase for phrase in ours(language) if " " in phrase and phrase in text.text]
    return Text(text.file, text.entry, re.sub("|".join(map(re.escape, phrases)), " ", text.text)) if phrases else text


def _small(word: str) -> str:
    return word[:1].lower() + word[1:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_spelt_right(language: Language) -> None:
    said = list(misspelt(texts(language), language))
    assert not said, f"{HOW}:\n" + "\n".join(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_listed_that_the_dictionary_has(language: Language) -> None:
    words = {word for word in ours(language) if not set(word) & set(" *")}
    assert words - hunspell.unknown(words, language) == set()


@pytest.mark.hunspell
def test_a_word_spelt_wrong_is_named_with_file_and_entry_and_blanks_and_links_are_passed_over() -> None:
    text = Text(
        "a.toml", "one.nn", "Kva gjjer {de_hær}, `tilgangg` eller [skulen](https://skullen.example/hær) i kvarr.md?"
    )
    assert list(misspelt((text,), Language.NN)) == ["a.toml: one.nn: «gjjer»"]


def test_each_group_of_our_list_is_told_about_and_in_order() -> None:
    lines = (CONTENT / "writing" / "words.toml").read_text(encoding="utf-8").splitlines()
    assert all(lines[place - 1].startswith("# ") for place, line in enumerate(lines) if line.startswith("["))
    for name, group in groups().items():
        for language, words in group.items():
            assert words == sorted(set(words), key=_alphabetical), (name, language)


def test_what_a_machine_lacks_is_named_by_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hunspell").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert hunspell.missing([Language.NN], [tmp_path]) == "hunspell-no"
    assert hunspell.missing([Language.EN], [tmp_path]) == "hunspell-en-gb"
    (tmp_path / "nn_NO.dic").touch()
    assert hunspell.missing([Language.NN], [tmp_path]) == ""
    monkeypatch.setenv("PATH", str(tmp_path / "none"))
    assert hunspell.missing([Language.NN], [tmp_path]) == "hunspell"


def _alphabetical(word: str) -> tuple[list[int], str]:
    """For sorting as in a Norwegian dictionary."""
    order = "abcdefghijklmnopqrstuvwxyzæøå"
    return [order.find(letter) for letter in word.lower().translate(str.maketrans("áéèò", "aeeo"))], word
