"""A municipality's own program in a drawn town: asks for each digest, and reads as the rules in words allow."""

from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.program_reading import digest_for
from bot.entry.web.api.rendering import digest_answer
from content.language import Language
from dialogs.model import ApiScope, ApiToken, Digest
from tests.bot.circles.oracle import MARKER, may_program_read
from tests.bot.circles.surfaces import finder, made
from tests.bot.circles.town import Town


async def ask_as_programs(town: Town) -> None:
    """A program let in when the sessions opened, and another let in now."""
    for since in (town.opens, town.now):
        token = ApiToken(town.by, "0a0a0a0a", "program", frozenset(ApiScope), since, since, town.now)
        for digest in await made(town.house, town.by, town.neighbour):
            read = partial(_read, token=token, digest=digest, language=Language(town.world.language))
            text = await town.house.stage.app.db.read(read)
            if text and digest.municipality != town.by:
                town.astray.append("a program reads another municipality's digest")
            town.astray += [f"a program reads {one}" for one in MARKER.findall(text) if not _may(town, one, since)]


async def _read(c: AsyncConnection, *, token: ApiToken, digest: Digest, language: Language) -> str:
    found = await digest_for(c, finder(), token, digest.id, language)
    return digest_answer(*found).model_dump_json() if found is not None else ""


def _may(town: Town, marker: str, since: datetime) -> bool:
    known = [one for one in (*town.facts.words, *town.facts.promises) if one.marker == marker]
    return any(may_program_read(town.facts, one, since, town.now) for one in known)
