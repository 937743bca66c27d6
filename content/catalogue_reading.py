"""From a table of a file to a dataclass of the catalogue; references between entries are checked in catalogue_rules."""

from content.catalogue_table import Table
from content.catalogue_types import (
    STANCES,
    AnswerForm,
    AppliesTo,
    Area,
    Aspect,
    Audience,
    Confidence,
    Entry,
    EntryKind,
    EntryState,
    Family,
    FormKind,
    Framework,
    Ladder,
    Level,
    Model,
    Need,
    Opener,
    OpensNext,
    Phase,
    Prompt,
    Protocol,
    ProtocolStep,
    Requirement,
    SchoolType,
    Season,
    Sees,
    Status,
    Writes,
)
from content.days_named import says_this_week
from content.language import Language, Verbatim, Wording

_NOTHING = Wording("", "", "")
_EVERY_SCHOOL = (SchoolType.PRIMARY, SchoolType.LOWER_SECONDARY)


def read_model(table: Table) -> Model:
    return Model(
        id=table.entry_id(),
        name=table.translated("name"),
        why=table.translated("why"),
        what=table.translated("what"),
        how=table.translated("how"),
        ms=tuple(read_aspect(each) for each in table.tables("ms")),
        features=tuple(read_aspect(each) for each in table.tables("features")),
        areas=tuple(read_area(each) for each in table.tables("areas")),
        less=_each_wording(table, "less"),
        rows=_rows(table),
    )


def read_aspect(table: Table) -> Aspect:
    aspect = Aspect(table.entry_id(), table.translated("name"), table.translated("meaning"), _rows(table))
    table.close()
    return aspect


def read_area(table: Table) -> Area:
    area = Area(
        id=table.entry_id(),
        name=table.translated("name"),
        definition=table.translated("definition"),
        why=table.translated_or_none("why"),
        what=table.translated_or_none("what"),
        how=table.translated_or_none("how"),
        practice=_each_wording(table, "practice"),
        own=_verbatim(table.table("own")) if table.holds("own") else None,
        rows=_rows(table),
    )
    table.close()
    return area


def _verbatim(table: Table) -> Verbatim:
    found = Verbatim(table.text("text"), table.choice("language", Language), table.text("source"))
    table.close()
    return found


def read_law(table: Table) -> list[tuple[Table, Requirement]]:
    """Every card in the file of a law, each beside its table."""
    law, name = table.text("law"), table.translated("law_name")
    return [(card, _requirement(card, law, name)) for card in table.tables("requirements")]


def _requirement(table: Table, law: str, law_name: Wording) -> Requirement:
    requirement = Requirement(
        id=table.entry_id(),
        law=law,
        law_name=law_name,
        paragraph=table.text("paragraph"),
        title=table.translated("title"),
        sentence=table.translated("sentence"),
        status=table.choice("status", Status),
        valid_from=table.day("valid_from"),
        valid_to=table.day_or_none("valid_to"),
        link=table.text("link"),
        replaces=table.texts("replaces", at_least=0),
        replaced_by=table.texts("replaced_by", at_least=0),
        applies_to=table.choices("applies_to", AppliesTo),
        asked=table.flag("asked", default=True),
        last_checked=table.day("last_checked"),
        confidence=table.choice("confidence", Confidence),
        family=table.choice("family", Family) if table.holds("family") else None,
        rows=_rows(table),
        reminds=table.flag("reminds", default=False),
        for_reference=table.flag("reference", default=False),
    )
    table.close()
    return requirement


def read_ladder(table: Table) -> Ladder:
    ladder = Ladder(table.entry_id(), _each_wording(table, "questions"), _rows(table))
    table.close()
    return ladder


def read_prompt(table: Table) -> Prompt:
    question = table.wording()
    prompt = Prompt(
        id=table.entry_id(),
        question=question,
        areas=table.texts("areas"),
        ms=table.texts("ms"),
        features=table.texts("features", at_least=0),
        requirement=table.text("requirement", optional=True) or None,
        level=table.choices("level", Level),
        audience=table.choices("audience", Audience, at_least=0),
        phases=table.choices("phases", Phase, at_least=0),
        school_types=table.choices("school_types", SchoolType, at_least=0) or _EVERY_SCHOOL,
        grades=table.positives("grades"),
        strength=table.flag("strength", default=False),
        core=table.flag("core", default=False),
        hard=table.flag("hard", default=False),
        seasons=table.choices("seasons", Season, at_least=0),
        late_in_week=table.flag("late_in_week", default=says_this_week(question)),
        ladder=table.text("ladder", optional=True) or None,
        answer=_answer_form(table.table("answer")) if table.holds("answer") else None,
        local=table.flag("local", default=False),
        entries=table.texts("entries", at_least=0),
        rows=_rows(table),
    )
    table.close()
    return prompt


def _answer_form(table: Table) -> AnswerForm:
    kind = table.choice("form", FormKind)
    options: tuple[Wording, ...]
    if kind is FormKind.SCALE:
        options = (table.translated("low"), table.translated("high"))
    elif kind is FormKind.STANCE:
        options = STANCES
    else:
        options = _each_wording(table, "options")
    table.close()
    return AnswerForm(kind, options)


def read_opener(table: Table) -> Opener:
    opener = Opener(
        id=table.entry_id(),
        question=table.wording(),
        phases=table.choices("phases", Phase, at_least=0),
        rows=_rows(table),
    )
    table.close()
    return opener


def read_protocol(table: Table) -> Protocol:
    protocol = Protocol(
        id=table.entry_id(),
        name=table.translated("name"),
        purpose=table.translated("purpose"),
        steps=tuple(_step(step) for step in table.tables("steps", named="key")),
        roles=_each_wording(table, "roles"),
        leader_speaks_last=table.flag("leader_speaks_last", default=False),
        statements=table.flag("statements", default=False),
        credit=table.text("credit", optional=True),
        rows=_rows(table),
    )
    table.close()
    return protocol


def _step(table: Table) -> ProtocolStep:
    step = ProtocolStep(
        key=table.text("key"),
        title=table.translated("title"),
        hint=table.translated_or_none("hint") or _NOTHING,
        question=_question(table),
        writes=table.choice("writes", Writes),
        sees=table.choice("sees", Sees),
        stays_open=table.duration("stays_open"),
        minutes=table.positive("minutes"),
        opens_next=table.choices("opens_next", OpensNext),
        shows_earlier=table.flag("shows_earlier"),
        output=table.translated_or_none("output"),
        ends_in_trying=table.flag("ends_in_trying", default=False),
        needs=table.choices("needs", Need, at_least=0),
    )
    table.close()
    return step


def _question(table: Table) -> Wording | None:
    found = table.values.get("question")
    if not isinstance(found, str):
        return table.translated("question")
    if table.text("question") != "session":
        table.fault("question", f'is «{found}»; it must be "session", or a text in nb and nn')
    return None


def read_framework(table: Table) -> Framework:
    framework = Framework(
        id=table.entry_id(),
        owner=table.text("owner"),
        name=table.translated("name"),
        valid_from=table.day_or_none("valid_from"),
        valid_to=table.day_or_none("valid_to"),
        entries=tuple(read_entry(each) for each in table.tables("entries")),
        rows=_rows(table),
    )
    table.close()
    return framework


def read_entry(table: Table) -> Entry:
    entry = Entry(
        id=table.entry_id(),
        kind=table.choice("kind", EntryKind),
        name=table.translated("name"),
        text=table.translated_or_none("text"),
        parent=table.text("parent", optional=True) or None,
        school_types=table.choices("school_types", SchoolType, at_least=0) or tuple(SchoolType),
        state=table.choice("state", EntryState, default=EntryState.ACTIVE),
        since=table.day_or_none("since"),
        until=table.day_or_none("until"),
        due=table.day_or_none("due"),
        status_prompt=table.text("status_prompt", optional=True) or None,
        areas=table.texts("areas", at_least=0),
        requirements=table.texts("requirements", at_least=0),
        link=table.text("link", optional=True),
        rows=_rows(table),
    )
    table.close()
    return entry


def _each_wording(table: Table, key: str) -> tuple[Wording, ...]:
    return tuple(each.wording(alone=True) for each in table.tables(key, optional=True, named=""))


def _rows(table: Table) -> tuple[str, ...]:
    return table.texts("rows", at_least=0)
