"""The bank's search in rules: stems in both written forms, compounds, typing mistakes, and the order of results."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from dialogs.searching.mistakes import halves, meant, mistakes
from dialogs.searching.queries import MOST_WORDS, Term, forgiving, terms_of
from dialogs.searching.ranking import Candidate, ranked
from dialogs.searching.stems import parts_of, stem_of, stems_of


@pytest.mark.parametrize(
    "forms",
    [
        "skole skolen skoler skolene skule skulen skular skulane",
        "lærer læreren lærere lærerne lærernes lærar læraren lærarar lærarane",
        "elev elever elevene elevenes elevar elevane elevanes",
        "leder ledere lederne leiar leiarane",
        "klasseledelse klasseledelsen klasseleiing klasseleiinga",
        "kollega kollegaer kollegaene kolleger",
        "trygghet tryggheten tryggleik",
        "vurdering vurderingen vurderinga vurderingar vurderingane",
    ],
)
def test_all_forms_of_a_word_in_both_written_forms_have_one_stem(forms: str) -> None:
    assert len({stem_of(form) for form in forms.split()}) == 1


OTHERS = ("skole", "lærer", "elev", "lese", "leder", "lekse", "leke", "mat", "matematikk")


def test_words_of_other_meanings_keep_stems_of_their_own() -> None:
    assert (
        len(
            {
                stem_of(word)
                for word in ["skole", "lærer", "elev", "lese", "leder", "lekse", "leke", "mat", "matematikk"]
            }
        )
        == 9
    )


def test_small_words_are_searched_for_in_neither_form() -> None:
    assert {stem_of(word) for word in ["ikke", "ikkje", "hvordan", "korleis", "og", "ei", "ein"]} == {""}


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("klasseledelse", ("klasse", "ledelse")),
        ("klasseleiinga", ("klasse", "leiing")),
        ("skulemiljøet", ("skole", "miljø")),
        ("elevrådsmøte", ("elev", "råd", "møte")),
        ("uteskole", ("ute", "skole")),
        ("lesesirkel", ("lese", "sirkel")),
        ("kollegarettleiing", ("kollega", "veiledning")),
        ("matematikk", ()),
        ("undervisning", ()),
        ("skolering", ()),
    ],
)
def test_a_compound_is_known_by_its_parts(compound: str, parts: tuple[str, ...]) -> None:
    assert parts_of(compound) == tuple(stem_of(part) for part in parts)


def test_a_text_s_stems_tell_nothing_of_the_order_of_its_words() -> None:
    one, other = "Vi snur klasserommet, sammen!", "Sammen: klasserommet snur vi"
    assert stems_of([one]) == stems_of([other]) == stems_of([one, other])
    assert {stem_of("klasse"), stem_of("rom"), stem_of("klasserom")} <= {*stems_of([one])}


def test_a_search_is_its_words_each_in_one_of_several_ways() -> None:
    assert terms_of("Skulen og SKOLEN") == (Term(((stem_of("skole"),),)),)
    [compound] = terms_of("klasse-leiing klasseleiing")[2:]
    assert compound.ways == ((stem_of("klasseledelse"),), (stem_of("klasse"), stem_of("ledelse")))
    assert terms_of("og hvordan ikkje ?!") == ()
    assert len(terms_of(" ".join(f"ord{number}" for number in range(50)))) == MOST_WORDS
    assert terms_of('"c++" OR NEAR(*) <script>\x00 \u202e') != (), "signs of a query language are no words"


@pytest.mark.parametrize(
    ("written", "known", "found"),
    [
        ("makerles", "makkerles", True),
        ("makkrelesing", "makkerlesing", True),
        ("firminutt", "friminutt", True),
        ("mat", "hat", False),
        ("elev", "lev", True),
        ("observasjn", "observasjon", True),
        ("veiledning", "vurdering", False),
    ],
)
def test_a_typing_mistake_is_forgiven_by_the_length_of_the_word(written: str, known: str, *, found: bool) -> None:
    assert meant(written, [known, "noeheltannet"]) == ((known,) if found else ())
    begin, end = halves(known)
    assert not found or written.startswith(begin) or written.endswith(end), "a look by halves finds it"


def test_mistakes_are_counted_no_further_than_needed() -> None:
    assert mistakes("abcdefgh", "zyxwvuts", most=2) == 3
    assert mistakes("klass", "klass", most=2) == 0
    assert meant("klasss", ["klass", "klasse", "plass"]) == ("klass", "klasse")


def test_a_mistaken_word_is_searched_for_beside_what_it_may_mean() -> None:
    [term] = forgiving(terms_of("firminutt"), {stem_of("firminutt"): ["friminutt"]})
    assert term.ways == (("firminutt",), ("friminutt",))


def test_titles_come_first_then_the_newest_and_ties_are_always_broken_alike() -> None:
    now = datetime(2026, 11, 30, tzinfo=UTC)
    old_title = Candidate(UUID(int=9), now - timedelta(days=300), in_title=True)
    new, twin = Candidate(UUID(int=2), now), Candidate(UUID(int=1), now)
    twice = Candidate(UUID(int=9), old_title.at)
    assert ranked([new, twin, twice, old_title]) == (old_title, twin, new)
    assert ranked([old_title, twice, twin, new]) == (old_title, twin, new)
