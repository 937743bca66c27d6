"""Messages about commitments and needs that are known to the outbox, so that words can be taken off them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries
from bot.context.promises import Reader
from content.vocabulary.committing import LookBack, NeedAnswered, NeedSent, PromiseKept, PromisesListed
from content.vocabulary.entry_tries import TellOnAsked
from content.vocabulary.messages import Message
from dialogs.model import Happening, Language, OfCommitment, OfNeed, OfTries, Subject
from dialogs.turn import Turn
from storage import outbox, outbox_queries


def _subject(message: Message) -> Subject | None:  # noqa: PLR0911 - the table of messages
    """What a card that holds words is brought up to date from; None for one without words that can be withdrawn."""
    match message:
        case PromiseKept(promise) | TellOnAsked(promise):
            return OfCommitment(UUID(promise.commitment), kept=True)
        case NeedSent(need):
            return OfNeed(UUID(need.need), sent=True)
        case NeedAnswered(need):
            return OfNeed(UUID(need.need))
        case LookBack(asked=(first, *_)):
            return OfCommitment(UUID(message.at or first.commitment))
        case LookBack(shown=(only,)):
            return OfCommitment(UUID(only.commitment))
        case PromisesListed() | LookBack():
            return OfTries()
        case _:
            return None


async def said(
    c: AsyncConnection,
    reader: Reader,
    about: Happening,
    language: Language,
    *messages: Message,
    now: datetime,
) -> Turn:
    """A turn that says the messages; the last is sent by the outbox, if it holds words."""
    *first, last = messages
    subject = _subject(last)
    if subject is None:
        return Turn(language, say=messages)
    going = deliveries.try_said(reader.town.id, reader.person.id, about, subject, now=now)
    await outbox.add(c, going)
    return Turn(language, say=tuple(first), send=((going.municipality, going.id),))


async def note_shown(c: AsyncConnection, reader: Reader, about: Happening, message: Message, *, now: datetime) -> None:
    """The pressed card shows the message, and is brought up to date from then on.

    A form that has just been shown is not sent once more: half an answer may stand in it by then.
    """
    subject, place = _subject(message), reader.town.id
    if subject is None or not about.in_place or not about.pressed:  # on a page, which is read anew each time
        return
    known = await outbox_queries.shown_as(
        c, place, reader.person.id, conversation=about.place.conversation, activity=about.pressed
    )
    if known is None:
        await outbox.add(c, deliveries.try_shown(place, reader.person.id, about, subject, now=now))
    elif _is_of_its_own(known.about) and isinstance(message, LookBack) and message.asked:
        await outbox.shown_now(c, known, known.about)
    elif not _is_of_its_own(known.about):
        await outbox.shown_now(c, known, subject)


def _is_of_its_own(about: Subject | None) -> bool:
    """Whether the message is more than a way to others: a session's opening, a proposal, a task, an answer."""
    return not isinstance(about, OfTries) and not (isinstance(about, OfCommitment) and not about.proposed)
