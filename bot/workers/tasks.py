"""What the child process does: digests and themes; it alone loads this module and the libraries of numbers."""

import asyncio
import pickle
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.addressing import NotNow, Outgoing
from bot.context.digest_reading import digest_for
from bot.context.digests import compose_digest
from bot.workers.finders import Finders, finder
from bot.workers.uncovered import uncovered
from content.catalogue import load
from content.vocabulary.digesting import Digesting
from dialogs.knowledge.coverage import Coverage
from dialogs.knowledge.recalling import Call, Found
from dialogs.knowledge.themes.values import Answer, Hands, ThemeFinder, Themes
from dialogs.model import Delivery, Digest, Language, Person
from storage.database import Database, Unreachable, is_down


class UnpicklableError(Exception):
    """An unpicklable error in the child, known only by class name."""


def read_ahead() -> None:
    """Read the lexicon, for the processes that are forked afterwards."""
    finder(load().lexicon).arrange(())


class Tasks:
    """Each public method is a task; the process calls it by name."""

    def __init__(self, database_url: str) -> None:
        self._db = Database(database_url)
        self._finders = Finders()
        self._runner = asyncio.Runner()

    def digest(self, delivery: Delivery, *, now: datetime) -> Outgoing | NotNow:
        async def work(c: AsyncConnection) -> Outgoing | NotNow:
            of_place = await self._finders.of(c, delivery.municipality, now=now)
            return await compose_digest(c, delivery, finder=of_place, now=now)

        try:
            return self._runner.run(self._db.read(work))
        except Exception as error:
            raise _portable(error) from error

    def read(self, digest: Digest, person: Person, *, now: datetime) -> tuple[Digesting, Language]:
        """Raises LookupError."""

        async def work(c: AsyncConnection) -> tuple[Digesting, Language]:
            of_place = await self._finders.of(c, digest.municipality, now=now)
            return await digest_for(c, digest, person, finder=of_place, now=now)

        try:
            return self._runner.run(self._db.read(work))
        except Exception as error:
            raise _portable(error) from error

    def found(self, municipality: str, calls: Sequence[Call], *, now: datetime) -> list[Found]:
        """What the municipality's engine answers to each call."""

        async def work(c: AsyncConnection) -> ThemeFinder:
            return await self._finders.of(c, municipality, now=now)

        try:
            of_place = self._runner.run(self._db.read(work))
        except Exception as error:
            raise _portable(error) from error
        return [call.put_to(of_place) for call in calls]

    def themes(self, answers: Sequence[Answer], *, quotes: int, themes: int | None, hands: Hands) -> Themes:
        return finder(load().lexicon).find_themes(answers, quotes=quotes, themes=themes, hands=hands)

    def uncovered(self, answers: Sequence[Answer], *, fewest: int) -> Coverage:
        return uncovered(load().lexicon, answers, fewest=fewest)


def _portable(error: Exception) -> Exception:
    """The error itself if picklable, else Unreachable or UnpicklableError in its place."""
    if is_down(error):
        return Unreachable(str(error) if isinstance(error, Unreachable) else type(error).__name__)
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - made in this line
    except Exception:  # noqa: BLE001 - objects fail to pickle in many ways
        return UnpicklableError(type(error).__name__)
    return error
