"""The sentences in the templates of meetings, in the page's language."""

from dataclasses import replace

from content.dates import day_and_hour, full_date
from content.language import Language
from content.meeting_lines import choice_line, outcome_lines
from content.vocabulary.deciding import Decided
from content.vocabulary.meetings import (
    MAY_BE_ANYWAY,
    DecisionLine,
    MeetingChoice,
    MeetingDecided,
    MeetingListed,
    MeetingShown,
    NewMeeting,
)
from content.vocabulary.prompting import Quote
from content.wording import phrase


class MeetingWords:
    """Each method is called by a template."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def when(self, one: MeetingListed) -> str:
        return day_and_hour(one.at, self._language)

    def standing(self, shown: MeetingShown) -> str:
        """When the meeting is, or that it is called off."""
        return (
            day_and_hour(shown.at, self._language) if shown.at is not None else phrase(shown, "is_off", self._language)
        )

    def outcome(self, told: NewMeeting | MeetingShown) -> list[str]:
        return list(outcome_lines(told, self._language))

    def choice(self, one: MeetingChoice, form: NewMeeting) -> str:
        return choice_line(one, form.choices, self._language)

    def may_anyway(self, told: NewMeeting | MeetingShown) -> bool:
        return told.trouble in MAY_BE_ANYWAY

    def promised(self, one: Decided) -> str:
        if one.look_on is None:
            return one.by
        return phrase(one, "promised", self._language, look_on=full_date(one.look_on, self._language))

    def unmarked(self, one: Quote) -> Quote:
        """Quotes are followed to their origin on the pack's own page."""
        return replace(one, mark="")

    def kind(self, whose: str) -> str:
        """What a line is about: agreed on, or a promise of a group, or of the municipality."""
        return "municipality" if whose == "municipality" else "group" if whose else "agreed"

    def lines(self, told: MeetingDecided) -> list[DecisionLine]:
        """Blank lines for both ways, and those that were not kept first."""
        blank = [DecisionLine()] * 2
        blank += [DecisionLine(whose=whose) for whose, _ in told.groups[:1]] * 3
        blank += [DecisionLine(whose=whose) for whose, _ in told.municipality] * 2
        return [*told.lines, *blank[len(told.lines) :]]
