"""Needs of support said in the sessions of a digest, in people's own words, for whoever stands in their circles."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import commitments
from content.dates import day
from content.vocabulary.prompting import Quote
from dialogs.calendar.instants import local
from dialogs.model import Language, Reading, SupportNeed


async def needs_said(
    c: AsyncConnection, reading: Reading, sessions: Mapping[str, str], language: Language, *, marks_for: UUID | None
) -> tuple[Quote, ...]:
    """The oldest first, each once; `sessions` are the groups' names by session, "" where the group needs no telling.

    Only the owner of the schools is told who asked. The owner reads every need, but as a task of its own: on a card
    that may be read aloud at a meeting stands what its author shared.
    """
    found: dict[str, Quote] = {}
    for need in await commitments.needs_said_in(c, reading, sessions):
        quote = _quoted(need, sessions[need.session or ""], language, own=need.person == marks_for)
        found.setdefault(need.text, quote)
    return tuple(found.values())


def _quoted(need: SupportNeed, group: str, language: Language, *, own: bool) -> Quote:
    where = f"{group}, {day(local(need.told_at), language)}" if group else ""
    return Quote(need.text, own=own, where=where)
