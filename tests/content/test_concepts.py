"""The concept lexicon as shipped is large and clean, and each fault in its files is reported with its place."""

import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from content.catalogue import PACKAGED, CatalogueFaults, load
from content.concept_rules import FEWEST_CUES
from content.concepts import PassKind, PassLanguage

CONCEPTS, A_PASS = "concepts/concepts.toml", "concepts/60-proeve.toml"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the catalogue in which most of the lexicon is left out: one concept, and one pass to be broken."""
    copied = Path(shutil.copytree(PACKAGED, tmp_path_factory.mktemp("lexicon") / "catalogue"))
    shutil.rmtree(copied / "concepts")
    return copied


@pytest.fixture
def folder(shipped: Path) -> Path:
    write(shipped, concepts=[concept("prove", "prøvelser")], cues={"prove": cues(FEWEST_CUES)})
    return shipped


def cues(number: int) -> str:
    return " ".join(f"prøvelse{chr(97 + place // 26)}{chr(97 + place % 26)}" for place in range(number))


def concept(id_: str, name: str, areas: Sequence[str] = ("digital-teknologi",)) -> str:
    named = f'name = {{ nb = "{name}", nn = "{name} nn", en = "{name} en" }}'
    return f'[[concepts]]\nid = "{id_}"\n{named}\nareas = {list(areas)}\n'


def write(folder: Path, *, concepts: Sequence[str], cues: dict[str, str], kind: str = "terms") -> None:
    (folder / "concepts").mkdir(exist_ok=True)
    (folder / CONCEPTS).write_text("\n".join(concepts), encoding="utf-8")
    lines = "\n".join(f'{id_} = "{text}"' for id_, text in cues.items())
    (folder / A_PASS).write_text(f'id = "proeve"\nkind = "{kind}"\n[cues]\n{lines}\n', encoding="utf-8")


def faults(folder: Path) -> list[str]:
    with pytest.raises(CatalogueFaults) as caught:
        load(folder)
    return [str(fault) for fault in caught.value.faults]


def test_the_shipped_lexicon_is_as_large_as_promised() -> None:
    lexicon = load().lexicon
    assert len(lexicon.concepts) >= 120
    assert len({(each.id, concept, cue.text) for each, concept, cue in lexicon.cues()}) >= 12_000
    assert len(lexicon.passes) >= 8  # four as drafted, and four further ones
    assert {each.language for each in lexicon.passes} == set(PassLanguage)
    assert {each.kind for each in lexicon.passes} == {PassKind.TERMS, PassKind.PHRASES, PassKind.EVERYDAY}


def test_each_concept_is_written_by_several_hands() -> None:
    lexicon = load().lexicon
    passes = Counter(id_ for each in lexicon.passes for id_ in each.cues)
    assert [id_ for id_ in lexicon.concepts if passes[id_] < 2] == []


def test_a_folder_without_faults_is_loaded(folder: Path) -> None:
    [concept] = load(folder).lexicon.concepts.values()
    assert (concept.id, concept.name.nn, concept.areas) == ("prove", "prøvelser nn", ("digital-teknologi",))


def test_faults_of_a_pass_name_file_concept_and_cue(folder: Path) -> None:
    write(
        folder,
        concepts=[concept("prove", "prøvelser")],
        cues={
            "prove": cues(FEWEST_CUES) + " ro ~tur =i fri_lek fri_lek ~fri_lek a_b_c_d_e_f r!d +=to",
            "proove": "fravær",
        },
        kind="sort",
    )
    at, short = f"{A_PASS}: cues.prove: has the cue", "which is too short to be"
    assert faults(folder) == [
        f"{A_PASS}: kind: «sort» is not one of terms, phrases, everyday",
        f"{at} «fri_lek» twice; take one of them away",
        f"{at} «ro», {short} the beginning of a word (at least 4 letters); write =ro for the word alone",
        f"{at} «~tur», {short} a part of a compound (at least 4 letters); write =tur for the word alone",
        f"{at} «=i», {short} a whole word (at least 2 letters); write it in a row of words, or leave it out",
        f"{at} «~fri_lek», which has ~ before words in a row; write them without it",
        f"{at} «a_b_c_d_e_f», which has 6 words; 5 in a row is the most",
        f"{at} «r!d», which is not a word, or words joined by _, after one of the signs = + ~ or none",
        f"{at} «+=to», which is not a word, or words joined by _, after one of the signs = + ~ or none",
        f"{A_PASS}: cues: «proove» is not known; did you mean «prove»?",
    ]


def test_faults_of_a_concept_are_named(folder: Path) -> None:
    long = "å prøve noe som ingen har prøvd før"
    write(
        folder,
        concepts=[
            concept("prove", "prøvelser"),
            concept("andre", "prøvelser", areas=["digitalt", "digital-teknologi"]),
            concept("tredje", long, areas=[]),
            '[[concepts]]\nid = "fjerde"\nname = { nb = "fjerde", nn = "fjerde" }\nareas = ["digital-teknologi"]\n',
        ],
        cues={"prove": cues(FEWEST_CUES), "andre": cues(FEWEST_CUES), "tredje": cues(FEWEST_CUES), "fjerde": "fire"},
    )
    at = f"{CONCEPTS}: concepts"
    assert faults(folder) == [
        f"{at}.tredje.name.nb: is 35 characters long; 32 is the most",
        f"{at}.tredje.name.nn: is 38 characters long; 32 is the most",
        f"{at}.tredje.name.en: is 38 characters long; 32 is the most",
        f"{at}.tredje.areas: holds 0; it must hold at least 1",
        f"{at}.fjerde.name.en: is missing; it must be a text",
        f"{at}.andre.areas: «digitalt» is not known; did you mean «digital-teknologi»?",
        f"{at}.fjerde.id: has 1 cues in all passes; write at least {FEWEST_CUES}",
        f"{at}.andre.name.nb: is the name of «prove» too; give one of them another name",
        f"{at}.andre.name.nn: is the name of «prove» too; give one of them another name",
        f"{at}.andre.name.en: is the name of «prove» too; give one of them another name",
    ]


def test_a_pass_without_cues_and_the_same_id_twice_are_named(folder: Path) -> None:
    write(
        folder, concepts=[concept("prove", "prøvelser"), concept("prove", "andre")], cues={"prove": cues(FEWEST_CUES)}
    )
    (folder / "concepts/70-tom.toml").write_text('id = "proeve"\nkind = "terms"\n', encoding="utf-8")
    try:
        assert faults(folder) == [
            'concepts/70-tom.toml: cues: holds none; write at least one line: concept = "cues"',
            f"{CONCEPTS}: concepts.prove.id: «prove» stands in {CONCEPTS} too; give one of them another id",
            f"concepts/70-tom.toml: id: «proeve» stands in {A_PASS} too; give one of them another id",
        ]
    finally:
        (folder / "concepts/70-tom.toml").unlink()
