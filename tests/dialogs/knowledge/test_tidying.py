"""What people do with themes stands whatever happens beneath: late answers, reworded ones, others' hands."""

from collections.abc import Mapping
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.knowledge.borrowing import borrowed, may_be_told
from dialogs.knowledge.own_words import learnt
from dialogs.knowledge.tidying import NEW, OUT, Done, Seen, Wish, ground, tidied
from dialogs.model import OUTSIDE, ThemeName, Tidied

FACILITATOR, OTHER = UUID(int=900), UUID(int=901)


def ids(*numbers: int) -> tuple[UUID, ...]:
    return tuple(UUID(int=number) for number in numbers)


READING, BREAKS, OTHERS = ids(1, 2, 3, 4, 5), ids(6, 7, 8, 9, 10), ids(11, 12)
CARD = (Seen("lesing, bibliotek", READING, "lesing"), Seen("friminutt", BREAKS, "friminutt"))
KNOWN = dict.fromkeys((*READING, *BREAKS, *OTHERS), 1)
TEXTS = {one: f"Svar {one.int} om fadderordningen vår" for one in KNOWN}


def done(wish: Wish, stored: Tidied | None = None, known: Mapping[UUID, int] = KNOWN, by: UUID = FACILITATOR) -> Done:
    before = stored or Tidied()
    on = ground(before, CARD, OTHERS, known)
    return tidied(before, CARD, on, wish, texts=TEXTS, known=known, by=by)


def as_shown(found: Tidied) -> dict[str, set[int]]:
    """Name, or number where there is none -> the answers' numbers."""
    names = {one.number: one.name.label if one.name else str(one.number) for one in found.themes}
    shown: dict[str, set[int]] = {}
    for (answer, _), number in found.places.items():
        shown.setdefault(names.get(number, "outside"), set()).add(answer.int)
    return shown


KEPT_NAMES = tuple(theme.label for theme in CARD)


def test_a_name_a_merge_and_a_split() -> None:
    named = done(Wish(("Leseglede", "friminutt")))
    assert as_shown(named.tidied) == {"Leseglede": {1, 2, 3, 4, 5}, "1": {6, 7, 8, 9, 10}, "outside": {11, 12}}
    merged = done(Wish(("Hele dagen", "hele dagen")))
    assert as_shown(merged.tidied) == {"Hele dagen": set(range(1, 11)), "outside": {11, 12}}
    into = done(Wish(("lesing, bibliotek", "Lesing, bibliotek")))
    assert as_shown(into.tidied)["Lesing, bibliotek"] == set(range(1, 11)), "into a suggested theme, by its name"
    split = done(Wish(KEPT_NAMES, (READING[0], OTHERS[0]), NEW, "Faddere"))
    assert as_shown(split.tidied) == {"0": {2, 3, 4, 5}, "1": {6, 7, 8, 9, 10}, "Faddere": {1, 11}, "outside": {12}}
    out = done(Wish(KEPT_NAMES, (READING[0],), OUT))
    assert as_shown(out.tidied)["outside"] == {1, 11, 12}


def test_what_no_longer_fits_is_left_out_and_what_nobody_saw_is_placed_by_nobody() -> None:
    first = done(Wish(("Leseglede", "friminutt"))).tidied
    gone = {one: 1 for one in KNOWN if one not in (READING[0], BREAKS[0])}
    changed = {**gone, READING[1]: 2, UUID(int=99): 1}
    again = done(Wish(("Leseglede", "Ute"), (READING[0], READING[2]), "1"), first, changed)
    assert not again.skipped
    now = {key: number for key, number in again.tidied.places.items() if key[0] in changed}
    assert (READING[1], 2) in now, "shown on the card in its theme, whatever was stored of its earlier words"
    assert (UUID(int=99), 1) not in now
    assert again.tidied.places[BREAKS[0], 1] == again.tidied.places[BREAKS[1], 1], "unread by this one, and left"
    on = ground(Tidied(), CARD, OTHERS, dict.fromkeys(BREAKS, 1))
    assert [theme.label for theme in on.themes] == ["friminutt"]


def test_what_the_first_did_stands_and_the_same_twice_is_done_once() -> None:
    wish = Wish(("Leseglede", "friminutt"), (BREAKS[0],), NEW, "Nytt")
    first = done(wish)
    assert done(wish, first.tidied) == Done(first.tidied, skipped=False, sources=done(wish, first.tidied).sources)
    second = done(Wish(("Bøker", "Ute"), (BREAKS[0], BREAKS[1]), "0"), first.tidied, by=OTHER)
    assert second.skipped
    assert as_shown(second.tidied) == {
        "Leseglede": {1, 2, 3, 4, 5, 7},
        "Ute": {8, 9, 10},
        "Nytt": {6},
        "outside": {11, 12},
    }


some_names = st.lists(st.sampled_from(["", "A", "a", "B", "lesing, bibliotek", "friminutt"]), min_size=2, max_size=2)
some_wishes = st.builds(
    lambda names, moved, to, new: Wish(tuple(names), ids(*moved), to, new),
    some_names,
    st.lists(st.integers(1, 13), max_size=5, unique=True),
    st.sampled_from(["", "0", "1", "7", "new", "out", "x"]),
    st.sampled_from(["", "A", "Ny"]),
)
some_known = st.dictionaries(st.sampled_from(ids(*range(1, 14))), st.integers(1, 2))


@settings(max_examples=60, deadline=None)
@given(some_wishes, some_wishes, some_known)
def test_whatever_people_do_no_answer_is_lost_or_in_two_themes(one: Wish, other: Wish, known: dict[UUID, int]) -> None:
    first = done(one).tidied
    second = done(other, first, known).tidied
    for found, read in ((first, KNOWN), (second, known)):
        placed = [answer for answer, version in found.places if read.get(answer) == version]
        assert sorted(placed) == sorted({*read} & {*READING, *BREAKS, *OTHERS}), "each once, and none but those shown"
        numbers = [theme.number for theme in found.themes]
        assert len(numbers) == len(set(numbers))
        assert {number for number in found.places.values() if number != OUTSIDE} <= {*numbers}
        labels = [theme.name.label.casefold() for theme in found.themes if theme.name]
        assert len(labels) == len(set(labels)), "two of one name are one"


def test_a_name_is_told_to_who_may_read_the_words_it_borrowed() -> None:
    needed = borrowed("Svømming og ro", ["Svømmingen var stengt.", "Vi fikk ro."])
    assert needed == ("svømming", "ro")
    assert may_be_told(needed, ["Vi svømmer: svømming er gøy", "ro"])
    assert not may_be_told(needed, ["Vi fikk ro."])
    assert may_be_told((), [])
    assert borrowed("Leseglede", ["Vi leser høyt."]) == (), "a word of one's own"


def test_a_name_teaches_the_words_and_the_concept_that_it_stands_for() -> None:
    renamed = done(Wish(("Leseglede", "friminutt")))
    people = {one: str(one.int) for one in KNOWN}
    words = learnt(renamed, (), TEXTS, people)
    assert sorted((one.word, one.concept) for one in words) == [
        ("", "lesing"),
        ("bibliotek", ""),
        ("leseglede", ""),
        ("lesing", ""),
    ]
    assert {one.name for one in words} == {ThemeName("Leseglede", (), FACILITATOR)}
    # Another name later: what was learnt goes along.
    card = (Seen("Leseglede", READING, "lesing"), CARD[1])
    on = ground(renamed.tidied, card, OTHERS, KNOWN)
    again = tidied(renamed.tidied, card, on, Wish(("Bøker", "friminutt")), texts=TEXTS, known=KNOWN, by=FACILITATOR)
    assert {"bibliotek", "leseglede", "bøker"} <= {one.word for one in learnt(again, words, TEXTS, people)}
    # A theme that somebody made is told by what five of its people say, and others don't.
    texts = {one: "Fadderne hjalp til" if one in BREAKS[:2] + READING[:2] + OTHERS[:1] else "Vi leste" for one in KNOWN}
    made = done(Wish(KEPT_NAMES, (*BREAKS[:2], *READING[:2], OTHERS[0]), NEW, "Eldre hjelper yngre"))
    found = {one.word for one in learnt(made, (), texts, people) if one.name.label == "Eldre hjelper yngre"}
    assert found == {"eldre hjelper yngre", "fadderne", "hjalp"}
