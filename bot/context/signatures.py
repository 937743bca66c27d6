"""The signatures offered to an author, and the signature of an answer."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.recipients import asked
from bot.context.steps import StepContext
from content.vocabulary.prompting import SignatureOffered, Signed
from dialogs.model import Reflection, Signature
from dialogs.sharing import anonymity, signing
from storage import reflections
from storage.memberships import circle_members
from storage.people import one_person


async def offered(
    c: AsyncConnection, context: StepContext, known: Reflection, *, now: datetime
) -> tuple[SignatureOffered, ...]:
    """The signatures for the author's answer, as in the group now; after the step's close only the one it has."""
    members = await circle_members(c, context.town.id, [context.group.id], now=now)
    name = await _name(c, known)
    found = signing.offered(known.author, name, members, context.group, context.unit)
    if context.is_open:
        return found
    kept = tuple(one for one in found if one.kind in (Signature.NONE, known.signature))
    return kept if len(kept) > 1 else ()


async def hide_telling(c: AsyncConnection, context: StepContext, *, now: datetime) -> None:
    """At the step's close: hide all its signatures if they would tell who has answered without one."""
    step = context.step
    signed, unsigned = await reflections.signed_and_unsigned(c, step.municipality, step.session, step.position)
    if not signed:
        return
    writers = signed | unsigned | await asked(c, context, now=now)
    if anonymity.singles_out(len(writers), signed=len(signed), unsigned=len(unsigned)):
        await reflections.hide_signatures(c, step.municipality, step.session, step.position)


async def standing(c: AsyncConnection, known: Reflection) -> Signed | None:
    """The answer's signature as its author sees it; nothing is read for an unsigned answer."""
    if known.signature is Signature.NONE:
        return None
    if known.signature is Signature.HIDDEN:
        return Signed(known.signature.value)
    return signing.signed(known.signature, await _name(c, known) if known.signature is Signature.NAME else "")


async def _name(c: AsyncConnection, known: Reflection) -> str:
    person = await one_person(c, known.municipality, known.author)
    return person.name if person is not None else ""
