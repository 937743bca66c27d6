"""Digests from reflections: by area and prompt, people's words untouched, and when they are sent."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from uuid import UUID

from content.answer_forms import as_said
from content.vocabulary.digesting import PromptSection, Share, Shares
from content.vocabulary.prompting import Quote
from dialogs.asking.following import pairs
from dialogs.calendar.instants import days_before
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import Digest, Language, MeetingPlan, Reflection, Release, Step
from dialogs.sharing.shares import shares
from dialogs.sharing.signing import signed

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


def sections(
    steps: Sequence[Step], reflections: Iterable[Reflection], language: Language, *, reader: UUID | None = None
) -> tuple[PromptSection, ...]:
    """The prompts with answers shared with this reader, by area, in the order of asking.

    `reader` is whose own words are marked, None where a copy may come before other eyes.
    """
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
                quotes=in_hash_order(
                    quoted(step, reflection, language, reader=reader) for reflection in found if has_words(reflection)
                ),
                shares=_shares(step, found, language),
            ),
        )
        for step in steps
        if (found := by_step.get((step.session, step.position)))
    ]
    areas = list(dict.fromkeys(step.shown.area_id for step, _ in shown))
    shown.sort(key=lambda pair: areas.index(pair[0].shown.area_id))
    return tuple(section for _, section in shown)


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


def quoted(step: Step, reflection: Reflection, language: Language, *, reader: UUID | None = None) -> Quote:
    """An answer to this step, with answers to follow-ups beneath."""
    further = pairs(step.shown.follow_ups, reflection.follow_up_parts, language)
    named = signed(reflection.signature, reflection.signer)
    return Quote(reflection.said, further, named, own=reflection.author == reader, keyword=reflection.keyword)


def in_hash_order(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """Ordered by a hash of the words, which reveals neither times nor authors.

    The order is stable between reads; a new answer appears anywhere among the others, not last.
    """
    return tuple(sorted(quotes, key=_scattered))


def _scattered(quote: Quote) -> bytes:
    words = "\n".join((quote.text, *(pair.text for pair in quote.further), *filter(None, [quote.keyword])))
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def sections_of_releases(released: Sequence[Release], language: Language) -> tuple[PromptSection, ...]:
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
            quotes=in_hash_order(
                Quote(
                    answer.text,
                    pairs(answer.follow_ups, answer.further, language),
                    signed(answer.signature, answer.signer),
                    keyword=answer.keyword,
                )
                for answer in of_step
                if answer.text or answer.further
            ),
        )
        for of_step in found
    )
