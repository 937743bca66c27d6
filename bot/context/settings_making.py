"""A municipality's settings as a coordinator sees and changes them: stored, filled in, and the change's effects."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import steps
from bot.context.glass_box import held, period_of, rules_of
from bot.context.privacy import told_by
from content.vocabulary.settings import SettingsForm, SettingsOffers, SettingsShown
from dialogs.calendar.instants import local
from dialogs.events import SettingsSent
from dialogs.model import Actor, KeptKind, MunicipalitySettings
from dialogs.permissions import SettingsOf, Verb, may
from dialogs.settings import filling
from dialogs.settings.bounds import lengths
from dialogs.settings.effects import effects
from dialogs.sharing.circles import Municipality
from storage.municipality_settings import settings_of


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
    shown = _shown(town, before, form)
    return SettingsAsked(
        replace(
            shown,
            changed=filling.changed(stored, form),
            faults=read.faults,
            effects=() if read.faults else effects(before, read.wanted, is_told_anew=anew, now=now),
            meanwhile=filling.meanwhile(sent.form, sent.seen, stored) if sent else (),
            mark=_mark(stored, form),
        ),
        before,
        read.wanted,
    )


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
