"""What the catalogue has for a meeting: questions by area, which prompts begin with what works, a session type."""

from collections.abc import Collection, Iterable, Sequence

from content.catalogue import Catalogue
from content.catalogue_types import Prompt
from dialogs.model import PackPlan, Step

_FOR_A_DILEMMA = "konsultasjon"
_OF_AN_AREA = 2
"""Questions: more than two of one area would be a list to read."""


def plan_of_pack(minutes: int, steps: Iterable[Step], fit: Iterable[Prompt], catalogue: Catalogue) -> PackPlan:
    """For a meeting about what was asked in `steps`; `fit` are the prompts that suit the group that meets.

    Questions asked already are not asked again.
    """
    asked = list(steps)
    prompts = {prompt.id: prompt for prompt in catalogue.prompts}
    known = {step.shown.prompt_id for step in asked}
    areas = dict.fromkeys(step.shown.area_id for step in asked)
    about = {entry for its_id in known if its_id in prompts for entry in _ties(prompts[its_id])}
    new = [prompt for prompt in fit if prompt.id not in known]
    protocol = catalogue.protocols.get(_FOR_A_DILEMMA)
    return PackPlan(
        minutes=minutes,
        strengths=tuple(sorted(its_id for its_id in known if its_id in prompts and prompts[its_id].strength)),
        questions={area: tuple(one.question for one in _of_area(area, new, about)) for area in areas},
        protocol=protocol.name if protocol is not None else None,
        steps=tuple((step.title, step.minutes) for step in protocol.steps) if protocol is not None else (),
    )


def _ties(prompt: Prompt) -> set[str]:
    """The entries of the model and the requirement that the prompt is tied to."""
    return {*prompt.entries, *filter(None, [prompt.requirement])}


def _of_area(area: str, prompts: Sequence[Prompt], about: Collection[str]) -> Collection[Prompt]:
    """Of the area first of all, then of it as a further one; without blanks that only an asking fills.

    An area is wide, and a meeting is about one thing in it: where some share a tie of `about`, the nearest alone.
    """
    own = [prompt for prompt in prompts if prompt.areas[0] == area]
    further = [prompt for prompt in prompts if area in prompt.areas[1:]]
    plain = [prompt for prompt in (*own, *further) if "{" not in prompt.question.nb and prompt.answer is None]
    near = {prompt.id: len(_ties(prompt).intersection(about)) for prompt in plain}
    nearest = sorted((prompt for prompt in plain if near[prompt.id]), key=lambda prompt: -near[prompt.id])
    return (nearest or plain)[:_OF_AN_AREA]
