"""Each row of the source documents is listed once, and refers only to existing entries."""

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


def test_a_row_is_not_served_where_one_of_its_capabilities_is_nobodys_yet(trace: Trace) -> None:
    """Working documents and reports are not built yet: a row with one of them is at most partly served."""
    for row in trace.rows.values():
        if {"C7", "C12"} & set(row.capabilities):
            assert row.state is not State.SERVED, row.id


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
    row = 'LV-01 = { state = "served", capabilities = ["C7"], entries = [] }\nLV-99 = {'
    told = faults(catalogues, folder, "LV-01 = {", row)
    assert any("rows.LV-01.state: is «served», but nothing serves it" in line for line in told)


def test_a_row_that_the_catalogue_names_has_to_be_there(catalogues: list[Catalogue], folder: Path) -> None:
    told = faults(catalogues, folder, "KM-10 = {", "KM-11-b = {")
    assert any("rows: does not hold «KM-10», which " in line for line in told)
