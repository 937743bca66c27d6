"""Checks of the catalogue as a whole: duplicate ids, references to nothing, dates and statuses that disagree."""

import re
import typing
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from content.catalogue_table import Table
from content.catalogue_types import (
    AnswerForm,
    Entry,
    FormKind,
    Framework,
    Ladder,
    Model,
    Opener,
    Phase,
    Prompt,
    Protocol,
    Requirement,
    Sees,
    Status,
    Writes,
)
from content.concepts import Concept, Pass
from content.days_named import check_days
from content.language import Language, Wording

LONGEST_PROMPT = 25  # words; a longer question cannot be answered in five minutes
FEWEST_PROMPTS = 2  # prompts per requirement; a single prompt would come again and again
FEWEST_OPTIONS, MOST_OPTIONS = 2, 5  # of a choice; more are not seen at a glance
LONGEST_OPTION = 60  # characters, two lines on a phone
MOST_FOLLOW_UPS = 3  # a fourth card in a row would feel like a form
GRADES = range(1, 11)
# Placeholders allowed in a question, filled when it is asked: school years as «2026–27», grades as «8. og 9.».
BLANKS = frozenset({"school_year", "last_school_year", "next_school_year", "year", "grades"})
_BLANK = re.compile(r"\{(\w*)\}")


class HasId(typing.Protocol):
    @property
    def id(self) -> str: ...


@dataclass(frozen=True)
class Found:
    """Every dataclass read, each beside its table."""

    models: list[tuple[Table, Model]]
    requirements: list[tuple[Table, Requirement]]
    ladders: list[tuple[Table, Ladder]]
    prompts: list[tuple[Table, Prompt]]
    openers: list[tuple[Table, Opener]]
    protocols: list[tuple[Table, Protocol]]
    frameworks: list[tuple[Table, Framework]]
    concepts: list[tuple[Table, Concept]]
    passes: list[tuple[Table, Pass]]


@dataclass(frozen=True)
class Known:
    """The ids to which references may point."""

    areas: Collection[str]
    ms: Collection[str]
    features: Collection[str]
    requirements: Mapping[str, Requirement]
    ladders: Collection[str]
    prompts: Collection[str]
    entries: Collection[str]


def check_all(found: Found) -> None:
    """Run all checks; each fault goes to the table at fault. `found` must hold exactly one model."""
    _check_ids(found.requirements)
    _check_ids(found.ladders)
    _check_ids(found.prompts)
    _check_ids(found.openers)
    _check_ids(found.protocols)
    _check_ids(found.frameworks)
    _check_ids(found.concepts)
    _check_ids(found.passes)
    known = _known(found)
    _check_model(*found.models[0])
    for table, requirement in found.requirements:
        _check_requirement(table, requirement, known)
    for table, ladder in found.ladders:
        _check_ladder(table, ladder)
    for table, prompt in found.prompts:
        check_prompt(table, prompt, known)
        check_days(table, prompt.question)
    for table, opener in found.openers:
        check_opener(table, opener)
    for table, protocol in found.protocols:
        _check_steps(table, protocol)
        _check_trying(table, protocol)
        _check_leader(table, protocol, [opener for _, opener in found.openers])
    _check_ids([(table, entry) for table, framework in found.frameworks for entry in framework.entries], "entries")
    for table, framework in found.frameworks:
        for entry in framework.entries:
            check_entry(table, entry, known, {each.id for each in framework.entries})
    _check_each_is_asked(found)


def _known(found: Found) -> Known:
    [(_, model)] = found.models
    return Known(
        areas=[area.id for area in model.areas],
        ms=[aspect.id for aspect in model.ms],
        features=[aspect.id for aspect in model.features],
        requirements={requirement.id: requirement for _, requirement in found.requirements},
        ladders={ladder.id for _, ladder in found.ladders},
        prompts={prompt.id for _, prompt in found.prompts},
        entries={entry.id for _, framework in found.frameworks for entry in framework.entries},
    )


def _check_ids(pairs: Iterable[tuple[Table, HasId]], key: str = "") -> None:
    """Add a fault at the second use of an id."""
    first: dict[str, str] = {}
    for table, item in pairs:
        if item.id in first:
            at = f"{key}.{item.id}.id" if key else "id"
            table.fault(at, f"«{item.id}» stands in {first[item.id]} too; give one of them another id")
        elif item.id:
            first[item.id] = table.file


def _check_model(table: Table, model: Model) -> None:
    for key, items in (("ms", model.ms), ("features", model.features), ("areas", model.areas)):
        _check_ids([(table, item) for item in items], key)


def _check_requirement(table: Table, requirement: Requirement, known: Known) -> None:
    checked, status = requirement.last_checked, requirement.status
    if requirement.in_force(checked) != (status is Status.IN_FORCE):
        table.fault("status", f"is {status}, but the dates say otherwise for {checked}, when it was last checked")
    for language in Language:
        if requirement.paragraph not in requirement.sentence.to(language):
            table.fault(f"sentence.{language}", f"does not name its paragraph; write {requirement.paragraph} in it")
    table.check_known("replaced_by", requirement.replaced_by, known.requirements)
    if status is Status.REPEALED and not requirement.replaced_by:
        table.fault("replaced_by", "is missing; name the cards that hold it now")


def _check_ladder(table: Table, ladder: Ladder) -> None:
    if not 1 <= len(ladder.questions) <= MOST_FOLLOW_UPS:
        table.fault("questions", f"holds {len(ladder.questions)}; write one to {MOST_FOLLOW_UPS}")
    for number, question in enumerate(ladder.questions, start=1):
        _check_length(table, question, f"questions.{number}.")
        if any("{" in question.to(language) for language in Language):
            table.fault(f"questions.{number}", "has a blank; only the prompt itself is filled in")


def check_prompt(table: Table, prompt: Prompt, known: Known) -> None:
    table.check_known("areas", prompt.areas, known.areas)
    table.check_known("ms", prompt.ms, known.ms)
    table.check_known("features", prompt.features, known.features)
    table.check_known("entries", prompt.entries, known.entries)
    table.check_known("ladder", [prompt.ladder] if prompt.ladder else [], known.ladders)
    table.check_known("requirement", [prompt.requirement] if prompt.requirement else [], known.requirements)
    tied = known.requirements.get(prompt.requirement or "")
    if tied is not None and tied.status is not Status.IN_FORCE:
        instead = f"; it is now in {', '.join(tied.replaced_by)}" if tied.replaced_by else ""
        table.fault("requirement", f"«{tied.id}» is {tied.status}{instead}")
    if prompt.local and not prompt.entries:
        table.fault("local", "is true, but no entries are named; say in entries what has to be in use")
    for grade in (grade for grade in prompt.grades if grade not in GRADES):
        table.fault("grades", f"holds {grade}; grades are from 1 to 10")
    _check_length(table, prompt.question)
    _check_blanks(table, prompt)
    if prompt.answer is not None:
        _check_answer_form(table, prompt.answer)


def _check_answer_form(table: Table, form: AnswerForm) -> None:
    kind = form.kind
    if kind is FormKind.CHOICE and not FEWEST_OPTIONS <= form.size <= MOST_OPTIONS:
        table.fault("answer.options", f"holds {form.size}; write {FEWEST_OPTIONS} to {MOST_OPTIONS}")
    for number, option in enumerate(form.options if kind is not FormKind.STANCE else ()):
        at = f"answer.options.{number + 1}" if kind is FormKind.CHOICE else f"answer.{('low', 'high')[number]}"
        for language in Language:
            text = option.to(language)
            if len(text) > LONGEST_OPTION:
                table.fault(f"{at}.{language}", f"is {len(text)} characters long; {LONGEST_OPTION} is the most")
            if text.strip().isdigit():
                table.fault(f"{at}.{language}", "is a number; write a word, since people answer with the number too")
    for language in Language:
        words = [option.to(language).casefold().strip() for option in form.options]
        if len(set(words)) < len(words):
            table.fault("answer", f"says the same twice in {language}; each must be another")


def check_opener(table: Table, opener: Opener) -> None:
    _check_length(table, opener.question)
    for language in Language:
        text = opener.question.to(language)
        if "{" in text:
            table.fault(language, "has a blank; only a prompt is filled in")
        elif text and not text.endswith("?"):
            table.fault(language, "is no question; end it with a question mark")


def _check_leader(table: Table, protocol: Protocol, openers: Collection[Opener]) -> None:
    for phase in Phase if protocol.leader_speaks_last else ():
        if not any(not opener.phases or phase in opener.phases for opener in openers):
            table.fault("leader_speaks_last", f"has nothing to offer in the phase {phase}; add to openers/ for it")


def _check_length(table: Table, question: Wording, at: str = "") -> None:
    for language in Language:
        words = len(question.to(language).split())
        if words > LONGEST_PROMPT:
            table.fault(f"{at}{language}", f"is {words} words long; {LONGEST_PROMPT} is the most that is quickly read")


def _check_blanks(table: Table, prompt: Prompt) -> None:
    for language in Language:
        blanks = _BLANK.findall(prompt.question.to(language))
        table.check_known(language, blanks, BLANKS)
        if "grades" in blanks and not prompt.grades:
            table.fault(language, "has the blank {grades}, but no grades are given; write for example grades = [8, 9]")


def _check_steps(table: Table, protocol: Protocol) -> None:
    for key, times in Counter(step.key for step in protocol.steps).items():
        if times > 1:
            table.fault("steps", f"has the key «{key}» twice; give one of the steps another key")


def _check_trying(table: Table, protocol: Protocol) -> None:
    """Whoever is offered to try something has just written an answer."""
    for step in protocol.steps:
        if step.ends_in_trying and (step.writes is Writes.NOBODY or step.sees is Sees.COUNTS):
            table.fault(
                f"steps.{step.key}.ends_in_trying", "stands on a step that nobody answers in words; take it out"
            )


def check_entry(table: Table, entry: Entry, known: Known, siblings: Collection[str]) -> None:
    """`siblings`: ids of the same framework, the only valid parents."""
    references: tuple[tuple[str, Iterable[str], Collection[str]], ...] = (
        ("parent", [entry.parent] if entry.parent else [], siblings),
        ("areas", entry.areas, known.areas),
        ("requirements", entry.requirements, known.requirements),
        ("status_prompt", [entry.status_prompt] if entry.status_prompt else [], known.prompts),
    )
    for key, found, among in references:
        table.check_known(f"entries.{entry.id}.{key}", found, among)
    if entry.parent == entry.id:
        table.fault(f"entries.{entry.id}.parent", "is the entry itself; name the one above it, or leave it out")


def _check_each_is_asked(found: Found) -> None:
    asking = Counter(prompt.requirement for _, prompt in found.prompts)
    for table, requirement in found.requirements:
        few = asking[requirement.id] < FEWEST_PROMPTS
        if few and requirement.asked and requirement.status is Status.IN_FORCE:
            table.fault(
                "id",
                f"has {asking[requirement.id]} prompts tied to it; write at least {FEWEST_PROMPTS} in prompts/, "
                "or asked = false for a card that only reminds",
            )
