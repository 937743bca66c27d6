"""The packaged catalogue is complete and consistent, and each fault in a catalogue is reported with its place."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from content.catalogue import PACKAGED, Catalogue, CatalogueFaults, Fault, load
from content.catalogue_types import Confidence, Family, OpensNext, SchoolType, Sees, Status, Writes
from content.language import Language, Wording
from content.vocabulary.conversing import Help
from content.wording import phrase

AREAS = [
    "inkluderende-laeringsmiljoer",
    "teoretisk-og-praktisk",
    "digital-teknologi",
    "flerfaglig-periodeplanlegging",
    "profesjonelle-laeringsfellesskap",
    "elevsentrert-ledelse",
]
# Words that exist in only one written form, and are a slip in the other.
ONLY_BOKMAAL = "ikke hva hvordan jeg dere hvem hver fra noe noen mer skolen elevene elever en et gjør uke selv bare"
ONLY_NYNORSK = (
    "ikkje kva korleis eg dykk kven kvar frå noko nokon meir skulen elevane elevar ein eit ei gjer veke sjølv berre"
)


TODAY = date(2026, 11, 22)
LAW = "requirements/lov.toml"
CARD = "requirements.prove"
MADE_UP_LAW = """
law = "LOV-0000-00-00-0"
law_name = { nb = "prøveloven", nn = "prøvelova" }

[[requirements]]
id = "prove"
paragraph = "§ 1-1"
title = { nb = "Prøve", nn = "Prøve" }
status = "in_force"
valid_from = 2024-08-01
last_checked = 2026-06-20
confidence = "H"
link = "https://lov.example/1-1"
applies_to = ["school"]
asked = false
sentence.nb = "Alle prøver (prøveloven § 1-1)."
sentence.nn = "Alle prøver (prøvelova § 1-1)."
"""
BY_PRESS, SCALED = "prompts/ved-ett-trykk.toml", "prompts.flere-tok-ordet-skala.answer"
OPTIONS, A_CHOICE = "prompts.neste-periode-hvor-langt.answer.options", '"choice"'
OLD_REFERENCES = {
    "LOV-1998-07-17-61 § 13-10": {"koml-25-1"},
    "LOV-1998-07-17-61 § 9 A-2": {"oppl-2023-12-2"},
    "LOV-1998-07-17-61 § 9 A-4": {"oppl-2023-12-4"},
    "LOV-1998-07-17-61 kap. 9 A": {"oppl-2023-12-2", "oppl-2023-12-3", "oppl-2023-12-4", "oppl-2023-12-5"},
    "LOV-1998-07-17-61 § 13-3 e": {"oppl-2023-17-12"},
    "FOR-2006-06-23-724 § 2-1": {"oppl-2023-17-12"},
    "FOR-2006-06-23-724 § 2-2": {"opplf-2024-19-1"},
    "FOR-2006-06-23-724 § 2-3": {"opplf-2024-19-3"},
}


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped catalogue with a made-up law beside the others, to be broken.

    The concept lexicon, which has tests of its own and is most of the files' text, is left out.
    """
    copied = Path(shutil.copytree(PACKAGED, tmp_path / "catalogue", ignore=shutil.ignore_patterns("concepts")))
    (copied / LAW).write_text(MADE_UP_LAW, encoding="utf-8")
    return copied


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
    nouns = (
        catalogue.model,
        catalogue.prompts,
        catalogue.openers,
        *catalogue.requirements.values(),
        *catalogue.ladders.values(),
        *catalogue.protocols.values(),
        *catalogue.frameworks.values(),
    )
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


def test_every_law_card_in_force_has_a_link_to_its_paragraph_and_says_how_sure_it_is(shipped: Catalogue) -> None:
    cards = list(shipped.requirements.values())
    assert len(cards) >= 60
    assert {card.status for card in cards} == set(Status)
    assert {card.confidence for card in cards} == set(Confidence)
    for card in cards:
        assert card.link.startswith("https://"), card.id
        assert card.title.nb, card.id
        assert card.last_checked >= date(2026, 1, 1), card.id


def test_a_law_card_is_one_sentence_that_names_its_paragraph_and_claims_nothing_of_fulfilment(
    shipped: Catalogue,
) -> None:
    for card in shipped.requirements.values():
        for text in (card.sentence.nb, card.sentence.nn):
            assert card.paragraph in text, card.id
            assert text.endswith("."), card.id
            assert not words(text) & {"oppfylt", "oppfyller", "oppfyllast", "innfridd"}, card.id


@pytest.mark.parametrize("old", OLD_REFERENCES)
def test_a_reference_in_an_old_document_leads_to_the_law_in_force(shipped: Catalogue, old: str) -> None:
    assert {card.id for card in shipped.current(old, TODAY)} >= OLD_REFERENCES[old]
    assert all(card.in_force(TODAY) for card in shipped.current(old, TODAY))


def test_a_card_in_force_leads_to_itself_and_an_unknown_reference_nowhere(shipped: Catalogue) -> None:
    assert shipped.current("oppl-2023-12-2", TODAY) == (shipped.requirements["oppl-2023-12-2"],)
    assert shipped.current("LOV-2023-06-09-30 § 12-2", TODAY) == (shipped.requirements["oppl-2023-12-2"],)
    assert shipped.current("LOV-1998-07-17-61 § 99-9", TODAY) == ()


def test_the_law_is_not_said_to_ask_for_more_than_it_does(shipped: Catalogue) -> None:
    sentence = shipped.requirements["oppl-2023-17-12"].sentence
    assert {"jevnlig", "informasjon"} <= words(sentence.nb)
    assert {"jamleg", "informasjon"} <= words(sentence.nn)
    assert not words(sentence.nb + sentence.nn) & {"årlig", "årleg", "rapport", "drøfte", "drøftes", "tilsyn"}


def test_a_requirement_is_in_force_from_its_first_day_to_its_last(shipped: Catalogue) -> None:
    open_ended = shipped.requirements["oppl-2023-12-2"]
    ended = replace(open_ended, valid_to=date(2027, 7, 31))
    assert not open_ended.in_force(date(2024, 7, 31))
    assert open_ended.in_force(date(2024, 8, 1))
    assert open_ended.in_force(date(2099, 1, 1))
    assert ended.in_force(date(2027, 7, 31))
    assert not ended.in_force(date(2027, 8, 1))


def test_there_are_a_hundred_and_eighty_prompts_and_sixty_in_english(shipped: Catalogue) -> None:
    assert len(shipped.prompts) >= 180
    assert len({prompt.id for prompt in shipped.prompts}) == len(shipped.prompts)
    assert sum(prompt.question.en is not None for prompt in shipped.prompts) >= 60
    assert all(prompt.areas and prompt.ms and prompt.level for prompt in shipped.prompts)


def test_no_question_is_asked_by_two_prompts(shipped: Catalogue) -> None:
    twice = [text for text, times in Counter(prompt.question.nb for prompt in shipped.prompts).items() if times > 1]
    assert twice == []


def test_every_law_card_that_is_asked_about_has_two_prompts_and_no_other_has_any(shipped: Catalogue) -> None:
    tied = Counter(prompt.requirement for prompt in shipped.prompts if prompt.requirement)
    asked = {id_ for id_, card in shipped.requirements.items() if card.asked and card.status is Status.IN_FORCE}
    assert set(tied) == asked
    assert min(tied.values()) >= 2


def test_a_fifth_of_the_prompts_begin_with_what_works_and_a_third_lead_on(shipped: Catalogue) -> None:
    assert sum(prompt.strength for prompt in shipped.prompts) * 5 >= len(shipped.prompts)
    assert sum(prompt.ladder is not None for prompt in shipped.prompts) * 3 >= len(shipped.prompts)
    others = {"lykkes", "videre", "vane", "prove", "virker", "handlingsrom", "plikt", "ulikt"}
    assert set(shipped.ladders) == others | {"vanskelig", "hjelp"}


def test_what_is_hard_is_followed_without_praise_or_blame_and_ends_in_what_help_is_needed(shipped: Catalogue) -> None:
    hard = [shipped.ladders[id_] for id_ in ("vanskelig", "hjelp")]
    for ladder in hard:
        last = ladder.questions[-1]
        assert last.nb.startswith("Hva trenger vi hjelp til"), ladder.id
        assert last.nn.startswith("Kva treng vi hjelp til"), ladder.id
        said = " ".join(f"{question.nb} {question.nn}" for question in ladder.questions).lower()
        assert not re.search(r"bra|godt til|lykkes|lykkast|hvorfor|kvifor|skyld|burde|hvem sin|kven sin", said)
    named = [prompt for prompt in shipped.prompts if prompt.ladder in {ladder.id for ladder in hard}]
    assert len(named) * 2 > sum(prompt.hard for prompt in shipped.prompts)
    assert [prompt.id for prompt in named if not prompt.hard] == []
    assert [prompt.id for prompt in shipped.prompts if prompt.hard and prompt.ladder == "lykkes"] == []


def test_nobody_is_asked_what_they_are_free_to_choose_of_a_duty(shipped: Catalogue) -> None:
    free = re.compile(r"fritt|\bvelge|\bvel\b|\bvelje|vel vi|choose")
    [duty] = [ladder for ladder in shipped.ladders.values() if ladder.id == "plikt"]
    assert not any(free.search(" ".join((one.nb, one.nn, one.en or ""))) for one in duty.questions)
    about_children = {id_ for id_, card in shipped.requirements.items() if card.family is Family.ENVIRONMENT}
    asking = {id_ for id_, one in shipped.ladders.items() if any(free.search(asked.nb) for asked in one.questions)}
    assert asking == {"handlingsrom"}
    assert [one.id for one in shipped.prompts if one.ladder in asking and one.requirement in about_children] == []


@pytest.mark.parametrize("kind", list(SchoolType))
def test_every_school_type_has_prompts_for_a_school_year(shipped: Catalogue, kind: SchoolType) -> None:
    assert sum(kind in prompt.school_types for prompt in shipped.prompts) >= 30


def test_every_law_card_in_force_is_asked_about_or_named_by_the_help_or_there_for_reference(shipped: Catalogue) -> None:
    in_force = [card for card in shipped.requirements.values() if card.in_force(TODAY)]
    assert [card.id for card in in_force if card.asked + card.reminds + card.for_reference != 1] == []
    reminding = [card for card in in_force if card.reminds]
    assert {card.id for card in reminding} == {"oppl-2023-24-3", "bhl-46"}
    for language in Language:
        worried = phrase(Help(), "worried", language)
        assert all(card.paragraph.removeprefix("§ ") in worried for card in reminding)


def test_every_area_has_four_prompts_and_every_m_and_feature_is_asked_about(shipped: Catalogue) -> None:
    assert min(sum(area in prompt.areas for prompt in shipped.prompts) for area in AREAS) >= 4
    assert {m for prompt in shipped.prompts for m in prompt.ms} == {m.id for m in shipped.model.ms}
    assert {f for prompt in shipped.prompts for f in prompt.features} == {f.id for f in shipped.model.features}


def test_a_prompt_is_one_open_question_without_the_law_in_it(shipped: Catalogue) -> None:
    for prompt in shipped.prompts:
        assert prompt.question.nb.split()[0] in OPEN_BOKMAAL, prompt.id
        assert prompt.question.nn.split()[0] in OPEN_NYNORSK, prompt.id
        for text in filter(None, (prompt.question.nb, prompt.question.nn, prompt.question.en)):
            assert text.count("?") == 1, text
            assert text.endswith("?"), text
            assert "§" not in text
            assert len(text.split()) <= 25, text


def test_prompts_on_the_duty_to_act_ask_about_routines(shipped: Catalogue) -> None:
    for prompt in shipped.prompts:
        if prompt.requirement == "oppl-2023-12-4":
            assert "rutine" in prompt.question.nb.lower(), prompt.id
            assert "rutin" in prompt.question.nn.lower(), prompt.id


def test_every_text_is_there_in_both_written_forms_and_bokmaal_is_not_nynorsk(shipped: Catalogue) -> None:
    for wording in all_wordings(shipped):
        assert wording.nn, wording.nb
        assert not words(wording.nb) & set(ONLY_NYNORSK.split()), wording.nb
        assert not words(wording.nn) & set(ONLY_BOKMAAL.split()), wording.nn
        if words(wording.nb) & set(ONLY_BOKMAAL.split()):
            assert wording.nb != wording.nn


def test_every_sentence_differs_between_bokmaal_and_nynorsk(shipped: Catalogue) -> None:
    for wording in all_wordings(shipped):
        # A short wording may well be the same in both.
        if wording.nb.endswith((".", "?")) and len(wording.nb.split()) > SHORT:
            assert wording.nb != wording.nn


def test_nynorsk_says_skule_and_bokmaal_says_skole(shipped: Catalogue) -> None:
    for wording in all_wordings(shipped):
        assert "skole" not in wording.nn.lower(), wording.nn
        assert "skule" not in wording.nb.replace("Høgskulen på Vestlandet", "").lower(), wording.nb


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


@pytest.mark.parametrize(("said", "instead"), [("den siste uka", "denne uka"), ("den siste veka", "denne veka")])
def test_a_question_that_says_this_week_comes_late_in_the_week(folder: Path, said: str, instead: str) -> None:
    path = folder / ASKED
    changed = path.read_text(encoding="utf-8").replace(said, instead, 1)
    path.write_text(changed, encoding="utf-8")
    late = [prompt.late_in_week for prompt in load(folder).prompts if prompt.id in FIRST]
    assert late == [True]


def test_prompts_come_in_the_same_order_every_time(shipped: Catalogue) -> None:
    assert [prompt.id for prompt in load().prompts] == [prompt.id for prompt in shipped.prompts]


def test_a_file_saved_with_a_byte_order_mark_is_read(folder: Path) -> None:
    path = folder / "protocols" / "igp.toml"
    path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert len(load(folder).protocols["igp"].steps) == 3


# Faults and their places

OPEN_BOKMAAL = {"Hva", "Hvordan", "Når", "Fortell", "Hvor", "Hvem", "Hvilke", "Hvilken", "Hvilket"}
OPEN_NYNORSK = {"Kva", "Korleis", "Kor", "Når", "Fortel", "Kvar", "Kven"}
MODEL = "models/kvalitet-i-elevenes-laering.toml"
ASKED = "prompts/inkluderende-laeringsmiljoer.toml"
FIRST = "prompts.en-plass-i-fellesskapet"
IGP = "protocols/igp.toml"
LAWS, TWIN = "requirements/opplaeringsloven-2023.toml", "prompts/digital-teknologi.toml"
SHORT = 10  # words
LADDERS = "prompts/oppfolging.toml"
PLAN = "frameworks/lorenskog.toml"
MORE_QUESTIONS = '[[ladders.questions]]\nnb = "Hva?"\nnn = "Kva?"\n' * 3 + "[[ladders.questions]]"
LONG = '"Hva ' + "og " * 24 + 'så?"'

BROKEN = {
    "an unknown form of answers": (BY_PRESS, 'form = "scale"', 'form = "skala"', f"{SCALED}.form", "is not one of"),
    "a scale without an end": (BY_PRESS, "low = {", "lav = {", f"{SCALED}.low", "is missing; write it in nb and nn"),
    "a scale with an unknown key": (BY_PRESS, "low = {", 'steg = "7"\nlow = {', f"{SCALED}.steg", "not a key"),
    "ends that say the same": (
        BY_PRESS,
        'nb = "nesten alltid"',
        'nb = "nesten aldri"',
        SCALED,
        "says the same twice in nb",
    ),
    "a single option": (BY_PRESS, A_CHOICE, '"choice"\noptions = [{ nb = "A", nn = "A" }]\n[x]', OPTIONS, "holds 1"),
    "a number for an option": (
        BY_PRESS,
        'nb = "Er i gang"',
        'nb = "4"',
        f"{OPTIONS}.4.nb",
        "is a number; write a word",
    ),
    "a long option": (BY_PRESS, 'nb = "Er i gang"', f'nb = "{"Er i gang " * 7}"', f"{OPTIONS}.4.nb", "60 is the most"),
    "an unknown key": (ASKED, 'level = ["team"', 'grade = "5"\nlevel = ["team"', f"{FIRST}.grade", "not a key"),
    "an unknown key in a wording": (
        MODEL,
        'en = "Pupils manage',
        'eng = "Pupils manage',
        "ms.mestring.meaning.eng",
        "",
    ),
    "an unknown key in a file": (ASKED, "[[prompts]]", "x = 1\n[[prompts]]", "x", "not a key"),
    "no bokmål": (LAW, 'nb = "Alle', 'bm = "Alle', f"{CARD}.sentence.nb", "is missing"),
    "no nynorsk": (ASKED, 'nn = "Fortel', 'ny = "Fortel', f"{FIRST}.nn", "is missing"),
    "an empty text": (MODEL, 'nb = "Mestring"', 'nb = " "', "ms.mestring.name.nb", "is empty"),
    "no wording at all": (MODEL, "[areas.definition]", "[areas.what]", f"areas.{AREAS[0]}.definition", "is missing"),
    "a text where a wording belongs": (IGP, "[name]", 'name = "IGP"\n[x]', "name", "nb and nn"),
    "an unknown area": (ASKED, '["inkluderende-', '["inkl-', f"{FIRST}.areas", "inkl-laeringsmiljoer"),
    "no area": (ASKED, '["inkluderende-laeringsmiljoer"]', "[]", f"{FIRST}.areas", "at least 1"),
    "an unknown M": (ASKED, '["mening", "mestring"]', '["maal"]', f"{FIRST}.ms", "«maal»"),
    "no M": (ASKED, 'ms = ["mening", "mestring"]', "", f"{FIRST}.ms", "is missing"),
    "an unknown ladder": (ASKED, 'ladder = "videre"', 'ladder = "stige"', f"{FIRST}.ladder", "«stige» is not known"),
    "an unknown entry": (ASKED, "level =", 'entries = ["mål"]\nlevel =', f"{FIRST}.entries", "«mål» is not known"),
    "an unknown audience": (ASKED, "level =", 'audience = ["all"]\nlevel =', f"{FIRST}.audience", "«all»"),
    "an unknown phase": (ASKED, "level =", 'phases = ["start"]\nlevel =', f"{FIRST}.phases", "«start»"),
    "an unknown school type": (ASKED, "level =", 'school_types = ["vgs"]\nlevel =', f"{FIRST}.school_types", "«vgs»"),
    "a grade that is none": (ASKED, "level =", "grades = [11]\nlevel =", f"{FIRST}.grades", "11"),
    "grades that are texts": (ASKED, "level =", 'grades = ["5"]\nlevel =', f"{FIRST}.grades", "whole numbers"),
    "an unknown blank": (ASKED, "den siste uka", "{week}", f"{FIRST}.nb", "«week» is not known"),
    "a day that will be over": (ASKED, "den siste veka", "i dag", f"{FIRST}.nn", "says «i dag»"),
    "grades to fill in and none": (ASKED, "den siste uka", "{grades}", f"{FIRST}.nb", "no grades are given"),
    "an unknown need": (IGP, "minutes = 5", 'minutes = 5\nneeds = ["time"]', "steps.individuelt.needs", "«time»"),
    "a card replaced by nothing known": (LAW, "asked =", 'replaced_by = ["x"]\nasked =', f"{CARD}.replaced_by", "«x»"),
    "a ladder too high": (
        LADDERS,
        "[[ladders.questions]]",
        MORE_QUESTIONS,
        "ladders.lykkes.questions",
        "one to 3",
    ),
    "a blank in a ladder": (LADDERS, 'nb = "Hv', 'nb = "{year} hv', "ladders.lykkes.questions.1", "has a blank"),
    "an id too long": (ASKED, "en-plass-i-fellesskapet", "en-" * 30, f"prompts.{'en-' * 30}.id", "80 is the most"),
    "a local prompt of nothing": (ASKED, "level =", "local = true\nlevel =", f"{FIRST}.local", "no entries are named"),
    "an entry without a parent": (PLAN, 'parent = "ls-s1-1"', 'parent = "ls-x"', "entries.ls-s1-1-1.parent", "«ls-x»"),
    "an unknown kind of entry": (PLAN, '"strategy"', '"strategi"', "entries.ls-s1-1-1.kind", "«strategi»"),
    "a list that is none": (ASKED, '["mening", "mestring"]', '"mening"', f"{FIRST}.ms", "list"),
    "an unknown feature": (ASKED, "requirement", 'features = ["fart"]\nrequirement', f"{FIRST}.features", "«fart»"),
    "an unknown requirement": (ASKED, "2023-12-2", "2023-99-9", f"{FIRST}.requirement", "«oppl-2023-99-9»"),
    "an unknown level": (ASKED, '["team"', '["class"', f"{FIRST}.level", "«class»"),
    "a long prompt": (ASKED, 'nb = "Fortell', f"nb = {LONG}\n# ", f"{FIRST}.nb", "26 words"),
    "a prompt that stands twice": (ASKED, '"trygge-overganger"', '"skjermen-bort"', "prompts.skjermen-bort.id", "too"),
    "an area that stands twice": (MODEL, f'id = "{AREAS[1]}"', f'id = "{AREAS[0]}"', f"areas.{AREAS[0]}.id", "too"),
    "a requirement without its first day": (LAW, "valid_from", "from", f"{CARD}.valid_from", "is missing"),
    "a requirement not checked on any day": (LAW, "last_checked", "checked", f"{CARD}.last_checked", "is missing"),
    "a day that is a text": (LAW, "2024-08-01", '"1.8.2024"', f"{CARD}.valid_from", "a date"),
    "a day that is a moment": (LAW, "2024-08-01", "2024-08-01T00:00:00", f"{CARD}.valid_from", "a date"),
    "an unknown status": (LAW, '"in_force"', '"gjeldende"', f"{CARD}.status", "«gjeldende»"),
    "a status the dates deny": (LAW, '"in_force"', '"repealed"', f"{CARD}.status", "the dates say otherwise"),
    "a last day the status denies": (
        LAW,
        "last_",
        "valid_to = 2025-07-31\nlast_",
        f"{CARD}.status",
        "dates say otherwise",
    ),
    "a sentence without its paragraph": (LAW, "lova § 1-1", "lova", f"{CARD}.sentence.nn", "§ 1-1"),
    "an unknown confidence": (LAW, '"H"', '"X"', f"{CARD}.confidence", "«X»"),
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
    "what is not TOML": (ASKED, 'level = ["team"]', "level = [team]", "", "line 11"),
}


@pytest.fixture
def few_files(tmp_path: Path) -> Path:
    """The files that are broken below and those that they name: all files take five times as long to read."""
    copied = tmp_path / "catalogue"
    for file in {file for file, *_ in BROKEN.values()} | {LAWS, TWIN}:
        (copied / file).parent.mkdir(parents=True, exist_ok=True)
        text = MADE_UP_LAW if file == LAW else (PACKAGED / file).read_text(encoding="utf-8")
        (copied / file).write_text(text, encoding="utf-8")
    return copied


def test_what_is_broken_below_is_right_before(few_files: Path) -> None:
    at_fault = {(fault.file, fault.key) for fault in faults(few_files)}
    assert at_fault.isdisjoint((file, key) for file, _, _, key, _ in BROKEN.values())


@pytest.mark.parametrize("broken", BROKEN)
def test_a_fault_names_its_file_and_key_and_what_is_wrong(few_files: Path, broken: str) -> None:
    file, old, new, key, problem = BROKEN[broken]
    swap(few_files / file, old, new)
    found = [fault for fault in faults(few_files) if (fault.file, fault.key) == (file, key)]
    assert found, faults(few_files)
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


def test_what_leaders_may_ask_is_a_question_and_there_is_one_for_every_phase(folder: Path) -> None:
    openers = '[[openers]]\nid = "a"\nphases = ["mapping"]\nnb = "Si meir {year}"\nnn = "Hva?"\n'
    (folder / "openers" / "ledere.toml").write_text(openers, encoding="utf-8")
    told = {(fault.file, fault.key, fault.problem.split(";")[0]) for fault in faults(folder)}
    assert ("openers/ledere.toml", "openers.a.nb", "has a blank") in told
    for phase in ("implementing", "evaluating"):
        assert (IGP, "leader_speaks_last", f"has nothing to offer in the phase {phase}") in told
    assert (IGP, "leader_speaks_last", "has nothing to offer in the phase mapping") not in told
    assert not any(file == "protocols/ukesrefleksjon.toml" for file, _, _ in told)


def test_a_requirement_that_is_hardly_asked_about_is_named(folder: Path) -> None:
    swap(folder / LAW, "asked = false", "asked = true")
    swap(folder / ASKED, 'requirement = "oppl-2023-12-2"', 'requirement = "prove"')
    (fault,) = faults(folder)
    assert (fault.file, fault.key) == (LAW, f"{CARD}.id")
    assert fault.problem.startswith("has 1 prompts tied to it; write at least 2 in prompts/, or asked = false")


def test_a_repealed_card_says_where_its_rule_is_now_and_is_not_asked_about(folder: Path) -> None:
    swap(folder / LAW, "last_checked", "valid_to = 2025-07-31\nlast_checked")
    swap(folder / LAW, '"in_force"', '"repealed"')
    assert [fault.key for fault in faults(folder)] == [f"{CARD}.replaced_by"]
    swap(folder / LAW, "asked = false", 'replaced_by = ["oppl-2023-12-2"]')
    assert load(folder).current("prove", TODAY) == (load(folder).requirements["oppl-2023-12-2"],)
    swap(folder / ASKED, 'requirement = "oppl-2023-12-2"', 'requirement = "prove"')
    (fault,) = faults(folder)
    assert fault.problem == "«prove» is repealed; it is now in oppl-2023-12-2"


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
        f"{LAW}: {CARD}.status: «gjeldende» is not one of in_force, repealed, not_yet_in_force",
        f"{ASKED}: {FIRST}.areas: «inkl-laeringsmiljoer» is not known",
        f"{ASKED}: {FIRST}.level: «class» is not one of team, school, principals",
        f"{IGP}: steps.individuelt.stays_open: «2 dager» is not a length of time",
    ):
        assert any(line.startswith(start) for line in lines), (start, lines)
