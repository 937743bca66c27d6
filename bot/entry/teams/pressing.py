"""A press on a card of ours, by Action.Execute or Action.Submit, becomes an event."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.entry.teams.foreign_json import text_at, value_at
from content.cleaning import clean, clean_line
from content.plan_form import filled
from content.presses import (
    MOST_HEADINGS,
    AnswerCheckpoint,
    ChooseKeyword,
    KeepEntryTry,
    KeepThemes,
    LookPractice,
    NarrowAnswer,
    ObjectDraft,
    OnDecision,
    OnNeed,
    OnStep,
    OnTry,
    OpenOwnAnswer,
    OpenOwnWords,
    PracticeFields,
    Press,
    SaveHeadings,
    SearchBank,
    SendAnswer,
    SendDraft,
    SendFollowUp,
    SendWords,
    ShowOwnAnswers,
    ShowPlanDates,
    StartPlan,
    SteerSeries,
    TakeProposal,
    UnknownPress,
    decode,
    step_of_value,
)
from content.tidying import MOST_THEMES, MOVED, NAME
from content.vocabulary.guarding import KINDS
from dialogs.events import Form, HeadingField, Pressed, SteerForm, StrangePress
from dialogs.model import Happening, Rung, SchoolType, Signature, limits

ACTION = "adaptiveCard/action"
LARGEST = 2**31 - 1  # what every database takes for an integer

_RUNGS = {rung.name.lower(): rung for rung in Rung}
_SIGNATURES = {signature.value or "none": signature for signature in Signature}


def press_data(activity: Mapping[str, Any]) -> object | None:
    """The data of the pressed card: of an invoke (Action.Execute), or of a message without text (Action.Submit)."""
    kind = text_at(activity, "type")
    if kind == "invoke" and text_at(activity, "name") == ACTION:
        data = value_at(activity, "value", "action", "data")
        return {} if data is None else data
    value = value_at(activity, "value")
    if kind != "message" or value is None:
        return None
    ours = isinstance(value, Mapping) and "sloyfa" in value
    return value if ours or not text_at(activity, "text").strip() else None


def pressed(about: Happening, data: object) -> Pressed | StrangePress:
    try:
        press = decode(data)
    except UnknownPress:
        return StrangePress(about)
    return Pressed(about, press, _form(press, data)) if _in_range(press) else StrangePress(about)


def _form(press: Press, data: object) -> Form:  # noqa: C901, PLR0911 - the table of forms
    """Words in a card's field are read only if the pressed button sends the field."""
    if isinstance(press, NarrowAnswer):
        return Form(rung=_RUNGS.get(text_at(data, "rung")))
    if isinstance(press, KeepThemes):
        return _of_themes(data)
    if isinstance(press, TakeProposal):
        nb, nn, area = (clean_line(text_at(data, name)) for name in ("nb", "nn", "area"))
        return Form(nb=nb, nn=nn, area=area)
    if isinstance(press, ChooseKeyword):
        return Form(word=clean_line(text_at(data, "word")))
    if isinstance(press, OnTry | OnNeed | OnDecision | KeepEntryTry):
        return _of_trying(data)
    if isinstance(press, SteerSeries):
        return Form(steer=SteerForm(day=clean_line(text_at(data, "day")), time=clean_line(text_at(data, "time"))))
    if isinstance(press, AnswerCheckpoint):
        return Form(whose=text_at(data, "checkpoint"), because=clean(text_at(data, "because")))
    if isinstance(press, ShowOwnAnswers | SearchBank):
        return Form(sought=clean_line(text_at(data, "sought")), kind=text_at(data, "kind_sought"))
    if isinstance(press, ShowPlanDates | StartPlan):
        return Form(plan=filled(lambda name: (text_at(data, name),)))
    if isinstance(press, LookPractice):
        return Form(practice=_of_practice(data))
    if isinstance(press, SaveHeadings):
        return Form(headings=tuple(_headings(data)))
    if not isinstance(press, SendAnswer | SendFollowUp | SendWords | SendDraft):
        return Form()
    step = step_of_value(text_at(data, "prompt"))
    named = text_at(data, "passes").split(",")
    choice = value_at(data, "choice")
    return Form(
        text=clean(text_at(data, "answer")),
        rung=_RUNGS.get(text_at(data, "rung")),
        step=step if step is not None and 0 <= step.position <= LARGEST else None,
        signature=_SIGNATURES.get(text_at(data, "signature")),
        alone={"true": True, "false": False}.get(text_at(data, "alone")),
        passes=frozenset(kind for kind in KINDS if kind in named),
        choice=choice if isinstance(choice, int) and not isinstance(choice, bool) and 0 < choice <= LARGEST else 0,
    )


def _headings(data: object) -> Iterator[HeadingField]:
    """An empty field may be missing; a card that was made by hand may send anything."""
    for position in range(MOST_HEADINGS):
        text, place = text_at(data, f"heading_{position}"), text_at(data, f"place_{position}")
        is_number = place.isascii() and place.isdecimal() and len(place) == 1
        yield HeadingField(position, clean_line(text)[: limits.HEADING], int(place) if is_number else 0)


def _of_themes(data: object) -> Form:
    fields = data if isinstance(data, Mapping) else {}
    names = (clean_line(text_at(data, f"{NAME}{number}")) for number in range(MOST_THEMES))
    moved = (name.removeprefix(MOVED) for name, value in fields.items() if name.startswith(MOVED) and value == "true")
    return Form(
        names=tuple(names),
        moved=tuple(moved),
        to=text_at(data, "to"),
        word=clean_line(text_at(data, "new")),
    )


def _of_trying(data: object) -> Form:
    return Form(
        text=clean(text_at(data, "text")),
        sign=clean_line(text_at(data, "sign")),
        day=text_at(data, "day"),
        in_group=text_at(data, "in_group") == "true",
        because=clean(text_at(data, "because")),
        learnt=clean(text_at(data, "learnt")),
        whose=text_at(data, "whose"),
    )


def _of_practice(data: object) -> PracticeFields:
    lines = {name: clean_line(text_at(data, name)) for name in ("title", "subject", "credit", "rung", "place")}
    stages = [one.value for one in SchoolType if text_at(data, f"stage_{one.value}") == "true"]
    texts = {name: clean(text_at(data, name)) for name in ("did", "saw", "needs")}
    return PracticeFields(**lines, **texts, stages=",".join(stages))


def _in_range(press: Press) -> bool:
    """Numbers made by hand may be of any size."""
    position = (
        press.step.position if isinstance(press, OnStep | OpenOwnAnswer | OpenOwnWords | ObjectDraft | SendDraft) else 0
    )
    numbers = [position, *(getattr(press, name, 0) for name in ("seen", "number", "others", "start", "version"))]
    # The number of a group's place comes from a field, as text.
    return all(0 <= number <= LARGEST for number in numbers if isinstance(number, int))
