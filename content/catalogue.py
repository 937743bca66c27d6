"""The catalogue: the model, the legal requirements, the prompts and the protocols, loaded from data and checked."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from content.catalogue_checks import CatalogueFaults, Fault, Table, open_file
from content.language import Language, Wording

__all__ = ["CatalogueFaults", "Fault"]  # those who load the catalogue handle what is wrong with it

PACKAGED = Path(__file__).parent / "catalogue"
LONGEST_PROMPT = 25  # words; more cannot be answered in five minutes
FEWEST_PROMPTS = 2  # for each requirement: one is always the same one again


class Status(StrEnum):
    """Whether a requirement was in force when it was last checked."""

    IN_FORCE = "in_force"
    REPEALED = "repealed"
    NOT_YET_IN_FORCE = "not_yet_in_force"


class Confidence(StrEnum):
    """How we know: the law's own text, another source, or no source."""

    HIGH = "H"
    MEDIUM = "M"
    LOW = "L"


class AppliesTo(StrEnum):
    SCHOOL = "school"
    SFO = "sfo"
    HOMEWORK_HELP = "homework_help"
    KINDERGARTEN = "kindergarten"
    MUNICIPALITY = "municipality"


class Level(StrEnum):
    """The kind of group a prompt suits."""

    TEAM = "team"
    SCHOOL = "school"
    PRINCIPALS = "principals"


class Writes(StrEnum):
    """Who writes in a step; LEADING is facilitators and leaders, everyone where the group has none."""

    EVERYONE = "everyone"
    LEADING = "leading"


class Sees(StrEnum):
    """What is seen while a step is open; OWN hides every answer from the others until it closes."""

    OWN = "own"
    ALL = "all"


class OpensNext(StrEnum):
    """What ends a step, whichever comes first, and so opens the next one; the last step's ends the session."""

    TIMER = "timer"
    ALL_ANSWERED = "all_answered"
    FACILITATOR = "facilitator"


@dataclass(frozen=True)
class Aspect:
    """One of the three Ms or of the four features."""

    id: str
    name: Wording
    meaning: Wording


@dataclass(frozen=True)
class Area:
    """`definition` is what a card says when it tells why we ask."""

    id: str
    name: Wording
    definition: Wording
    why: Wording | None = None
    what: Wording | None = None
    how: Wording | None = None


@dataclass(frozen=True)
class Model:
    id: str
    name: Wording
    why: Wording
    what: Wording
    how: Wording
    ms: tuple[Aspect, ...]
    features: tuple[Aspect, ...]
    areas: tuple[Area, ...]


@dataclass(frozen=True)
class Requirement:
    """A legal requirement, in one neutral `sentence` of ours with its paragraph; `replaces` are older references.

    `valid_from` and `valid_to` are both days it applied; `status` is as it stood on `last_checked`.
    """

    id: str
    law: str
    law_name: Wording
    paragraph: str
    sentence: Wording
    status: Status
    valid_from: date
    valid_to: date | None
    link: str
    replaces: tuple[str, ...]
    applies_to: tuple[AppliesTo, ...]
    last_checked: date
    confidence: Confidence

    def in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Prompt:
    """`source` is the row of the inventory it answers to, "" where there is none."""

    id: str
    question: Wording
    areas: tuple[str, ...]
    ms: tuple[str, ...]
    features: tuple[str, ...]
    requirement: str | None
    level: tuple[Level, ...]
    source: str = ""


@dataclass(frozen=True)
class ProtocolStep:
    """`question` is None where the step asks the session's own prompt; `hint` is "" where there is none.

    `stays_open` is an ISO 8601 duration, for the first step only the default; `minutes` is for those who meet.
    """

    key: str
    title: Wording
    hint: Wording
    question: Wording | None
    writes: Writes
    sees: Sees
    stays_open: str
    minutes: int
    opens_next: tuple[OpensNext, ...]
    shows_earlier: bool


@dataclass(frozen=True)
class Protocol:
    id: str
    name: Wording
    purpose: Wording
    steps: tuple[ProtocolStep, ...]


@dataclass(frozen=True)
class Catalogue:
    """`areas` are in the model's order, `prompts` by file and then as they stand in it."""

    model: Model
    areas: Mapping[str, Area]
    requirements: Mapping[str, Requirement]
    prompts: tuple[Prompt, ...]
    protocols: Mapping[str, Protocol]


Item = TypeVar("Item", Model, Area, Aspect, Requirement, Prompt, Protocol)
_FOLDERS = ("models", "requirements", "prompts", "protocols")
_NOTHING = Wording("", "", "")


def load(folder: Path | None = None) -> Catalogue:
    """The catalogue in `folder`, or the one that comes with the program; CatalogueFaults names everything wrong."""
    faults: list[Fault] = []
    files = _open_all(folder or PACKAGED, faults)
    models = _each(files["models"], _model)
    requirements = _each(files["requirements"], _requirement)
    protocols = _each(files["protocols"], _protocol)
    model = models[0][1] if models else None
    known = [requirement.id for _, requirement in requirements]
    prompts = _each(_inside(files["prompts"], "prompts"), lambda table: _prompt(table, model, known))
    _check_each_is_asked(requirements, [prompt for _, prompt in prompts])
    if model is None or len(models) > 1:
        faults.append(Fault("models", "", f"holds {len(models)} readable models; there must be exactly one"))
    if model is None or faults:
        raise CatalogueFaults(tuple(faults))
    return Catalogue(
        model=model,
        areas=_by_id(model.areas),
        requirements=_by_id(requirement for _, requirement in requirements),
        prompts=tuple(prompt for _, prompt in prompts),
        protocols=_by_id(protocol for _, protocol in protocols),
    )


def _open_all(folder: Path, faults: list[Fault]) -> Mapping[str, list[Table]]:
    files: dict[str, list[Table]] = {name: [] for name in _FOLDERS}
    for path in sorted(folder.rglob("*.toml")):
        name = path.relative_to(folder)
        if name.parts[0] not in files or len(name.parts) == 1:
            faults.append(Fault(name.as_posix(), "", f"is not read here; put it in one of {', '.join(_FOLDERS)}"))
        elif (table := open_file(path, folder, faults)) is not None:
            files[name.parts[0]].append(table)
    return files


def _inside(files: list[Table], key: str) -> list[Table]:
    """The [[key]] tables of files that hold nothing else."""
    found = [table for file in files for table in file.tables(key)]
    for file in files:
        file.close()
    return found


def _each(tables: list[Table], read: Callable[[Table], Item]) -> list[tuple[Table, Item]]:
    """What each table holds, beside the table it came from; an id that stands twice is a fault."""
    found: list[tuple[Table, Item]] = []
    first: dict[str, str] = {}
    for table in tables:
        item = read(table)
        table.close()
        if item.id in first:
            table.fault("id", f"«{item.id}» stands in {first[item.id]} too; give one of them another id")
        elif item.id:
            first[item.id] = table.file
        found.append((table, item))
    return found


def _by_id(items: Iterable[Item]) -> Mapping[str, Item]:
    return MappingProxyType({item.id: item for item in items})


def _check_each_is_asked(requirements: list[tuple[Table, Requirement]], prompts: list[Prompt]) -> None:
    for table, requirement in requirements:
        asking = sum(prompt.requirement == requirement.id for prompt in prompts)
        if asking < FEWEST_PROMPTS:
            table.fault("id", f"has {asking} prompts tied to it; write at least {FEWEST_PROMPTS} in prompts/")


def _model(table: Table) -> Model:
    return Model(
        id=table.text("id"),
        name=table.words("name"),
        why=table.words("why"),
        what=table.words("what"),
        how=table.words("how"),
        ms=tuple(aspect for _, aspect in _each(table.tables("ms"), _aspect)),
        features=tuple(aspect for _, aspect in _each(table.tables("features"), _aspect)),
        areas=tuple(area for _, area in _each(table.tables("areas"), _area)),
    )


def _aspect(table: Table) -> Aspect:
    return Aspect(table.text("id"), table.words("name"), table.words("meaning"))


def _area(table: Table) -> Area:
    return Area(
        id=table.text("id"),
        name=table.words("name"),
        definition=table.words("definition"),
        why=table.words_or_none("why"),
        what=table.words_or_none("what"),
        how=table.words_or_none("how"),
    )


def _requirement(table: Table) -> Requirement:
    requirement = Requirement(
        id=table.text("id"),
        law=table.text("law"),
        law_name=table.words("law_name"),
        paragraph=table.text("paragraph"),
        sentence=table.words("sentence"),
        status=table.choice("status", Status),
        valid_from=table.day("valid_from"),
        valid_to=table.day_or_none("valid_to"),
        link=table.text("link"),
        replaces=table.texts("replaces", at_least=0),
        applies_to=table.choices("applies_to", AppliesTo),
        last_checked=table.day("last_checked"),
        confidence=table.choice("confidence", Confidence),
    )
    if table.faultless():
        _check_requirement(table, requirement)
    return requirement


def _check_requirement(table: Table, requirement: Requirement) -> None:
    """What only shows when the fields are seen together."""
    checked, status = requirement.last_checked, requirement.status
    if requirement.in_force(checked) != (status is Status.IN_FORCE):
        table.fault("status", f"is {status}, but the dates say otherwise for {checked}, when it was last checked")
    for language in Language:
        if requirement.paragraph not in requirement.sentence.to(language):
            table.fault(f"sentence.{language}", f"does not name its paragraph; write {requirement.paragraph} in it")


def _prompt(table: Table, model: Model | None, requirements: list[str]) -> Prompt:
    prompt = Prompt(
        id=table.text("id"),
        question=table.wording(),
        areas=table.ids("areas", [area.id for area in model.areas] if model else []),
        ms=table.ids("ms", [aspect.id for aspect in model.ms] if model else []),
        features=table.ids("features", [aspect.id for aspect in model.features] if model else [], at_least=0),
        requirement=table.text("requirement", optional=True) or None,
        level=table.choices("level", Level),
        source=table.text("source", optional=True),
    )
    if prompt.requirement and prompt.requirement not in requirements:
        table.fault("requirement", f"«{prompt.requirement}» is not known; known are {', '.join(requirements)}")
    for language in Language:
        words = len(prompt.question.to(language).split())
        if words > LONGEST_PROMPT:
            table.fault(language, f"is {words} words long; {LONGEST_PROMPT} is the most that is quickly read")
    return prompt


def _protocol(table: Table) -> Protocol:
    steps = table.tables("steps", named="key")
    protocol = Protocol(
        id=table.text("id"),
        name=table.words("name"),
        purpose=table.words("purpose"),
        steps=tuple(_step(step) for step in steps),
    )
    keys = [step.key for step in protocol.steps]
    for key in {key for key in keys if keys.count(key) > 1}:
        table.fault("steps", f"has the key «{key}» twice; give one of the steps another key")
    return protocol


def _step(table: Table) -> ProtocolStep:
    step = ProtocolStep(
        key=table.text("key"),
        title=table.words("title"),
        hint=table.words_or_none("hint") or _NOTHING,
        question=_question(table),
        writes=table.choice("writes", Writes),
        sees=table.choice("sees", Sees),
        stays_open=table.duration("stays_open"),
        minutes=table.whole("minutes"),
        opens_next=table.choices("opens_next", OpensNext),
        shows_earlier=table.flag("shows_earlier"),
    )
    table.close()
    return step


def _question(table: Table) -> Wording | None:
    found = table.values.get("question")
    if not isinstance(found, str):
        return table.words("question")
    if table.text("question") != "session":
        table.fault("question", f'is «{found}»; it must be "session", or a text in nb and nn')
    return None
