"""Overlays: additions, rewordings, hidden and reordered entries, and reports of entries that do not fit."""

from datetime import date
from pathlib import Path

import pytest

from content.catalogue import Catalogue, CatalogueFaults, load
from content.catalogue_types import EntryKind
from content.overlay_changes import change_lines
from content.overlays import Overlay, apply_overlay, example_overlays, parse_overlay, read_overlay
from dialogs.knowledge.concepts import concept_reader

ASKED = "en-plass-i-fellesskapet"
START = 'municipality = "storvik"\nwhy = "Vedtatt i rektorgruppa"\n'
NEW_AREA = """
[[areas]]
id = "uteskole"
name = { nb = "Uteskole", nn = "Uteskule" }
definition = { nb = "Elevene lærer ute.", nn = "Elevane lærer ute." }
"""
NEW_PROMPT = """
[[prompts]]
id = "ute-i-uka"
nb = "Hva lærte elevene ute denne uka?"
nn = "Kva lærte elevane ute denne veka?"
areas = ["uteskole"]
ms = ["mening"]
level = ["team"]
"""


@pytest.fixture(scope="module")
def base() -> Catalogue:
    return load()


def overlay(*parts: str) -> Overlay:
    return parse_overlay("\n".join([START, *parts]), named="storvik.toml")


def faults(base: Catalogue, *parts: str) -> list[str]:
    with pytest.raises(CatalogueFaults) as caught:
        apply_overlay(base, overlay(*parts))
    return str(caught.value).splitlines()


def test_a_new_area_comes_last_with_its_prompts_and_the_base_stays_as_it_was(base: Catalogue) -> None:
    laid = apply_overlay(base, overlay(NEW_AREA, NEW_PROMPT))
    assert list(laid.areas) == [area.id for area in laid.model.areas] == [*base.areas, "uteskole"]
    assert laid.prompts[-1].areas == ("uteskole",)
    assert "uteskole" not in base.areas
    assert len(laid.prompts) == len(base.prompts) + 1


def test_what_is_reworded_keeps_its_place_and_all_that_was_not_given(base: Catalogue) -> None:
    first = next(iter(base.areas.values()))
    words = f'[[areas]]\nid = "{first.id}"\nname = {{ nb = "Miljøet vårt", nn = "Miljøet vårt her" }}'
    laid = apply_overlay(base, overlay(words))
    assert list(laid.areas) == list(base.areas)
    after = laid.areas[first.id]
    assert (after.name.nb, after.name.nn) == ("Miljøet vårt", "Miljøet vårt her")
    assert (after.definition, after.why, after.practice) == (first.definition, first.why, first.practice)


def test_a_reworded_prompt_keeps_its_tags(base: Catalogue) -> None:
    before = next(prompt for prompt in base.prompts if prompt.id == ASKED)
    laid = apply_overlay(
        base, overlay(f'[[prompts]]\nid = "{ASKED}"\nnb = "Hva fikk alle med?"\nnn = "Kva fekk alle med?"')
    )
    after = next(prompt for prompt in laid.prompts if prompt.id == ASKED)
    assert after.question.nb == "Hva fikk alle med?"
    assert (after.areas, after.requirement, after.level) == (before.areas, before.requirement, before.level)
    assert [prompt.id for prompt in laid.prompts] == [prompt.id for prompt in base.prompts]


def test_the_areas_named_come_first_in_that_order(base: Catalogue) -> None:
    laid = apply_overlay(base, overlay('order = ["elevsentrert-ledelse", "digital-teknologi"]'))
    rest = [area for area in base.areas if area not in {"elevsentrert-ledelse", "digital-teknologi"}]
    assert list(laid.areas) == ["elevsentrert-ledelse", "digital-teknologi", *rest]


def test_a_hidden_area_takes_along_the_prompts_that_have_no_other(base: Catalogue) -> None:
    laid = apply_overlay(base, overlay('hide_areas = ["digital-teknologi"]'))
    assert "digital-teknologi" not in laid.areas
    only = {prompt.id for prompt in base.prompts if prompt.areas == ("digital-teknologi",)}
    assert only
    assert not only & {prompt.id for prompt in laid.prompts}
    assert not any("digital-teknologi" in prompt.areas for prompt in laid.prompts)
    shared = {prompt.id for prompt in base.prompts if "digital-teknologi" in prompt.areas} - only
    assert shared <= {prompt.id for prompt in laid.prompts}


def test_a_hidden_prompt_is_not_asked(base: Catalogue) -> None:
    laid = apply_overlay(base, overlay(f'hide_prompts = ["{ASKED}"]'))
    assert {prompt.id for prompt in base.prompts} - {prompt.id for prompt in laid.prompts} == {ASKED}


def test_an_overlays_values_and_programmes_are_a_framework_of_its_own(base: Catalogue) -> None:
    value = '[[entries]]\nid = "raus"\nkind = "value"\nname = { nb = "Raus", nn = "Raus" }'
    laid = apply_overlay(base, overlay(value))
    assert laid.entries["raus"].kind is EntryKind.VALUE
    assert [entry.id for entry in laid.frameworks["overlay-storvik"].entries] == ["raus"]
    assert "raus" not in base.entries


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ('order = ["uteskule"]', "storvik.toml: order: «uteskule» is not known"),
        (
            'hide_areas = ["digital-teknolgi"]',
            "storvik.toml: hide_areas: «digital-teknolgi» is not known; did",
        ),
        ('hide_prompts = ["x"]', "storvik.toml: hide_prompts: «x» is not known"),
        ('hide_openers = ["x"]', "storvik.toml: hide_openers: «x» is not known"),
        (
            '[[openers]]\nid = "x"\nnb = "Si mer."\nnn = "Kva?"',
            "storvik.toml: opener.x.nb: is no question; end it with",
        ),
        ('hide_entries = ["x"]', "storvik.toml: hide_entries: «x» is not known"),
        ('[[areas]]\nid = "x"\nname = { nb = "X", nn = "X" }', "storvik.toml: area.x.definition: is missing"),
        ('[[areas]]\nid = "digital-teknologi"\nnavn = "X"', "storvik.toml: area.digital-teknologi.navn: is not a key"),
        (NEW_PROMPT, "storvik.toml: prompt.ute-i-uka.areas: «uteskole» is not known"),
        (f'[[prompts]]\nid = "{ASKED}"\nnn = "{"og " * 26}"', f"storvik.toml: prompt.{ASKED}.nn: is 26 words long"),
        (f'[[prompts]]\nid = "{ASKED}"\nnb = "Hva nå?"', f"storvik.toml: prompt.{ASKED}.nn: is missing"),
        (NEW_AREA + NEW_AREA, "storvik.toml: area.uteskole.id: «uteskole» stands twice"),
    ],
)
def test_parts_of_an_overlay_that_do_not_fit_are_named(base: Catalogue, part: str, told: str) -> None:
    assert any(line.startswith(told) for line in faults(base, part)), faults(base, part)


def test_everything_that_does_not_fit_is_told_at_once(base: Catalogue) -> None:
    assert len(faults(base, 'order = ["a"]', 'hide_prompts = ["b", "c"]', NEW_PROMPT)) == 4


def test_what_leaders_may_ask_is_reworded_added_to_and_hidden(base: Catalogue) -> None:
    first, second = base.openers[:2]
    reworded = f'[[openers]]\nid = "{first.id}"\nnb = "Hva ser du?"\nnn = "Kva ser du?"\n'
    added = '[[openers]]\nid = "nytt"\nphases = ["mapping"]\nnb = "Hva mer?"\nnn = "Kva meir?"\n'
    laid = apply_overlay(base, overlay(f'hide_openers = ["{second.id}"]', reworded, added))
    assert [opener.question.nb for opener in (laid.openers[0], laid.openers[-1])] == ["Hva ser du?", "Hva mer?"]
    assert {opener.id for opener in base.openers} - {opener.id for opener in laid.openers} == {second.id}
    assert change_lines(base, laid) == (
        f"changed   opener {first.id}: Hva ser du?",
        "added     opener nytt: Hva mer?",
        f"hidden    opener {second.id}",
    )
    every = ", ".join(f'"{opener.id}"' for opener in base.openers)
    assert any("hides every opener" in line for line in faults(base, f"hide_openers = [{every}]"))


def test_not_every_area_can_be_hidden(base: Catalogue) -> None:
    every = ", ".join(f'"{area}"' for area in base.areas)
    assert "storvik.toml: hide_areas: hides every area; leave at least one" in faults(base, f"hide_areas = [{every}]")


def test_a_file_without_a_reason_or_with_a_key_too_much_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "storvik.toml"
    file.write_text('municipality = "storvik"\nhide = ["x"]\n', encoding="utf-8")
    with pytest.raises(CatalogueFaults) as caught:
        read_overlay(file)
    told = str(caught.value)
    assert "storvik.toml: why: is missing" in told
    assert "storvik.toml: hide: is not a key that is read here" in told


def test_the_changes_are_told_a_line_each(base: Catalogue) -> None:
    laid = apply_overlay(
        base, overlay('order = ["elevsentrert-ledelse"]', f'hide_prompts = ["{ASKED}"]', NEW_AREA, NEW_PROMPT)
    )
    told = change_lines(base, laid)
    assert "added     area uteskole: Uteskole" in told
    assert f"hidden    prompt {ASKED}" in told
    assert "added     prompt ute-i-uka: Hva lærte elevene ute denne uka?" in told
    assert any(line.startswith("reordered areas: elevsentrert-ledelse, ") for line in told)
    assert len(told) == 4
    assert change_lines(base, base) == ()


def test_the_examples_fit_over_the_catalogue(base: Catalogue) -> None:
    assert example_overlays()
    for path in example_overlays():
        laid = apply_overlay(base, read_overlay(path))
        assert set(laid.areas) - set(base.areas), path


def test_larviks_own_areas_stand_beside_the_models_and_are_asked_about(base: Catalogue) -> None:
    [larvik] = [path for path in example_overlays() if path.stem == "larvik"]
    laid = apply_overlay(base, read_overlay(larvik))
    own = {"laeringsledelse", "vurderingsrutiner", "grunnleggende-ferdigheter", "dybdelaering"}
    assert set(laid.areas) - set(base.areas) == own
    for area in own:
        assert sum(area in prompt.areas for prompt in laid.prompts) >= 2, area
    assert {entry.kind for entry in laid.entries.values() if entry.id.startswith("lv-")} >= {EntryKind.VALUE}
    # Its own words, untranslated, and where the model has the area, beside the model's.
    for area in {*own, "inkluderende-laeringsmiljoer", "elevsentrert-ledelse"}:
        verbatim = laid.areas[area].own
        assert verbatim is not None, area
        assert verbatim.source == "Kvalitet i Larvikskolen, utkast"
    for area in set(base.areas) & {"inkluderende-laeringsmiljoer", "elevsentrert-ledelse"}:
        assert laid.areas[area].definition == base.areas[area].definition
    assert laid.current("oppl-2023-12-2", date(2026, 11, 22)) == base.current("oppl-2023-12-2", date(2026, 11, 22))


NEW_CONCEPT = """
[[concepts]]
id = "havgapet"
name = { nb = "Havgapet", nn = "Havgapet", en = "Havgapet" }
areas = ["uteskole"]

[cues]
havgapet = "havgap fjordlos fri_sjø"
praktisk = "båtbygg"
"""


def test_a_municipality_adds_concepts_and_cues_and_the_base_stays_as_it_was(base: Catalogue) -> None:
    laid = apply_overlay(base, overlay(NEW_AREA, NEW_PROMPT, NEW_CONCEPT))
    assert list(laid.lexicon.concepts) == [*base.lexicon.concepts, "havgapet"]
    told = "Vi bygde båt i Havgapet og lånte båtbyggeriet"
    concepts = [hit.concept for hit in concept_reader(laid.lexicon).read(told) if hit.cue in {"havgap", "båtbygg"}]
    assert concepts == ["havgapet", "praktisk"]
    assert "havgap" not in {hit.cue for hit in concept_reader(base.lexicon).read(told)}
    assert change_lines(base, laid)[-3:] == (
        "added     concept havgapet: Havgapet",
        "changed   cues of havgapet: with fjordlos fri_sjø havgap",
        "changed   cues of praktisk: with båtbygg",
    )
    assert apply_overlay(base, overlay(NEW_AREA, NEW_PROMPT)).lexicon is base.lexicon


def test_a_concept_may_get_other_names(base: Catalogue) -> None:
    words = '[[concepts]]\nid = "mobil"\nname = { nb = "mobilboksen", nn = "mobilboksen", en = "the phone box" }'
    laid = apply_overlay(base, overlay(words))
    assert laid.lexicon.concepts["mobil"].name.nb == "mobilboksen"
    assert laid.lexicon.concepts["mobil"].areas == base.lexicon.concepts["mobil"].areas
    assert list(laid.lexicon.concepts) == list(base.lexicon.concepts)


def test_what_an_overlay_says_of_concepts_is_checked(base: Catalogue) -> None:
    wrong = NEW_CONCEPT.replace("fjordlos fri_sjø", "").replace("praktisk =", "praktiskt =")
    wrong = wrong.replace("uteskole", "digital-teknolog")
    assert faults(base, wrong) == [
        "storvik.toml: cues: «praktiskt» is not known; did you mean «praktisk»?",
        "storvik.toml: concept.havgapet.areas: «digital-teknolog» is not known; did you mean «digital-teknologi»?",
        "storvik.toml: concept.havgapet.id: has 1 cues; write at least 3 under [cues]",
    ]
    taken = NEW_CONCEPT.replace('nb = "Havgapet"', 'nb = "lek"').replace("uteskole", "digital-teknologi")
    assert faults(base, taken) == [
        "storvik.toml: concept.havgapet.name.nb: is the name of «lek» too; give one of them another name"
    ]
