"""What becomes of a reflection when its author writes, adds, edits, passes or takes back."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from dialogs.model import Part, Reflection, Rung, Session, Step, paragraphs

# In characters: what the card's field takes, and what a digest can show.
LIMIT = 4000
_STOPS = '.,;:!?…–-«»"()'
_GAP = "\n\n"
_REFLECTIONS = UUID("0a0c7f0e-3f6e-5b52-8f43-2b5a0f7d9d10")


@dataclass(frozen=True)
class Ground:
    """Where an answer is given: what a reflection bears besides its words."""

    session: Session
    step: Step
    unit: str
    network: str | None
    author: UUID


def blank(ground: Ground, *, rung: Rung, now: datetime) -> Reflection:
    """A reflection with nothing in it yet; one per (session step, author)."""
    step = ground.step
    key = f"{step.municipality}\n{step.session}\n{step.position}\n{ground.author}"
    return Reflection(
        municipality=step.municipality,
        id=uuid5(_REFLECTIONS, key),
        session=step.session,
        position=step.position,
        group=ground.session.group,
        unit=ground.unit,
        network=ground.network,
        author=ground.author,
        rung=rung,
        circle_at=now,
        parts=(),
        version=0,
    )


def written(before: Reflection, text: str, *, rung: Rung, now: datetime) -> Reflection:
    """The card's whole text. The circle is fixed when an answer is given; a change of rung gives it anew.

    What answered the questions that follow stands, and goes where the answer goes.
    """
    same_circle = bool(before.parts) and before.rung == rung
    return _given(before, _rewritten(before, text), rung=rung, circle_at=before.circle_at if same_circle else now)


def _rewritten(before: Reflection, text: str) -> tuple[Part, ...]:
    """The text as parts: a message whose words stand as it said them keeps its own, and can be deleted by itself.

    Words in the place of one message are still that message's; where several have become one, they are the card's.
    """
    parts: list[Part] = []
    gone: list[str | None] = []
    rest = text
    for part in before.main:
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
    """Where the words stand in the text as paragraphs of their own."""
    at = text.find(words)
    while at >= 0 and not (_begins_paragraph(text, at) and _ends_paragraph(text, at + len(words))):
        at = text.find(words, at + 1)
    return at if at >= 0 else None


def _begins_paragraph(text: str, at: int) -> bool:
    return at == 0 or (at >= len(_GAP) and text.startswith(_GAP, at - len(_GAP)))


def _ends_paragraph(text: str, at: int) -> bool:
    return at == len(text) or text.startswith(_GAP, at)


def sources(reflection: Reflection | None) -> set[str]:
    """The messages whose words are parts of their own."""
    return {part.source for part in reflection.main if part.source} if reflection else set()


def added(before: Reflection, text: str, *, source: str | None, rung: Rung, now: datetime) -> Reflection:
    """A message is the answer, or a further part of it; a further part goes on the rung the answer already has.

    What its author has open on the card stays open, for it may be half filled in.
    """
    part = Part(text, source)
    if before.parts:
        after = _given(before, (*before.places, part), rung=before.rung, circle_at=before.circle_at)
    else:
        after = _given(before, (part,), rung=rung, circle_at=now)
    return replace(after, reopened=before.reopened, going_on=before.going_on)


def added_unseen(before: Reflection, text: str, *, rung: Rung, now: datetime) -> Reflection:
    """A card on another device had not seen what was said meanwhile: nothing of that is lost.

    Both texts go on the narrower of the two rungs: neither is read by more people than its author chose for it.
    A text that holds the earlier one is the author's new version of it, and is not put beside it.
    """
    narrower = min(before.rung, rung)
    if before.text in text:
        return written(before, text, rung=narrower, now=now)
    circle_at = before.circle_at if narrower is before.rung else now
    return _given(before, (*before.places, Part(text)), rung=narrower, circle_at=circle_at)


def _given(before: Reflection, main: tuple[Part, ...], *, rung: Rung, circle_at: datetime) -> Reflection:
    return replace(
        before,
        parts=(*main, *before.further),
        rung=rung,
        circle_at=circle_at,
        version=before.version + 1,
        withdrawn=False,
        passed=False,
        reopened=False,
        going_on=0,
    )


def opened_again(before: Reflection) -> Reflection:
    """Its author writes on; until that is sent, what was said stands, and no card has missed anything."""
    return replace(before, reopened=True, going_on=0)


def said_before(reflection: Reflection, text: str) -> Part | None:
    """The part of the answer that says just this: the same words once more add nothing."""
    return next((part for part in reflection.main if part.text == text), None)


def left(before: Reflection) -> Reflection:
    """The author closes the opened answer without a change. A new version: opening it once more is no repetition."""
    return replace(before, reopened=False, version=before.version + 1) if before.reopened else before


def passed(before: Reflection) -> Reflection:
    """Nobody needs a reason to pass. An answer that stands is never passed away: its author takes it back instead."""
    return left(before) if before.parts else replace(_wordless(before), passed=True)


def withdrawn(before: Reflection) -> Reflection:
    """Taken back: nothing of the words is kept, nor of what answered the questions that follow."""
    return replace(_wordless(before), withdrawn=True)


def _wordless(before: Reflection) -> Reflection:
    after = replace(before, parts=(), version=before.version + 1, withdrawn=False, passed=False)
    return replace(after, reopened=False, going_on=0)


def tells_less(before: Reflection, after: Reflection) -> bool:
    """Whether something that could be read before no longer can: words that went or were changed, or a lower rung."""
    return not set(before.parts) <= set(after.parts) or after.rung < before.rung


def narrowed(before: Reflection, after: Reflection) -> Reflection | None:
    """`after`, if it says nothing that `before` did not say, to nobody else; None if it adds words or readers.

    This much is allowed when nothing more may be written. Whoever joined since reads no more of it than before.
    """
    sections = [(before.text, after.text)]
    sections += [(_said_to(before, part.follow_up), part.text) for part in after.further]
    if after.rung > before.rung or not all(_leaves_out(text, shorter) for text, shorter in sections):
        return None
    return replace(after, circle_at=before.circle_at, channel=before.channel)


def _said_to(reflection: Reflection, number: int) -> str:
    return "\n".join(part.text for part in reflection.further if part.follow_up == number)


def _leaves_out(text: str, shorter: str) -> bool:
    """Whether each word of `shorter` stands in `text`, in the same order; a sentence may end where it did not."""
    words = iter(_words(text))
    return all(word in words for word in _words(shorter))


def _words(text: str) -> list[str]:
    return [word for each in text.split() if (word := each.strip(_STOPS))]


def edited(before: Reflection, source: str, text: str) -> Reflection:
    """The chat message behind one part was edited, or brought back: then its part is where it was.

    The rung and the circle are those the answer had.
    """
    part = Part(text, source)
    stood = any(one.source == source for one in before.places)
    main = [part if one.source == source else one for one in before.places] if stood else [*before.places, part]
    after = replace(before, parts=(*main, *before.further), version=before.version + 1)
    return after if before.parts else replace(after, withdrawn=False, passed=False, reopened=False, going_on=0)


def without(before: Reflection, source: str) -> Reflection:
    """The chat message behind a part was deleted: that part goes, and with the last one the answer."""
    left = tuple(Part("", source) if part.source == source else part for part in before.places)
    after = replace(before, parts=(*left, *before.further), version=before.version + 1)
    return after if after.main else withdrawn(before)


def too_long(text: str) -> bool:
    return len(text) > LIMIT
