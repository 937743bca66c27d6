"""What a change of a municipality's settings means for people, told before the change is kept."""

from collections.abc import Iterator
from datetime import datetime

from content.dates import Period
from content.vocabulary.settings import EffectKind, SettingsEffect
from dialogs.calendar.instants import read_duration
from dialogs.model import KeptKind, MunicipalitySettings, Rung
from dialogs.retention import is_longer, soonest_run
from dialogs.settings.filling import shortened

_GOES = {
    KeptKind.ANSWERS: (EffectKind.ANSWERS, EffectKind.ANSWERS_HELD),
    KeptKind.DELIVERIES: (EffectKind.DELIVERIES, EffectKind.DELIVERIES_HELD),
}
_PAPERS = ("archive_label", "discussed_with_unions", "dpia")


def effects(
    before: MunicipalitySettings, after: MunicipalitySettings, *, is_told_anew: bool, now: datetime
) -> tuple[SettingsEffect, ...]:
    """`is_told_anew`: the municipality's part of the privacy notice differs."""
    told = (SettingsEffect(EffectKind.NOTICE),) if is_told_anew else ()
    return (*told, *_of_rules(before, after, now), *_of_sharing(before, after), *_of_plans(before, after))


def _of_rules(before: MunicipalitySettings, after: MunicipalitySettings, now: datetime) -> Iterator[SettingsEffect]:
    run, rules = soonest_run(now), after.retention
    is_held = after.hold is not None and after.hold.lasts_on(run)
    for kind, (goes, waits) in _GOES.items():
        if length := shortened(kind, before, after):
            parts = read_duration(length)
            kept = Period(parts.months, parts.weeks * 7 + parts.days)
            yield SettingsEffect(waits if is_held else goes, kept=kept, day=run)
    if rules is not None and rules != before.retention and is_longer(rules.deliveries, rules.answers):
        yield SettingsEffect(EffectKind.OUTLIVED)


def _of_sharing(before: MunicipalitySettings, after: MunicipalitySettings) -> Iterator[SettingsEffect]:
    was, becomes = set(before.unused_rungs), set(after.unused_rungs)
    for kind, rungs in ((EffectKind.RUNGS_OUT, becomes - was), (EffectKind.RUNGS_BACK, was - becomes)):
        if rungs:
            yield SettingsEffect(kind, _names(rungs))
    if schools := tuple(one for one in before.compared if one not in after.compared):
        yield SettingsEffect(EffectKind.SCHOOLS_OUT, schools)


def _names(rungs: set[Rung]) -> tuple[str, ...]:
    return tuple(rung.name.lower() for rung in sorted(rungs))


def _of_plans(before: MunicipalitySettings, after: MunicipalitySettings) -> Iterator[SettingsEffect]:
    if after.minutes_a_week != before.minutes_a_week:
        most = after.minutes_a_week
        yield SettingsEffect(EffectKind.MINUTES if most else EffectKind.MINUTES_GONE, minutes=str(most or ""))
    if any(getattr(before, key) != getattr(after, key) for key in _PAPERS):
        yield SettingsEffect(EffectKind.PAPERS)
