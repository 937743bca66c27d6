"""Texts are read with the concept lexicon: in bokmål and nynorsk alike, by words, parts of words and words in a row."""

from types import MappingProxyType

import pytest

from content.catalogue import load
from content.concepts import Concept, Lexicon, Pass, PassKind, PassLanguage, read_cue
from content.language import Wording
from dialogs.knowledge.concepts import Hit, concept_reader, concept_weights, fitting_concepts
from dialogs.knowledge.spelling import brought_together

# Word in nynorsk, word in bokmål.
PAIRS = """
skulen skolen, skulegarden skolegården, skulane skolene, heimen hjemmen, heimelekser hjemmelekser, leiaren lederen,
leiarane lederne, lærarane lærerne, lærarar lærere, elevane elevene, klasseleiing klasseledelse, tydeleg tydelig,
tydelege tydelige, verkeleg virkelig, verksemda virksomheta, medverknad medvirkning, medverkar medvirker,
rettleiing veiledning, rettleia veileda, saman sammen, samanheng sammenheng, omgrepa begrepa, vaksne voksne,
vaksen voksen, høyrer hører, fråvær fravær, ikkje ikke, kvifor hvorfor, kvardagen hverdagen, tryggleik trygghet,
leiken leken, leikar leker, sjølvregulering selvregulering, sjukmelding sykmelding, heile hele,
undervisninga undervisningen, einige enige, usemje uenighet, kjensler følelser, kjenslene følelsene, tilsette ansatte,
nytilsett nyansatt, føresette foresatte, førebyggje forebygge, fleirspråklege flerspråklige, munnleg muntlig,
rekning regning, teikning tegning, kjenneteikn kjennetegn, høgtlesing høytlesing, oppgåver oppgaver,
meistring mestring, augekontakt øyekontakt, byggje bygge, leggje legge, ønskje ønske, setje sette, eigen egen,
skuleeigar skoleeier, gløymde glemde, trugsmål trussel, vald vold, venskap vennskap, merksemd oppmerksomhet,
vekeplan ukeplan, kollegarettleiing kollegaveiledning, roleg rolig, urolege urolige, verkstad verksted,
samarbeidar samarbeider, framføring fremføring, vidareføre videreføre, haldningar holdninger, opplevingar opplevelser
"""
# Words that no rule may touch: they are the same in both.
UNTOUCHED = ["skulle", "skulder", "garderobe", "kollega", "college", "barnehagen", "ansvar", "svar", "klar", "lege"]


def test_nynorsk_and_bokmaal_are_one_word() -> None:
    pairs = [pair.split() for pair in PAIRS.split(",")]
    assert [pair for pair in pairs if len(set(map(brought_together, pair))) > 1] == []


def test_words_of_both_forms_stay_as_they_are() -> None:
    assert [brought_together(word) for word in UNTOUCHED] == UNTOUCHED


def lexicon(*passes: dict[str, str], language: PassLanguage = PassLanguage.NORWEGIAN) -> Lexicon:
    read = [
        Pass(
            str(number),
            PassKind.TERMS,
            language,
            {id_: tuple(map(read_cue, text.split())) for id_, text in cues.items()},
        )
        for number, cues in enumerate(passes)
    ]
    ids = dict.fromkeys(id_ for cues in passes for id_ in cues)
    concepts = {id_: Concept(id_, Wording(id_, id_, id_), ("omr-" + id_,)) for id_ in ids}
    return Lexicon(MappingProxyType(concepts), tuple(read))


def found(text: str, cues: str) -> list[str]:
    """What of the text the cues found."""
    return [text[hit.start : hit.end] for hit in concept_reader(lexicon({"a": cues})).read(text)]


def test_each_sign_finds_its_words_and_no_others() -> None:
    assert found("Skolevandring i dag, ikke vandring.", "skolevandr") == ["Skolevandring"]
    assert found("Pulten er tom, tomater står der.", "=tom") == ["tom"]
    assert found("Leken, lekte, leikar; men ikke lekse.", "+lek") == ["Leken"]  # each cue once
    assert [found(f"Vi {word} ute", "+leke") for word in ("leker", "lekte", "leika", "lekser")] == [
        ["leker"],
        ["lekte"],
        ["leika"],
        [],
    ]
    assert found("Barneskogen, prosessen", "~skog ~rose") == ["Barneskogen"]
    assert found("Jeg gikk faktisk inn til dem", "gikk_inn") == []
    assert found("Eg gjekk berre inn i dag", "gikk_inn") == ["gjekk berre inn"]
    assert found("Vi hadde SFO-leder på besøk", "=sfo") == ["SFO-leder"]


def test_a_cue_in_one_written_form_finds_the_other() -> None:
    for cues, text in (("skulegard", "skolegården"), ("skolegård", "skulegarden"), ("tydelig_ledel", "tydeleg leiing")):
        assert found(text, cues) == [text]


def test_the_strongest_cue_of_a_word_counts_and_two_passes_count_more() -> None:
    reader = concept_reader(lexicon({"a": "=elevråd elevr", "b": "=råd"}, {"a": "=elevråd"}))
    [hit] = reader.read("Elevrådet møtte elevråd")[1:]
    assert (hit.concept, hit.cue, hit.weight) == ("a", "=elevråd", 0.875)
    assert [hit.weight for hit in reader.read("Elevrådet")] == [pytest.approx(0.6 * 5 / 8)]


def test_a_cue_that_concepts_share_tells_less_of_each() -> None:
    [one, other] = concept_reader(lexicon({"a": "friminutt", "b": "friminutt"})).read("friminuttet")
    assert one.weight == other.weight == pytest.approx(0.6 * 1.125 / 2**0.5)


def test_english_cues_are_read_in_english_only() -> None:
    english = concept_reader(lexicon({"a": "=time"}, language=PassLanguage.ENGLISH))
    assert english.read("Vi hadde en time med dem, og det var fint") == ()
    assert len(english.read("We had a time of it, and that was what we wanted")) == 1


def test_concepts_of_the_area_come_first() -> None:
    words = lexicon({"a": "friminutt", "b": "lærersam"})
    hits = concept_reader(words).read("friminuttet og lærersamarbeid")
    assert dict(concept_weights(hits)) == {"a": pytest.approx(0.675), "b": pytest.approx(0.6)}
    assert fitting_concepts(hits, words, [], most=3) == ("a", "b")
    assert fitting_concepts(hits, words, ["omr-b"], most=1) == ("b",)


def test_the_catalogues_lexicon_reads_the_same_in_both_forms() -> None:
    reader = concept_reader(load().lexicon)
    bokmaal = reader.read("Elevene fikk velge selv hvordan de ville vise det, og i friminuttet gikk vi ut sammen.")
    nynorsk = reader.read("Elevane fekk velje sjølve korleis dei ville vise det, og i friminuttet gjekk vi ut saman.")
    assert concept_weights(bokmaal) == concept_weights(nynorsk)
    assert {"valgfrihet", "tilsyn"} <= set(concept_weights(bokmaal))


@pytest.mark.parametrize("text", ["", "   ", "😀😀", "1234", "İİİ friminutt", "a" * 8000])
def test_odd_texts_are_read(text: str) -> None:
    hits: tuple[Hit, ...] = concept_reader(load().lexicon).read(text)
    assert all(text[hit.start : hit.end].strip() for hit in hits)
