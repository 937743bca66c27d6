"""The question of a coming session, for planners of the series: the present choice, and others to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import steps
from bot.context.asked_groups import asked_as
from bot.context.catalogues import Catalogues
from bot.context.forecasts import forecast
from bot.context.series_cards import leads, named_as
from content.catalogue import Catalogue
from content.catalogue_rules import LONGEST_PROMPT
from content.vocabulary.prompting import WhyAsked
from content.vocabulary.session_questions import QuestionForm, QuestionOffered, QuestionPreview, SessionQuestion
from dialogs.asking import chosen_by_hand, prompting
from dialogs.asking.alternatives import alternatives
from dialogs.asking.causes import cause
from dialogs.asking.choosing import Choice, past_prompt
from dialogs.asking.suiting import Asked
from dialogs.calendar.instants import local
from dialogs.model import Actor, Language, OwnQuestion, Series, Session, Stage
from dialogs.sharing.circles import Municipality
from storage import askings
from storage.series import newest_version, one_series
from storage.sessions import planned_before, sessions_of
from storage.steps import one_step

_AHEAD = frozenset({Stage.PLANNED, Stage.WAITING})
_MARK = 12  # characters


@dataclass(frozen=True)
class Ground:
    """A series as stored now, for a reader with the right to plan the series."""

    series: Series
    version: int
    sessions: tuple[Session, ...]
    town: Municipality
    catalogue: Catalogue
    language: Language
    now: datetime

    @property
    def waiting(self) -> tuple[Session, ...]:
        return tuple(one for one in self.sessions if one.stage in _AHEAD and one.opens_at > self.now)

    def session(self, id_: str) -> Session | None:
        """The first to come without an id."""
        if not id_:
            return next(iter(self.waiting), None)
        return next((one for one in self.sessions if one.id == id_), None)

    def alike(self, session: Session, group: str) -> tuple[Session, ...]:
        """The waiting sessions meant for the session's day, or only a group's; () once the session has begun."""
        day = local(session.meant_at).date()
        same = tuple(one for one in self.waiting if local(one.meant_at).date() == day)
        if session not in same:
            return ()
        return tuple(one for one in same if group in ("", one.group))

    def takes_own_words(self) -> bool:
        return chosen_by_hand.takes_own_words(self.series, self.catalogue)


async def ground(
    c: AsyncConnection,
    catalogues: Catalogues,
    actor: Actor,
    of: tuple[str, str],
    language: Language,
    *,
    now: datetime,
) -> Ground | None:
    """`of` are the municipality and the series; None for a series out of the actor's reach."""
    municipality, series_id = of
    if actor.person_in(municipality) is None:
        return None
    series = await one_series(c, municipality, series_id)
    if series is None or not await leads(c, actor, series, now=now):
        return None
    return Ground(
        series,
        await newest_version(c, municipality, series_id),
        await sessions_of(c, municipality, series_id),
        await steps.town(c, municipality),
        await catalogues.at(c, municipality, now),
        language,
        now,
    )


async def shown(c: AsyncConnection, found: Ground, session: Session, form: QuestionForm) -> SessionQuestion:
    """The session's question by the present choice, and the form as filled in."""
    alike = found.alike(session, form.group)
    if not alike:
        return await _begun(c, found, session, form)
    of_day = found.alike(session, "")
    current, offered = await _choices(c, found, alike, form.sought)
    question, area, written = _told(found, session, current)
    groups = found.town.groups
    return SessionQuestion(
        *(found.series.municipality, found.series.id, session.id, found.version),
        named=named_as(found.series, found.town, found.catalogue, found.language),
        at=local(session.opens_at),
        groups=tuple(sorted(groups[one.group].name for one in alike)),
        question=question,
        area=area,
        cause=cause(current.because) if current is not None else None,
        written=written,
        by_hand=chosen_by_hand.choice_for(alike[0], found.series) is not None,
        others=tuple((one.group, groups[one.group].name) for one in of_day) if len(of_day) > 1 else (),
        offered=offered,
        areas=tuple((one.id, one.name.to(found.language)) for one in found.catalogue.areas.values()),
        form=form,
        takes_own=found.takes_own_words(),
        longest=LONGEST_PROMPT,
    )


async def _begun(c: AsyncConnection, found: Ground, session: Session, form: QuestionForm) -> SessionQuestion:
    step = await one_step(c, session.municipality, session.id, 0)
    return SessionQuestion(
        *(found.series.municipality, found.series.id, session.id, found.version),
        named=named_as(found.series, found.town, found.catalogue, found.language),
        at=local(session.opens_at),
        groups=(found.town.groups[session.group].name,),
        question=step.shown.question.to(found.language) if step is not None else "",
        area=step.shown.area.to(found.language) if step is not None else "",
        cause=cause(step.because) if step is not None else None,
        written=found.language.value,
        form=form,
        closed=True,
    )


async def _choices(
    c: AsyncConnection, found: Ground, alike: Sequence[Session], sought: str
) -> tuple[Choice | None, tuple[QuestionOffered, ...]]:
    """The present choice for the first of the sessions, and other questions for all of the groups."""
    first = alike[0]
    ahead = await planned_before(c, first)
    *before, (_, current) = await forecast(c, found.catalogue, (*ahead, first), now=found.now)
    asked = [await asked_as(c, found.town.groups[one.group], found.town, now=found.now) for one in alike]
    posed = await askings.posed_to(c, first.municipality, first.group, asking=prompting.ASKED_ROLES)
    history = (*posed, *(past_prompt(choice, session) for session, choice in before if choice is not None))
    taken = {one.prompt for one in found.series.questions if one.group == first.group}
    taken |= {current.prompt.id} if current is not None else set()
    area = sought if sought in found.catalogue.areas else ""
    choices = alternatives(first, found.series, asked[0], history, catalogue=found.catalogue, area=area, without=taken)
    return current, tuple(_offered(found, one) for one in choices if suits(found, one.prompt.id, asked))


def suits(found: Ground, prompt: str, asked: Sequence[Asked]) -> bool:
    """Whether the prompt may be chosen for all of the groups."""
    return all(
        any(one.id == prompt for one in chosen_by_hand.pickable(found.series, group, found.catalogue))
        for group in asked
    )


def _offered(found: Ground, choice: Choice) -> QuestionOffered:
    law = found.catalogue.requirements.get(choice.prompt.requirement or "")
    return QuestionOffered(
        choice.prompt.id,
        choice.prompt.question.to(found.language),
        found.catalogue.areas[choice.area].name.to(found.language),
        cause(choice.because),
        law.paragraph if law is not None else "",
    )


def _told(found: Ground, session: Session, current: Choice | None) -> tuple[str, str, str]:
    """The question, its area, and the language of the words."""
    if current is None:
        return "", "", found.language.value
    area = found.catalogue.areas[current.area].name.to(found.language)
    return current.prompt.question.to(found.language), area, written_for(found, session)


def written_for(found: Ground, session: Session) -> str:
    """The language of the question's words: the reader's, except for own words in other languages alone."""
    chosen = chosen_by_hand.choice_for(session, found.series)
    if chosen is None or chosen.own is None:
        return found.language.value
    return language_shown(chosen.own, found.language).value


def language_shown(own: OwnQuestion, language: Language) -> Language:
    """The reader's language, else the language of the words."""
    given = {Language.NB: own.nb, Language.NN: own.nn, Language.EN: own.en}
    text = own.wording.to(language)
    return language if given[language] else next(one for one, words in given.items() if words == text)


def preview(found: Ground, alike: Sequence[Session], own: OwnQuestion) -> QuestionPreview:
    area, group = found.catalogue.areas[own.area], found.town.groups[alike[0].group]
    why = (area.why or area.definition).to(found.language)
    because = WhyAsked(why, group.name, "own", found.series.intention.value)
    return QuestionPreview(
        own.wording.to(found.language),
        language_shown(own, found.language).value,
        group.name,
        area.name.to(found.language),
        area.definition.to(found.language),
        because,
        found.catalogue.protocols[found.series.protocol].steps[0].hint.to(found.language),
    )


def mark_of(own: OwnQuestion, alike: Sequence[Session]) -> str:
    """The mark of a previewed question, for the sessions meant."""
    told = "\n".join((own.id, *(one.id for one in alike)))
    return sha256(told.encode()).hexdigest()[:_MARK]
