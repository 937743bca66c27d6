"""Each row of the source documents is listed once, and refers only to existing entries."""

import re
import shutil
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest

from content.catalogue import PACKAGED, Catalogue, CatalogueFaults, load
from content.overlays import with_example_overlays
from content.traceability import FILE, State, Trace, load_trace

ROWS = (Path(__file__).parent / "row_ids.txt").read_text(encoding="utf-8").split()


@pytest.fixture(scope="module")
def catalogues() -> list[Catalogue]:
    return with_example_overlays(load())


@pytest.fixture(scope="module")
def trace(catalogues: list[Catalogue]) -> Trace:
    return load_trace(catalogues)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the packaged file, to be broken."""
    shutil.copy(PACKAGED / FILE, tmp_path / FILE)
    return tmp_path


def faults(catalogues: list[Catalogue], folder: Path, old: str, new: str) -> list[str]:
    text = (folder / FILE).read_text(encoding="utf-8")
    assert old in text
    (folder / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueFaults) as caught:
        load_trace(catalogues, folder)
    return str(caught.value).splitlines()


def test_each_of_the_352_rows_is_there_once(trace: Trace) -> None:
    assert len(ROWS) == len(set(ROWS)) == 352
    assert list(trace.rows) == ROWS


def test_a_row_that_is_not_served_says_what_is_missing(trace: Trace) -> None:
    for row in trace.rows.values():
        assert bool(row.because) == (row.state is not State.SERVED), row.id


def test_a_served_row_names_what_serves_it(trace: Trace) -> None:
    for row in trace.rows.values():
        if row.state is State.SERVED:
            modules = [module for id_ in row.capabilities for module in trace.capabilities[id_].served_by]
            assert row.entries or modules, row.id


def test_what_names_a_row_serves_it_without_being_listed(trace: Trace) -> None:
    assert {"prompt:nar-det-koker-over", "requirement:oppl-2023-13-3"} <= set(trace.rows["RL-21"].entries)
    assert trace.rows["HN-37"].question == "lyktes-med-i-ar"
    assert trace.rows["HN-37"].entries[0] == "prompt:lyktes-med-i-ar"


@pytest.mark.parametrize(
    ("row", "state"),
    [
        *((row, State.SERVED) for row in ("LV-05", "HN-38", "LS-S1.3.3", "LS-S1.3.6", "LS-S2.1.5", "LS-S4.3.1")),
        # Told in other words at first; now Larvik's own stand word for word beside the model's.
        *((row, State.SERVED) for row in ("LV-16", "LV-25")),
        *((row, State.PARTLY) for row in ("HN-17", "HN-18", "HN-30", "LS-A05", "LS-I21")),
        ("LS-B2.3.1", State.SERVED),
    ],
)
def test_what_was_claimed_too_generously_or_too_strictly_is_put_right(trace: Trace, row: str, state: State) -> None:
    """LV-05 and HN-38 are served since every area asks about its room to choose, and a series names its prompts."""
    assert trace.rows[row].state is state


def test_no_row_on_a_strategy_is_measured_by_the_overview_that_rows_on_goals_ask_for(trace: Trace) -> None:
    goals = {row.id for row in trace.rows.values() if "overage" in row.because and row.document == "LS"}
    assert all(re.fullmatch(r"LS-[SB]\d\.\d", id_) for id_ in goals), goals


def test_every_area_asks_about_its_room_to_choose_and_about_law(catalogues: list[Catalogue]) -> None:
    base = catalogues[0]
    for area in base.areas:
        about = [prompt for prompt in base.prompts if area in prompt.areas]
        assert sum(prompt.ladder == "handlingsrom" for prompt in about) >= 2, area
        assert sum(prompt.requirement is not None for prompt in about) >= 2, area


def test_the_modules_that_serve_exist(trace: Trace) -> None:
    for capability in trace.capabilities.values():
        for module in capability.served_by:
            assert find_spec(module), module


def test_reminding_the_silent_is_answered_by_never_naming_them(trace: Trace) -> None:
    row = trace.rows["RL-30"]
    assert row.state is State.NOT_SUPPORTED
    assert "never" in row.because


def test_the_counts_per_document_and_capability_are_those_of_the_rows(trace: Trace) -> None:
    counted = sum((Counter(states) for states in trace.per_document().values()), Counter[State]())
    assert counted == Counter(row.state for row in trace.rows.values())
    assert counted.total() == 352
    by_capability = trace.per_capability()
    for id_, states in by_capability.items():
        assert states.total() == sum(id_ in row.capabilities for row in trace.rows.values())


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"area:inkluderende-laeringsmiljoer"', '"area:inkl"', ".entries: «area:inkl» is not known"),
        ('question = "lyktes-med-i-ar"', 'question = "lyktes"', "rows.HN-37.entries: «prompt:lyktes» is not known"),
        ('capabilities = ["C1"', 'capabilities = ["C99"', ".capabilities: «C99» is not known"),
        ('state = "partly"', 'state = "half"', "rows.LV-01.state: «half» is not one of served, partly"),
        ("because = ", "for = ", "rows.LV-01.because: is missing; a row that is «partly» says what is missing, or why"),
        ("LV-02 = {", "XX-02 = {", "rows.XX-02: begins with «XX», which is not one of LV, HN, KM, LS, RL"),
        ("LV-02 = {", "LV-01 = {", "cannot be read as TOML"),
    ],
)
def test_a_fault_in_the_trace_is_named_with_its_row(
    catalogues: list[Catalogue], folder: Path, old: str, new: str, told: str
) -> None:
    assert any(told in line for line in faults(catalogues, folder, old, new))


def test_a_row_nothing_serves_is_not_served(catalogues: list[Catalogue], folder: Path) -> None:
    row = 'LV-99 = { state = "served", capabilities = ["C7"] }\nLV-01 = {'
    told = faults(catalogues, folder, "LV-01 = {", row)
    assert any("rows.LV-99.state: is «served», but nothing serves it" in line for line in told)


@pytest.mark.parametrize(
    ("row", "claim", "told"),
    [
        ("LV-33", 'capabilities = ["C1", "C7"]', "but C7 (Standing and working document) is built by no module yet"),
        ("LV-33", 'capabilities = ["C3"]', "but has 1 prompts; the yardstick asks for 2"),
        ("LV-33", 'capabilities = ["C3"], question = "plan-og-hverdag-henger-sammen"', ""),
        (
            "LS-S2.1.7",
            'capabilities = ["C3"], levels = ["team"]',
            "but has 1 prompts for team; the yardstick asks for 2",
        ),
        ("LS-B3.3.3", 'capabilities = ["C3"]', ""),
        ("LS-B3.3.3", 'capabilities = ["C8"]', ""),
        (
            "LS-S1.1",
            'capabilities = ["C8"], entries = ["requirement:oppl-2023-12-1"]',
            "but has 0 law cards in force that are asked about; the yardstick asks for 1",
        ),
    ],
)
def test_a_claim_is_measured_by_the_yardstick(
    catalogues: list[Catalogue], folder: Path, row: str, claim: str, told: str
) -> None:
    text = (folder / FILE).read_text(encoding="utf-8")
    text, times = re.subn(rf'(?m)^("?{re.escape(row)}"?) = .*$', rf'\1 = {{ state = "served", {claim} }}', text)
    assert times == 1
    (folder / FILE).write_text(text, encoding="utf-8")
    try:
        load_trace(catalogues, folder)
        said = ""
    except CatalogueFaults as caught:
        said = str(caught)
    assert (f"rows.{row}.state: is «served», {told}" in said) if told else not said


def test_a_row_that_the_catalogue_names_has_to_be_there(catalogues: list[Catalogue], folder: Path) -> None:
    told = faults(catalogues, folder, "KM-10 = {", "KM-11-b = {")
    assert any("rows: does not hold «KM-10», which " in line for line in told)
