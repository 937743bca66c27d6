"""From reflections to sections: by area and prompt, people's words untouched, on a card and in plain lines."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rehearsal.clients import buttons_on, texts_on
from content.language import Language, Wording
from content.plain_digest import plain_digest
from content.render import render
from content.shares import shares_lines
from content.vocabulary.digesting import GroupSection, MeetingDigest, PromptSection, SessionDigest, Share, Shares
from content.vocabulary.prompting import Followed, Quote, Turnout
from content.wording import phrase
from dialogs.calendar.instants import local
from dialogs.knowledge.digest import sections, sections_of_releases
from dialogs.model import AskedIn, Part, Reflection, Release, Rung, ShownPrompt, Stage, Step

BEGAN = datetime(2026, 11, 24, 7, tzinfo=UTC)
NB, NN = Language.NB, Language.NN
ANYTHING = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), min_size=1).filter(str.strip)


def step(session: str, area: str, *, position: int = 0, law: str | None = None) -> Step:
    words = Wording("", "")
    return Step(
        municipality="by",
        session=session,
        position=position,
        key="refleksjon",
        shown=ShownPrompt(
            prompt_id=f"{session}-{position}",
            area_id=area,
            requirement_id=None,
            area=Wording(f"{area} på bokmål", f"{area} på nynorsk"),
            question=Wording(f"Hva skjer i {session}.{position}?", f"Kva skjer i {session}.{position}?"),
            why=words,
            law=Wording(law, f"{law} (nn)") if law else None,
            title=words,
            hint=words,
        ),
        stage=Stage.CLOSED,
        opens_at=BEGAN,
        closes_at=BEGAN,
        asked=AskedIn.PERSONAL,
        hides=False,
        leading_only=False,
        shows_earlier=False,
        ends_early_on=frozenset(),
    )


def reflection_of(session: str, *parts: str, position: int = 0) -> Reflection:
    return Reflection(
        municipality="by",
        id=uuid4(),
        session=session,
        position=position,
        group="g",
        unit="u",
        network=None,
        author=UUID(int=1),
        rung=Rung.GROUP,
        circle_at=BEGAN,
        parts=tuple(Part(part) for part in parts),
        version=1,
    )


def test_answers_stand_under_the_prompt_they_were_given_to_in_their_order() -> None:
    steps = [step("en", "a"), step("en", "a", position=1)]
    found = sections(
        steps, [reflection_of("en", "x"), reflection_of("en", "y", position=1), reflection_of("en", "z")], NB
    )
    assert [(one.question, [quote.text for quote in one.quotes]) for one in found] == [
        ("Hva skjer i en.0?", ["x", "z"]),
        ("Hva skjer i en.1?", ["y"]),
    ]


def test_prompts_of_an_area_stand_together_in_the_order_they_were_first_asked() -> None:
    steps = [step("en", "b"), step("to", "a"), step("tre", "b")]
    found = sections(steps, [reflection_of(name, name) for name in ("tre", "to", "en")], NB)
    assert [(one.area, one.quotes[0].text) for one in found] == [
        ("b på bokmål", "en"),
        ("b på bokmål", "tre"),
        ("a på bokmål", "to"),
    ]


def test_questions_without_a_shared_answer_are_left_out() -> None:
    assert (
        sections([step("en", "a"), step("to", "a")], [reflection_of("to", "x")], NB)[0].question == "Hva skjer i to.0?"
    )
    assert sections([step("en", "a")], [], NB) == ()


def test_ours_is_in_the_readers_language_and_peoples_words_in_their_own() -> None:
    [found] = sections([step("en", "a", law="Loven sier")], [reflection_of("en", "Eg skriv nynorsk")], NN)
    assert (found.area, found.question, found.law) == ("a på nynorsk", "Kva skjer i en.0?", "Loven sier (nn)")
    assert found.quotes == (Quote("Eg skriv nynorsk"),)
    [found] = sections([step("en", "a")], [reflection_of("en", "Eg skriv nynorsk")], NB)
    assert (found.law, found.quotes) == (None, (Quote("Eg skriv nynorsk"),))


def test_several_messages_are_one_answer_each_a_paragraph() -> None:
    assert sections([step("en", "a")], [reflection_of("en", "først", "så")], NB)[0].quotes == (Quote("først\n\nså"),)


WHY = Wording("Hvorfor gikk det?", "Kvifor gjekk det?")
EMPHASIS = Wording("Hva la dere vekt på?", "Kva la de vekt på?")


def with_follow_ups(step: Step) -> Step:
    return replace(step, shown=replace(step.shown, follow_ups=(WHY, EMPHASIS)))


def went_on(reflection: Reflection, *further: str) -> Reflection:
    parts = (Part(text, follow_up=number) for number, text in enumerate(further, start=1))
    return replace(reflection, parts=(*reflection.parts, *parts))


def test_follow_ups_stand_beneath_the_answer_they_belong_to() -> None:
    reflections = [
        went_on(reflection_of("en", "x"), "fordi"),
        reflection_of("en", "y"),
        went_on(reflection_of("en", "z"), "derfor", "alt"),
    ]
    [found] = sections([with_follow_ups(step("en", "a"))], reflections, NN)
    assert tuple(sorted(found.quotes, key=lambda quote: quote.text)) == (
        Quote("x", (Followed(WHY.nn, "fordi", 1),)),
        Quote("y"),
        Quote("z", (Followed(WHY.nn, "derfor", 1), Followed(EMPHASIS.nn, "alt", 2))),
    )


def test_a_copy_shows_what_followed_as_the_answer_does() -> None:
    words = Wording("", "")
    released = Release(
        municipality="by",
        reflection=uuid4(),
        network="n",
        session="en",
        position=0,
        group_name="En gruppe",
        area_id="a",
        area=words,
        question=words,
        law=None,
        text="x",
        circle_at=BEGAN,
        released_at=BEGAN,
        follow_ups=(WHY, EMPHASIS),
        further=(Part("alt", follow_up=2),),
    )
    [found] = sections_of_releases([released], NB)
    assert found.quotes == (Quote("x", (Followed(EMPHASIS.nb, "alt", 2),)),)


def test_plain_lines_set_what_followed_in_beneath_the_answer_with_its_question() -> None:
    found = sections([with_follow_ups(step("en", "a"))], [went_on(reflection_of("en", "x"), "fordi\ndet gikk")], NB)
    lines = plain_digest(SessionDigest("En gruppe", local(BEGAN), Turnout(), found), NB).split("\n")
    begins = lines.index("  – x")
    assert lines[begins + 1 : begins + 4] == ["    Hvorfor gikk det?", "    – fordi", "      det gikk"]
    assert lines[-2:] == ["Til neste møte", "Hva av dette vil dere prøve selv før dere møtes igjen?"]


@given(st.lists(st.tuples(st.sampled_from(["en", "to", "tre"]), ANYTHING), min_size=1, max_size=6))
def test_nobodys_words_are_lost_added_or_changed(answers: list[tuple[str, str]]) -> None:
    steps = [step("en", "a"), step("to", "b"), step("tre", "a")]
    found = sections(steps, [reflection_of(session, words) for session, words in answers], NB)
    quoted = [quote.text for section in found for quote in section.quotes]
    assert set(quoted) <= {words for _, words in answers}
    spoken = {(session, spoken_of(words)) for session, words in answers}
    assert sorted(map(spoken_of, quoted)) == sorted(words for _, words in spoken), "what several said is said once"


def spoken_of(words: str) -> str:
    return " ".join(words.split()).casefold()


ANSWERS = st.lists(
    st.tuples(st.sampled_from(["en", "to", "tre"]), ANYTHING, st.lists(ANYTHING, max_size=2)), max_size=4
)


@settings(deadline=None)  # the time of an example depends on the machine
@given(ANSWERS, st.sampled_from(Language))
def test_the_plain_lines_say_what_the_card_says_in_the_same_order(
    answers: list[tuple[str, str, list[str]]], language: Language
) -> None:
    steps = [with_follow_ups(one) for one in (step("en", "a", law="Loven sier"), step("to", "b"), step("tre", "a"))]
    found = sections(steps, [went_on(reflection_of(session, text), *more) for session, text, more in answers], language)
    at = local(BEGAN)
    groups = (GroupSection("En gruppe", Turnout(), found),) if found else ()
    for message in (SessionDigest("En gruppe", at, Turnout(), found), MeetingDigest("Rektorgruppa", at, groups)):
        card = render(message, language).card
        shown = [line for text in texts_on(card) for line in text.split("\n")]
        # A terminal has no buttons: what the card unfolds stands there, with the button's words as its heading.
        pressed = {*buttons_on(card), phrase(message, "law", language)}
        assert unmarked(plain_digest(message, language).split("\n"), pressed) == unmarked(shown, pressed)


@pytest.mark.parametrize("language", Language)
def test_answers_by_one_press_alone_are_answers_to_read(language: Language) -> None:
    spread = Shares((Share("2 av 5"), Share("4 av 5", 5)))
    prompt = PromptSection("Et område", "Hvor ofte?", "Loven sier", (), spread)
    groups = (GroupSection("En gruppe", Turnout(), (prompt,)),)
    at = local(BEGAN)
    for message in (SessionDigest("En gruppe", at, Turnout(), (prompt,)), MeetingDigest("Rektorgruppa", at, groups)):
        told = shares_lines(spread, language)
        for lines in (texts_on(render(message, language).card), plain_digest(message, language).split("\n")):
            assert {*told, phrase(message, "next", language), "Loven sier"} <= {*lines}
            nothing = [phrase(one, "none", language) for one in (message, prompt, *groups)]
            assert not {*nothing} & {*lines}


def unmarked(lines: list[str], pressed: set[str]) -> list[str]:
    """The lines without the dash and the white space that mark quotes, and without the words of buttons."""
    bare = (line.strip().removeprefix("–").strip() for line in lines)
    return [line for line in bare if line and line not in pressed]
