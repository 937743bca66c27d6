"""Reading and checking of the concept lexicon's files: concepts.toml, and a file per pass."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType

from content.catalogue_table import Table
from content.concepts import Concept, Cue, CueForm, Lexicon, Pass, PassKind, PassLanguage, read_cue
from content.language import Language, Wording

FEWEST_CUES = 40  # of a concept in all passes together; with fewer it is hardly ever found
FEWEST_OWN_CUES = 3  # of a municipality's own concept, such as a programme with a name that everybody uses
LONGEST_NAME = 32  # characters; a keyword is a button on a phone
SHORTEST: Mapping[CueForm, int] = MappingProxyType(
    {CueForm.PREFIX: 4, CueForm.EXACT: 2, CueForm.INFLECTED: 2, CueForm.INSIDE: 4}
)
"""Letters: a shorter beginning is the beginning of some other word, too."""
MOST_WORDS = 5  # in a row
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_HOW: Mapping[CueForm, str] = MappingProxyType(
    {
        CueForm.PREFIX: "the beginning of a word",
        CueForm.EXACT: "a whole word",
        CueForm.INFLECTED: "a word with its endings",
        CueForm.INSIDE: "a part of a compound",
    }
)


def read_concept(table: Table) -> Concept:
    concept = Concept(id=table.entry_id(), name=_name(table), areas=table.texts("areas"))
    table.close()
    return concept


def _name(table: Table) -> Wording:
    names = table.table("name")
    wording = Wording(names.text("nb"), names.text("nn"), names.text("en"))
    names.close()
    for language in Language:
        if len(wording.to(language)) > LONGEST_NAME:
            names.fault(language, f"is {len(wording.to(language))} characters long; {LONGEST_NAME} is the most")
    return wording


def read_pass(table: Table) -> Pass:
    cues = table.table("cues") if table.holds("cues") else Table(table.file, "cues", {}, table.faults)
    if not cues.values:
        table.fault("cues", 'holds none; write at least one line: concept = "cues"')
    found = Pass(
        id=table.entry_id(),
        kind=table.choice("kind", PassKind),
        language=table.choice("language", PassLanguage, default=PassLanguage.NORWEGIAN),
        cues=read_cues(cues),
    )
    table.close()
    return found


def read_cues(table: Table) -> Mapping[str, tuple[Cue, ...]]:
    """Cues by concept; faults name the concept and the cue."""
    return MappingProxyType({concept: tuple(_cues(table, concept)) for concept in table.values})


def _cues(table: Table, concept: str) -> Iterator[Cue]:
    cues = [read_cue(text) for text in table.text(concept).split()]
    for text, times in Counter(cue.text.lower() for cue in cues).items():
        if times > 1:
            table.fault(concept, f"has the cue «{text}» twice; take one of them away")
    for cue in cues:
        if problem := _problem(cue):
            table.fault(concept, f"has the cue «{cue.text}», which {problem}")
        else:
            yield cue


def _problem(cue: Cue) -> str:
    wrong = [word for word in cue.words if not _WORD.fullmatch(word)]
    if wrong:
        return "is not a word, or words joined by _, after one of the signs = + ~ or none"
    if len(cue.words) > MOST_WORDS:
        return f"has {len(cue.words)} words; {MOST_WORDS} in a row is the most"
    if len(cue.words) > 1:
        return "has ~ before words in a row; write them without it" if cue.form is CueForm.INSIDE else ""
    if len(cue.words[0]) < SHORTEST[cue.form]:
        return _too_short(cue)
    return ""


def _too_short(cue: Cue) -> str:
    word, least = cue.words[0], SHORTEST[CueForm.EXACT]
    instead = f"={word} for the word alone" if len(word) >= least else "it in a row of words, or leave it out"
    return f"is too short to be {_HOW[cue.form]} (at least {SHORTEST[cue.form]} letters); write {instead}"


def check_concepts(
    concepts: Iterable[tuple[Table, Concept]], passes: Collection[tuple[Table, Pass]], areas: Collection[str]
) -> None:
    """References, doubles and numbers across the files."""
    known = {concept.id: concept for _, concept in concepts}
    for table, each in passes:
        table.check_known("cues", each.cues, known)
    for table, concept in concepts:
        table.check_known("areas", concept.areas, areas)
        found = {cue.text for _, each in passes for cue in each.cues.get(concept.id, ())}
        if len(found) < FEWEST_CUES:
            table.fault("id", f"has {len(found)} cues in all passes; write at least {FEWEST_CUES}")
    _check_names(concepts)


def check_own_concepts(own: Mapping[str, Table], known: Lexicon, under: Lexicon, areas: Collection[str]) -> None:
    """The same for an overlay: `own` are its concepts' tables, `under` is the lexicon `known` with its own added."""
    for id_, table in own.items():
        concept, found = under.concepts[id_], len(under.passes[-1].cues.get(id_, ()))
        table.check_known("areas", concept.areas, areas)
        if id_ not in known.concepts and found < FEWEST_OWN_CUES:
            table.fault("id", f"has {found} cues; write at least {FEWEST_OWN_CUES} under [cues]")
    elsewhere = Table("", "", {}, [])  # a name taken from the catalogue is the overlay's fault
    last = sorted(under.concepts.values(), key=lambda concept: concept.id in own)
    _check_names([(own.get(concept.id, elsewhere), concept) for concept in last])


def _check_names(concepts: Iterable[tuple[Table, Concept]]) -> None:
    first: dict[tuple[Language, str], str] = {}
    for table, concept in concepts:
        for language in Language:
            said = (language, concept.name.to(language).casefold())
            if said in first:
                table.fault(f"name.{language}", f"is the name of «{first[said]}» too; give one of them another name")
            first.setdefault(said, concept.id)


def lexicon_of(concepts: Iterable[Concept], passes: Iterable[Pass]) -> Lexicon:
    return Lexicon(MappingProxyType({concept.id: concept for concept in concepts}), tuple(passes))
