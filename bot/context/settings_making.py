"""A municipality's settings as a coordinator sees and changes them: stored, filled in, and the change's effects."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import steps
from bot.context.glass_box import held, period_of, rules_of
from bot.context.privacy import told_by
from content.vocabulary.settings import EffectKind, SettingsEffect, SettingsForm, SettingsOffers, SettingsShown
from dialogs.calendar.instants import local
from dialogs.events import SettingsSent
from dialogs.model import Actor, KeptKind, MunicipalitySettings
from dialogs.permissions import SettingsOf, Verb, may
from dialogs.retention import cutoff, told_number
from dialogs.settings import filling
from dialogs.settings.bounds import lengths
from dialogs.settings.effects import effects
from dialogs.sharing.circles import Municipality
from storage.expired import count_expired
from storage.municipality_settings import settings_of

_SHORTER = {EffectKind.ANSWERS: KeptKind.ANSWERS, EffectKind.DELIVERIES: KeptKind.DELIVERIES}


@dataclass(frozen=True)
class SettingsAsked:
    """The change as shown, with the settings before and after."""

    shown: SettingsShown
    before: MunicipalitySettings
    wanted: MunicipalitySettings


async def asked(
    c: AsyncConnection, actor: Actor, municipality: str, sent: SettingsSent | None, *, now: datetime
) -> SettingsAsked | None:
    """None where the settings are not the actor's to change. Without `sent`, nothing is changed."""
    if actor.person_in(municipality) is None or not may(actor, Verb.SET_MUNICIPALITY, SettingsOf(municipality)):
        return None
    town, before = await steps.town(c, municipality), await settings_of(c, municipality)
    stored = filling.form_of(before)
    form = filling.merged(sent.form, sent.seen, stored) if sent else stored
    read = filling.read(form, before, today=local(now).date())
    anew = told_by(before, municipality, now=now) != told_by(read.wanted, municipality, now=now)
    told = effects(before, read.wanted, is_told_anew=anew, now=now)
    shown = _shown(town, before, form)
    return SettingsAsked(
        replace(
            shown,
            changed=filling.changed(stored, form),
            faults=read.faults,
            effects=() if read.faults else await _counted(c, municipality, read.wanted, told, now=now),
            meanwhile=filling.meanwhile(sent.form, sent.seen, stored) if sent else (),
            mark=_mark(stored, form),
        ),
        before,
        read.wanted,
    )


async def _counted(
    c: AsyncConnection,
    municipality: str,
    wanted: MunicipalitySettings,
    told: Iterable[SettingsEffect],
    *,
    now: datetime,
) -> tuple[SettingsEffect, ...]:
    """With how many things the first deletion by a shorter rule takes, told as an announced deletion is."""
    return tuple([await _with_number(c, municipality, wanted, one, now=now) for one in told])


async def _with_number(
    c: AsyncConnection, municipality: str, wanted: MunicipalitySettings, one: SettingsEffect, *, now: datetime
) -> SettingsEffect:
    kind = _SHORTER.get(one.kind)
    if kind is None or wanted.retention is None or one.day is None:
        return one
    before = cutoff(wanted.retention.of(kind), one.day)
    number = await count_expired(c, municipality, kind, before=before, now=now)
    return replace(one, number=told_number(number))


def _shown(town: Municipality, before: MunicipalitySettings, form: SettingsForm) -> SettingsShown:
    schools = tuple((id_, town.units[id_].name if id_ in town.units else id_) for id_ in before.compared)
    kept = {
        kind.value: tuple((length, period_of(length)) for length in lengths(before.retention, kind))
        for kind in (KeptKind.ANSWERS, KeptKind.DELIVERIES)
    }
    return SettingsShown(
        town.id,
        town.units[town.id].name,
        form,
        filling.form_of(before),
        SettingsOffers(schools, **kept),
        rules_of(before.retention),
        held(before.hold),
    )


def _mark(stored: SettingsForm, form: SettingsForm) -> str:
    return sha256(repr((stored, form)).encode("utf-8", "surrogatepass")).hexdigest()[:16]
