"""What `check` says of a catalogue that is short of questions."""

from dataclasses import replace

import pytest

from content.catalogue_types import AnswerForm, Family, FormKind, Level, Prompt, SchoolType, Season
from content.language import Wording
from dialogs.asking.shortages import shortages
from tests.dialogs import made_up
from tests.dialogs.made_up import prompt


def said(*prompts: Prompt) -> str:
    return "\n".join(map(str, shortages(made_up.catalogue(*prompts, areas="ab"))))


def test_the_packaged_catalogue_is_short_of_nothing() -> None:
    assert shortages(made_up.loaded()) == ()


@pytest.mark.parametrize(
    ("lost", "is_lost"),
    [
        (prompt("lost", level=(Level.OWNER,), school_types=(SchoolType.SFO,)), False),
        (prompt("lost", level=(Level.TEAM,), grades=(1,), school_types=(SchoolType.LOWER_SECONDARY,)), True),
        (prompt("lost", level=(Level.TEAM,), grades=(1,)), False),
        (prompt("lost", level=(Level.PRINCIPALS,), grades=(10,)), False),
    ],
)
def test_a_question_that_can_reach_nobody_is_named(lost: Prompt, is_lost: bool) -> None:
    assert ("prompts: lost" in said(lost)) is is_lost


@pytest.mark.parametrize(("statements", "lost"), [(False, True), (True, False)])
def test_a_statement_is_reached_by_a_protocol_of_statements_alone_and_a_question_by_any(
    *, statements: bool, lost: bool
) -> None:
    stance = AnswerForm(FormKind.STANCE, (Wording("Enig", "Einig"), Wording("Uenig", "Ueinig")))
    known = made_up.catalogue(prompt("asked"), prompt("stated", answer=stance), areas="ab")
    protocols = {id_: one for id_, one in known.protocols.items() if one.statements is statements}
    told = "\n".join(map(str, shortages(replace(known, protocols=protocols))))
    assert protocols
    assert "prompts: asked" not in told
    assert ("prompts: stated" in told) is lost


def test_an_area_short_of_questions_or_of_questions_for_leaders_is_named() -> None:
    for_teams = [prompt(f"t{n}", "a", level=(Level.TEAM,)) for n in range(60)]
    for_leaders = [prompt(f"l{n}", "a", level=(Level.PRINCIPALS,)) for n in range(15)]
    assert "areas: a" in said(*for_teams)
    assert "areas: a" in said(*for_teams[:44], *for_leaders)
    assert "areas: a" not in said(*for_teams, *for_leaders)
    assert "areas: b" in said(*for_teams, *for_leaders)


def test_a_level_and_a_family_of_requirements_short_of_questions_are_named() -> None:
    law = next(id_ for id_, card in made_up.loaded().requirements.items() if card.family is Family.VOICE)
    few = [prompt(f"p{n}", level=(Level.PRINCIPALS,), requirement=law) for n in range(3)]
    many = [prompt(f"m{n}", level=(Level.PRINCIPALS,), requirement=law) for n in range(26)]
    assert "levels: principals" in said(*few)
    assert "levels: principals" not in said(*many)
    assert "levels: principals: prompts: have 3 written for them; write at least 26 with level principals" in said(*few)
    assert "requirements: voice: prompts: has 3 prompts for principals; tie at least 4 to law cards" in said(*few)
    assert "requirements: voice: prompts: has 26" not in said(*many)


def test_a_kind_of_group_without_what_its_year_counts_on_is_named_with_the_remedy() -> None:
    plain = [prompt(f"p{n}", "a", level=(Level.PRINCIPALS,)) for n in range(9)]
    told = said(*plain)
    assert "groups: principals: hard: has 0 prompts about something hard; write at least 9 with hard = true" in told
    assert 'groups: principals: seasons: has 0 prompts of start; write at least 2 with seasons = ["start"]' in told
    assert "groups: principals: core: has no prompt that a begins with; give one of the area core = true" in told

    full = [replace(one, hard=True, seasons=tuple(Season), core=True) for one in plain]
    told = said(*full)
    assert "groups: principals: hard" not in told
    assert "groups: principals: seasons" not in told
    assert "groups: principals: core: has no prompt that a " not in told
    assert "groups: principals: core: has no prompt that b " in told
    assert "groups: kindergartens: hard: has 0" in told
