"""Digests from reflections: by area and prompt, people's words untouched, and when they are sent."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from content.vocabulary.digesting import Findings, PromptSection
from content.vocabulary.prompting import Quote
from dialogs.calendar.instants import days_before
from dialogs.calendar.schooldays import SchoolDays
from dialogs.knowledge import findings, grouping
from dialogs.knowledge.findings import Asked
from dialogs.knowledge.grouping import Grouped
from dialogs.knowledge.handed import NOTHING_DONE, OfDigest
from dialogs.knowledge.heard import Heard, heard, heard_from_beyond, key_of, once
from dialogs.knowledge.over_groups import Themed
from dialogs.knowledge.quotes import Unsorted, Voice, read_well_each
from dialogs.knowledge.themes.values import ThemeFinder
from dialogs.model import Digest, Language, MeetingPlan, Reflection, Release, Step, Wording

# How long after its first opening a session's digest is worth sending.
_NEWS = timedelta(days=7)


def meeting_digest_due_at(meeting: MeetingPlan, days: SchoolDays) -> datetime:
    """When the digest is due: `digest_days_ahead` before the meeting, or at the last opening before that."""
    return days.last_opening(days_before(meeting.at, meeting.digest_days_ahead))


def meeting_draft_due_at(meeting: MeetingPlan, days: SchoolDays) -> datetime | None:
    """When the draft is due, as `meeting_digest_due_at`; None for no draft."""
    if meeting.draft_days_ahead is None:
        return None
    return days.last_opening(days_before(meeting.at, meeting.draft_days_ahead))


def send_meeting_digest_at(meeting_at: datetime, days: SchoolDays, *, now: datetime) -> datetime:
    """When a meeting's digest, due at `now`, is sent: at the next opening, or at once if the opening is too late."""
    opening = days.next_opening(now)
    return opening if opening < meeting_at else now


def send_until(digest: Digest, days: SchoolDays) -> datetime:
    """The instant from which the digest is not sent any more: the meeting begins, or a session's digest is old."""
    return digest.meeting_at or days.next_opening(digest.made_at) + _NEWS


def too_late(digest: Digest, days: SchoolDays, *, now: datetime) -> str:
    """Why the digest should not be sent any more; "" if it should."""
    if digest.called_off:
        return "the meeting is not held then"
    if now < send_until(digest, days):
        return ""
    return "the meeting has begun" if digest.meeting_at is not None else "too late"


UNSORTED = Unsorted()
_NOTHING = Themed()


def sections(
    steps: Sequence[Step],
    reflections: Iterable[Reflection],
    language: Language,
    *,
    reader: UUID | None = None,
    finder: ThemeFinder = UNSORTED,
) -> tuple[PromptSection, ...]:
    """The prompts with answers shared with this reader, by area, in the order of asking.

    `reader` is whose own words are marked, None where a copy may come before other eyes.
    """
    return sections_of_each([heard(steps, reflections, language, reader=reader)], language, finder=finder)[0]


def sections_of_releases(
    released: Sequence[Release], language: Language, *, finder: ThemeFinder = UNSORTED
) -> tuple[PromptSection, ...]:
    """As `sections`, from what another municipality released to the network."""
    return sections_of_each([heard_from_beyond(released, language)], language, finder=finder)[0]


def sections_of_each(
    groups: Iterable[Iterable[Heard]],
    language: Language,
    *,
    finder: ThemeFinder = UNSORTED,
    theirs: OfDigest = NOTHING_DONE,
) -> list[tuple[PromptSection, ...]]:
    """The sections of each group; the quotes of all groups are arranged at once, since many groups have few answers.

    `theirs` is what people did with the themes.
    """
    of_groups = [
        [(one, *grouping.grouped(one.voices, finder, theirs.of(key_of(one.asked)))) for one in once(asked, language)]
        for asked in groups
    ]
    read = iter(read_well_each([others for of_group in of_groups for _, _, others in of_group], finder))
    return [
        tuple(_section(one, (themes, others), next(read), language) for one, themes, others in of_group)
        for of_group in of_groups
    ]


def _section(
    one: Heard, found: tuple[Sequence[Grouped], Sequence[Voice]], quotes: tuple[Quote, ...], language: Language
) -> PromptSection:
    themes, others = found
    return PromptSection(
        area=one.area,
        question=one.question,
        law=one.law,
        quotes=quotes,
        shares=one.spread(language),
        themes=grouping.told(themes),
        asked_on=one.asked_on,
        shown=grouping.shown(key_of(one.asked), themes, others),
    )


def findings_of(
    asked: Asked,
    sections: Sequence[PromptSection],
    language: Language,
    *,
    themed: Themed = _NOTHING,
    needs: tuple[Quote, ...] = (),
    when_differing: Wording | None = None,
) -> Findings:
    """What the answers say together; `when_differing` is the catalogue's question for views that differ."""
    agreed, differing, unsure = findings.spread(asked, language)
    question = when_differing if differing and when_differing is not None else _leading_on(asked)
    return Findings(
        agreed,
        differing,
        findings.silent([step for step, _ in asked], sections, language),
        themed.changes,
        themed.between,
        needs,
        question=question.to(language) if question is not None else "",
        unsure=unsure,
    )


def _leading_on(asked: Asked) -> Wording | None:
    """The last follow-up of the question that most have answered: follow-ups lead from what was to what comes."""
    answered = [(len(found), step) for step, found in asked if found and step.shown.follow_ups]
    most = max((number for number, _ in answered), default=0)
    return next((step.shown.follow_ups[-1] for number, step in answered if number == most), None)
