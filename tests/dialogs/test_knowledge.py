"""What answers say together, as far as it may be told: themes, agreement, difference, silence, change; odd answers."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from content.cards.findings import first_lines
from content.catalogue import load
from content.catalogue_types import STANCES, AnswerForm, FormKind
from content.language import Language, Wording
from content.plain_digest import plain_digest
from content.render import render
from content.vocabulary.digesting import Agreed, Between, Change, Differing, GroupSection, MeetingDigest, SessionDigest
from content.vocabulary.prompting import Quote, Signed, Turnout
from dialogs.calendar.instants import local
from dialogs.knowledge import findings
from dialogs.knowledge.differences import Share, unlikely
from dialogs.knowledge.digest import findings_of, sections, sections_of_each
from dialogs.knowledge.grouping import ENOUGH, grouped, told
from dialogs.knowledge.heard import Heard, by_step, heard, heard_from_beyond
from dialogs.knowledge.over_groups import changed, themed
from dialogs.knowledge.quotes import Unsorted, Voice, quoted, read_well
from dialogs.knowledge.remembering import Remembering
from dialogs.knowledge.themes.finding import Finder
from dialogs.knowledge.themes.values import NO_HANDS, Answer, Arrangement, Excerpt, Hands, Theme, Themes
from dialogs.model import Part, Reflection, Release, Signature, Step
from tests.dialogs.test_digest import BEGAN, reflection_of, step

NB, NN = Language.NB, Language.NN
SCALE = AnswerForm(FormKind.SCALE, (Wording("aldri", "aldri"), Wording("alltid", "alltid")))
QUESTION = Wording("Hvor ofte?", "Kor ofte?")
CHOICE = AnswerForm(FormKind.CHOICE, tuple(Wording(*words) for words in (("Enig", "Einig"), ("Uenig", "Ueinig"))))


FINDER = Finder(load().lexicon)


class ByFirstWord(Unsorted):
    """An engine whose themes are plain to see: answers that begin with the same word; a dash begins no theme."""

    def __init__(self) -> None:
        self.asked = self.arranged = 0

    def arrange_each(self, several: Sequence[Sequence[Answer]]) -> list[Arrangement]:
        self.arranged += 1
        return super().arrange_each(several)

    def find_themes(
        self, answers: Sequence[Answer], *, quotes: int, themes: int | None = None, hands: Hands = NO_HANDS
    ) -> Themes:
        del quotes, themes, hands
        self.asked += 1
        found: dict[str, list[Answer]] = {}
        for answer in answers:
            found.setdefault(answer.text.split()[0], []).append(answer)
        others = tuple(one.id for one in found.pop("–", ()))
        made = tuple(
            Theme(
                word,
                tuple(one.id for one in of),
                tuple(Excerpt(one.id, 0, len(one.text)) for one in of),
                len({one.person for one in of}),
            )
            for word, of in sorted(found.items())
        )
        return Themes(1.0, made, others)


def voices(word: str, number: int, *, group: str = "g", of: str = "") -> list[Voice]:
    return [
        Voice(Quote(f"{word} {n}{of}", mark=f"{word}{n}{of}"), f"{word}{n}{group}{of}", group) for n in range(number)
    ]


def pressed(
    choices: Sequence[int], form: AnswerForm = SCALE, session: str = "en"
) -> list[tuple[Step, list[Reflection]]]:
    asked = step(session, "a")
    asked = replace(asked, shown=replace(asked.shown, answer=form, question=QUESTION))
    given = [
        replace(reflection_of(session), author=UUID(int=number + 1), parts=(Part("x", choice=choice),))
        for number, choice in enumerate(choices)
    ]
    return [(asked, given)]


def heard_as(question: str, said: Sequence[Voice]) -> Heard:
    return Heard(("a", question), "Et område", question, None, tuple(said))


# Themes.


def test_themes_are_of_five_people_or_more_and_told_in_whole_fives() -> None:
    heard = [*voices("tenketid", 12), *voices("ute", 4), *voices("–", 3)]
    themes, others = grouped(heard, ByFirstWord())
    assert [(theme.label, theme.people) for theme in themes] == [("tenketid", 12)]
    assert sorted(voice.quote.text for voice in others) == sorted(voice.quote.text for voice in heard[12:])
    [shown] = told(themes)
    assert (shown.label, shown.least, len(shown.quotes), len(shown.more)) == ("tenketid", 10, 2, 10)
    assert grouped(heard[: ENOUGH - 1], ByFirstWord()) == ((), tuple(heard[: ENOUGH - 1])), "fewer have no themes"


def test_five_answers_of_one_person_are_no_theme_and_beside_a_name_stands_no_number() -> None:
    one = [replace(voice, author="en") for voice in voices("ute", 6)]
    themes, others = grouped([*one, *voices("tenketid", 15)], ByFirstWord())
    assert ([theme.label for theme in themes], len(others)) == (["tenketid"], 6)
    named = [replace(voice, quote=replace(voice.quote, signed=Signed("principal"))) for voice in voices("i", 1)]
    [shown] = told([replace(themes[0], voices=(*themes[0].voices, *named))])
    assert shown.least is None


def test_themes_are_found_once_for_readers_of_the_same_answers_and_anew_for_any_other() -> None:
    engine = ByFirstWord()
    remembering, heard = Remembering(engine), voices("tenketid", 20)
    first = grouped(heard, remembering)
    assert grouped(heard[::-1], remembering)[0][0].people == first[0][0].people
    assert engine.asked == 1
    grouped(heard[1:], remembering)
    assert engine.asked == 2


# Quotes.


def test_what_several_said_is_said_once_but_signed_answers_stand_alone() -> None:
    same = [Voice(Quote(text), author) for text, author in (("Mer tid.", "a"), ("mer  tid.", "b"), ("Noe annet.", "c"))]
    signed = Voice(Quote("Mer tid.", signed=Signed("name", "Tor")), "d")
    read = read_well([*same, signed], Unsorted())
    assert sorted((" ".join(quote.text.casefold().split()), quote.several, quote.signed is None) for quote in read) == [
        ("mer tid.", False, False),
        ("mer tid.", True, True),
        ("noe annet.", False, True),
    ]


def test_what_its_author_wants_seen_stands_last_and_no_longer_where_others_said_the_same() -> None:
    mine = replace(reflection_of("en", "Vi vil ut."), alone=True)
    asked = step("en", "a")
    alone = Voice(quoted(asked, mine, NB), "a")
    assert [quote.alone for quote in read_well([alone, *voices("x", 2)], Unsorted())] == [False, False, True]
    assert not any(quote.alone for quote in read_well([alone, Voice(Quote("vi vil ut."), "b")], Unsorted()))
    digest = SessionDigest(
        "G", local(BEGAN), Turnout(), sections([asked], [mine, reflection_of("en", "Vi leste.")], NB)
    )
    lines = plain_digest(digest, NB).split("\n")
    assert lines[lines.index("Én ville løfte fram dette") + 1] == "  – Vi vil ut."
    assert "Éin ville løfte fram dette" in plain_digest(digest, NN)


def test_a_mark_comes_of_the_words_alone_and_changes_with_any() -> None:
    asked, mine = step("en", "a"), reflection_of("en", "Vi leste.")
    mark = quoted(asked, mine, NB).mark
    assert mark == quoted(asked, replace(reflection_of("to", "Vi leste."), signature=Signature.PRINCIPAL), NN).mark
    assert mark != quoted(asked, reflection_of("en", "Vi leste!"), NB).mark


# Questions of several sessions.


def test_a_question_of_two_sessions_stands_once_with_both_days_and_each_answer_with_its_own() -> None:
    first, other = step("en", "a"), step("to", "b")
    again = replace(first, session="tre", opens_at=BEGAN + timedelta(days=7))
    said = [reflection_of("en", "Vi leste."), reflection_of("to", "Ute."), reflection_of("tre", "Vi sang.")]
    same = [reflection_of("en", "Mer tid."), replace(reflection_of("tre", "mer tid."), author=UUID(int=9))]
    for language, asked_on, days in (
        (NB, "Spurt tirsdag 24. november, tirsdag 1. desember", ("tirsdag 24. november", "tirsdag 1. desember")),
        (NN, "Spurt tysdag 24. november, tysdag 1. desember", ("tysdag 24. november", "tysdag 1. desember")),
    ):
        shown = sections([first, other, again], [*said, *same], language)
        assert [section.area[0] for section in shown] == ["a", "b"]
        where = {quote.text.casefold(): (quote.where, quote.several) for quote in shown[0].quotes}
        assert where == {"vi leste.": (days[0], False), "vi sang.": (days[1], False), "mer tid.": ("", True)}
        digest = MeetingDigest("R", local(BEGAN), (GroupSection("G", Turnout(), shown),))
        lines = plain_digest(digest, language).split("\n")
        assert (lines.count(shown[0].question), lines.count(asked_on)) == (1, 1)
        assert json.dumps(render(digest, language).card, ensure_ascii=False).count(shown[0].question) == 1
        assert [quote.where for quote in shown[1].quotes] == [""], "one day stands beneath the question"


def test_a_later_step_of_a_session_is_another_question_than_its_first() -> None:
    first = replace(step("en", "a"), shown=replace(step("en", "a").shown, answer=SCALE))
    second = step("en", "a", position=1)
    second = replace(second, shown=replace(second.shown, prompt_id=first.shown.prompt_id))
    answers = [replace(reflection_of("en", f"ute {n}"), author=UUID(int=n + 1)) for n in range(15)]
    answers += [replace(reflection_of("en", f"inne {n}", position=1), author=UUID(int=n + 1)) for n in range(15)]
    found = themed(heard([first, second], answers, NB), {}, {}, NB, ByFirstWord())
    assert [(one.question, [theme.label for theme in one.themes]) for one in found.sections] == [
        ("Hva skjer i en.0?", ["ute"]),
        ("Hva skjer i en.1?", ["inne"]),
    ]


def released(text: str, number: int, session: str = "deres") -> Release:
    asked = step("en", "a").shown
    return Release(
        *("nabo", UUID(int=1000 + number), "nett", session, 0, "Rektorene i Nabo", "a", asked.area, asked.question),
        law=None,
        text=text,
        circle_at=BEGAN,
        released_at=BEGAN,
    )


def test_what_other_municipalities_released_is_among_what_comes_again_and_counts_nobody_twice() -> None:
    answers = [replace(reflection_of("en", f"ute {n}"), author=UUID(int=n + 1)) for n in range(12)]
    own = heard([step("en", "a")], answers, NB)
    theirs = heard_from_beyond([released(f"ute der {n}", n) for n in range(8)], NB)
    [section] = themed([*own, *theirs], {}, {}, NB, ByFirstWord()).sections
    assert [(theme.label, theme.least) for theme in section.themes] == [("ute", 20)]
    again = heard_from_beyond([released(f"ute {n}", n, f"økt {n}") for n in range(20)], NB)
    assert themed(again, {}, {}, NB, ByFirstWord()).sections == (), "twenty answers, perhaps of one person"


def test_however_many_groups_there_are_their_quotes_are_arranged_at_once() -> None:
    engine = ByFirstWord()
    steps = [step(f"økt {n}", "a") for n in range(200)]
    groups = [heard([one], [reflection_of(one.session, "Vi leste.")], NB) for one in steps]
    found = sections_of_each(groups, NB, finder=engine)
    assert (len(found), engine.arranged) == (200, 1)
    said = [reflection_of("økt 0", text) for text in ("Vi leste ute.", "Vi sang inne.", "Vi leste ute på bålet.")]
    alone = sections(steps[:1], said, NB, finder=FINDER)
    among = sections_of_each([heard(steps[:1], said, NB), *groups[1:9]], NB, finder=FINDER)
    assert among[0] == alone


# Agreement, difference, silence.


@pytest.mark.parametrize(
    ("choices", "form", "agreed", "differing"),
    [
        ([4] * 8 + [2] * 3, SCALE, ("4 av 5",), ()),
        ([4] * 8 + [2] * 2, SCALE, (), ()),  # whoever did not choose with most would be nearly known
        ([1] * 5 + [5] * 5 + [3], SCALE, (), (("1 av 5", "5 av 5"),)),
        ([1] * 2 + [2] * 2 + [4] * 4, SCALE, (), (("1 av 5", "4 av 5"),)),
        ([3] * 6 + [4] * 4, SCALE, (), ()),  # the middle is no side
        ([1] * 6 + [2] * 5, CHOICE, (), (("Enig", "Uenig"),)),
        ([1] * 4, SCALE, (), ()),
        ([], SCALE, (), ()),
    ],
)
def test_agreement_and_difference_come_of_answers_by_one_press_as_far_as_they_may_be_told(
    choices: list[int], form: AnswerForm, agreed: tuple[str, ...], differing: tuple[tuple[str, str], ...]
) -> None:
    found = findings.spread(pressed(choices, form), NB)
    question = "Hvor ofte?"
    expected = (
        tuple(Agreed(question, one) for one in agreed),
        tuple(Differing(question, *pair) for pair in differing),
        (),
    )
    assert found == expected
    [(asked, given)] = pressed(choices, form)
    several = [(asked, given[::2]), (replace(asked, session="to"), given[1::2])]
    assert findings.spread(several, NB) == expected, "of all groups that were asked the same"
    [(_, again)] = pressed([form.size] * len(choices), form)
    assert findings.spread([(replace(asked, session="før"), again), *several], NB) == expected, "the latest of each"


STANCE = AnswerForm(FormKind.STANCE, STANCES)


@pytest.mark.parametrize(
    ("agree", "disagree", "unsure", "expected"),
    [
        (8, 1, 3, ("De fleste valgte «Enig».", "Flere er usikre.")),
        (1, 8, 2, ("Dei fleste valde «Ueinig».",)),
        (5, 5, 1, ("Noen valgte «Enig», andre «Uenig».",)),
        (5, 0, 4, ("Fleire er usikre.",)),
        (2, 2, 8, ("De fleste er usikre.",)),
        (2, 1, 1, ()),  # four: no count of fewer than five is told, in words either
        (9, 0, 2, ()),  # whoever did not agree would be nearly known
    ],
)
def test_of_a_statement_is_told_what_most_agree_on_what_divides_and_what_is_uncertain(
    agree: int, disagree: int, unsure: int, expected: tuple[str, ...]
) -> None:
    asked = pressed([1] * agree + [2] * disagree + [3] * unsure, STANCE)
    told = {
        language: tuple(
            sentence for _, lines in first_lines(findings_of(asked, (), language), language) for _, sentence in lines
        )
        for language in (NB, NN)
    }
    assert expected in told.values()
    assert len(told[NB]) == len(told[NN]) == len(expected)


def test_words_alone_are_never_agreement_and_silence_is_of_areas_never_of_people() -> None:
    steps = [step("en", "a"), step("to", "b"), step("tre", "c")]
    answers = [reflection_of("en", "Vi er enige."), reflection_of("en", "Helt enig."), reflection_of("tre", "Enig!")]
    shown = sections(steps, answers, NN)
    found = findings_of(by_step(steps, answers), shown, NN)
    assert (found.agreed, found.differing, found.silent) == ((), (), ("b på nynorsk",))
    assert findings_of(by_step(steps, []), sections(steps, [], NN), NN).silent == ()


def test_the_question_at_the_end_is_the_catalogues_or_the_last_follow_up_and_never_made_up() -> None:
    ladder = (Wording("Hvorfor?", "Kvifor?"), Wording("Hva nå?", "Kva no?"))
    asked = step("en", "a")
    asked = replace(asked, shown=replace(asked.shown, follow_ups=ladder))
    answered = [(asked, [reflection_of("en", "x")])]
    differ = Wording("Hva ser vi ulikt på?", "Kva ser vi ulikt på?")
    assert findings_of(answered, (), NN, when_differing=differ).question == "Kva no?"
    views = pressed([1] * 5 + [5] * 5)
    assert findings_of([*answered, *views], (), NB, when_differing=differ).question == "Hva ser vi ulikt på?"
    assert findings_of([(step("en", "a"), [reflection_of("en", "x")])], (), NB).question == ""


# Differences between schools, and since last time.


def test_a_difference_is_told_only_where_chance_would_hardly_make_it_and_five_are_in_each_number() -> None:
    assert Share(1, 2, 2, 4).chance == pytest.approx(5 / 6)
    assert unlikely([Share(15, 20, 20, 60)]) == (True,)
    assert unlikely([Share(7, 20, 20, 60)]) == (False,)
    assert unlikely([Share(4, 4, 4, 100)]) == (False,), "four could be somebody"
    assert unlikely([Share(5, 6, 8, 8)]) == (False,), "the rest would be too few"
    border = Share(9, 15, 16, 50)
    assert 0.005 < border.chance < 0.05
    assert unlikely([border]) == (True,)
    assert unlikely([border] + [Share(7, 20, 20, 60)] * 9) == (False,) * 10, "the more are tried, the less is said"


def test_schools_are_compared_only_among_those_that_said_yes() -> None:
    answers = [
        *voices("ute", 15, group="a"),
        *voices("inne", 5, group="a"),
        *voices("inne", 20, group="b"),
        *voices("inne", 20, group="c"),
    ]
    for schools, expected in (
        ({}, ()),
        ({"a": "Skole A"}, ()),
        ({"a": "Skole A", "b": "Skole B"}, (Between("Skole B", "inne"), Between("Skole A", "ute"))),
        ({"b": "Skole B", "c": "Skole C"}, ()),
    ):
        found = themed([heard_as("Hva?", answers)], {}, schools, NB, ByFirstWord())
        assert set(found.between) == set(expected), schools
        assert [section.quotes for section in found.sections] == [()]


def test_changes_are_of_the_same_question_and_both_ways() -> None:
    now = [*voices("ute", 15), *voices("inne", 5)]
    before = [*voices("ute", 4, of="før"), *voices("inne", 20, of="før")]
    assert set(changed(now, before, ByFirstWord())) == {Change("ute", more=True), Change("inne", more=False)}
    assert changed(now, (), ByFirstWord()) == ()
    assert changed(now, now, ByFirstWord()) == ()


# Odd answers.


LONG = "Vi prøvde stasjoner i matematikk, og elevene valgte selv hvor de ville begynne. " * 100
ODD: dict[str, list[str]] = {
    "none": [],
    "one word": ["Tid", "tid", "Ro", "Nei", "Ja", "?", "Vet ikke"] * 3,
    "very long": [f"{LONG} {number}" for number in range(20)],
    "all alike": ["Vi har for lite tid."] * 40,
    "all different": [f"{chr(97 + n)}{n * 7919} {n * 104729} {chr(122 - n % 26)}" for n in range(40)],
    "mixed languages": ["Vi prøvde å gi tenketid.", "Eg prøvde å gje tenketid.", "We tried giving time to think."] * 7,
    "emoji": ["👍", "🎉🎉", "👍🏽", "👩‍👩‍👧 fint", "…", "—"] * 4,
    "lists": ["- tid\n- ro\n- samarbeid", "1. tid\n2. ro", "* tid * ro"] * 6,
    "the question": ["Hva skjer i en.0?"] * 18 + ["Hva skjer i en.0? Vi leste høyt."] * 3,
    "markup": ["<script>alert(1)</script>", "**fet** [x](https://x.example)", "\u202etxet", "{label}"] * 5,
}


@pytest.mark.parametrize("kind", ODD)
def test_odd_answers_give_a_digest_that_is_right_and_says_little(kind: str) -> None:
    """With the engine itself: every text stands there as written, no theme is of a few, none of nothing."""
    said = ODD[kind]
    asked = step("en", "a")
    answers = [replace(reflection_of("en", text), author=UUID(int=number + 1)) for number, text in enumerate(said)]
    shown = sections([asked], answers, NB, finder=FINDER)
    found = findings_of(by_step([asked], answers), shown, NB)
    assert (found.agreed, found.differing, found.silent, found.question) == ((), (), (), "")
    quotes = [quote for section in shown for quote in section.every_quote]
    assert {" ".join(quote.text.split()).casefold() for quote in quotes} == {
        " ".join(text.split()).casefold() for text in said
    }
    assert {quote.text for quote in quotes} <= {*said}
    assert [quote.mark for quote in quotes] == list(dict.fromkeys(quote.mark for quote in quotes)), "nothing twice"
    for section in shown:
        assert all(theme.label and (theme.least or 0) >= 5 for theme in section.themes)
        if kind in ("one word", "all alike", "all different", "emoji", "the question", "markup"):
            assert section.themes == (), "no theme is made of this"
    for language in Language:
        digest = SessionDigest("G", local(BEGAN), Turnout(), shown, findings=found)
        assert render(digest, language).card is not None
        assert plain_digest(digest, language).count("\n") >= len(quotes)
