"""Law cards say what the law says: its thresholds, its paragraphs, and how sure each card is."""

import re

import pytest

from content.catalogue import PACKAGED, Catalogue, load
from content.catalogue_types import Confidence, Status

SUSPECTED = ("oppl-2023-12-4", "oppl-2023-12-5", "bhl-41", "bhl-43")
"""Duties whose threshold is a mere suspicion («mistanke om eller kjennskap til»)."""

DEMANDED = {
    "oppl-2023-3-1": "§ 3-1",
    "oppl-2023-4-4": "§ 4-4",
    "oppl-2023-10-6-lekser": "§ 10-6",
    "oppl-2023-11-9": "§ 11-9",
    "oppl-2023-14-2-kontaktlaerer": "§ 14-2",
    "oppl-2023-14-5": "§§ 14-5–14-7",
    "oppl-2023-15-1": "§ 15-1",
    "oppl-2023-15-2": "§ 15-2",
    "oppl-2023-15-3": "§§ 15-3–15-4",
    "oppl-2023-16-1": "§ 16-1",
    "oppl-2023-16-2": "§ 16-2",
    "oppl-2023-17-3": "§§ 17-3–17-4",
    "oppl-2023-17-6": "§ 17-6",
    "oppl-2023-17-7": "§ 17-7",
    "oppl-2023-24-5": "§ 24-5",
    "bhl-43": "§ 43",
    "ldl-20": "§ 20",
    "ldl-24": "§ 24",
    "ldl-27": "§ 27",
    "gdpr-5": "artikkel 5",
    "aml-2-a-1": "§§ 2 A-1–2 A-6",
    "aml-9-1": "§§ 9-1–9-2",
    "barnekonvensjonen-3": "artikkel 3",
    "barnekonvensjonen-12": "artikkel 12",
    "helse-miljo-4": "§ 4",
}

NARROW = {
    "bhl-33": "PPT",
    "oppl-2023-1-5": "samisk",
    "oppl-2023-3-1": "nynorsk|hovedmål",
    "oppl-2023-3-2": "samisk",
    "oppl-2023-4-4": "leksehjelp",
    "oppl-2023-10-6-lekser": "lekse",
    "oppl-2023-15-5": "skolebibliotek",
    "oppl-2023-16-1": "rådgiv|utdanning|søker",
    "oppl-2023-17-7": "vikar|fravær|borte",
    "opplf-2024-19-5": "prøve",
    "oppl-2023-24-5": "15 år",
}
"""A pattern for each card of a narrow subject; the Norwegian of every question tied to the card matches."""


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load()


def test_who_suspects_has_to_say_so_and_at_once_where_it_is_a_colleague(shipped: Catalogue) -> None:
    for id_ in SUSPECTED:
        sentence = shipped.requirements[id_].sentence
        assert ("mistenker" in sentence.nb, "mistenkjer" in sentence.nn) == (True, True), id_
        assert "suspect" in (sentence.en or ""), id_
        assert not re.search(r"\b(tror|trur|believe)\b", f"{sentence.nb} {sentence.nn} {sentence.en}"), id_
    for id_ in ("oppl-2023-12-5", "bhl-43"):
        assert re.search(r"en annen som arbeider .* straks .* direkte", shipped.requirements[id_].sentence.nb), id_
    for id_ in ("oppl-2023-24-3", "bhl-46"):
        assert "uten ugrunnet opphold" in shipped.requirements[id_].sentence.nb, id_


@pytest.mark.parametrize(("id_", "paragraph"), DEMANDED.items())
def test_a_card_on_what_schools_live_with_is_in_force_and_says_whom_it_binds(
    shipped: Catalogue, id_: str, paragraph: str
) -> None:
    card = shipped.requirements[id_]
    assert (card.status, card.paragraph) == (Status.IN_FORCE, paragraph)
    assert card.applies_to
    assert card.title.nb
    assert card.title.nn
    assert paragraph in card.sentence.nn


def test_a_card_whose_text_was_not_read_word_for_word_says_so_to_whoever_edits_it() -> None:
    for file in sorted((PACKAGED / "requirements").glob("*.toml")):
        head, *cards = file.read_text(encoding="utf-8").split("[[requirements]]\n")
        for card in (card for card in cards if f'status = "{Status.IN_FORCE}"' in card):
            comments = "".join(line for line in card.splitlines() if line.startswith("#"))
            unread = "ikke lest" in comments or re.search("derfor [ML]", head) is not None
            assert unread is (f'confidence = "{Confidence.HIGH}"' not in card), card


@pytest.mark.parametrize(("id_", "words"), NARROW.items())
def test_a_question_is_tied_to_a_narrow_paragraph_only_where_it_is_about_it(
    shipped: Catalogue, id_: str, words: str
) -> None:
    tied = [prompt for prompt in shipped.prompts if prompt.requirement == id_]
    assert [one.id for one in tied if not re.search(words, one.question.nb)] == []


@pytest.mark.parametrize("kind", ["kindergarten", "sfo"])
def test_a_question_for_who_is_no_school_is_not_tied_to_a_law_that_binds_schools_only(
    shipped: Catalogue, kind: str
) -> None:
    asked = [prompt for prompt in shipped.prompts if kind in prompt.school_types and prompt.requirement]
    assert asked
    bound = {one.id: shipped.requirements[one.requirement].applies_to for one in asked if one.requirement}
    assert [id_ for id_, whom in bound.items() if kind not in whom] == []
