"""People's words, names and a municipality's own words: shown as written, and never read as Markdown."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.cards.markdown import reads_as_written
from content.language import Language
from content.render import render
from content.vocabulary.conversing import Linked, LinkRefused, LinkSeveral, LinkUnknown, LinkWider
from content.vocabulary.digesting import GroupSection
from content.vocabulary.looking_after import ChannelUnreached
from content.vocabulary.messages import Message
from content.vocabulary.prompting import (
    Followed,
    LawShown,
    PromptClosed,
    Quote,
    RungOffered,
    ThreadKept,
    Turnout,
)
from content.wording import all_words
from tests.content.cards.drawn import NASTY, card_of, texts
from tests.content.example_messages import (
    AT,
    FOLLOW_UP,
    GROUP,
    KEPT,
    LINK,
    MEETING,
    PERSONAL,
    QUESTION,
    SESSION,
    SHARED,
    STEP,
    TYPED,
    UNREACHED,
    WHY,
    of_type,
    strings,
)


def saying(text: str) -> tuple[Message, ...]:
    """Every message that quotes people's own words, quoting `text`."""
    return (
        replace(PERSONAL, earlier=(Quote(text),)),
        replace(KEPT, text=text),
        replace(KEPT, further=(Followed(WHY, text, 1),)),
        replace(FOLLOW_UP, earlier=(Quote(text),)),
        PromptClosed(QUESTION, "Vi ga tenketid.", GROUP, further=(Followed(WHY, text, 1),)),
        replace(PERSONAL, earlier=(Quote("Vi ga tenketid.", (Followed(WHY, text, 1),)),)),
        replace(SESSION, prompts=(replace(SHARED, quotes=(Quote("Så.", (Followed(WHY, text, 1),)),)),)),
        replace(TYPED, text=text),
        PromptClosed(QUESTION, text, GROUP),
        LinkUnknown(text, ()),
        replace(SESSION, prompts=(replace(SHARED, quotes=(Quote(text),)),)),
        replace(MEETING, groups=(GroupSection("Team 5", Turnout(), (replace(SHARED, quotes=(Quote(text),)),)),)),
    )


def assert_only_in_runs(message: Message, text: str, language: Language) -> None:
    rendered = render(message, language)
    runs = [run["text"] for run in of_type(json.loads(json.dumps(rendered.card)), "TextRun")]
    assert runs.count(text) == 1
    assert [each for each in strings(rendered.card) if text in each] == [text]
    assert text not in rendered.summary


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("text", NASTY)
def test_peoples_words_stand_in_text_runs_and_nowhere_else(text: str, language: Language) -> None:
    for message in saying(text):
        assert_only_in_runs(message, text, language)


@settings(deadline=None)  # the time of an example depends on the machine
@given(st.text(min_size=1, max_size=300).map(lambda text: f"⟦{text}⟧"))
def test_whatever_people_write_comes_out_byte_for_byte(text: str) -> None:
    for message in saying(text):
        assert_only_in_runs(message, text, Language.NN)


@pytest.mark.parametrize("name", ["**5.** trinn", "1. trinn", "[x](https://nordvik.example)", "{name} _a_"])
def test_names_are_never_read_as_markdown(name: str) -> None:
    group = RungOffered("group", name, 8)
    for message in (
        replace(PERSONAL, group=name, rungs=(group,)),
        replace(KEPT, rung=group),
        ThreadKept(group, STEP),
        Linked(name),
        LinkRefused(name),
        LinkUnknown("x", (name,)),
        LinkWider(name, 3, LINK),
        LinkSeveral(((name, LINK),)),
        replace(SESSION, group=name),
        replace(MEETING, meeting=name, groups=(GroupSection(name, Turnout(), (SHARED,)),)),
        replace(UNREACHED, group=name),
        replace(UNREACHED, missing=(name,), strangers=()),
        replace(UNREACHED, missing=(), strangers=(name,)),
        ChannelUnreached(name, AT),
    ):
        card = card_of(message)
        assert [text for text in strings(card) if name in text]
        assert all(reads_as_written(block["text"]) for block in of_type(card, "TextBlock"))


MARKED_UP = (
    "3. Inkluderende læringsmiljøer", "\\*hvem\\*", "**Hvem** _snakker_?", "# Hva så du", "[x](https://nordvik.example)",
    "- Hvem", "1) Hvem", "a \\ b", "`kode`", "<b>Hvem</b>", "&lt;Hvem&gt;", "> Hvem", "snake_case_ord", "~~Hvem~~",
    "https://nordvik.example", "{{DATE(2026-11-24T08:00:00Z)}}", "Hvem?\nHva?", "---", "Hvem  snakker",
)  # fmt: skip


@pytest.mark.parametrize("words", MARKED_UP)
def test_a_municipalitys_own_words_are_never_read_as_markdown(words: str) -> None:
    """Areas, questions, titles, hints and laws of an overlay, on each card with one."""
    section = replace(SHARED, area=words, question=words, law=words)
    for message in (
        replace(
            PERSONAL,
            area=words,
            question=words,
            definition=words,
            law=LawShown(words, "", "", None),
            title=words,
            hint=words,
        ),
        replace(KEPT, question=words),
        replace(FOLLOW_UP, question=words),
        replace(TYPED, question=words),
        replace(SESSION, prompts=(section,)),
        replace(MEETING, groups=(GroupSection("Team", Turnout(), (section,)),)),
    ):
        card = card_of(message)
        assert words in [*texts(card), *(field["label"] for field in of_type(card, "Input.Text"))]
        assert not [block for block in of_type(card, "TextBlock") if words in block["text"]]


@pytest.mark.parametrize("words", ["Inkluderende læringsmiljøer", "Hva er 3. trinn opptatt av? «Alt» – 50 % (og 1-2)"])
def test_words_that_markdown_leaves_alone_are_headings(words: str) -> None:
    card = card_of(replace(PERSONAL, question=words))
    assert [block["text"] for block in of_type(card, "TextBlock")] == ["Spørsmål til Rektorgruppa", words]


@pytest.mark.parametrize("language", Language)
def test_our_own_headings_are_filled_with_nobodys_words(language: Language) -> None:
    headings = {text for parts in all_words(language).values() for part, text in parts.items() if "heading" in part}
    assert headings
    assert [text for text in headings if "{" in text or not reads_as_written(text)] == []
