"""What an overlay changes of a catalogue, change by change: as values for people, and in lines for operators."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from content.catalogue import Catalogue, by_id
from content.catalogue_types import Area, Entry, Opener, Prompt
from content.concepts import Concept, Lexicon
from content.language import Language
from content.vocabulary.layers import How, LayerChange

_Item = Area | Concept | Entry | Opener | Prompt


def changes(before: Catalogue, after: Catalogue, language: Language = Language.NB) -> tuple[LayerChange, ...]:
    """A value per added, changed, hidden or reordered item, with the item's words in the language."""
    order = [id_ for id_ in after.areas if id_ in before.areas]
    moved = order != [id_ for id_ in before.areas if id_ in after.areas]
    return (
        *_of("area", before.areas, after.areas, language),
        *([LayerChange("reordered", "area", "", ", ".join(after.areas))] if moved else []),
        *_of("prompt", by_id(before.prompts), by_id(after.prompts), language),
        *_of("opener", by_id(before.openers), by_id(after.openers), language),
        *_of("entry", before.entries, after.entries, language),
        *_of("concept", before.lexicon.concepts, after.lexicon.concepts, language),
        *_of_cues(before.lexicon, after.lexicon),
    )


def change_lines(before: Catalogue, after: Catalogue) -> tuple[str, ...]:
    return tuple(_line(one) for one in changes(before, after))


def _line(one: LayerChange) -> str:
    match one.how:
        case "hidden":
            return f"hidden    {one.kind} {one.id}"
        case "reordered":
            return f"reordered areas: {one.said}"
        case "with" | "without" | "both":
            told = [f"{sign} {cues}" for sign, cues in (("with", one.said), ("without", one.gone)) if cues]
            return f"changed   cues of {one.id}: {', '.join(told)}"
        case _:
            return f"{one.how:<9} {one.kind} {one.id}: {one.said}"


def _of(
    kind: str, before: Mapping[str, _Item], after: Mapping[str, _Item], language: Language
) -> Iterator[LayerChange]:
    for id_, item in after.items():
        if item != before.get(id_):
            how: How = "changed" if id_ in before else "added"
            yield LayerChange(how, kind, id_, _shown(item, language))
    yield from (LayerChange("hidden", kind, id_, _shown(before[id_], language)) for id_ in before if id_ not in after)


def _of_cues(before: Lexicon, after: Lexicon) -> Iterator[LayerChange]:
    """One for each concept whose own cues differ."""
    earlier, later = _own_cues(before), _own_cues(after)
    for concept in dict.fromkeys([*later, *earlier]):
        added, gone = (" ".join(sorted(cues)) for cues in _differing(later[concept], earlier[concept]))
        if added or gone:
            how: How = "both" if added and gone else ("with" if added else "without")
            yield LayerChange(how, "cues", concept, added, gone)


def _differing(later: set[str], earlier: set[str]) -> tuple[set[str], set[str]]:
    return later - earlier, earlier - later


def _own_cues(lexicon: Lexicon) -> defaultdict[str, set[str]]:
    cues: defaultdict[str, set[str]] = defaultdict(set)
    for each, concept, cue in lexicon.cues():
        if each.id.startswith("overlay-"):
            cues[concept].add(cue.text)
    return cues


def _shown(item: _Item, language: Language) -> str:
    wording = item.question if isinstance(item, Opener | Prompt) else item.name
    return wording.to(language)
