"""The catalogue as shipped holds what it promises, and what is wrong in a catalogue is named where it stands."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from content.catalogue import PACKAGED, Catalogue, CatalogueFaults, Fault, load
from content.entries import Confidence, Level, OpensNext, Sees, Status, Writes
from content.language import Wording

AREAS = [
    "inkluderende-laeringsmiljoer",
    "teoretisk-og-praktisk",
    "digital-teknologi",
    "flerfaglig-periodeplanlegging",
    "profesjonelle-laeringsfellesskap",
    "elevsentrert-ledelse",
]
REQUIREMENTS = {
    "oppl-2023-10-2": {"inkluderende-laeringsmiljoer", "elevsentrert-ledelse", "flerfaglig-periodeplanlegging"},
    "oppl-2023-11-1": {"teoretisk-og-praktisk", "inkluderende-laeringsmiljoer", "digital-teknologi"},
    "oppl-2023-12-2": {"inkluderende-laeringsmiljoer"},
    "oppl-2023-12-3": {"inkluderende-laeringsmiljoer"},
    "oppl-2023-12-4": {"inkluderende-laeringsmiljoer"},
    "oppl-2023-17-12": {"profesjonelle-laeringsfellesskap", "elevsentrert-ledelse"},
}
# Words that exist in one written form only, so that one in the wrong place is a slip.
ONLY_BOKMAAL = "ikke hva hvordan jeg dere hvem hver fra noe noen mer skolen elevene elever en et gjør uke selv bare"
ONLY_NYNORSK = (
    "ikkje kva korleis eg dykk kven kvar frå noko nokon meir skulen elevane elevar ein eit ei gjer veke sjølv berre"
)


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped catalogue, to be broken."""
    return Path(shutil.copytree(PACKAGED, tmp_path / "catalogue"))


def wordings(value: object) -> Iterator[Wording]:
    """Every wording anywhere in `value`."""
    if isinstance(value, Wording):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from wordings(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from wordings(getattr(value, field.name))


def all_wordings(catalogue: Catalogue) -> list[Wording]:
    nouns = (catalogue.model, catalogue.prompts, *catalogue.requirements.values(), *catalogue.protocols.values())
    return [wording for noun in nouns for wording in wordings(noun) if wording.nb]


def words(text: str) -> set[str]:
    return set(re.findall(r"[\w-]+", text.lower()))


def faults(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(CatalogueFaults) as caught:
        load(folder)
    return caught.value.faults


def swap(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# The catalogue as shipped


def test_the_model_has_six_areas_in_its_own_order_three_ms_and_four_features(shipped: Catalogue) -> None:
    assert list(shipped.areas) == [area.id for area in shipped.model.areas] == AREAS
    assert [m.id for m in shipped.model.ms] == ["mestring", "mening", "medvirkning"]
    assert [feature.id for feature in shipped.model.features] == [
        "elevmedvirkning",
        "relevans-og-praktisk-opplaering",
        "dybdelaering-og-kompetanse",
        "flerfaglighet",
    ]


def test_every_area_is_defined_in_one_or_two_sentences(shipped: Catalogue) -> None:
    for area in shipped.areas.values():
        assert 1 <= area.definition.nb.count(".") <= 2, area.id
        assert 1 <= area.definition.nn.count(".") <= 2, area.id


def test_the_model_and_its_areas_say_why_and_how(shipped: Catalogue) -> None:
    assert shipped.model.why.nb
    assert shipped.model.what.nb
    assert shipped.model.how.nb
    assert all(area.why and area.how for area in shipped.areas.values())


def test_six_requirements_stand_with_status_dates_link_and_paragraph(shipped: Catalogue) -> None:
    assert sorted(shipped.requirements) == sorted(REQUIREMENTS)
    for requirement in shipped.requirements.values():
        paragraph = requirement.id.removeprefix("oppl-2023-")
        assert requirement.paragraph == f"§ {paragraph}"
        assert requirement.law == "LOV-2023-06-09-30"
        assert requirement.link == f"https://lovdata.no/lov/2023-06-09-30/§{paragraph}"
        assert requirement.status is Status.IN_FORCE
        assert requirement.valid_from == date(2024, 8, 1)
        assert requirement.last_checked == date(2026, 6, 20)
        assert requirement.confidence is Confidence.HIGH


def test_a_requirement_is_one_sentence_that_ends_in_its_paragraph(shipped: Catalogue) -> None:
    for requirement in shipped.requirements.values():
        assert requirement.sentence.nb.endswith(f"(opplæringsloven {requirement.paragraph}).")
        assert requirement.sentence.nn.endswith(f"(opplæringslova {requirement.paragraph}).")
        assert requirement.sentence.nb.count(".") == requirement.sentence.nn.count(".") == 1


def test_the_law_is_not_said_to_ask_for_more_than_it_does(shipped: Catalogue) -> None:
    sentence = shipped.requirements["oppl-2023-17-12"].sentence
    assert {"jevnlig", "informasjon"} <= words(sentence.nb)
    assert {"jamleg", "informasjon"} <= words(sentence.nn)
    assert not words(sentence.nb + sentence.nn) & {"årlig", "årleg", "rapport", "drøfte", "drøftes", "tilsyn"}


def test_old_references_lead_to_the_law_in_force(shipped: Catalogue) -> None:
    assert "LOV-1998-07-17-61 § 9 A-2" in shipped.requirements["oppl-2023-12-2"].replaces
    assert "LOV-1998-07-17-61 § 13-10" in shipped.requirements["oppl-2023-17-12"].replaces


def test_a_requirement_is_in_force_from_its_first_day_to_its_last(shipped: Catalogue) -> None:
    open_ended = shipped.requirements["oppl-2023-12-2"]
    ended = replace(open_ended, valid_to=date(2027, 7, 31))
    assert not open_ended.in_force(date(2024, 7, 31))
    assert open_ended.in_force(date(2024, 8, 1))
    assert open_ended.in_force(date(2099, 1, 1))
    assert ended.in_force(date(2027, 7, 31))
    assert not ended.in_force(date(2027, 8, 1))


def test_there_are_thirty_prompts_each_with_an_area_and_an_m(shipped: Catalogue) -> None:
    assert len(shipped.prompts) >= 30
    assert len({prompt.id for prompt in shipped.prompts}) == len(shipped.prompts)
    assert all(prompt.areas and prompt.ms and prompt.level for prompt in shipped.prompts)


def test_a_third_of_the_prompts_and_two_for_each_requirement_are_tied_to_the_law(shipped: Catalogue) -> None:
    tied = Counter(prompt.requirement for prompt in shipped.prompts if prompt.requirement)
    assert sum(tied.values()) * 3 >= len(shipped.prompts)
    assert set(tied) == set(REQUIREMENTS)
    assert min(tied.values()) >= 2


def test_every_area_has_four_prompts_and_every_m_and_feature_is_asked_about(shipped: Catalogue) -> None:
    assert min(sum(area in prompt.areas for prompt in shipped.prompts) for area in AREAS) >= 4
    assert {m for prompt in shipped.prompts for m in prompt.ms} == {m.id for m in shipped.model.ms}
    assert {f for prompt in shipped.prompts for f in prompt.features} == {f.id for f in shipped.model.features}


@pytest.mark.parametrize("requirement", REQUIREMENTS)
def test_a_requirement_can_be_asked_about_within_the_areas_it_belongs_to(shipped: Catalogue, requirement: str) -> None:
    tied = [prompt for prompt in shipped.prompts if prompt.requirement == requirement]
    assert REQUIREMENTS[requirement] <= {area for prompt in tied for area in prompt.areas}
    for level in Level:
        assert any(level in prompt.level for prompt in tied), level


def test_a_prompt_is_one_open_question_without_the_law_in_it(shipped: Catalogue) -> None:
    for prompt in shipped.prompts:
        assert prompt.question.nb.split()[0] in {"Hva", "Hvordan", "Når", "Fortell"}, prompt.id
        assert prompt.question.nn.split()[0] in {"Kva", "Korleis", "Når", "Fortel"}, prompt.id
        assert prompt.question.en, prompt.id
        for text in (prompt.question.nb, prompt.question.nn, prompt.question.en):
            assert text.count("?") == 1, text
            assert text.endswith("?"), text
            assert "§" not in text
            assert len(text.split()) <= 25, text


def test_prompts_on_the_duty_to_act_ask_about_routines(shipped: Catalogue) -> None:
    for prompt in shipped.prompts:
        if prompt.requirement == "oppl-2023-12-4":
            assert "rutine" in prompt.question.nb, prompt.id
            assert "rutin" in prompt.question.nn, prompt.id


def test_every_text_is_there_in_three_languages_and_bokmaal_is_not_nynorsk(shipped: Catalogue) -> None:
    for wording in all_wordings(shipped):
        assert wording.nn, wording.nb
        assert wording.en, wording.nb
        assert not words(wording.nb) & set(ONLY_NYNORSK.split()), wording.nb
        assert not words(wording.nn) & set(ONLY_BOKMAAL.split()), wording.nn
        if words(wording.nb) & set(ONLY_BOKMAAL.split()):
            assert wording.nb != wording.nn


def test_every_sentence_differs_between_bokmaal_and_nynorsk(shipped: Catalogue) -> None:
    for wording in all_wordings(shipped):
        if wording.nb.endswith((".", "?")):
            assert wording.nb != wording.nn


def test_nynorsk_says_skule_and_bokmaal_says_skole(shipped: Catalogue) -> None:
    for wording in all_wordings(shipped):
        assert "skole" not in wording.nn.lower(), wording.nn
        assert "skule" not in wording.nb.lower(), wording.nb


def test_ukesrefleksjon_is_one_step_that_asks_the_sessions_own_prompt(shipped: Catalogue) -> None:
    (step,) = shipped.protocols["ukesrefleksjon"].steps
    assert step.question is None
    assert step.hint == Wording("", "", "")
    assert (step.writes, step.sees, step.shows_earlier) == (Writes.EVERYONE, Sees.ALL, False)
    assert step.opens_next == (OpensNext.TIMER,)


def test_igp_hides_what_each_has_written_then_shows_it_to_the_group_and_to_all(shipped: Catalogue) -> None:
    alone, group, plenary = shipped.protocols["igp"].steps
    assert [step.key for step in (alone, group, plenary)] == ["individuelt", "gruppe", "plenum"]
    assert [step.stays_open for step in (alone, group, plenary)] == ["P2D", "P2D", "P1D"]
    assert [step.sees for step in (alone, group, plenary)] == [Sees.OWN, Sees.ALL, Sees.ALL]
    assert [step.shows_earlier for step in (alone, group, plenary)] == [False, True, True]
    assert [step.writes for step in (alone, group, plenary)] == [Writes.EVERYONE, Writes.EVERYONE, Writes.LEADING]
    assert alone.question is None
    assert group.question
    assert plenary.question
    assert all(step.hint.nb and step.minutes > 0 for step in (alone, group, plenary))


def test_prompts_come_in_the_same_order_every_time(shipped: Catalogue) -> None:
    assert [prompt.id for prompt in load().prompts] == [prompt.id for prompt in shipped.prompts]


def test_a_file_saved_with_a_byte_order_mark_is_read(folder: Path) -> None:
    path = folder / "protocols" / "igp.toml"
    path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert len(load(folder).protocols["igp"].steps) == 3


# What is wrong, and where

MODEL = "models/kvalitet-i-elevenes-laering.toml"
LAW = "requirements/oppl-2023-12-2.toml"
ASKED = "prompts/inkluderende-laeringsmiljoer.toml"
FIRST = "prompts.en-plass-i-fellesskapet"
IGP = "protocols/igp.toml"
LONG = '"Hva ' + "og " * 24 + 'så?"'

BROKEN = {
    "an unknown key": (ASKED, 'level = ["team"', 'grade = "5"\nlevel = ["team"', f"{FIRST}.grade", "not a key"),
    "an unknown key in a wording": (
        MODEL,
        'en = "Pupils manage',
        'eng = "Pupils manage',
        "ms.mestring.meaning.eng",
        "",
    ),
    "an unknown key in a file": (ASKED, "[[prompts]]", "x = 1\n[[prompts]]", "x", "not a key"),
    "no bokmål": (LAW, 'nb = "Alle', 'bm = "Alle', "sentence.nb", "is missing"),
    "no nynorsk": (ASKED, 'nn = "Fortel', 'ny = "Fortel', f"{FIRST}.nn", "is missing"),
    "an empty text": (MODEL, 'nb = "Mestring"', 'nb = " "', "ms.mestring.name.nb", "is empty"),
    "no wording at all": (MODEL, "[areas.definition]", "[areas.what]", f"areas.{AREAS[0]}.definition", "is missing"),
    "a text where a wording belongs": (IGP, "[name]", 'name = "IGP"\n[x]', "name", "nb and nn"),
    "an unknown area": (ASKED, '["inkluderende-', '["inkl-', f"{FIRST}.areas", "inkl-laeringsmiljoer"),
    "no area": (ASKED, '["inkluderende-laeringsmiljoer"]', "[]", f"{FIRST}.areas", "at least 1"),
    "an unknown M": (ASKED, '["mening", "mestring"]', '["maal"]', f"{FIRST}.ms", "«maal»"),
    "no M": (ASKED, 'ms = ["mening", "mestring"]', "", f"{FIRST}.ms", "is missing"),
    "a list that is none": (ASKED, '["mening", "mestring"]', '"mening"', f"{FIRST}.ms", "list"),
    "an unknown feature": (ASKED, "requirement", 'features = ["fart"]\nrequirement', f"{FIRST}.features", "«fart»"),
    "an unknown requirement": (ASKED, "2023-12-2", "2023-99-9", f"{FIRST}.requirement", "«oppl-2023-99-9»"),
    "an unknown level": (ASKED, '["team"', '["class"', f"{FIRST}.level", "«class»"),
    "a long prompt": (ASKED, 'nb = "Fortell', f"nb = {LONG}\n# ", f"{FIRST}.nb", "26 words"),
    "a prompt that stands twice": (ASKED, '"trygge-overganger"', '"skjermen-bort"', "prompts.skjermen-bort.id", "too"),
    "an area that stands twice": (MODEL, f'id = "{AREAS[1]}"', f'id = "{AREAS[0]}"', f"areas.{AREAS[0]}.id", "too"),
    "a requirement without its first day": (LAW, "valid_from", "from", "valid_from", "is missing"),
    "a requirement not checked on any day": (LAW, "last_checked", "checked", "last_checked", "is missing"),
    "a day that is a text": (LAW, "2024-08-01", '"1.8.2024"', "valid_from", "a date"),
    "a day that is a moment": (LAW, "2024-08-01", "2024-08-01T00:00:00", "valid_from", "a date"),
    "an unknown status": (LAW, '"in_force"', '"gjeldende"', "status", "«gjeldende»"),
    "a status the dates deny": (LAW, '"in_force"', '"repealed"', "status", "the dates say otherwise"),
    "a last day the status denies": (LAW, "last_", "valid_to = 2025-07-31\nlast_", "status", "dates say otherwise"),
    "a sentence without its paragraph": (LAW, "opplæringslova § 12-2", "opplæringslova", "sentence.nn", "§ 12-2"),
    "an unknown confidence": (LAW, '"H"', '"X"', "confidence", "«X»"),
    "a protocol without steps": (IGP, '"Individual – group – plenary"', '"-"\n[[stages]]\n', "stages", "not a key"),
    "an unreadable duration": (IGP, '"P2D"', '"2 dager"', "steps.individuelt.stays_open", "«2 dager»"),
    "a duration of nothing": (IGP, '"P2D"', '"PT0M"', "steps.individuelt.stays_open", "«PT0M»"),
    "no minutes": (IGP, "minutes = 5", "minutes = 0", "steps.individuelt.minutes", "1 or more"),
    "minutes that are true": (IGP, "minutes = 5", "minutes = true", "steps.individuelt.minutes", "whole number"),
    "a flag that is a text": (IGP, "= false", '= "no"', "steps.individuelt.shows_earlier", "true or false"),
    "an unknown writer": (IGP, '"everyone"', '"all"', "steps.individuelt.writes", "«all»"),
    "an unknown reader": (IGP, '"own"', '"me"', "steps.individuelt.sees", "«me»"),
    "an unknown opener": (IGP, '"timer"', '"clock"', "steps.individuelt.opens_next", "«clock»"),
    "a question of unknown kind": (IGP, '"session"', '"prompt"', "steps.individuelt.question", "«prompt»"),
    "a step that stands twice": (IGP, '"gruppe"', '"individuelt"', "steps", "«individuelt» twice"),
    "what is not TOML": (ASKED, 'level = ["team", ', "level = [team, ", "", "line 11"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_fault_names_its_file_and_key_and_what_is_wrong(folder: Path, broken: str) -> None:
    file, old, new, key, problem = BROKEN[broken]
    swap(folder / file, old, new)
    found = [fault for fault in faults(folder) if (fault.file, fault.key) == (file, key)]
    assert found, faults(folder)
    assert any(problem in fault.problem for fault in found), found


@pytest.mark.parametrize(
    ("written", "readable"),
    [("P1W", True), ("PT45M", True), ("P1DT12H", True), ("P", False), ("P1DT", False), ("P1M", False), ("2", False)],
)
def test_a_length_of_time_is_weeks_days_and_clock_time(folder: Path, *, written: str, readable: bool) -> None:
    swap(folder / IGP, '"P2D"', f'"{written}"')
    if readable:
        assert load(folder).protocols["igp"].steps[0].stays_open == written
    else:
        assert [fault.key for fault in faults(folder)] == ["steps.individuelt.stays_open"]


def test_a_protocol_needs_steps(folder: Path) -> None:
    path = folder / IGP
    path.write_text(path.read_text(encoding="utf-8").partition("[[steps]]")[0], encoding="utf-8")
    assert Fault(IGP, "steps", "is missing") in faults(folder)
    path.write_text("steps = []\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert Fault(IGP, "steps", "holds none; write at least one [[steps]]") in faults(folder)


def test_a_requirement_that_is_hardly_asked_about_is_named(folder: Path) -> None:
    swap(folder / ASKED, 'requirement = "oppl-2023-12-4"\n', "")
    (fault,) = faults(folder)
    assert (fault.file, fault.key) == ("requirements/oppl-2023-12-4.toml", "id")
    assert "1 prompts" in fault.problem


def test_a_file_that_is_not_utf_8_is_named_with_its_line(folder: Path) -> None:
    (folder / LAW).write_bytes(b"# first\nlaw_name = '\xe6'\n")
    assert Fault(LAW, "", "line 2 is not in UTF-8; save the file as UTF-8") in faults(folder)


def test_a_file_that_stands_where_nothing_is_read_is_named(folder: Path) -> None:
    (folder / "promts").mkdir()
    shutil.copy(folder / ASKED, folder / "promts" / "more.toml")
    (fault,) = faults(folder)
    assert fault.file == "promts/more.toml"
    assert "prompts" in fault.problem


def test_there_is_exactly_one_model(folder: Path) -> None:
    shutil.copy(folder / MODEL, folder / "models" / "another.toml")
    assert any(fault.file == "models" and "2 readable models" in fault.problem for fault in faults(folder))
    shutil.rmtree(folder / "models")
    (fault,) = faults(folder)
    assert (fault.file, "0 readable models" in fault.problem) == ("models", True)


def test_all_faults_are_told_in_one_go_a_line_each(folder: Path) -> None:
    swap(folder / MODEL, 'nn = "Meistring"', 'nn = ""')
    swap(folder / LAW, '"in_force"', '"gjeldende"')
    swap(folder / ASKED, '["inkluderende-', '["inkl-')
    swap(folder / ASKED, 'level = ["team"', 'level = ["class"')
    swap(folder / IGP, '"P2D"', '"2 dager"')
    with pytest.raises(CatalogueFaults) as caught:
        load(folder)
    lines = str(caught.value).splitlines()
    assert len(lines) == len(caught.value.faults) == 5
    for start in (
        f"{MODEL}: ms.mestring.name.nn: is empty",
        f"{LAW}: status: «gjeldende» is not one of in_force, repealed, not_yet_in_force",
        f"{ASKED}: {FIRST}.areas: «inkl-laeringsmiljoer» is not known",
        f"{ASKED}: {FIRST}.level: «class» is not one of team, school, principals",
        f"{IGP}: steps.individuelt.stays_open: «2 dager» is not a length of time",
    ):
        assert any(line.startswith(start) for line in lines), (start, lines)
