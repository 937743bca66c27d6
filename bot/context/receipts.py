"""The receipt of an answer written in chat: one per answer, beneath the newest message, and kept up to date."""

from dataclasses import replace
from datetime import datetime

from bot.context import deliveries
from bot.context.answerers import Answerer
from bot.context.steps import StepContext
from content.vocabulary.conversing import NotKept
from content.vocabulary.messages import Message
from content.vocabulary.prompting import AnswerKept, FurtherAsked, PromptClosed, TextKept, ThreadKept
from dialogs.model import (
    Delivery,
    Happening,
    OfNewerReceipt,
    OfNoAnswer,
    Reflection,
    Rung,
    Scope,
)


def receipt(
    answerer: Answerer, about: Happening, *, after: Reflection | None = None, message: str = "", now: datetime
) -> Delivery:
    """The receipt of the answer `after`, in the thread of its message; without `after` in the person's own chat."""
    in_thread = after is not None and goes_in_thread(answerer, about, after)
    group = answerer.context.group.id if in_thread else None
    if about.place.scope is not Scope.PERSONAL and not in_thread:
        # A card that everybody in the channel sees never becomes one person's receipt.
        about = replace(about, pressed="")
    return deliveries.receipt(answerer.context.step, answerer.person, about, group=group, message=message, now=now)


def goes_in_thread(answerer: Answerer, about: Happening, after: Reflection) -> bool:
    """Whether the receipt goes in the thread, which never learns that an answer is for its author alone.

    Leaders who speak last are told in their own chat that a thread cannot wait: nobody is corrected in public.
    """
    return about.place.scope is not Scope.PERSONAL and after.rung is not Rung.ONLY_ME and not answerer.waits


def message_of(
    delivery: Delivery, context: StepContext, kept: TextKept | AnswerKept | FurtherAsked | PromptClosed | None
) -> Message | None:
    """The receipt's message now; None where nothing is left to confirm, and the receipt is removed."""
    if isinstance(delivery.about, OfNewerReceipt):
        return None
    if isinstance(delivery.about, OfNoAnswer):
        return NotKept()
    return in_thread(context, kept) if delivery.group else kept


def in_thread(context: StepContext, kept: TextKept | AnswerKept | FurtherAsked | PromptClosed | None) -> Message | None:
    """The message in a thread, read by everybody: without the words, and None for words for the author alone."""
    if kept is None:
        return None
    readers = kept.before if isinstance(kept, FurtherAsked) else kept.rung
    if readers is None or readers.rung == "only_me":
        return None
    message = "" if isinstance(kept, FurtherAsked | PromptClosed) else kept.message
    return ThreadKept(readers, context.ref, message)
