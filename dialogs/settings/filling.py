"""A municipality's settings as a form's fields, and the form read back, with what is wrong in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from content.vocabulary.settings import SettingChanged, SettingFault, SettingsForm, SettingTrouble
from dialogs.model import KeptKind, MunicipalitySettings, Rung, limits
from dialogs.planning.sent import day_sent
from dialogs.settings.bounds import NEVER_EMPTIED, SHORTENED, beyond, lengths

MINUTES = range(1, 601)  # a week; more is a typing error
UNUSED = {rung.name.lower(): rung for rung in Rung if rung not in (Rung.ONLY_ME, Rung.GROUP)}
"""The rungs that a municipality may offer nobody, by name."""

_REACHABLE = re.compile(r"[0-9]{3}|[^\s@]@[^\s@]|https?://|www\.")
_LINES = ("responsible", "data_protection_officer", "archive_label", "dpia")
_YEARS = range(2000, 2200)


def is_reachable(officer: str) -> bool:
    """Whether the text has a number, a mail address or a web address."""
    return bool(_REACHABLE.search(officer))


def form_of(settings: MunicipalitySettings) -> SettingsForm:
    plain = settings.as_in_file
    kept = {kind.value: settings.retention.of(kind) if settings.retention else "" for kind in SHORTENED}
    return SettingsForm(
        **{key: plain[key] for key in (*_LINES, "discussed_with_unions", "minutes_a_week")},
        **kept,
        unused_rungs=tuple(rung.name.lower() for rung in settings.unused_rungs),
        compared=settings.compared,
    )


@dataclass(frozen=True)
class Read:
    """`wanted` is harmless where something is wrong."""

    wanted: MunicipalitySettings
    faults: tuple[SettingFault, ...]


def read(form: SettingsForm, before: MunicipalitySettings, *, today: date) -> Read:
    """The settings that the form asks for, `before` in all that the form does not say."""
    faults = [*_of_lines(form), *_of_choices(form, before)]
    day = _day(form.discussed_with_unions, today, faults)
    minutes = _minutes(form.minutes_a_week, faults)
    rules = before.retention
    if rules is not None and not any(fault.key in SHORTENED for fault in faults):
        rules = replace(rules, answers=form.answers, deliveries=form.deliveries)
    wanted = replace(
        before,
        **{key: getattr(form, key) for key in _LINES},
        discussed_with_unions=day,
        minutes_a_week=minutes,
        retention=rules,
        unused_rungs=tuple(sorted(UNUSED[name] for name in set(form.unused_rungs) if name in UNUSED)),
        compared=tuple(sorted(set(form.compared))),
    )
    faulty = {fault.key for fault in faults}
    further = (fault for fault in _beyond(before, wanted) if fault.key not in faulty)
    return Read(wanted, (*faults, *further))


def _of_lines(form: SettingsForm) -> Iterator[SettingFault]:
    for key in _LINES:
        value = getattr(form, key)
        if len(value) > limits.SETTING:
            yield SettingFault(key, SettingTrouble.TOO_LONG, value, most=limits.SETTING)
    if form.data_protection_officer and not is_reachable(form.data_protection_officer):
        yield SettingFault("data_protection_officer", SettingTrouble.UNREACHABLE, form.data_protection_officer)


def _of_choices(form: SettingsForm, before: MunicipalitySettings) -> Iterator[SettingFault]:
    for kind in SHORTENED:
        offered = lengths(before.retention, kind) or ("",)
        if (value := str(getattr(form, kind.value))) not in offered:
            yield SettingFault(kind.value, SettingTrouble.NOT_OFFERED, value)
    for name in form.unused_rungs:
        if name not in UNUSED:
            yield SettingFault("unused_rungs", SettingTrouble.NOT_OFFERED, name)


def _day(written: str, today: date, faults: list[SettingFault]) -> date | None:
    if not written:
        return None
    day = day_sent(written)
    if day is None or day.year not in _YEARS:
        faults.append(SettingFault("discussed_with_unions", SettingTrouble.NO_DAY, written))
        return None
    if day > today:
        faults.append(SettingFault("discussed_with_unions", SettingTrouble.TO_COME, written))
    return day


def _minutes(written: str, faults: list[SettingFault]) -> int | None:
    if not written:
        return None
    if written.isascii() and written.isdigit() and len(written) <= len(str(MINUTES[-1])) and int(written) in MINUTES:
        return int(written)
    faults.append(SettingFault("minutes_a_week", SettingTrouble.NO_MINUTES, written, MINUTES[0], MINUTES[-1]))
    return None


def _beyond(before: MunicipalitySettings, wanted: MunicipalitySettings) -> Iterator[SettingFault]:
    for key in sorted(beyond(before, wanted)):
        why = SettingTrouble.EMPTIED if key in NEVER_EMPTIED else SettingTrouble.NOT_YOURS
        yield SettingFault(key.removeprefix("retention."), why)


def merged(typed: SettingsForm, seen: SettingsForm, stored: SettingsForm) -> SettingsForm:
    """What was typed, and in fields left as they were seen what is stored now."""
    kept = {key: getattr(typed, key) for key in changed(seen, typed)}
    return replace(stored, **kept)


def changed(before: SettingsForm, after: SettingsForm) -> tuple[str, ...]:
    """The keys of fields that differ."""
    return tuple(one.name for one in fields(before) if getattr(before, one.name) != getattr(after, one.name))


def meanwhile(typed: SettingsForm, seen: SettingsForm, stored: SettingsForm) -> tuple[SettingChanged, ...]:
    """What others have changed since the form was opened, apart from what was typed just the same."""
    same = set(changed(seen, typed)) - set(changed(typed, stored))
    return tuple(
        SettingChanged(key, _text(getattr(seen, key)), _text(getattr(stored, key)))
        for key in changed(seen, stored)
        if key not in same
    )


def _text(value: str | Sequence[str]) -> str:
    return value if isinstance(value, str) else ",".join(value)


def shortened(kind: KeptKind, before: MunicipalitySettings, after: MunicipalitySettings) -> str:
    """The new length of a kind that is kept shorter, "" for any other."""
    if before.retention is None or after.retention is None or before.retention.of(kind) == after.retention.of(kind):
        return ""
    return after.retention.of(kind)
