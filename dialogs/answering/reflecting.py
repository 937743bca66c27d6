"""Changes of a reflection: written, added to, edited, skipped, withdrawn."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from dialogs.model import Part, Reflection, Rung, Session, Signature, Step, paragraphs

# Characters: the limit of the card's field, and of quotes in a digest.
LIMIT = 4000
_STOPS = '.,;:!?…–-«»"()'
_GAP = "\n\n"
_REFLECTIONS = UUID("0a0c7f0e-3f6e-5b52-8f43-2b5a0f7d9d10")


@dataclass(frozen=True)
class AnswerContext:
    """The context of an answer: every field of a reflection but the words."""

    session: Session
    step: Step
    unit: str
    network: str | None
    author: UUID


def empty(context: AnswerContext, *, rung: Rung, now: datetime) -> Reflection:
    """An empty reflection; at most one per (session step, author), by a derived id."""
    step = context.step
    key = f"{step.municipality}\n{step.session}\n{step.position}\n{context.author}"
    return Reflection(
        municipality=step.municipality,
        id=uuid5(_REFLECTIONS, key),
        session=step.session,
        position=step.position,
        group=context.session.group,
        unit=context.unit,
        network=context.network,
        author=context.author,
        rung=rung,
        circle_at=now,
        parts=(),
        version=0,
    )


def written(before: Reflection, text: str, *, choice: Part | None = None, rung: Rung, now: datetime) -> Reflection:
    """The card's whole text, and the `choice` by one press; without a `choice` an earlier one stays.

    A first answer is on `rung`; a later one may narrow the answer and never lifts it. Answers to follow-ups stay, and
    follow the answer's rung and circle.
    """
    kept = min(before.rung, rung) if before.parts else rung
    return _given(before, (*_choice(before, choice), *_rewritten(before, text)), rung=kept, now=now)


def _choice(before: Reflection, choice: Part | None) -> tuple[Part, ...]:
    """The one part chosen by one press: the new one, else what was chosen before."""
    if choice is not None:
        return (choice,)
    return tuple(part for part in before.own_parts if part.choice)[-1:]


def _words_of(before: Reflection) -> tuple[Part, ...]:
    return tuple(part for part in before.own_parts if not part.choice)


def _rewritten(before: Reflection, text: str) -> tuple[Part, ...]:
    """The card's text as parts: unchanged words of a message stay a part of their own, and can be deleted alone.

    Words in place of a single message become the message's; words in place of several become the card's.
    """
    parts: list[Part] = []
    gone: list[str | None] = []
    rest = text
    for part in _words_of(before):
        at = _paragraph(rest, part.text)
        if at is None:
            gone.append(part.source)
            continue
        if at:
            parts.append(Part(rest[: at - len(_GAP)], gone[0] if len(gone) == 1 else None))
        parts.append(part)
        rest, gone = rest[at + len(part.text) + len(_GAP) :], []
    if rest:
        parts.append(Part(rest, gone[0] if len(gone) == 1 else None))
    return tuple(parts) if paragraphs(parts) == text else (Part(text),)


def _paragraph(text: str, words: str) -> int | None:
    """Offset of `words` in `text` as whole paragraphs, None where absent."""
    at = text.find(words)
    while at >= 0 and not (_begins_paragraph(text, at) and _ends_paragraph(text, at + len(words))):
        at = text.find(words, at + 1)
    return at if at >= 0 else None


def _begins_paragraph(text: str, at: int) -> bool:
    return at == 0 or (at >= len(_GAP) and text.startswith(_GAP, at - len(_GAP)))


def _ends_paragraph(text: str, at: int) -> bool:
    return at == len(text) or text.startswith(_GAP, at)


def sources(reflection: Reflection | None) -> set[str]:
    """Ids of messages with a part of their own."""
    return {part.source for part in reflection.own_parts if part.source} if reflection else set()


def added(
    before: Reflection, text: str, *, source: str | None, choice: int = 0, rung: Rung, now: datetime
) -> Reflection:
    """The answer with a message as its first part, on `rung`, or as a further part, on the answer's rung.

    `choice` is the number that the message chooses, in place of an earlier choice, 0 for words. A form left open on the
    card stays open, since it may be half filled in.
    """
    part = Part(text, source, choice=choice)
    if before.parts:
        after = _given(before, (*_beside(before, choice), part), rung=before.rung, now=now)
    else:
        after = _given(before, (part,), rung=rung, now=now)
    return replace(after, reopened=before.reopened, going_on=before.going_on)


def _beside(before: Reflection, choice: int) -> tuple[Part, ...]:
    """The slots that stay beside a new part; a new choice replaces an earlier one."""
    return tuple(part for part in before.slots if not (choice and part.choice))


def added_unseen(before: Reflection, text: str, *, choice: Part | None = None, rung: Rung, now: datetime) -> Reflection:
    """The answer with a card's text, where the card did not show the latest version: nothing of either is lost.

    The result is on the narrower rung, so that neither text reaches more readers than its author chose. A text that
    contains the earlier answer is a new version and replaces the earlier.
    """
    narrower = min(before.rung, rung)
    if before.said in text:
        return written(before, text, choice=choice, rung=narrower, now=now)
    words = [part for part in before.slots if not part.choice]
    new = [Part(text)] if text else []
    return _given(before, (*_choice(before, choice), *words, *new), rung=narrower, now=now)


def _given(before: Reflection, slots: tuple[Part, ...], *, rung: Rung, now: datetime) -> Reflection:
    """An answer in the circle it has. The circle is fixed by a first answer, and anew by `lifted` alone.

    Fixed anew when narrowed, the circle would let in whoever has joined since.
    """
    circle_at = before.circle_at if before.parts else now
    return replace(
        before,
        parts=(*slots, *before.follow_up_parts),
        rung=rung,
        circle_at=circle_at,
        version=before.version + 1,
        withdrawn=False,
        passed=False,
        reopened=False,
        going_on=0,
        given_at=before.given_at or circle_at,
    )


def looked_further(before: Reflection, rung: Rung | None) -> Reflection:
    """The author looks at what readers on the wider `rung` would read; None: at nothing. Nobody reads more for that."""
    return replace(before, lifting=rung)


def further_left(before: Reflection) -> Reflection:
    """The author does not share further. A new version, so that looking again is no repetition."""
    return replace(before, lifting=None, version=before.version + 1)


def lifted(before: Reflection, rung: Rung, *, now: datetime) -> Reflection:
    """The answer on the wider rung, in the circle that its author has just been shown."""
    return replace(before, rung=rung, circle_at=now, lifting=None, version=before.version + 1)


def lowered(before: Reflection, rung: Rung) -> Reflection:
    """The answer on the narrower rung, in the circle it has, without readers who have joined since.

    A wider rung that waits for a yes to the draft waits no more. What nobody else reads is offered to no meeting.
    """
    kept = min(before.rung, rung)
    offers = before.offered and kept is not Rung.ONLY_ME
    return replace(before, rung=kept, lifting=None, wished=None, offered=offers, version=before.version + 1)


def agreed(before: Reflection, *, now: datetime) -> Reflection:
    """The answer on the rung that waited for the author's yes to the draft."""
    return replace(lifted(before, max(before.rung, before.wished or before.rung), now=now), wished=None)


def objected(before: Reflection) -> Reflection:
    """«Ikke slik jeg mente»: out of the draft, and read by nobody; how far the answer stood waits for other words."""
    return replace(lowered(before, Rung.ONLY_ME), wished=max(before.rung, before.wished or before.rung))


def offered(before: Reflection, *, offers: bool) -> Reflection:
    """The author wants help to think it through at the meeting, or does not any more."""
    return replace(before, offered=offers, version=before.version + 1)


def reworded(before: Reflection, text: str, *, now: datetime) -> Reflection:
    """Other words for the draft: back in the group at most, and any further only after a yes to these words."""
    wished = before.wished or before.rung
    after = lifted(written(before, text, rung=before.rung, now=now), max(before.rung, min(wished, Rung.GROUP)), now=now)
    return replace(after, wished=wished if wished > after.rung else None)


def signed(before: Reflection, signature: Signature) -> Reflection:
    """The answer with this signature, in the author's version of words and readers."""
    return replace(before, signature=signature)


def unsigned(before: Reflection) -> Reflection:
    """Without name or role."""
    return replace(before, signature=Signature.NONE, version=before.version + 1)


def seen_alone(before: Reflection, *, alone: bool) -> Reflection:
    """The answer as its author wants it seen where nobody else says so; the words and their readers stay."""
    return replace(before, alone=alone)


def tagged(before: Reflection, keyword: str) -> Reflection:
    """The answer with this keyword of its author's own, "" for none."""
    return replace(before, keyword=keyword, version=before.version + 1)


def form_opened(before: Reflection) -> Reflection:
    """The author has opened the card for writing. The version is unchanged: cards in that version are still current."""
    return replace(before, reopened=True, going_on=0)


def said_before(reflection: Reflection, text: str) -> Part | None:
    """The part with exactly this text; a repetition adds nothing."""
    return next((part for part in reflection.own_parts if part.text == text), None)


def form_closed(before: Reflection) -> Reflection:
    """The author closes the opened card without a change. A new version, so that opening again is no repetition."""
    return replace(before, reopened=False, version=before.version + 1) if before.reopened else before


def passed(before: Reflection) -> Reflection:
    """Skipped, with no reason asked. An existing answer is never lost by skipping, only by withdrawing."""
    return form_closed(before) if before.parts else replace(_wordless(before), passed=True)


def withdrawn(before: Reflection) -> Reflection:
    """Withdrawn: no words are kept, nor answers to follow-ups."""
    return replace(_wordless(before), withdrawn=True)


def _wordless(before: Reflection) -> Reflection:
    after = replace(before, parts=(), version=before.version + 1, withdrawn=False, passed=False)
    after = replace(after, reopened=False, going_on=0, lifting=None, wished=None, offered=False)
    return replace(after, signature=Signature.NONE, keyword="", alone=False)


def tells_less(before: Reflection, after: Reflection) -> bool:
    """Whether words, a keyword or a signature that could be read are gone or changed, or the rung is narrower."""
    is_unsigned = before.signature not in (Signature.NONE, after.signature)
    is_untagged = before.keyword not in ("", after.keyword)
    return is_unsigned or is_untagged or not set(before.parts) <= set(after.parts) or after.rung < before.rung


def has_new_words(before: Reflection | None, after: Reflection) -> bool:
    """Whether a part or the keyword of `after` says what `before` did not."""
    known = {part.text for part in before.parts} if before else set[str]()
    is_tagged = after.keyword not in ("", before.keyword if before else "")
    return is_tagged or any(part.text and part.text not in known for part in after.parts)


def narrowed(before: Reflection, after: Reflection) -> Reflection | None:
    """`after`, if `before` has all its words and readers; else None. Allowed when nothing more may be written."""
    sections = [(before.text, after.text)]
    sections += [(_said_to(before, part.follow_up), part.text) for part in after.follow_up_parts]
    is_signed = after.signature not in (Signature.NONE, before.signature)
    is_tagged = after.keyword not in ("", before.keyword)
    is_wider = after.rung > before.rung or after.lifting not in (None, before.lifting)
    reaches_more = is_signed or is_tagged or is_wider
    return after if not reaches_more and all(_leaves_out(text, shorter) for text, shorter in sections) else None


def _said_to(reflection: Reflection, number: int) -> str:
    return "\n".join(part.text for part in reflection.follow_up_parts if part.follow_up == number)


def _leaves_out(text: str, shorter: str) -> bool:
    """Whether each word of `shorter` occurs in `text`, in the same order; punctuation is ignored."""
    words = iter(_words(text))
    return all(word in words for word in _words(shorter))


def _words(text: str) -> list[str]:
    return [word for each in text.split() if (word := each.strip(_STOPS))]


def edited(before: Reflection, message: str, text: str, *, choice: int = 0, source: str | None = None) -> Reflection:
    """The part of an edited or restored chat message takes the new text, at its old position if there was any.

    Rung and circle are unchanged. `choice` is as in `added`. `source` is the part's new message, where the old one is
    not followed any more.
    """
    part = Part(text, source or message, choice=choice)
    stood = any(known.source == message for known in before.slots)
    kept = [known for known in before.slots if known.source == message or not (choice and known.choice)]
    slots = [part if known.source == message else known for known in kept] if stood else [*kept, part]
    after = replace(before, parts=(*slots, *before.follow_up_parts), version=before.version + 1)
    return after if before.parts else replace(after, withdrawn=False, passed=False, reopened=False, going_on=0)


def without(before: Reflection, source: str) -> Reflection:
    """The answer without a deleted chat message; without its last part the answer is withdrawn."""
    left = tuple(Part("", source) if part.source == source else part for part in before.slots)
    after = replace(before, parts=(*left, *before.follow_up_parts), version=before.version + 1)
    return after if after.own_parts else withdrawn(before)


def too_long(text: str) -> bool:
    return len(text) > LIMIT
