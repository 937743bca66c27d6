"""The database for a command: of this program's version, or refused with the remedy."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.errors import NotReady
from storage.database import Database
from storage.migrations.running import Versions, VersionState, migrate, versions

Work = Callable[[Database], Awaitable[None]]
Say = Callable[[str], None]

NONE_YET = "python -m bot migrate makes it, and so do import and serve"


async def on_database(url: str, work: Work) -> None:
    """Run `work` without creating or migrating. Raises NotReady for a missing database, or another version's."""
    db = Database(url)
    if not db.is_there:
        raise NotReady(f"there is no database in {db.url.database} yet; {NONE_YET}")
    async with db:
        found = await versions(db)
        if found.state is VersionState.EMPTY:
            raise NotReady(f"the database is empty; {NONE_YET}")
        if found.state is not VersionState.SAME:
            raise NotReady(f"the database {remedy(found)}")
        await work(db)


async def on_new_database(url: str, work: Work, *, say: Say) -> None:
    """As `on_database`, but makes a missing database, for the first command of an installation."""
    if await _is_empty(url):
        async with Database(url) as db:
            _tell_migrated(await migrate(db), say)
    await on_database(url, work)


async def on_trial(url: str, work: Work) -> None:
    """As `on_database`, for a trial: a missing database is made elsewhere, and removed afterwards."""
    if not await _is_empty(url):
        await on_database(url, work)
        return
    with TemporaryDirectory(prefix="sloyfa-") as folder:
        async with Database(f"sqlite+aiosqlite:///{Path(folder) / 'trial.db'}") as db:
            await migrate(db)
            await work(db)


async def bring_up_to_date(db: Database, *, say: Say) -> Versions:
    """Says both versions. Raises NotReady for the database of a newer program."""
    found = await versions(db)
    if found.state is VersionState.NEWER:
        raise NotReady(f"the database {remedy(found)}")
    before = await migrate(db)
    _tell_migrated(before, say)
    return before


def remedy(found: Versions) -> str:
    """The fault of a database of another version, and the remedy."""
    if found.state is VersionState.NEWER:
        newer = f"{found.database}, which is newer than {found.program}"
        return f"is of a version this program does not know ({newer}); use the newer program"
    return (
        f"is of an older version ({found.database}) than this program ({found.program}); "
        "python -m bot migrate brings it up to date, and so does serve"
    )


def _tell_migrated(before: Versions, say: Say) -> None:
    if before.state is VersionState.EMPTY:
        say(f"the database was made, as version {before.program}")
    elif before.state is VersionState.OLDER:
        say(f"the database was migrated from version {before.database} to {before.program}")


async def _is_empty(url: str) -> bool:
    db = Database(url)
    if not db.is_there:
        return True
    async with db:
        return (await versions(db)).state is VersionState.EMPTY
