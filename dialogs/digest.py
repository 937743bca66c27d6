"""From reflections to what is given back: by area and prompt, people's words untouched."""

from collections.abc import Iterable, Sequence

from content.vocabulary.digesting import PromptSection
from content.vocabulary.prompting import Quote
from dialogs.following import pairs
from dialogs.model import Language, Reflection, Release, Step


def sections(steps: Sequence[Step], reflections: Iterable[Reflection], language: Language) -> tuple[PromptSection, ...]:
    """The prompts that somebody shared an answer to with this reader, by area, in the order they were asked."""
    by_step: dict[tuple[str, int], list[Reflection]] = {}
    for reflection in reflections:
        by_step.setdefault((reflection.session, reflection.position), []).append(reflection)
    shown = [
        (
            step,
            PromptSection(
                area=step.shown.area.to(language),
                question=step.shown.question.to(language),
                law=step.shown.law.to(language) if step.shown.law else None,
                quotes=tuple(quoted(step, reflection, language) for reflection in found),
            ),
        )
        for step in steps
        if (found := by_step.get((step.session, step.position)))
    ]
    areas = list(dict.fromkeys(step.shown.area_id for step, _ in shown))
    shown.sort(key=lambda pair: areas.index(pair[0].shown.area_id))
    return tuple(section for _, section in shown)


def quoted(step: Step, reflection: Reflection, language: Language) -> Quote:
    """An answer to this step, with what was said to the questions that follow beneath it."""
    return Quote(reflection.text, pairs(step.shown.follow_ups, reflection.further, language))


def sections_of_copies(copies: Sequence[Release], language: Language) -> tuple[PromptSection, ...]:
    """The same of what another municipality released to the network."""
    by_step: dict[tuple[str, int], list[Release]] = {}
    for copy in copies:
        by_step.setdefault((copy.session, copy.position), []).append(copy)
    areas = list(dict.fromkeys(copy.area_id for copy in copies))
    found = sorted(by_step.values(), key=lambda of_step: areas.index(of_step[0].area_id))
    return tuple(
        PromptSection(
            area=of_step[0].area.to(language),
            question=of_step[0].question.to(language),
            law=of_step[0].law.to(language) if of_step[0].law else None,
            quotes=tuple(Quote(copy.text, pairs(copy.follow_ups, copy.further, language)) for copy in of_step),
        )
        for of_step in found
    )
