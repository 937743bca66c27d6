"""Acts of the operator and of the clock are refused to all others before any read; an answerer is looked up once."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest

from bot.actions.knowledge.lay_overlay import adopt_overlay, lay_overlay, remove_overlay
from bot.actions.operating.cancel_sending import cancel_sending
from bot.actions.operating.retry_delivery import retry_delivery
from bot.actions.operating.tell_not_let_in import tell_not_let_in
from bot.actions.operating.tell_unreached import tell_unreached
from bot.actions.operating.tell_vacancies import tell_vacancies
from bot.actions.people.import_folder import import_folder
from bot.actions.people.tie_network import tie_network, untie_network
from bot.actions.planning.set_quiet_hours import set_quiet_hours
from bot.actions.rights.erase_own_data import forget_person
from bot.actions.rights.forget_accounts import forget_accounts
from bot.actions.sessions.ask_newcomers import ask_newcomers
from bot.actions.sessions.close_steps import close_steps
from bot.actions.sessions.open_sessions import open_sessions
from bot.actions.sessions.prepare_meetings import prepare_meetings
from bot.actions.sessions.publish_drafts import publish_drafts
from bot.app import catalogues
from bot.context.catalogues import Catalogues
from bot.errors import NotAllowed
from bot.imports.folder import read_folder
from bot.rehearsal.cast import TENANT, nordvik
from bot.reports.checks import check
from bot.reports.deliveries import tell_deliveries
from bot.reports.explaining import why_lines
from bot.reports.municipality_settings import municipality_lines, network_lines, quiet_line
from bot.reports.overlays import overlay_lines, overlay_text
from bot.reports.plans import planned_lines
from bot.reports.progress import progress_lines
from content.overlays import parse_overlay
from dialogs.model import Account, Actor, Identity, Person, Role
from storage.database import Database
from storage.outbox_reports import EVERYTHING
from tests.counting import recorded_statements
from tests.nordvik import MONDAY, OPERATOR, at, last, open_house, series
from tests.reading import digest_of

OVERLAY = 'municipality = "nordvik"\nwhy = "ours"\n'
EVERY_ROLE = Identity("nordvik", UUID(int=1), frozenset(("rektorgruppa", role) for role in Role))
SOMEBODY_ELSE = Person("nordvik", UUID(int=2), "Una", "una@nordvik.example", None)
SOMEBODY = Actor.at(Account(TENANT, "guro")).looked_up([EVERY_ROLE])
ELSEWHERE = Actor.at(Account(TENANT, "guro")).looked_up([replace(EVERY_ROLE, municipality="tenkevik")])


@dataclass(frozen=True)
class Act:
    """The arguments of an action."""

    db: Database
    actor: Actor
    now: datetime = MONDAY
    catalogues: Catalogues = field(default_factory=catalogues)


OPERATORS: Mapping[str, Callable[[Act], Awaitable[object]]] = {
    "cancel sending": lambda a: cancel_sending(a.db, "x", actor=a.actor, now=a.now),
    "retry": lambda a: retry_delivery(a.db, str(UUID(int=1)), actor=a.actor, now=a.now),
    "check": lambda a: check(actor=a.actor, now=a.now),
    "plans": lambda a: planned_lines(a.db, a.catalogues, actor=a.actor, now=a.now),
    "progress": lambda a: progress_lines(a.db, actor=a.actor, tenants=[TENANT], per_second=50, now=a.now),
    "deliveries": lambda a: tell_deliveries(a.db, EVERYTHING, print, actor=a.actor),
    "overlays": lambda a: overlay_lines(a.db, "nordvik", actor=a.actor),
    "overlay": lambda a: overlay_text(a.db, "nordvik", None, actor=a.actor, now=a.now),
    "why": lambda a: why_lines(a.db, a.catalogues, "x", actor=a.actor, now=a.now),
    "settings": lambda a: municipality_lines(a.db, actor=a.actor),
    "quiet hours": lambda a: quiet_line(a.db, "nordvik", actor=a.actor),
    "networks": lambda a: network_lines(a.db, actor=a.actor),
    "forget": lambda a: forget_person(a.db, SOMEBODY_ELSE, actor=a.actor, keeps=False, now=a.now),
    "digest": lambda a: digest_of(a.db, "x", "guro@nordvik.example", actor=a.actor, now=a.now),
}
COORDINATORS: Mapping[str, Callable[[Act], Awaitable[object]]] = {
    "lay": lambda a: lay_overlay(
        a.db, a.catalogues, parse_overlay(OVERLAY, named="nordvik.toml"), OVERLAY, actor=a.actor, by="guro", now=a.now
    ),
    "adopt": lambda a: adopt_overlay(a.db, a.catalogues, "nordvik", 1, actor=a.actor, now=a.now),
    "remove": lambda a: remove_overlay(a.db, a.catalogues, "nordvik", actor=a.actor, now=a.now),
    "import": lambda a: import_folder(a.db, read_folder(nordvik()), actor=a.actor, tenant=TENANT, now=a.now),
    "tie": lambda a: tie_network(a.db, "nordnett", ["nordvik"], actor=a.actor, now=a.now),
    "untie": lambda a: untie_network(a.db, "nordnett", ["nordvik"], actor=a.actor, now=a.now),
    "quiet": lambda a: set_quiet_hours(a.db, "nordvik", None, actor=a.actor, now=a.now),
}
"""Acts of the operator that a coordinator of the municipality may do, too."""

CLOCKS: Mapping[str, Callable[[Act], Awaitable[object]]] = {
    "open": lambda a: open_sessions(a.db, a.catalogues, actor=a.actor, now=a.now),
    "close": lambda a: close_steps(a.db, a.catalogues, actor=a.actor, now=a.now),
    "newcomers": lambda a: ask_newcomers(a.db, actor=a.actor, now=a.now),
    "drafts": lambda a: publish_drafts(a.db, actor=a.actor, now=a.now),
    "meetings": lambda a: prepare_meetings(a.db, a.catalogues, actor=a.actor, now=a.now),
    "unreached": lambda a: tell_unreached(a.db, actor=a.actor, share=20, now=a.now),
    "not let in": lambda a: tell_not_let_in(a.db, actor=a.actor, now=a.now),
    "accounts": lambda a: forget_accounts(a.db, actor=a.actor),
    "vacancies": lambda a: tell_vacancies(a.db, actor=a.actor, now=a.now),
}


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}") as opened:
        yield opened


@pytest.mark.parametrize("act", OPERATORS)
@pytest.mark.parametrize("actor", [Actor.clock(), SOMEBODY], ids=["clock", "somebody in every role"])
async def test_acts_of_the_operator_are_refused_to_all_others(db: Database, act: str, actor: Actor) -> None:
    with recorded_statements(db) as statements, pytest.raises(NotAllowed, match=f"^{actor.kind} may not "):
        await OPERATORS[act](Act(db, actor))
    assert statements == []


@pytest.mark.parametrize("act", COORDINATORS)
@pytest.mark.parametrize("actor", [Actor.clock(), ELSEWHERE], ids=["clock", "every role elsewhere"])
async def test_acts_of_a_municipality_s_coordinators_are_refused_elsewhere(
    db: Database, act: str, actor: Actor
) -> None:
    with recorded_statements(db) as statements, pytest.raises(NotAllowed, match=f"^{actor.kind} may not "):
        await COORDINATORS[act](Act(db, actor))
    assert statements == []


@pytest.mark.parametrize("act", CLOCKS)
@pytest.mark.parametrize("actor", [OPERATOR, SOMEBODY], ids=["operator", "somebody in every role"])
async def test_acts_of_the_clock_are_refused_to_all_others(db: Database, act: str, actor: Actor) -> None:
    with recorded_statements(db) as statements, pytest.raises(NotAllowed, match=f"^{actor.kind} may not "):
        await CLOCKS[act](Act(db, actor))
    assert statements == []


async def test_who_answers_is_found_in_the_statement_that_finds_their_answer(tmp_path: Path) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as house:
        await house.stage.plan(series(tmp_path, "uka", "rektorgruppa"))
        await house.install("tor")
        await house.to(at(11, 24))
        tor = house.cast["tor"]
        with recorded_statements(house.stage.app.db) as statements:
            await tor.press(last(tor), "Send svar", {"answer": "Vi leste sammen.", "rung": "group"})
        [found] = [one for one in statements if "JOIN accounts" in one]
        assert "reflections" in found
        assert len(await house.reflections_of("tor")) == 1
