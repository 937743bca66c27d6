"""The page of a plan's form: the card's fields, and beside them every other key of a series' file."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import plan_making, plan_offers, planned_for, planned_series, series_files, steps
from bot.context.asked_groups import asked_as
from bot.context.catalogues import Catalogues
from bot.context.plan_making import Making
from bot.errors import SloyfaError
from content.phase_offers import usual_phases
from content.vocabulary.plan_faults import ChangedMeanwhile
from content.vocabulary.plan_pages import PlanFormPage, QuestionAhead
from content.vocabulary.planning import ALL, Offered, PhaseForm, PlanAsked, PlanForm
from dialogs.asking import prompting, suiting
from dialogs.asking.causes import cause
from dialogs.asking.choosing import year_ahead
from dialogs.calendar.instants import local
from dialogs.model import Actor, Intention, Language, Stage
from dialogs.planning.filling import times_of, until_of
from dialogs.planning.planning import SeriesFile
from storage import askings
from storage.memberships import members_of
from storage.people import persons_by_id

_MOST_AHEAD = 4
_COMING = frozenset({Stage.PLANNED, Stage.WAITING})


async def plan_form_page(
    c: AsyncConnection,
    catalogues: Catalogues,
    actor: Actor,
    language: Language,
    *,
    municipality: str,
    key: str,
    series: str = "",
    form: PlanForm | None = None,
    asked: PlanAsked | None = None,
    now: datetime,
) -> PlanFormPage | None:
    """The form as sent, else with good choices made, or with the series' values; None without the right to plan.

    `asked` is the answer to a press, None before any.
    """
    if actor.person_in(municipality) is None:
        return None
    found = await plan_offers.ground(
        c, actor, await catalogues.at(c, municipality, now), municipality, language, now=now
    )
    if not found.groups:
        return None
    making = Making(actor, found, key, series)
    stands = await plan_making.form_of_series(c, making, now=now) if series else None
    if series and stands is None:
        return None
    filled = form or stands or await _first_filled(c, making, now=now)
    is_told = asked is not None and ChangedMeanwhile() in asked.faults
    if stands is not None and (form is None or is_told):
        making = replace(making, key=plan_making.version_of(stands))
        asked = replace(asked, key=making.key) if asked is not None else None
    page = await _with_more(c, making, asked or await plan_making.asked(c, making, filled, now=now), now=now)
    is_without = stands is not None and stands.intention == Intention.IMPLEMENTING
    return replace(page, phases=_phases(page.asked.form, language, is_without=is_without))


def _phases(form: PlanForm, language: Language, *, is_without: bool) -> tuple[PhaseForm, ...]:
    """The form's, else the usual ones; `is_without`: the series is carried out already, and nobody chose phases."""
    return form.phases or (() if is_without else usual_phases(times_of(form), language))


async def first_place(c: AsyncConnection, actor: Actor, *, now: datetime) -> str:
    """The first municipality in which the actor plans for some group, "" for none."""
    for one in actor.identities:
        if await planned_for.groups_planned_by(c, actor, one.municipality, now=now):
            return one.municipality
    return ""


async def _first_filled(c: AsyncConnection, making: Making, *, now: datetime) -> PlanForm:
    form = await plan_offers.filled_in(c, making.found, now=now)
    return replace(form, until=until_of(form), times="")


async def _with_more(c: AsyncConnection, making: Making, asked: PlanAsked, *, now: datetime) -> PlanFormPage:
    found, form = making.found, asked.form
    requirements = [one for one in found.catalogue.requirements.values() if one.asked]
    return PlanFormPage(
        asked,
        people=await _people(c, making, now=now),
        requirements=tuple((one.id, f"{one.title.to(found.language)} ({one.paragraph})") for one in requirements),
        prompts=await _prompts(c, making, form, now=now),
        ahead=() if asked.dates is None else await _ahead(c, making, form, now=now),
    )


async def _people(c: AsyncConnection, making: Making, *, now: datetime) -> Offered:
    """The members of the groups planned for by the actor, by name."""
    groups = [group.id for group in making.found.groups]
    members = await members_of(c, making.municipality, groups, now=now)
    people = await persons_by_id(c, making.municipality, {member.person for member in members})
    names = await series_files.names_of(c, making.municipality)
    found = sorted((person.name, names[person.id]) for person in people.values() if person.id in names)
    return tuple((value, name) for name, value in found)


async def _prompts(c: AsyncConnection, making: Making, form: PlanForm, *, now: datetime) -> Offered:
    """Questions about the form's areas for the first group; the chosen questions come first, in order."""
    group = next((one for one in making.found.groups if one.id in form.groups), None)
    if group is None:
        return ()
    asked = await asked_as(c, group, making.found.town, now=now)
    areas = [area for area in form.areas if area != ALL]
    suited = suiting.questions(asked, making.found.catalogue, areas=areas)
    named = {prompt.id: prompt.question.to(making.found.language) for prompt in suited}
    first = [one for one in form.prompts if one in named]
    return tuple((one, named[one]) for one in dict.fromkeys([*first, *named]))


async def _ahead(c: AsyncConnection, making: Making, form: PlanForm, *, now: datetime) -> tuple[QuestionAhead, ...]:
    wanted, found = making.read(form, now=now), making.found
    if not isinstance(wanted, SeriesFile):
        return ()
    try:
        plan = await planned_series.planned(c, found.catalogue, wanted, making.municipality, now=now)
    except SloyfaError:
        return ()
    group = found.town.groups[plan.series.groups[0]]
    sessions = [one for one in plan.sessions if one.group == group.id and one.stage in _COMING and one.opens_at >= now]
    asked = await asked_as(c, group, await steps.town(c, making.municipality), now=now)
    history = await askings.posed_to(c, making.municipality, group.id, asking=prompting.ASKED_ROLES)
    chosen = year_ahead(sessions[:_MOST_AHEAD], {plan.series.id: plan.series}, asked, history, found.catalogue)
    return tuple(
        QuestionAhead(
            local(session.opens_at),
            choice.prompt.question.to(found.language),
            found.catalogue.areas[choice.area].name.to(found.language),
            cause(choice.because),
        )
        for session, choice in chosen
        if choice is not None
    )
