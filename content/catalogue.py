"""The catalogue: model, law, prompts, protocols and frameworks, loaded from TOML files, checked as a whole, frozen."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from content.catalogue_reading import (
    read_framework,
    read_ladder,
    read_law,
    read_model,
    read_opener,
    read_prompt,
    read_protocol,
)
from content.catalogue_rules import Found, check_all
from content.catalogue_table import CatalogueFaults, Fault, Table, open_file
from content.catalogue_types import Area, Entry, Framework, Ladder, Model, Opener, Prompt, Protocol, Requirement
from content.concept_rules import check_concepts, lexicon_of, read_concept, read_pass
from content.concepts import Concept, Lexicon, Pass

__all__ = ["CatalogueFaults", "Fault"]  # re-exported: every caller of `load` handles faults

PACKAGED = Path(__file__).parent / "catalogue"

Raw = Mapping[str, object]
Item = TypeVar("Item", Area, Concept, Entry, Framework, Ladder, Model, Opener, Pass, Prompt, Protocol, Requirement)
_READ = ("models", "requirements", "prompts", "openers", "protocols", "frameworks", "concepts")
_READ_ELSEWHERE = ("overlays", "traceability.toml")


@dataclass(frozen=True)
class Catalogue:
    """`areas` are in the model's order, `prompts` by file and then in file order.

    `openers` are what a leader who speaks last may ask; `lexicon` is what people speak of, with the words for each.
    `raw` is the parsed TOML of areas, concepts, prompts, openers and entries by "kind:id": the base that a
    municipality's overlay changes.
    """

    model: Model
    areas: Mapping[str, Area]
    requirements: Mapping[str, Requirement]
    prompts: tuple[Prompt, ...]
    ladders: Mapping[str, Ladder]
    openers: tuple[Opener, ...]
    protocols: Mapping[str, Protocol]
    frameworks: Mapping[str, Framework]
    entries: Mapping[str, Entry]
    lexicon: Lexicon = field(repr=False, compare=False)
    raw: Mapping[str, Raw] = field(repr=False, compare=False)

    def current(self, reference: str, on: date) -> tuple[Requirement, ...]:
        """The cards in force on `on` for `reference`: a card's id, or law and paragraph as documents write them.

        A card out of force gives its successors.
        """
        named = self.requirements.get(reference) or self._by_reference(reference)
        if named is not None and named.in_force(on):
            return (named,)
        heirs = [self.requirements[heir] for heir in named.replaced_by] if named else []
        heirs += [card for card in self.requirements.values() if reference in card.replaces and card not in heirs]
        return tuple(card for card in heirs if card.in_force(on))

    def _by_reference(self, reference: str) -> Requirement | None:
        return next((card for card in self.requirements.values() if card.reference == reference), None)


def load(folder: Path | None = None) -> Catalogue:
    """The catalogue in `folder`, or the packaged one. Raises CatalogueFaults with every fault."""
    return _packaged() if folder is None else _load(folder)


@cache
def _packaged() -> Catalogue:
    """Cached for the life of the process; safe to share, since a catalogue is frozen."""
    return _load(PACKAGED)


def _load(folder: Path) -> Catalogue:
    faults: list[Fault] = []
    found, raw = _read(_open_all(folder, faults))
    if len(found.models) != 1:
        faults.append(Fault("models", "", f"holds {len(found.models)} readable models; there must be exactly one"))
    else:
        check_all(found)
        check_concepts(found.concepts, found.passes, {area.id for area in found.models[0][1].areas})
    if faults:
        raise CatalogueFaults(tuple(faults))
    [(_, model)] = found.models
    frameworks = [framework for _, framework in found.frameworks]
    return Catalogue(
        model=model,
        areas=by_id(model.areas),
        requirements=by_id(requirement for _, requirement in found.requirements),
        prompts=tuple(prompt for _, prompt in found.prompts),
        ladders=by_id(ladder for _, ladder in found.ladders),
        openers=tuple(opener for _, opener in found.openers),
        protocols=by_id(protocol for _, protocol in found.protocols),
        frameworks=by_id(frameworks),
        entries=by_id(entry for framework in frameworks for entry in framework.entries),
        lexicon=lexicon_of((concept for _, concept in found.concepts), (each for _, each in found.passes)),
        raw=MappingProxyType(raw),
    )


def by_id(items: Iterable[Item]) -> Mapping[str, Item]:
    return MappingProxyType({item.id: item for item in items})


def _open_all(folder: Path, faults: list[Fault]) -> Mapping[str, list[Table]]:
    files: dict[str, list[Table]] = {name: [] for name in _READ}
    for path in sorted(folder.rglob("*.toml")):
        name = path.relative_to(folder)
        if name.parts[0] in _READ_ELSEWHERE:
            continue
        if name.parts[0] not in files or len(name.parts) == 1:
            faults.append(Fault(name.as_posix(), "", f"is not read here; put it in one of {', '.join(_READ)}"))
        elif (table := open_file(path, folder, faults)) is not None:
            files[name.parts[0]].append(table)
    return files


def _read(files: Mapping[str, list[Table]]) -> tuple[Found, dict[str, Raw]]:
    ladders = [table for file in files["prompts"] for table in file.tables("ladders", optional=True)]
    prompts = [table for file in files["prompts"] for table in file.tables("prompts", optional=True)]
    openers = [table for file in files["openers"] for table in file.tables("openers")]
    concepts = [table for file in files["concepts"] for table in file.tables("concepts", optional=True)]
    found = Found(
        models=_each(files["models"], read_model),
        requirements=[pair for file in files["requirements"] for pair in read_law(file)],
        ladders=_each(ladders, read_ladder),
        prompts=_each(prompts, read_prompt),
        openers=_each(openers, read_opener),
        protocols=_each(files["protocols"], read_protocol),
        frameworks=_each(files["frameworks"], read_framework),
        concepts=_each(concepts, read_concept),
        passes=_each([file for file in files["concepts"] if not file.holds("concepts")], read_pass),
    )
    for file in (file for tables in files.values() for file in tables):
        file.close()
    areas = [table for file in files["models"] for table in file.tables("areas", optional=True)]
    entries = [table for file in files["frameworks"] for table in file.tables("entries", optional=True)]
    sources = (("area", areas), ("concept", concepts), ("prompt", prompts), ("opener", openers), ("entry", entries))
    return found, {f"{kind}:{table.values.get('id')}": table.values for kind, tables in sources for table in tables}


def _each(tables: list[Table], read: Callable[[Table], Item]) -> list[tuple[Table, Item]]:
    return [(table, read(table)) for table in tables]
