"""The privacy notice: composed for a reader, found in a message, and whether a reader has been shown it."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.steps import StepContext, town
from content.vocabulary.conversing import NOTICE_VERSION, PrivacyNotice, Welcome
from content.vocabulary.messages import Message
from content.vocabulary.prompting import PromptAsked
from dialogs.asking import prompting
from dialogs.model import Person, Place, Scope
from dialogs.sharing.circles import is_current
from storage.memberships import memberships_of
from storage.municipality_settings import settings_of
from storage.notices_shown import Shown


def is_informed(person: Person) -> bool:
    """Whether Teams has taken the current notice to this person."""
    return person.notice_version >= NOTICE_VERSION


async def notice_for(c: AsyncConnection, person: Person, *, now: datetime) -> PrivacyNotice:
    """With the groups in which the person answers now."""
    place = await town(c, person.municipality)
    memberships = await memberships_of(c, person.municipality, person.id)
    groups = dict.fromkeys(
        place.groups[one.group].name
        for one in memberships
        if one.role in prompting.ASKED_ROLES and is_current(one, now)
    )
    return await _notice(c, person.municipality, groups)


async def notice_in(c: AsyncConnection, context: StepContext) -> PrivacyNotice:
    """With the group of the step."""
    return await _notice(c, context.town.id, [context.group.name])


async def _notice(c: AsyncConnection, municipality: str, groups: Iterable[str]) -> PrivacyNotice:
    settings = await settings_of(c, municipality)
    return PrivacyNotice(municipality, settings.responsible, settings.data_protection_officer, ", ".join(groups))


def shown_by(message: Message | None, place: Place) -> Shown | None:
    """The notice shown by the message in this place, None for a message without any."""
    match message:
        case PrivacyNotice() as found:
            pass
        case Welcome(notice=PrivacyNotice() as found) | PromptAsked(notice=PrivacyNotice() as found):
            pass
        case _:
            return None
    if place.scope is not Scope.PERSONAL:  # nobody in particular has been shown what stands in a channel
        return None
    return Shown(found.municipality, place.tenant, place.conversation, found.version)
