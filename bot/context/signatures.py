"""The signatures offered to an author, and the signature of an answer."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.steps import StepContext
from content.vocabulary.prompting import SignatureOffered, Signed
from dialogs.model import Reflection, Signature
from dialogs.sharing import signing
from storage.memberships import circle_members
from storage.people import one_person


async def offered(
    c: AsyncConnection, context: StepContext, known: Reflection, *, now: datetime
) -> tuple[SignatureOffered, ...]:
    """The signatures for the author's answer, as in the group now."""
    members = await circle_members(c, context.town.id, [context.group.id], now=now)
    name = await _name(c, known)
    return signing.offered(known.author, name, members, context.group, context.unit)


async def standing(c: AsyncConnection, known: Reflection) -> Signed | None:
    """The answer's signature; nothing is read for an unsigned answer."""
    if known.signature is Signature.NONE:
        return None
    return signing.signed(known.signature, await _name(c, known) if known.signature is Signature.NAME else "")


async def _name(c: AsyncConnection, known: Reflection) -> str:
    person = await one_person(c, known.municipality, known.author)
    return person.name if person is not None else ""
