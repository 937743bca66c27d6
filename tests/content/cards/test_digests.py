"""The card of a digest: order, numbers, the law, and answers that the card has no room for."""

from dataclasses import replace

import pytest

from content.cards.fitting import ROOM, fits
from content.language import Language
from content.vocabulary.digesting import GroupSection
from content.vocabulary.messages import Message
from content.vocabulary.prompting import (
    PromptAsked,
    Quote,
    Turnout,
)
from tests.content.cards.drawn import UNTOLD, actions_on, card_of, size, texts
from tests.content.example_messages import (
    CROWDED,
    LAW,
    MEETING,
    QUESTION,
    SESSION,
    SHARED,
    TOO_LONG,
    UNSHARED,
    of_type,
)


def test_a_digest_groups_by_area_and_counts_first() -> None:
    other = replace(SHARED, area="Digital teknologi", quotes=(Quote("Vi filmet."),))
    said = texts(card_of(replace(SESSION, prompts=(SHARED, SHARED, other))))
    assert said.count(SHARED.area) == 1
    order = ["Dette delte vi", "6 av 11 har svart", SHARED.area, QUESTION, "Vi ga tenketid.", other.area, "Vi filmet."]
    assert [said.index(each) for each in order] == sorted(said.index(each) for each in order)


def test_a_digest_with_nothing_shared_says_so_kindly_and_once() -> None:
    said = texts(card_of(replace(SESSION, prompts=(replace(SHARED, quotes=()),) * 3)))
    assert "6 av 11 har svart" in said
    assert len([text for text in said if "ingen svar å lese" in text]) == 1
    assert "Til neste møte" not in said


@pytest.mark.parametrize(("language", "law"), [(Language.NB, "Hva sier loven?"), (Language.NN, "Kva seier lova?")])
def test_a_digest_ends_with_a_question_to_go_on_with_and_the_law_is_folded(language: Language, law: str) -> None:
    session, meeting = replace(SESSION, prompts=(SHARED, SHARED)), replace(MEETING, groups=MEETING.groups * 2)
    for message, heading in ((session, "Til neste møte"), (meeting, "Til møtet")):
        card = card_of(message, language)
        said = texts(card)
        assert said[-3] == heading, "above its question and the folded law"
        [hidden] = [each for each in of_type(card, "Container") if each.get("isVisible") is False]
        assert texts(hidden) == [LAW], "each sentence of the law once, though two questions are asked of it"
        [unfold] = of_type(card, "Action.ToggleVisibility")
        assert (unfold["title"], unfold["targetElements"]) == (law, [hidden["id"]])
    assert not of_type(
        card_of(replace(SESSION, prompts=(replace(SHARED, law=None),)), language), "Action.ToggleVisibility"
    )


@pytest.mark.parametrize(
    ("language", "titles"), [(Language.NB, ["Min uke", "Mine svar"]), (Language.NN, ["Mi veke", "Svara mine"])]
)
def test_a_digest_leads_on_to_ones_own_week_and_answers_and_in_a_channel_to_nobodys(
    language: Language, titles: list[str]
) -> None:
    for message in (SESSION, MEETING):
        assert [action["title"] for action in actions_on(card_of(message, language))] == titles
    assert not actions_on(card_of(replace(SESSION, in_channel=True), language))


def test_a_digest_that_tells_no_number_says_so_in_words_and_of_what_is_shown_that_there_is_some() -> None:
    shared = texts(card_of(replace(SESSION, turnout=Turnout())))
    assert ("Noen har svart" in shared, UNTOLD in shared) == (True, False)
    nothing = texts(card_of(replace(SESSION, turnout=Turnout(), prompts=(UNSHARED,))))
    assert ("Noen har svart" in nothing, UNTOLD in nothing) == (False, True)


def test_a_digest_says_that_not_all_were_reached_whether_or_not_it_tells_a_number() -> None:
    line = "Spørsmålet nådde ikke fram til alle."
    for turnout in (Turnout(6, 11, all_reached=False), Turnout(all_reached=False)):
        assert line in texts(card_of(replace(SESSION, turnout=turnout)))
        assert line in texts(card_of(replace(MEETING, groups=(GroupSection("Team 5", turnout, (SHARED,)),))))
    assert line not in texts(card_of(SESSION))


def test_a_digest_explains_that_only_me_is_counted_but_not_shown() -> None:
    for message in (SESSION, MEETING):
        for language, note in (
            (Language.NB, "Svar som ikke er delt her, teller med, men vises ikke."),
            (Language.NN, "Svar som ikkje er delte her, tel med, men blir ikkje viste."),
            (Language.EN, "Answers that are not shared here count, but are not shown."),
        ):
            assert [text for text in texts(card_of(message, language)) if text.endswith(note)]


@pytest.mark.parametrize("message", TOO_LONG)
def test_what_is_too_long_for_teams_is_cut_short_and_says_by_how_much(message: Message) -> None:
    card = card_of(message)
    assert fits(card)
    assert size(card) < ROOM
    shown = len([text for text in texts(card) if text.endswith(CROWDED[0].text[-20:])])
    left_out = sum(int(text.split()[2]) for text in texts(card) if text.startswith("… og "))
    assert shown >= 5
    assert ROOM - size(card) < 2 * (len(CROWDED[-1].text) + 400), "there was room for one more"
    assert shown + left_out == sum(len(quotes) for quotes in crowds(message))


def crowds(message: Message) -> list[tuple[Quote, ...]]:
    found = (
        [message.earlier] if isinstance(message, PromptAsked) else [p.quotes for p in getattr(message, "prompts", ())]
    )
    return [tuple(quote for quote in quotes if quote in CROWDED) for quotes in found]


def test_nobodys_first_answer_is_left_out_before_everybodys_last() -> None:
    crowded = replace(SHARED, quotes=CROWDED)
    late = replace(SHARED, question="Hva ser vi forskjellig på?", quotes=(Quote("Siste gruppe."),))
    groups = (GroupSection("Team 5", Turnout(6, 11), (crowded,)), GroupSection("Team 6", Turnout(), (late,)))
    said = texts(card_of(replace(MEETING, groups=groups)))
    assert "Siste gruppe." in said
    shown = len([quote for quote in CROWDED if quote.text in said])
    assert [text for text in said if text.startswith("… og ")] == [f"… og {len(CROWDED) - shown} svar til"]


def test_a_card_just_small_enough_is_left_whole() -> None:
    spare = (ROOM - size(card_of(replace(SESSION, prompts=(replace(SHARED, quotes=(Quote(""),)),))))) // 2 - 1
    message = replace(SESSION, prompts=(replace(SHARED, quotes=(Quote("å" * spare),)),))
    assert "å" * spare in texts(card_of(message))
    longer = replace(SESSION, prompts=(replace(SHARED, quotes=(Quote("å" * (spare + 1)),)),))
    assert "… og 1 svar til" in texts(card_of(longer))
