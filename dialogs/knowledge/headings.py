"""A facilitator's headings and order on a digest's sections; no quote changes, and no question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from content.presses import MOST_HEADINGS
from content.vocabulary.digesting import PromptSection
from dialogs.events import HeadingField
from dialogs.model import Language, SectionHeading, Step


def headed(
    sections: Sequence[PromptSection], steps: Iterable[Step], headings: Iterable[SectionHeading], language: Language
) -> tuple[PromptSection, ...]:
    """The sections in the facilitator's order, those without a place last; a section is known by its question."""
    by_position = {one.position: one for one in headings}
    known = {
        step.shown.question.to(language): by_position[step.position] for step in steps if step.position in by_position
    }
    if not known:
        return tuple(sections)
    placed = sorted(sections, key=lambda one: known[one.question].place if one.question in known else MOST_HEADINGS)
    return tuple(replace(one, heading=known[one.question].text) if one.question in known else one for one in placed)


def arranged(
    before: Sequence[SectionHeading], typed: Sequence[HeadingField], person: UUID
) -> tuple[SectionHeading, ...]:
    """The headings as typed, in the typed order; of two in the same place, the one that stood first comes first.

    Headings of sections that were not on the form stay, last. A heading that is as it was stays its writer's.
    """
    known = {one.position: one for one in before}
    order = [one.position for one in before]
    typed = sorted(typed, key=lambda one: order.index(one.position) if one.position in order else one.position)
    wanted = [(one.position, one.text) for one in sorted(typed, key=lambda one: one.place)]
    shown = {position for position, _ in wanted}
    wanted += [(one.position, one.text) for one in before if one.position not in shown]
    return tuple(
        SectionHeading(
            position, text, place, known[position].person if _is_as_before(known, position, text) else person
        )
        for place, (position, text) in enumerate(wanted)
    )


def _is_as_before(known: Mapping[int, SectionHeading], position: int, text: str) -> bool:
    return position in known and known[position].text == text
