"""A municipality's documents: the notice, the unions' note, the DPIA, the record of processing, and two more."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup
from bot.context.catalogues import Catalogues
from bot.context.document_facts import Facts, facts_of
from bot.context.rights import require
from bot.reports.document_values import DocumentValues
from bot.version import VERSION
from content.catalogue import Catalogue
from content.dates import full_date
from content.document_templates import Values, fill, title_of
from content.document_words import DOCUMENTS, WRITTEN_IN, document_words, template
from content.documents import Block, Bullets, Document, Heading, Paragraph, gaps_in, plain
from content.language import Language
from dialogs.model import Actor
from dialogs.permissions import Verb
from storage.database import Database

Dated = Callable[[date], tuple[Document, ...]]


@dataclass(frozen=True)
class Documents:
    """`dated` composes the documents as of a day; `unset` are the settings that leave gaps."""

    municipality: str
    dated: Dated
    unset: tuple[str, ...]


async def documents_of(
    db: Database, catalogues: Catalogues, municipality: str | None, language: Language | None, *, actor: Actor,
    now: datetime,
) -> Documents:  # fmt: skip
    """In the municipality's own language, unless another is named. Raises UnknownMunicipality."""
    require(actor, Verb.READ_REPORTS)

    async def work(c: AsyncConnection) -> Documents:
        town = await lookup.the_municipality(c, municipality)
        catalogue = await catalogues.at(c, town, now)
        facts = await facts_of(c, catalogue, town, now=now)
        wanted = language or facts.town.units[town].language
        written_in = wanted if wanted in WRITTEN_IN else Language.NB
        return Documents(town, lambda day: _composed(facts, catalogue, written_in, day), _unset(facts, written_in))

    return await db.read(work)


def _unset(facts: Facts, language: Language) -> tuple[str, ...]:
    given = facts.settings.as_in_file
    return tuple(key for key in document_words(language).settings if not given[key])


def _composed(facts: Facts, catalogue: Catalogue, language: Language, day: date) -> tuple[Document, ...]:
    values = DocumentValues(facts, catalogue, language, day).all()
    return tuple(_one(name, facts.town.id, values, language, day) for name in DOCUMENTS)


def _one(name: str, municipality: str, values: Values, language: Language, day: date) -> Document:
    words, text = document_words(language), template(name, language)
    blocks = fill(text, values)
    made = words.phrases["made"].format(version=VERSION, today=full_date(day, language))
    return Document(
        name=f"{words.files[name]}-{municipality}-{language.value}",
        language=language,
        title=title_of(text),
        made=made,
        page=words.phrases["page"],
        blocks=(*blocks, *_list_of_gaps(blocks, language)),
    )


def _list_of_gaps(blocks: tuple[Block, ...], language: Language) -> tuple[Block, ...]:
    """All gaps of a document once more, at its end, as plain text: a gap is filled in where it stands."""
    phrases = document_words(language).phrases
    found = Counter((section, gap.what) for section, gap in gaps_in(blocks))
    items = tuple(plain(_told(section, what, number, phrases)) for (section, what), number in found.items())
    told: Block = Bullets(items) if items else Paragraph(plain(phrases["nothing_to_fill_in"]))
    return (Heading(1, plain(phrases["to_fill_in"])), told)


def _told(section: str, what: str, number: int, phrases: Mapping[str, str]) -> str:
    told = f"{section}: {what}" if section else what
    return told if number == 1 else phrases["places"].format(what=told, number=number)
