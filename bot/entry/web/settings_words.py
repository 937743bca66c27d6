"""What the templates of settings say, in the page's language; the same sentences as on cards."""

from content.cards.planning import rungs_offered
from content.dates import Period, period
from content.language import Language
from content.settings_lines import effect_lines, fault_line, meanwhile_lines, move_lines, partner_line, quiet_lines
from content.vocabulary.planning import Offered
from content.vocabulary.settings import Partner, QuietShown, SettingFault, SettingsShown
from content.wording import phrase

_UNUSED = ("unit", "principals", "municipality", "network")


class SettingsWords:
    """Each method is called by a template."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def faults(self, shown: SettingsShown) -> list[str]:
        """Each with its field's label."""
        return [self._fault(fault, shown) for fault in shown.faults]

    def _fault(self, fault: SettingFault, shown: SettingsShown) -> str:
        label = phrase(shown, f"label_{fault.key}", self._language)
        return phrase(shown, "value", self._language, label=label, written=fault_line(fault, self._language))

    def fault_at(self, shown: SettingsShown, key: str) -> str:
        """What is wrong with a field, "" where nothing is."""
        return " ".join(fault_line(fault, self._language) for fault in shown.faults if fault.key == key)

    def effects(self, shown: SettingsShown) -> list[str]:
        return effect_lines(shown, self._language)

    def meanwhile(self, shown: SettingsShown) -> list[str]:
        return meanwhile_lines(shown, self._language)

    def stored(self, shown: SettingsShown) -> list[tuple[str, str]]:
        """(field, value) of what the form shows as it stands, several for a field with several values."""
        fields = vars(shown.stored).items()
        return [(key, one) for key, value in fields for one in ((value,) if isinstance(value, str) else value)]

    def rungs(self) -> Offered:
        return rungs_offered(_UNUSED, self._language)

    def lengths(self, offered: tuple[tuple[str, Period], ...]) -> Offered:
        return tuple((length, period(told, self._language)) for length, told in offered)

    def length(self, told: Period) -> str:
        return period(told, self._language)

    def quiet(self, shown: QuietShown) -> list[str]:
        return quiet_lines(shown, self._language)

    def moves(self, shown: QuietShown) -> list[str]:
        return move_lines(shown, self._language)

    def partner(self, partner: Partner) -> str:
        return partner_line(partner, self._language)
