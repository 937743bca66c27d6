"""Digests from reflections: by area and prompt, people's words untouched, and when they are sent."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from content.answer_forms import as_said
from content.vocabulary.digesting import Findings, PromptSection, Share, Shares
from dialogs.calendar.instants import days_before, local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.knowledge import findings, grouping
from dialogs.knowledge.findings import Asked
from dialogs.knowledge.over_groups import Themed
from dialogs.knowledge.quotes import Unsorted, Voice, quoted, quoted_release, read_well
from dialogs.knowledge.themes.values import ThemeFinder
from dialogs.model import Digest, Language, MeetingPlan, Reflection, Release, Step, Wording
from dialogs.sharing.shares import shares

# How long after its first opening a session's digest is worth sending.
_NEWS = timedelta(days=7)


def meeting_digest_due_at(meeting: MeetingPlan, days: SchoolDays) -> datetime:
    """When the digest is due: `digest_days_ahead` before the meeting, or at the last opening before that."""
    return days.last_opening(days_before(meeting.at, meeting.digest_days_ahead))


def send_meeting_digest_at(meeting_at: datetime, days: SchoolDays, *, now: datetime) -> datetime:
    """When a meeting's digest, due at `now`, is sent: at the next opening, or at once if the opening is too late."""
    opening = days.next_opening(now)
    return opening if opening < meeting_at else now


def send_until(digest: Digest, days: SchoolDays) -> datetime:
    """The instant from which the digest is not sent any more: the meeting begins, or a session's digest is old."""
    return digest.meeting_at or days.next_opening(digest.made_at) + _NEWS


def too_late(digest: Digest, days: SchoolDays, *, now: datetime) -> str:
    """Why the digest should not be sent any more; "" if it should."""
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
    asked = by_step(steps, reflections)
    shown = [(step, _section(step, found, language, reader, finder)) for step, found in asked if found]
    areas = list(dict.fromkeys(step.shown.area_id for step, _ in shown))
    shown.sort(key=lambda pair: areas.index(pair[0].shown.area_id))
    return tuple(section for _, section in shown)


def by_step(steps: Sequence[Step], reflections: Iterable[Reflection]) -> list[tuple[Step, list[Reflection]]]:
    """Each step with its answers, in the order of the steps."""
    found: dict[tuple[str, int], list[Reflection]] = {}
    for reflection in reflections:
        found.setdefault((reflection.session, reflection.position), []).append(reflection)
    return [(step, found.get((step.session, step.position), [])) for step in steps]


def _section(
    step: Step, found: Sequence[Reflection], language: Language, reader: UUID | None, finder: ThemeFinder
) -> PromptSection:
    voices = voices_of(step, found, language, reader=reader)
    themes, others = grouping.grouped(voices, finder)
    return PromptSection(
        area=step.shown.area.to(language),
        question=step.shown.question.to(language),
        law=step.shown.law.to(language) if step.shown.law else None,
        quotes=read_well(others, finder),
        shares=_shares(step, found, language),
        themes=grouping.told(themes),
        asked_on=local(step.opens_at),
    )


def voices_of(
    step: Step, found: Iterable[Reflection], language: Language, *, reader: UUID | None = None, earlier: bool = False
) -> list[Voice]:
    """The answers with words to quote."""
    return [
        Voice(quoted(step, answer, language, reader=reader), str(answer.author), answer.group, earlier=earlier)
        for answer in found
        if has_words(answer)
    ]


def has_words(reflection: Reflection) -> bool:
    """Whether there is anything to quote; an answer by one press alone is only counted."""
    return bool(reflection.said or reflection.follow_up_parts)


def _shares(step: Step, found: Sequence[Reflection], language: Language) -> Shares | None:
    """How often each answer by one press was chosen, as far as may be told; None for a question in words alone."""
    form = step.shown.answer
    if form is None:
        return None
    told = shares([reflection.choice for reflection in found if reflection.choice], form.size)
    return Shares(tuple(Share(as_said(form, number, language), least) for number, least in told))


def findings_of(
    asked: Asked,
    sections: Sequence[PromptSection],
    language: Language,
    *,
    themed: Themed = _NOTHING,
    when_differing: Wording | None = None,
) -> Findings:
    """What the answers say together; `when_differing` is the catalogue's question for views that differ."""
    agreed, differing = findings.spread(asked, language)
    question = when_differing if differing and when_differing is not None else _leading_on(asked)
    return Findings(
        agreed,
        differing,
        findings.silent([step for step, _ in asked], sections, language),
        themed.changes,
        themed.between,
        question=question.to(language) if question is not None else "",
    )


def _leading_on(asked: Asked) -> Wording | None:
    """The last follow-up of the question that most have answered: follow-ups lead from what was to what comes."""
    answered = [(len(found), step) for step, found in asked if found and step.shown.follow_ups]
    most = max((number for number, _ in answered), default=0)
    return next((step.shown.follow_ups[-1] for number, step in answered if number == most), None)


def sections_of_releases(
    released: Sequence[Release], language: Language, *, finder: ThemeFinder = UNSORTED
) -> tuple[PromptSection, ...]:
    """As `sections`, from what another municipality released to the network."""
    by_step: dict[tuple[str, int], list[Release]] = {}
    for answer in released:
        by_step.setdefault((answer.session, answer.position), []).append(answer)
    areas = list(dict.fromkeys(answer.area_id for answer in released))
    found = sorted(by_step.values(), key=lambda of_step: areas.index(of_step[0].area_id))
    return tuple(
        PromptSection(
            area=of_step[0].area.to(language),
            question=of_step[0].question.to(language),
            law=of_step[0].law.to(language) if of_step[0].law else None,
            quotes=read_well(
                (
                    Voice(quoted_release(answer, language), str(answer.reflection))
                    for answer in of_step
                    if answer.text or answer.further
                ),
                finder,
            ),
        )
        for of_step in found
    )
