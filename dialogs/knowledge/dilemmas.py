"""The order in which a meeting takes up dilemmas, where its coordinator has chosen none."""

from collections.abc import Collection, Sequence

from dialogs.knowledge.findings import spread
from dialogs.knowledge.heard import by_step, has_words
from dialogs.model import Language, Reflection, Step


def offered(answers: Collection[Reflection]) -> list[Reflection]:
    """The answers with words that their authors offered to a meeting."""
    return [one for one in answers if one.offered and has_words(one)]


def in_turn(
    dilemmas: Collection[Reflection], steps: Sequence[Step], answers: Collection[Reflection]
) -> tuple[Reflection, ...]:
    """Dilemmas of areas with differing views come first, since the meeting talks of these areas anyway; then by age.

    `steps` include the steps of the dilemmas; `answers` are the readable answers of the meeting's own sessions.
    """
    areas = {(step.session, step.position): step.shown.area_id for step in steps}
    apart = _differing(steps, answers)

    def place(one: Reflection) -> tuple[object, ...]:
        return areas.get((one.session, one.position)) not in apart, one.circle_at, one.id

    return tuple(sorted(dilemmas, key=place))


def _differing(steps: Sequence[Step], answers: Collection[Reflection]) -> set[str]:
    """The areas of questions with answers by one press far apart."""
    _, differing, _ = spread(by_step(steps, answers), Language.NB)
    questions = {one.question for one in differing}
    return {step.shown.area_id for step in steps if step.shown.question.to(Language.NB) in questions}
