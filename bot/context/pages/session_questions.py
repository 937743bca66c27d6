"""The pages of a series' next questions, and of a single session's, for whoever plans the series."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import session_questions
from bot.context.catalogues import Catalogues
from bot.context.forecasts import forecast
from bot.context.series_cards import named_as
from bot.context.session_questions import Ground
from content.vocabulary.prompting import Cause
from content.vocabulary.session_questions import QuestionForm, QuestionRow, QuestionsPage, SessionQuestionPage
from dialogs.asking.causes import cause
from dialogs.asking.choosing import Choice
from dialogs.calendar.instants import local
from dialogs.model import Actor, Language, Session, Stage
from storage.sessions import planned_before

_MOST = 4  # moments of the series


async def questions_page(
    c: AsyncConnection,
    catalogues: Catalogues,
    actor: Actor,
    language: Language,
    *,
    municipality: str,
    series: str,
    now: datetime,
) -> QuestionsPage | None:
    """None for a series out of the actor's reach."""
    found = await session_questions.ground(c, catalogues, actor, (municipality, series), language, now=now)
    if found is None:
        return None
    named = named_as(found.series, found.town, found.catalogue, language)
    moments = sorted({one.opens_at for one in found.waiting})[:_MOST]
    return QuestionsPage(named, await _rows(c, found, moments) if moments else ())


async def _rows(c: AsyncConnection, found: Ground, moments: list[datetime]) -> tuple[QuestionRow, ...]:
    """Groups with the same question at the same moment share a row."""
    together: dict[tuple[datetime, str], list[tuple[Session, Choice | None]]] = {}
    for group in dict.fromkeys(one.group for one in found.waiting):
        for session, choice in await _forecast(c, found, group, until=moments[-1]):
            if session.series == found.series.id and session.opens_at > found.now:
                question = choice.prompt.id if choice is not None else ""
                together.setdefault((session.opens_at, question), []).append((session, choice))
    return tuple(_row(found, alike) for _, alike in sorted(together.items(), key=lambda one: one[0]))


async def _forecast(
    c: AsyncConnection, found: Ground, group: str, *, until: datetime
) -> tuple[tuple[Session, Choice | None], ...]:
    """The questions of the group's planned sessions, of a session that is due and has not opened too."""
    planned = (one for one in found.waiting if one.group == group and one.stage is Stage.PLANNED)
    last = max((one for one in planned if one.opens_at <= until), key=lambda one: (one.opens_at, one.id), default=None)
    if last is None:
        return ()
    return await forecast(c, found.catalogue, (*await planned_before(c, last), last), now=found.now)


def _row(found: Ground, alike: list[tuple[Session, Choice | None]]) -> QuestionRow:
    session, choice = alike[0]
    names = sorted(found.town.groups[one.group].name for one, _ in alike)
    because: Cause | None = cause(choice.because) if choice is not None else None
    return QuestionRow(
        session.id,
        local(session.opens_at),
        tuple(names),
        choice.prompt.question.to(found.language) if choice is not None else "",
        found.catalogue.areas[choice.area].name.to(found.language) if choice is not None else "",
        because,
        session_questions.written_for(found, session),
    )


async def session_question_page(
    c: AsyncConnection,
    catalogues: Catalogues,
    actor: Actor,
    language: Language,
    *,
    municipality: str,
    series: str,
    session: str,
    form: QuestionForm,
    now: datetime,
) -> SessionQuestionPage | None:
    """None for a series out of the actor's reach, and for a session unknown to the series."""
    found = await session_questions.ground(c, catalogues, actor, (municipality, series), language, now=now)
    wanted = found.session(session) if found is not None else None
    if found is None or wanted is None:
        return None
    return SessionQuestionPage(await session_questions.shown(c, found, wanted, form))
