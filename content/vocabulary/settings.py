"""A municipality's settings for whoever may change them: as filled in, what is wrong, and what would change."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from content.dates import Period
from content.vocabulary.glass_box import Held, Rules


class SettingTrouble(StrEnum):
    """Why a setting cannot be as filled in."""

    TOO_LONG = "too_long"
    UNREACHABLE = "unreachable"  # nobody could reach the officer so
    NO_DAY = "no_day"
    TO_COME = "to_come"  # a day in the future
    NO_MINUTES = "no_minutes"
    EMPTIED = "emptied"  # people have a right to be told, so the setting is only corrected
    NOT_OFFERED = "not_offered"  # not among the choices, or not any more
    NOT_YOURS = "not_yours"  # the operator's to change


@dataclass(frozen=True)
class SettingFault:
    """`key` is the field's; `written` is what was filled in, `least` and `most` the bounds of a number or a length."""

    key: str
    why: SettingTrouble
    written: str = ""
    least: int = 0
    most: int = 0


class EffectKind(StrEnum):
    """What a change of the settings means for people."""

    NOTICE = "notice"  # the privacy notice is shown to everybody anew
    ANSWERS = "answers"  # answers are deleted earlier
    DELIVERIES = "deliveries"
    ANSWERS_HELD = "answers_held"  # earlier, once the archive's hold is over
    DELIVERIES_HELD = "deliveries_held"
    OUTLIVED = "outlived"  # traces of messages stay longer than the answers
    RUNGS_OUT = "rungs_out"
    RUNGS_BACK = "rungs_back"
    SCHOOLS_OUT = "schools_out"
    MINUTES = "minutes"
    MINUTES_GONE = "minutes_gone"
    PAPERS = "papers"  # the municipality's documents say something else from now on


@dataclass(frozen=True)
class SettingsEffect:
    """`names` are ids of rungs or schools, `kept` and `day` the new length and the first day of deletion by it.

    `number` is at least how many are deleted that day, in tens: 0 for fewer than ten, None where that is not told.
    """

    kind: EffectKind
    names: tuple[str, ...] = ()
    kept: Period | None = None
    day: date | None = None
    minutes: str = ""
    number: int | None = None


@dataclass(frozen=True)
class SettingsForm:
    """The fields of the form as written; `unused_rungs` and `compared` are ids in order."""

    responsible: str = ""
    data_protection_officer: str = ""
    archive_label: str = ""
    discussed_with_unions: str = ""
    dpia: str = ""
    minutes_a_week: str = ""
    answers: str = ""
    deliveries: str = ""
    unused_rungs: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()


@dataclass(frozen=True)
class SettingsOffers:
    """What may be chosen: (id, name) of schools, and lengths as ISO 8601 durations with their words' periods."""

    schools: tuple[tuple[str, str], ...] = ()
    answers: tuple[tuple[str, Period], ...] = ()
    deliveries: tuple[tuple[str, Period], ...] = ()


@dataclass(frozen=True)
class SettingChanged:
    """A setting `key` that somebody else has changed since the reader opened the form: the field's two values."""

    key: str
    before: str
    after: str


@dataclass(frozen=True)
class SettingsShown:
    """A municipality's settings: `form` as filled in, and `stored` as they stand.

    `changed` are the keys of fields that differ. `mark` is of the change and its effects as shown: only that change is
    kept. `meanwhile` was changed by somebody else since the form was opened. `is_kept`: the change stands.
    """

    municipality: str
    name: str
    form: SettingsForm
    stored: SettingsForm
    offers: SettingsOffers = SettingsOffers()
    rules: Rules | None = None
    hold: Held | None = None
    changed: tuple[str, ...] = ()
    faults: tuple[SettingFault, ...] = ()
    effects: tuple[SettingsEffect, ...] = ()
    meanwhile: tuple[SettingChanged, ...] = ()
    mark: str = ""
    is_kept: bool = False


@dataclass(frozen=True)
class MunicipalityPage:
    """A municipality's settings on a page; `asks`: the change is shown, to be kept or not."""

    shown: SettingsShown
    asks: bool = False


@dataclass(frozen=True)
class SettingsPlace:
    municipality: str
    name: str


@dataclass(frozen=True)
class AllSettingsPage:
    """The municipalities whose settings the reader may change, with the ways to each kind of setting."""

    places: tuple[SettingsPlace, ...]


class QuietTrouble(StrEnum):
    """Why the quiet hours cannot be as filled in."""

    NO_TIME = "no_time"
    SAME_TIME = "same_time"  # from a time until the same time: never, or always


@dataclass(frozen=True)
class QuietMove:
    """Sessions of the `groups` (names) that open at another time, in local wall time; None for no session then."""

    groups: tuple[str, ...]
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True)
class QuietShown:
    """A municipality's quiet hours, as stored (`hours`, since `since`), and as filled in (`begins`, `ends`).

    `usual`: the hours of every municipality that has said nothing else. `moves` and `digests` (how many ahead of
    meetings) would move, or have moved. `mark` is of the change as shown. `was` are the hours that the form was opened
    with, where somebody else has changed them since.
    """

    municipality: str
    name: str
    hours: str
    is_own: bool
    begins: str
    ends: str
    usual: str
    since: datetime | None = None
    wanted: str = ""
    moves: tuple[QuietMove, ...] = ()
    digests: int = 0
    trouble: QuietTrouble | None = None
    was: str = ""
    mark: str = ""
    is_kept: bool = False


class TieOutcome(StrEnum):
    TIED = "tied"  # both have said yes
    WAITS = "waits"  # for the other's yes
    ENDED = "ended"
    GONE = "gone"  # the network, or the other municipality, is not there any more


@dataclass(frozen=True)
class Partner:
    """Another municipality in a network: whether it and the reader's have said yes to each other."""

    id: str
    name: str
    we_agree: bool = False
    they_agree: bool = False


@dataclass(frozen=True)
class NetworkShown:
    id: str
    name: str
    partners: tuple[Partner, ...]


@dataclass(frozen=True)
class NetworksShown:
    """A municipality's networks, each with the municipalities sharing in the network."""

    municipality: str
    name: str
    networks: tuple[NetworkShown, ...]
    outcome: TieOutcome | None = None

    def partner(self, network: str, other: str) -> Partner | None:
        here = (one for one in self.networks if one.id == network)
        return next((one for shown in here for one in shown.partners if one.id == other), None)


@dataclass(frozen=True)
class QuietPage:
    """A municipality's quiet hours on a page; `asks`: the change is shown, to be kept or not, as `to_usual` hours."""

    shown: QuietShown
    asks: bool = False
    to_usual: bool = False


@dataclass(frozen=True)
class NetworksPage:
    shown: NetworksShown


Settings = SettingsShown | QuietShown | NetworksShown
