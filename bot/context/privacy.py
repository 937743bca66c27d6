"""The privacy notice: composed for a reader, found in a message, and whether a reader has been shown it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.glass_box import held, period_of
from bot.context.steps import StepContext, town
from content.vocabulary.conversing import NOTICE_VERSION, PrivacyNotice, Welcome
from content.vocabulary.messages import Message
from content.vocabulary.prompting import PromptAsked
from dialogs.asking import prompting
from dialogs.calendar.instants import local
from dialogs.model import AskedIn, MunicipalitySettings, Person, Place, Scope, Step
from dialogs.sharing.circles import is_current
from storage.memberships import memberships_of
from storage.municipality_settings import settings_of
from storage.notices_shown import Shown, ShownInChannel, notice_edition


def is_informed(person: Person) -> bool:
    """Whether Teams has taken the current notice to this person."""
    return person.notice_version >= NOTICE_VERSION


def is_informed_by_card(step: Step) -> bool:
    """Whether the step's card in a channel shows the current notice to whoever answers there."""
    return step.asked is AskedIn.CHANNEL and step.notice_version >= NOTICE_VERSION


def needs_notice(person: Person) -> bool:
    """Whether the notice comes with the next prompt: not shown yet, or changed since by the municipality.

    Only our own words must be shown before an answer is stored.
    """
    return not is_informed(person) or person.notice_due > 0


async def notice_for(c: AsyncConnection, person: Person, *, now: datetime) -> PrivacyNotice:
    """With the groups in which the person answers now."""
    place = await town(c, person.municipality)
    memberships = await memberships_of(c, person.municipality, person.id)
    groups = dict.fromkeys(
        place.groups[one.group].name
        for one in memberships
        if one.role in prompting.ASKED_ROLES and is_current(one, now)
    )
    return await _notice(c, person.municipality, groups, now=now)


async def notice_in(c: AsyncConnection, context: StepContext, *, now: datetime) -> PrivacyNotice:
    """With the group of the step."""
    return await _notice(c, context.town.id, [context.group.name], now=now)


async def _notice(c: AsyncConnection, municipality: str, groups: Iterable[str], *, now: datetime) -> PrivacyNotice:
    told = told_by(await settings_of(c, municipality), municipality, now=now)
    return replace(told, groups=", ".join(groups), edition=await notice_edition(c, municipality))


def told_by(settings: MunicipalitySettings, municipality: str, *, now: datetime) -> PrivacyNotice:
    """The municipality's part of the notice, the same for everybody; without a hold that has ended."""
    hold, today = settings.hold, local(now).date()
    lasts = hold is not None and (hold.until is None or today <= hold.until)
    return PrivacyNotice(
        municipality,
        settings.responsible,
        settings.data_protection_officer,
        "",
        answers_kept=period_of(settings.retention.answers) if settings.retention else None,
        hold=held(hold) if lasts else None,
    )


def shown_by(message: Message | None, place: Place) -> Shown | ShownInChannel | None:
    """The notice shown by the message in this place, None for a message without any.

    In a channel a step's card shows the notice to whoever answers there; another message there shows it to nobody in
    particular.
    """
    if place.scope is not Scope.PERSONAL:
        match message:
            case PromptAsked(notice=PrivacyNotice() as found, step=step):
                return ShownInChannel(step.municipality, step.session, step.position, found.version)
            case _:
                return None
    match message:
        case PrivacyNotice() as found:
            pass
        case Welcome(notice=PrivacyNotice() as found) | PromptAsked(notice=PrivacyNotice() as found):
            pass
        case _:
            return None
    return Shown(found.municipality, place.tenant, place.conversation, found.version, found.edition)
