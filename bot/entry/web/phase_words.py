"""The sentences in the templates of phases, in the page's language; the same as on cards."""

from content.cards.guarding import why_stopped
from content.catalogue_types import Phase
from content.language import Language
from content.phase_lines import (
    checkpoint_line,
    foundation_lines,
    outcome_line,
    phase_line,
    responsible_line,
    stands_line,
)
from content.phase_offers import offered
from content.plan_form import MOST_PHASES
from content.vocabulary.guarding import Stopped
from content.vocabulary.phases import CheckpointShown, Foundation, GroupStands, PhaseShown, PhasesShown
from content.vocabulary.plan_pages import PlanFormPage
from content.vocabulary.planning import Offered, PhaseForm
from content.wording import phrase

_ROLES = ("coordinator", "leader", "facilitator", "participant")


class PhaseWords:
    """Each method is called by a template."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def phase(self, one: PhaseShown) -> str:
        return phase_line(one, self._language)

    def responsible(self, one: PhaseShown) -> str:
        return responsible_line(one, self._language)

    def stands(self, one: GroupStands) -> str:
        return stands_line(one, self._language)

    def checkpoint(self, one: CheckpointShown) -> str:
        return checkpoint_line(one, self._language)

    def foundation(self, found: Foundation) -> list[str]:
        return list(foundation_lines(found, self._language))

    def outcome(self, shown: PhasesShown) -> str:
        return outcome_line(shown, self._language)

    def phase_rows(self, page: PlanFormPage) -> list[PhaseForm]:
        """The phases filled in, and an empty row for one more; without any, an empty row for each of the usual."""
        return [*page.phases, PhaseForm()][:MOST_PHASES] if page.phases else [PhaseForm(kind=kind) for kind in Phase]

    def offered(self, one: PhaseForm) -> Offered:
        return tuple((text, text) for text in offered(one.kind, self._language))

    def own(self, one: PhaseForm) -> str:
        """The checkpoints that are not among those offered, one a line."""
        ours = offered(one.kind, self._language)
        return "\n".join(text for text in one.checkpoints if text not in ours)

    def who(self, page: PlanFormPage, chosen: str, nobody: str, kept: str) -> list[tuple[str, str]]:
        """Nobody, the roles, and people by name; whoever is chosen and not offered stays chosen, as `kept`."""
        roles = [(role, phrase(PhaseShown, f"role_{role}", self._language)) for role in _ROLES]
        found = [("", nobody), *roles, *page.people]
        return found if chosen in dict(found) else [*found, (chosen, kept)]

    def why_stopped(self, stopped: Stopped) -> list[str]:
        return why_stopped(stopped, self._language)
