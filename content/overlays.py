"""Overlays: a municipality's own layer over the catalogue, which adds, rewords, hides and reorders."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from content.catalogue import PACKAGED, Catalogue, Raw, by_id
from content.catalogue_reading import read_area, read_entry, read_opener, read_prompt
from content.catalogue_rules import Known, check_entry, check_opener, check_prompt
from content.catalogue_table import CatalogueFaults, Fault, Table, open_file, open_text, with_lines
from content.catalogue_types import Area, Entry, Framework, Opener, Prompt
from content.concept_rules import check_own_concepts, read_concept, read_cues
from content.concepts import Concept, Cue, Lexicon, Pass, PassKind, PassLanguage
from content.language import Language, Wording

FOLDER = PACKAGED / "overlays"

Item = TypeVar("Item", Area, Concept, Entry, Opener, Prompt)


@dataclass(frozen=True)
class Overlay:
    """A parsed overlay file; `apply_overlay` checks its ids against the base.

    `areas`, `prompts`, `openers`, `entries` and `concepts` are raw tables: a table with a known id holds only changed
    keys. `cues` are more cues for concepts of the base or of this overlay, by concept id.
    """

    file: str
    municipality: str
    why: str
    order: tuple[str, ...]
    hide_areas: frozenset[str]
    hide_prompts: frozenset[str]
    hide_openers: frozenset[str]
    hide_entries: frozenset[str]
    areas: tuple[Raw, ...]
    prompts: tuple[Raw, ...]
    openers: tuple[Raw, ...]
    entries: tuple[Raw, ...]
    concepts: tuple[Raw, ...]
    cues: Mapping[str, tuple[Cue, ...]]


def read_overlay(path: Path) -> Overlay:
    """Raises CatalogueFaults, and OSError for a missing file."""
    faults: list[Fault] = []
    table = open_file(path, path.parent, faults)
    try:
        return _overlay(table, faults)
    except CatalogueFaults as found:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        raise CatalogueFaults(with_lines(found.faults, text)) from None


def parse_overlay(text: str, *, named: str) -> Overlay:
    """As `read_overlay`, from a stored text; `named` stands for the file in faults."""
    faults: list[Fault] = []
    return _overlay(open_text(text, named, faults), faults)


def _overlay(table: Table | None, faults: list[Fault]) -> Overlay:
    if table is None:
        raise CatalogueFaults(tuple(faults))
    overlay = Overlay(
        file=table.file,
        municipality=table.text("municipality"),
        why=table.text("why"),
        order=table.texts("order", at_least=0),
        hide_areas=frozenset(table.texts("hide_areas", at_least=0)),
        hide_prompts=frozenset(table.texts("hide_prompts", at_least=0)),
        hide_openers=frozenset(table.texts("hide_openers", at_least=0)),
        hide_entries=frozenset(table.texts("hide_entries", at_least=0)),
        areas=_raw(table, "areas"),
        prompts=_raw(table, "prompts"),
        openers=_raw(table, "openers"),
        entries=_raw(table, "entries"),
        concepts=_raw(table, "concepts"),
        cues=read_cues(table.table("cues")) if table.holds("cues") else MappingProxyType({}),
    )
    table.close()
    if faults:
        raise CatalogueFaults(tuple(faults))
    return overlay


def _raw(table: Table, key: str) -> tuple[Raw, ...]:
    tables = table.tables(key, optional=True)
    for item in tables:
        item.text("id")
    return tuple(item.values for item in tables)


def example_overlays() -> tuple[Path, ...]:
    """Example overlays; none is in force before a municipality imports it."""
    return tuple(sorted(FOLDER.glob("*.toml")))


def apply_overlay(base: Catalogue, overlay: Overlay) -> Catalogue:
    """The catalogue with the overlay applied. Raises CatalogueFaults with everything that does not fit."""
    application = _Application(base, overlay)
    areas = application.merged("area", overlay.areas, base.areas, read_area)
    prompts = application.merged("prompt", overlay.prompts, by_id(base.prompts), read_prompt)
    entries = application.merged("entry", overlay.entries, base.entries, read_entry)
    openers = application.merged("opener", overlay.openers, by_id(base.openers), read_opener)
    application.check(areas, prompts, entries)
    application.check_openers(openers)
    concepts = application.merged("concept", overlay.concepts, base.lexicon.concepts, read_concept)
    lexicon = _with_own(base.lexicon, overlay, concepts)
    application.check_concepts(lexicon, areas)
    shown = _in_order([area for id_, area in areas.items() if id_ not in overlay.hide_areas], overlay.order)
    if not shown:
        application.whole.fault("hide_areas", "hides every area; leave at least one")
    if application.faults:
        raise CatalogueFaults(tuple(application.faults))
    own = _own_framework(overlay, entries)
    return replace(
        base,
        model=replace(base.model, areas=tuple(shown)),
        areas=by_id(shown),
        prompts=_left(prompts, overlay, {area.id for area in shown}),
        openers=tuple(opener for id_, opener in openers.items() if id_ not in overlay.hide_openers),
        entries=by_id(entry for id_, entry in entries.items() if id_ not in overlay.hide_entries),
        frameworks=by_id((*base.frameworks.values(), own)) if own.entries else base.frameworks,
        lexicon=lexicon,
    )


def with_example_overlays(base: Catalogue) -> list[Catalogue]:
    """The base, and the base under each example overlay. Raises CatalogueFaults."""
    return [base, *(apply_overlay(base, read_overlay(path)) for path in example_overlays())]


class _Application:
    """An application of an overlay to its base, and the faults found."""

    def __init__(self, base: Catalogue, overlay: Overlay) -> None:
        self.base = base
        self.overlay = overlay
        self.faults: list[Fault] = []
        self.whole = self._table("", {})

    def _table(self, at: str, values: Raw) -> Table:
        return Table(self.overlay.file, at, values, self.faults)

    def merged(
        self, kind: str, given: Sequence[Raw], known: Mapping[str, Item], read: Callable[[Table], Item]
    ) -> dict[str, Item]:
        """The base's items, reworded ones in place and new ones at the end."""
        merged = dict(known)
        seen: set[str] = set()
        for values in given:
            id_ = str(values["id"])
            table = self._table(f"{kind}.{id_}", _reworded(self.base.raw.get(f"{kind}:{id_}", {}), values))
            if id_ in seen:
                table.fault("id", f"«{id_}» stands twice; say it all in one place")
            seen.add(id_)
            merged[id_] = read(table)
        return merged

    def check(self, areas: Mapping[str, Area], prompts: Mapping[str, Prompt], entries: Mapping[str, Entry]) -> None:
        base, overlay = self.base, self.overlay
        self.whole.check_known("order", overlay.order, areas)
        self.whole.check_known("hide_areas", overlay.hide_areas, base.areas)
        self.whole.check_known("hide_prompts", overlay.hide_prompts, by_id(base.prompts))
        self.whole.check_known("hide_entries", overlay.hide_entries, base.entries)
        known = Known(
            areas=areas,
            ms=[aspect.id for aspect in base.model.ms],
            features=[aspect.id for aspect in base.model.features],
            requirements=base.requirements,
            ladders=base.ladders,
            prompts=prompts,
            entries=entries,
        )
        for id_ in (str(values["id"]) for values in overlay.prompts):
            check_prompt(self._table(f"prompt.{id_}", {}), prompts[id_], known)
        for id_ in (str(values["id"]) for values in overlay.entries):
            check_entry(self.whole, entries[id_], known, entries)

    def check_openers(self, openers: Mapping[str, Opener]) -> None:
        self.whole.check_known("hide_openers", self.overlay.hide_openers, by_id(self.base.openers))
        for id_ in (str(values["id"]) for values in self.overlay.openers):
            check_opener(self._table(f"opener.{id_}", {}), openers[id_])
        if openers and not set(openers) - self.overlay.hide_openers:
            self.whole.fault("hide_openers", "hides every opener; leave at least one for leaders who speak last")

    def check_concepts(self, lexicon: Lexicon, areas: Mapping[str, Area]) -> None:
        self.whole.check_known("cues", self.overlay.cues, lexicon.concepts)
        own = {id_: self._table(f"concept.{id_}", {}) for id_ in (str(each["id"]) for each in self.overlay.concepts)}
        if own:
            check_own_concepts(own, self.base.lexicon, lexicon, areas)


def _reworded(before: Raw, values: Raw) -> Raw:
    """The overlay's keys over the base's.

    A new question drops the base's in every language: an old translation would ask something else.
    """
    languages = {language.value for language in Language}
    dropped = languages if languages & set(values) else set()
    return {**{key: value for key, value in before.items() if key not in dropped}, **values}


def _in_order(areas: Sequence[Area], order: Sequence[str]) -> list[Area]:
    """Areas named in `order` first, in the same order; all others keep the base's order behind them."""
    return sorted(areas, key=lambda area: order.index(area.id) if area.id in order else len(order))


def _left(prompts: Mapping[str, Prompt], overlay: Overlay, areas: set[str]) -> tuple[Prompt, ...]:
    """The remaining prompts, each without hidden areas; a prompt is hidden with the last of its areas."""
    kept = (prompt for id_, prompt in prompts.items() if id_ not in overlay.hide_prompts)
    within = (replace(prompt, areas=tuple(area for area in prompt.areas if area in areas)) for prompt in kept)
    return tuple(prompt for prompt in within if prompt.areas)


def _with_own(base: Lexicon, overlay: Overlay, concepts: Mapping[str, Concept]) -> Lexicon:
    """The base itself where the overlay has nothing to say of concepts: what is worked out from it is then shared."""
    if not overlay.concepts and not overlay.cues:
        return base
    own = Pass(f"overlay-{overlay.municipality}", PassKind.TERMS, PassLanguage.NORWEGIAN, overlay.cues)
    return Lexicon(MappingProxyType(dict(concepts)), (*base.passes, own))


def _own_framework(overlay: Overlay, entries: Mapping[str, Entry]) -> Framework:
    name = Wording(f"Eget for {overlay.municipality}", f"Eige for {overlay.municipality}")
    own = tuple(entries[str(values["id"])] for values in overlay.entries)
    return Framework(f"overlay-{overlay.municipality}", overlay.municipality, name, None, None, own)
