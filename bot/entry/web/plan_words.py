"""What the template of a plan's form says, in the page's language; the same sentences as on the card."""

from content.cards import planning
from content.catalogue_types import Audience, Phase, SchoolType
from content.dates import brief
from content.language import Language
from content.plan_words import fault_line, remark_line
from content.vocabulary.plan_faults import PlanFault, PlanRemark
from content.vocabulary.plan_pages import PlanChoice, QuestionAhead
from content.vocabulary.planning import MeetingForm, Offered, PlanAsked, Rested
from content.vocabulary.prompting import WhyAsked
from content.wording import phrase

_AHEAD = ("", "P1D", "P2D")
_DAYS_OFF = ("next", "previous", "skip")
_ASKED = ("personal", "channel")
_LAST = ("", "true", "false")
_SHARES = range(1, 11)
_MOST_MEETINGS = 12


class PlanWords:
    """Each method is called by a template."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def faults(self, asked: PlanAsked) -> list[str]:
        return [fault_line(fault, self._language) for fault in asked.faults]

    def fault_at(self, asked: PlanAsked, *keys: str) -> str:
        """What is wrong with a field, "" where nothing is."""
        return " ".join(self._fault(fault) for fault in asked.faults if fault.key in keys)

    def _fault(self, fault: PlanFault) -> str:
        return fault_line(fault, self._language)

    def remark(self, remark: PlanRemark) -> str:
        return remark_line(remark, self._language)

    def rested(self, rested: Rested) -> str:
        return planning.rested_line(rested, self._language)

    def dates(self, asked: PlanAsked) -> list[str]:
        return planning.date_lines(asked.dates, self._language, most=60) if asked.dates else []

    def skipped(self, asked: PlanAsked) -> list[str]:
        return planning.skipped_lines(asked.dates, self._language, most=60) if asked.dates else []

    def minutes(self, asked: PlanAsked) -> str:
        return planning.minutes_line(asked.dates, self._language) if asked.dates else ""

    def rhythms(self) -> Offered:
        return self._said(PlanAsked, planning.RHYTHMS)

    def intentions(self) -> Offered:
        return self._said(PlanAsked, planning.INTENTIONS)

    def open_for(self, chosen: str) -> Offered:
        offered = planning.opens_offered(self._language)
        return offered if chosen in dict(offered) or not chosen else (*offered, (chosen, chosen))

    def rungs(self, asked: PlanAsked) -> Offered:
        return planning.rungs_offered(asked.offers.rungs, self._language)

    def choices(self, name: str) -> Offered:
        """Of the fields with a few fixed choices, "" for none in particular."""
        values = {
            "draft_ahead": _AHEAD,
            "on_closed": _DAYS_OFF,
            "asked": _ASKED,
            "leader_speaks_last": _LAST,
            "audience": ("", *Audience),
            "phase": ("", *Phase),
            "school_types": tuple(SchoolType),
        }[name]
        return tuple((value, phrase(PlanChoice, f"{name}_{value or 'none'}", self._language)) for value in values)

    def shares(self) -> range:
        return _SHARES

    def share(self, asked: PlanAsked, area: str) -> int:
        found = dict(one.rpartition(":")[::2] for one in asked.form.weights)
        return int(found.get(area, "1")) if found.get(area, "1").isdecimal() else 1

    def meetings(self, asked: PlanAsked) -> list[MeetingForm]:
        """The meetings filled in, and an empty row for one more."""
        return [*asked.form.meetings, MeetingForm()][:_MOST_MEETINGS]

    def ahead(self, one: QuestionAhead) -> str:
        why = phrase(WhyAsked, f"cause_{one.cause}", self._language)
        at = brief(one.at, self._language)
        return phrase(one, "why", self._language, at=at, cause=why)

    def _said(self, kind: type, values: tuple[str, ...]) -> Offered:
        return tuple((value, phrase(kind, value, self._language)) for value in values)
