"""Made-up messages about a municipality's settings."""

from dataclasses import fields, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from content.dates import Period
from content.vocabulary import settings as s
from content.vocabulary.messages import Message

_STORED = s.SettingsForm(
    "Nordvik kommune",
    "ombud@nordvik.example",
    "",
    "2026-08-20",
    "2026/118",
    "20",
    "P1Y",
    "P3M",
    ("network",),
    ("solbakken",),
)
SHOWN = s.SettingsShown(
    "nordvik",
    "Nordvik kommune",
    _STORED,
    _STORED,
    s.SettingsOffers((("solbakken", "Solbakken skole"),), (("P1Y", Period(12)),), (("P3M", Period(3)),)),
)
_EFFECTS = tuple(
    s.SettingsEffect(
        kind,
        ("solbakken",) if kind is s.EffectKind.SCHOOLS_OUT else ("unit", "network"),
        Period(6),
        date(2027, 1, 1),
        "20",
    )
    for kind in s.EffectKind
)

_COUNTED = tuple(
    replace(one, number=number) for one in _EFFECTS if one.kind in {"answers", "deliveries"} for number in (0, 30)
)

_AT, _LATER = (datetime(2026, 11, 24, hour, tzinfo=ZoneInfo("Europe/Oslo")) for hour in (7, 8))
_QUIET = s.QuietShown("nordvik", "Nordvik kommune", "17:00-07:00", False, "17:00", "07:00", "17:00-07:00")
_MOVES = (
    s.QuietMove(("Rektorgruppa", "Team 5"), _AT, _LATER),
    s.QuietMove(("Team 5",), _AT, None),
    s.QuietMove(("Team 6",), None, _LATER),
)
_YES_OR_NO = ((True, True), (True, False), (False, True), (False, False))
_NETWORKS = s.NetworksShown(
    "nordvik",
    "Nordvik kommune",
    (
        s.NetworkShown(
            "nett",
            "Nordnett",
            tuple(
                s.Partner(f"by-{ours}-{theirs}", "Sørvik", ours, theirs)
                for ours in (True, False)
                for theirs in (True, False)
            ),
        ),
        s.NetworkShown("alene", "Alene", ()),
    ),
)

MESSAGES: tuple[Message, ...] = (
    SHOWN,
    replace(SHOWN, is_kept=True),
    replace(SHOWN, faults=tuple(s.SettingFault("dpia", why, "x", 1, 400) for why in s.SettingTrouble)),
    replace(SHOWN, changed=("dpia",), effects=(*_EFFECTS, *_COUNTED)),
    replace(SHOWN, changed=("compared",)),
    replace(
        SHOWN,
        meanwhile=tuple(s.SettingChanged(one.name, "", "2026-08-20") for one in fields(s.SettingsForm)[:8]),
    ),
    _QUIET,
    replace(_QUIET, is_own=True, since=_AT, wanted="18:00-08:00", moves=_MOVES, digests=1),
    replace(_QUIET, wanted="18:00-08:00", digests=2, was="16:00-07:00"),
    replace(_QUIET, wanted="18:00-08:00"),
    replace(_QUIET, wanted="18:00-08:00", moves=_MOVES * 14),
    replace(_QUIET, is_kept=True),
    replace(_QUIET, is_kept=True, wanted="18:00-08:00"),
    *(replace(_QUIET, trouble=why) for why in s.QuietTrouble),
    s.NetworksShown("nordvik", "Nordvik kommune", ()),
    *(replace(_NETWORKS, outcome=outcome) for outcome in (None, *s.TieOutcome)),
)
