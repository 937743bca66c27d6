"""«Økter»: the speaker's planned series, or a single series in short with quick ways to change the plan."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import series_cards, steps
from bot.context.catalogues import Catalogues
from content.presses import OnSeries
from content.vocabulary.steered import Told
from content.vocabulary.steering import SeriesGone
from dialogs.events import SteerForm
from dialogs.model import Actor, Happening
from dialogs.turn import Turn, in_place
from storage.database import Database


async def show_series(
    db: Database,
    catalogues: Catalogues,
    about: Happening,
    press: OnSeries,
    *,
    told: Told | None = None,
    form: SteerForm | None = None,
    actor: Actor,
    now: datetime,
) -> Turn:
    """`told` is the outcome of the last press, and `form` the fields as filled in."""

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        if not press.series:
            return in_place(about, language, await series_cards.led_series(c, catalogues, actor, language, now=now))
        of = (press.municipality, press.series)
        card = await series_cards.series_card(c, catalogues, actor, of, language, told=told, form=form, now=now)
        return in_place(about, language, card or SeriesGone())

    return await db.read(work)
