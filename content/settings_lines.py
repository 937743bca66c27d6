"""A municipality's settings in words, the same on cards and pages: values, faults, effects, and others' changes."""

from datetime import date

from content.cards.planning import rungs_offered
from content.dates import day_and_hour, full_date, period
from content.language import Language
from content.vocabulary.settings import Partner, QuietMove, QuietShown, SettingFault, SettingsEffect, SettingsShown
from content.wording import phrase

_MOST_MOVES = 40


def fault_line(fault: SettingFault, language: Language) -> str:
    return phrase(fault, fault.why, language)


def effect_lines(shown: SettingsShown, language: Language) -> list[str]:
    return [_effect(one, shown, language) for one in shown.effects] or [phrase(shown, "no_effects", language)]


def _effect(effect: SettingsEffect, shown: SettingsShown, language: Language) -> str:
    key = "compared" if effect.kind == "schools_out" else "unused_rungs"
    said = phrase(effect, effect.kind, language, names=value(shown, key, ",".join(effect.names), language))
    if effect.number is None:
        return said
    counted = "number" if effect.number else "few"
    return f"{said} {phrase(effect, f'{effect.kind}_{counted}', language)}"


def meanwhile_lines(shown: SettingsShown, language: Language) -> list[str]:
    return [
        phrase(
            shown,
            "changed_by_others",
            language,
            label=phrase(shown, f"label_{one.key}", language),
            before=value(shown, one.key, one.before, language),
            after=value(shown, one.key, one.after, language),
        )
        for one in shown.meanwhile
    ]


def value(shown: SettingsShown, key: str, written: str, language: Language) -> str:
    """A field's value as people read it; ids of rungs and schools become names."""
    if not written:
        return phrase(shown, "empty", language)
    match key:
        case "discussed_with_unions":
            return _day(written, language)
        case "answers" | "deliveries":
            lengths = dict(getattr(shown.offers, key))
            return period(lengths[written], language) if written in lengths else written
        case "unused_rungs":
            return ", ".join(name for _, name in rungs_offered(written.split(","), language))
        case "compared":
            names = dict(shown.offers.schools)
            return ", ".join(names.get(one, one) for one in written.split(","))
        case _:
            return written


def _day(written: str, language: Language) -> str:
    try:
        return full_date(date.fromisoformat(written), language)
    except ValueError:
        return written


def quiet_lines(shown: QuietShown, language: Language) -> list[str]:
    """The hours that stand, and since when."""
    begins, _, ends = shown.hours.partition("-")
    told = [phrase(shown, "stands", language, begins=begins, ends=ends)]
    if not shown.is_own:
        return [*told, phrase(shown, "default", language)]
    return [*told, phrase(shown, "since", language, since=full_date(shown.since, language))] if shown.since else told


def move_lines(shown: QuietShown, language: Language) -> list[str]:
    lines = [_move(one, shown, language) for one in shown.moves[:_MOST_MOVES]]
    if (more := len(shown.moves) - len(lines)) > 0:
        lines.append(phrase(shown, "more", language, more=more))
    if shown.digests:
        lines.append(
            phrase(shown, f"digests_{'one' if shown.digests == 1 else 'many'}", language, number=shown.digests)
        )
    return lines or [phrase(shown, "no_moves", language)]


def _move(one: QuietMove, shown: QuietShown, language: Language) -> str:
    part = "moved" if one.before and one.after else ("gone" if one.before else "comes")
    before, after = (day_and_hour(at, language) if at else "" for at in (one.before, one.after))
    return phrase(shown, part, language, groups=", ".join(one.groups), before=before, after=after)


def partner_line(partner: Partner, language: Language) -> str:
    match partner.we_agree, partner.they_agree:
        case True, True:
            part = "both"
        case True, False:
            part = "ours"
        case False, True:
            part = "theirs"
        case _:
            part = "neither"
    return phrase(partner, part, language)
