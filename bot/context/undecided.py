"""A message that may be an answer is held, and stored as an answer only after the author's choice."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answerers, answers, given_back, privacy
from bot.context import steps as step_contexts
from bot.context.guarded_words import Check
from content.dates import deadline
from content.vocabulary.conversing import IsItAnAnswer, PromptOver, SkipAsked, WhichPrompt
from content.vocabulary.messages import Message
from dialogs.calendar.instants import local
from dialogs.guarding.stopping import Stop
from dialogs.model import Actor, Happening, StepRef
from dialogs.turn import Turn
from storage import inbox


async def ask(
    c: AsyncConnection,
    about: Happening,
    steps: Sequence[StepRef],
    text: str,
    *,
    actor: Actor,
    check: Check,
    to_skip: bool = False,
    now: datetime,
) -> Turn:
    """Ask the author which step, if any, the message answers; hold the message meanwhile.

    Words that the guard stops are given back, and not held; words that come too late are not read. Whoever has not been
    shown the privacy notice gets it first, since words are held now.
    """
    everybody = [await answerers.meet(c, about, ref, actor=actor, now=now) for ref in steps]
    candidates = [
        one for one in everybody if isinstance(one, answerers.Answerer) and one.context.is_open and one.may_write
    ]
    if not candidates:
        await inbox.remember_without_words(c, about, now=now)
        return await _refused(c, about, everybody)
    checked = answers.checked(text, check, language=candidates[0].language)
    if isinstance(checked, Stop):
        await inbox.remember_without_words(c, about, now=now)
        return given_back.turn(about, candidates, text, checked)
    if not isinstance(checked, answers.CheckedWords):
        return Turn(candidates[0].language, say=(checked,))
    await answers.hold_undecided(c, about, checked)
    asked = _question(candidates, about.activity, to_skip=to_skip, now=now)
    return Turn(candidates[0].language, say=(*await _unseen_notice(c, candidates[0], now=now), asked))


async def _unseen_notice(c: AsyncConnection, one: answerers.Answerer, *, now: datetime) -> tuple[Message, ...]:
    """The privacy notice, before the question, for somebody who has not been shown it."""
    return () if one.is_informed else (await privacy.notice_for(c, one.person, now=now),)


async def _refused(c: AsyncConnection, about: Happening, everybody: Sequence[answerers.Answerer | Turn]) -> Turn:
    for one in everybody:
        if isinstance(one, Turn):
            return one
        if one.context.is_open:
            return Turn(one.language, say=(one.refusal,))
    return Turn(await step_contexts.language_for(c, about), say=(PromptOver(),))


def _question(candidates: Sequence[answerers.Answerer], message: str, *, to_skip: bool, now: datetime) -> Message:
    open_still = [one for one in candidates if one.known is None or not one.known.parts]
    if to_skip and open_still:
        # Steps with an answer are left out: an answer is taken back on its card, not by a word in chat.
        versions = [(_worded(one), one.context.ref, one.known.version if one.known else 0) for one in open_still]
        return SkipAsked(tuple(versions), message)
    if len(candidates) > 1:
        return WhichPrompt(tuple((_worded(one), one.context.ref) for one in candidates), message)
    return question_of(candidates[0], message, now=now)


def question_of(one: answerers.Answerer, message: str, *, now: datetime) -> IsItAnAnswer:
    """Whether the message answers this step."""
    added = one.known is not None and bool(one.known.parts)
    closes = deadline(local(one.context.step.closes_at), now=now)
    return IsItAnAnswer(_worded(one), one.context.ref, message, closes, added)


def _worded(answerer: answerers.Answerer) -> str:
    return answerer.context.step.shown.question.to(answerer.language)
