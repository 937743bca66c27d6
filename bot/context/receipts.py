"""The receipt of an answer that was written in chat: one per answer, beneath its newest message, and kept true."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.context.steps import StepContext
from content.vocabulary.conversing import NotKept
from content.vocabulary.messages import Message
from content.vocabulary.prompting import AnswerKept, PromptClosed, TextKept, ThreadKept
from dialogs.asking import prompting
from dialogs.model import Delivery, DeliveryKind, DeliveryState, Happening, Person, Reflection, Rung, Scope, Step

# What `Delivery.about` of a receipt says besides the id of its message.
SUPERSEDED = "superseded"  # a newer receipt tells of the answer: this one is taken away
NO_ANSWER = "no answer"  # its author said that the message was none
_LONGEST_ABOUT = 80


def receipt(
    step: Step, person: Person, about: Happening, *, group: str | None, message: str, now: datetime
) -> Delivery:
    """In the group's thread where `group` is named, else in the person's own chat.

    The card that was pressed (the bot's question, or an older receipt) becomes the receipt; a message gets a new one.
    """
    pressed = about.pressed
    named = (about.place.tenant, about.place.conversation, message or about.activity, *([pressed] if pressed else []))
    return Delivery(
        municipality=step.municipality,
        id=prompting.delivery_id("receipt", *named),
        kind=DeliveryKind.RECEIPT,
        state=DeliveryState.DUE,
        due_at=now,
        session=step.session,
        position=step.position,
        person=person.id,
        group=group,
        about=message if len(message) <= _LONGEST_ABOUT else "",
        conversation=about.place.conversation if pressed or group else "",
        thread=about.place.thread if group else "",
        activity=pressed,
    )


def goes_in_thread(about: Happening, after: Reflection) -> bool:
    """The thread is told whom an answer is shared with, but never that somebody keeps theirs to themselves."""
    return about.place.scope is not Scope.PERSONAL and after.rung is not Rung.ONLY_ME


def brought_up_to_date(
    standing: Iterable[Delivery], newest: Delivery | None, *, changed: bool, now: datetime
) -> list[Delivery]:
    """Those to be sent, changed or taken away: with a `newest` one the others go, else they follow what is kept."""
    known = [one for one in standing if not _is_going(one)]
    if newest is None:
        return [replace(one, due_at=now) for one in known if changed and one.about != NO_ANSWER]
    same = next((one for one in known if newest.activity and one.activity == newest.activity), newest)
    newest = replace(newest, id=same.id)
    others = (one for one in known if one.id != newest.id)
    return [newest, *(replace(one, about=SUPERSEDED, due_at=now) for one in others)]


def _is_going(one: Delivery) -> bool:
    """Whether it will be taken away anyhow; one that Teams did not let go is tried once more."""
    return one.about == SUPERSEDED and one.state not in {DeliveryState.SENT, DeliveryState.UNDELIVERABLE}


def told(delivery: Delivery, asking: StepContext, kept: TextKept | AnswerKept | PromptClosed | None) -> Message | None:
    """What a receipt says now; None where nothing is there to be confirmed, and the receipt goes."""
    if delivery.about == SUPERSEDED:
        return None
    if delivery.about == NO_ANSWER:
        return NotKept()
    return in_thread(asking, kept) if delivery.group else kept


def in_thread(asking: StepContext, kept: TextKept | AnswerKept | PromptClosed | None) -> Message | None:
    """The same where everybody reads along: without the words, and nothing where only their author may read them."""
    if kept is None or kept.rung is None or kept.rung.rung == "only_me":
        return None
    message = "" if isinstance(kept, PromptClosed) else kept.message
    return ThreadKept(kept.rung, asking.ref, message)
