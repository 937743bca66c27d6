"""Updates of readers' cards and digests, and dropped replies, after an author has taken words back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import card_updates
from bot.context.steps import StepContext
from bot.context.update_slots import end_of_slot
from content.vocabulary.messages import Message
from content.vocabulary.prompting import AlreadyRead
from dialogs.model import Actor, Delivery, Digest, Reflection, Session, Step
from storage import delivery_links, digests, dilemmas, outbox, outbox_queries, releases
from storage.sessions import one_session
from storage.steps import asked_again, one_step


async def drop_quoting_replies(
    c: AsyncConnection, author: Actor, before: Reflection, after: Reflection, *, now: datetime
) -> None:
    """Drop the author's replies that wait in the outbox, and quote words that the answer does not hold any more."""
    removed = {part.text for part in before.parts} - {part.text for part in after.parts} - {""}
    keyword = before.keyword if before.keyword != after.keyword else ""
    for one in author.identities if removed or keyword else ():
        waiting = await outbox.replies_to(c, one.municipality, one.person)
        if quoting := [its_id for its_id, reply in waiting.items() if _quotes(reply, removed, keyword)]:
            await outbox.take_back_replies(c, one.municipality, quoting, now=now)


async def drop_replies(c: AsyncConnection, municipality: str, person: UUID, *, now: datetime) -> None:
    """Drop all of the person's replies that wait in the outbox: any may quote the person."""
    if waiting := await outbox.replies_to(c, municipality, person):
        await outbox.take_back_replies(c, municipality, list(waiting), now=now)


async def drop_replies_with(c: AsyncConnection, municipality: str, person: UUID, text: str, *, now: datetime) -> None:
    """Drop the person's replies that wait in the outbox and show the text, which its author has deleted."""
    waiting = await outbox.replies_to(c, municipality, person)
    if showing := [its_id for its_id, packed in waiting.items() if _quotes(packed, (text,), "")]:
        await outbox.take_back_replies(c, municipality, showing, now=now)


def _quotes(packed: Any, words: Collection[str], keyword: str) -> bool:  # noqa: ANN401 - JSON
    """Whether any text within the packed message holds any of the words, or is the keyword, "" for none."""
    if isinstance(packed, str):
        return bool(keyword and packed == keyword) or any(one in packed for one in words)
    inner = packed.values() if isinstance(packed, Mapping) else packed if isinstance(packed, list) else ()
    return any(_quotes(one, words, keyword) for one in inner)


async def want_cards_of_readers(c: AsyncConnection, context: StepContext, after: Reflection, *, now: datetime) -> None:
    """Write updates of the next step's cards, and of every digest that may have quoted the answer."""
    await _want_cards_that_build_on(c, context.step, now=now)
    await _want_again(c, await _digests_shown(c, context, after), now=now)


async def want_packs(c: AsyncConnection, municipality: str, *, since: datetime, now: datetime) -> None:
    """Write updates of the packs made since that instant: words of a commitment of theirs have changed, or are gone."""
    made = await digests.packs(c, municipality, since=since)
    await _want_again(c, await _shown(c, made), now=now)


async def want_digests(c: AsyncConnection, municipality: str, session_id: str, *, now: datetime) -> None:
    """Write updates of every digest that may quote what was said in the session."""
    session = await one_session(c, municipality, session_id)
    made = await digests.quoting(c, municipality, session.series, [session_id]) if session is not None else ()
    await _want_again(c, await _shown(c, made), now=now)


async def _want_again(c: AsyncConnection, shown: Sequence[Delivery], *, now: datetime) -> None:
    await delivery_links.link_again(c, shown)
    await outbox.want_again(c, *(replace(one, due_at=end_of_slot(one.municipality, now=now)) for one in shown))


async def want_digest_of(c: AsyncConnection, session: Session, *, now: datetime) -> None:
    """Write updates of the session's digest on its readers' cards."""
    made = await digests.of_session(c, session.municipality, session.id)
    shown = await outbox_queries.digests_shown(c, session.municipality, [made.id]) if made is not None else ()
    found = await delivery_links.with_readers(c, shown)
    await delivery_links.link_again(c, found)
    await outbox.want_again(c, *(replace(one, due_at=end_of_slot(one.municipality, now=now)) for one in found))


async def _is_sent_to_others(c: AsyncConnection, context: StepContext, answer: Reflection) -> bool:
    """Whether anybody but the author has been sent a digest that may have held the answer."""
    return any(one.person != answer.author for one in await _digests_shown(c, context, answer))


async def told_of_readers(
    c: AsyncConnection, context: StepContext, before: Reflection | None, after: Reflection
) -> tuple[Message, ...]:
    """What the author of an answer shared with fewer is told where a digest with the answer has been read."""
    is_lower = before is not None and after.rung < before.rung and not context.is_open
    return (AlreadyRead(),) if before and is_lower and await _is_sent_to_others(c, context, before) else ()


async def _digests_shown(c: AsyncConnection, context: StepContext, answer: Reflection) -> list[Delivery]:
    later = await asked_again(c, context.session)
    made = await digests.quoting(c, answer.municipality, context.session.series, [answer.session, *later])
    made += await digests.by_ids(c, answer.municipality, await dilemmas.packs_with(c, answer.municipality, [answer.id]))
    released = await releases.of_reflection(c, answer.municipality, answer.id)
    if released is not None:
        made += await digests.of_network(c, released.network, but=answer.municipality, released_at=released.released_at)
    return await _shown(c, made)


async def _shown(c: AsyncConnection, made: Sequence[Digest]) -> list[Delivery]:
    shown: list[Delivery] = []
    for place in {digest.municipality for digest in made}:
        shown += await outbox_queries.digests_shown(c, place, [one.id for one in made if one.municipality == place])
    return await delivery_links.with_readers(c, shown)


async def _want_cards_that_build_on(c: AsyncConnection, step: Step, *, now: datetime) -> None:
    """The next step may quote this step's answers on everybody's card."""
    following = await one_step(c, step.municipality, step.session, step.position + 1)
    if following is not None and following.shows_earlier:
        await card_updates.want_cards(c, following, due_at=end_of_slot(following.municipality, now=now))
