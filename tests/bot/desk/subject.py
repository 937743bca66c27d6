"""What is acted on at the desk: a group or a municipality with its series, and the ids and forms of both."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from bot.context.calendar_orders import packed
from dialogs.calendar.orders import CalendarOrder, Manner
from dialogs.model import CalendarSource
from tests.nordvik import at

NOW = at(11, 25, 10)
_NO_ID = "00000000-0000-4000-8000-000000000000"
_NOBODYS: Mapping[str, str] = {
    "ready": packed(CalendarOrder(CalendarSource.BY_HAND, Manner.CHANGE, units=("nowhere",))),
}
"""What is known of nowhere, where that is no id."""
_COUNTED = frozenset({"undoes"})
"""Numbers counted in a municipality: the same number may be anybody's, and names nothing."""


@dataclass(frozen=True)
class Subject:
    """What is acted on: a group, its series, and the ids in both. Nothing of `nowhere` exists."""

    group: str
    name: str
    series: str
    other_group: str
    place: str = "999999"
    leading_place: str = "999999"
    paused: str = ""
    new_form: tuple[tuple[str, str], ...] = ()
    edit_form: tuple[tuple[str, str], ...] = ()
    municipality: str = "nordvik"
    sent: bytes = b""
    known: tuple[tuple[str, str], ...] = ()

    def its(self, name: str) -> str:
        """The id or mark known under the name."""
        return dict(self.known).get(name, "")

    @property
    def open(self) -> str:
        return f"{self.series}.{self.group}.2026-11-24"

    @property
    def coming(self) -> str:
        return f"{self.series}.{self.group}.2026-12-01"

    @property
    def left_out(self) -> str:
        return f"{self.series}.{self.group}.2026-12-08"

    def unnamed(self, text: str) -> str:
        """The text with each name of the subject's as if it were of nowhere."""
        for name in filter(None, (self.series, self.paused, self.group, self.name)):
            text = text.replace(name, "nowhere")
        return text

    @cached_property
    def nowhere(self) -> "Subject":
        form = tuple((key, "nowhere" if key == "groups" else value) for key, value in self.new_form)
        return replace(
            self,
            group="nowhere",
            name="nowhere",
            series="nowhere",
            other_group="nowhere",
            paused="nowhere",
            place="999999",
            leading_place="999999",
            new_form=form,
            known=tuple(
                (name, value if name in _COUNTED else _NOBODYS.get(name, _NO_ID)) for name, value in self.known
            ),
        )
