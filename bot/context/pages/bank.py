"""The sharing bank on pages: a search with the filters to choose from, and an entry."""

from dataclasses import replace
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import bank, entry_tries, promises
from bot.context.bank_entries import Reader
from bot.context.catalogues import Catalogues
from bot.context.identities import persons_of
from bot.context.steps import town
from content.catalogue import Catalogue
from content.catalogue_types import SchoolType
from content.vocabulary.bank import PAGE, BankEntry, BankFilters, BankPage
from content.vocabulary.pages_of_bank import BankChoices, BankEntryPage, BankSearchPage, BankSought, Choice
from dialogs.calendar.instants import local
from dialogs.calendar.school_year import school_year, year_label
from dialogs.model import Actor, Language
from storage.sessions import first_and_last_opening

_NEWEST = 5  # entries, before anything is searched for


async def search_page(
    c: AsyncConnection, catalogues: Catalogues, actor: Actor, language: Language, sought: BankSought, *, now: datetime
) -> BankSearchPage | None:
    """None for a municipality that is not the actor's. A filter that cannot be chosen is left out."""
    reader = await bank.reader_for(c, actor, sought.municipality, language, now=now)
    if reader is None:
        return None
    catalogue = await catalogues.at(c, reader.person.municipality, now)
    choices = await _choices(c, catalogue, actor, reader, now=now)
    filters = _known(sought.filters, choices)
    words = sought.words[: bank.LONGEST_QUERY]
    page = await bank.page_for(c, reader, words, filters, sought.start // PAGE, size=PAGE)
    if page.is_blank:
        page = BankPage(await bank.newest(c, reader, most=_NEWEST), is_blank=True)
    return BankSearchPage(
        BankSought(reader.person.municipality, words, filters, page.start), choices, replace(page, entries=_plain(page))
    )


async def entry_page(
    c: AsyncConnection,
    actor: Actor,
    municipality: str,
    its_id: UUID,
    *,
    language: Language,
    sought: BankSought | None,
    now: datetime,
) -> BankEntryPage | None:
    """None for an entry taken back, never there, or closed to the actor: the three are told alike."""
    reader = await bank.reader_for(c, actor, municipality, language, now=now)
    entry = await bank.entry_for(c, reader, its_id) if reader is not None else None
    trying = await promises.reader_for(c, actor, municipality, now=now) if entry is not None else None
    if entry is None or trying is None:
        return None
    known = await entry_tries.tries_of(c, trying, entry)
    form = await entry_tries.blank_form(c, trying, entry, now=now) if known.may_try else None
    return BankEntryPage(_without_mark(entry), sought, known, form)


def _plain(page: BankPage) -> tuple[BankEntry, ...]:
    return tuple(_without_mark(one) for one in page.entries)


def _without_mark(entry: BankEntry) -> BankEntry:
    """A quote's mark leads back from a digest; an entry on a page names its group and day."""
    return replace(entry, quote=replace(entry.quote, mark=""))


async def _choices(
    c: AsyncConnection, catalogue: Catalogue, actor: Actor, reader: Reader, *, now: datetime
) -> BankChoices:
    today = local(now).date()
    groups = list(reader.town.groups)
    opened = await first_and_last_opening(c, reader.person.municipality, groups)
    first = min(local(opened[0]).date(), today) if opened is not None else today
    years = range(school_year(today), school_year(first) - 1, -1)
    return BankChoices(
        municipalities=await _municipalities(c, actor),
        areas=tuple(Choice(one.id, one.name.to(reader.language)) for one in catalogue.areas.values()),
        requirements=_requirements(catalogue, reader.language, first, today),
        years=tuple(Choice(str(year), year_label(year)) for year in years),
    )


async def _municipalities(c: AsyncConnection, actor: Actor) -> tuple[Choice, ...]:
    places = [one.municipality for one in await persons_of(c, actor)]
    return tuple([Choice(place, (await town(c, place)).units[place].name) for place in places])


def _requirements(
    catalogue: Catalogue, language: Language, first: date, today: date
) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """By law: all that somebody can have been asked about from the first session on."""
    asked = [
        (one.law_name.to(language), Choice(one.id, f"{one.paragraph} {one.title.to(language)}"))
        for one in catalogue.requirements.values()
        if one.asked and one.valid_from <= today and (one.valid_to is None or one.valid_to >= first)
    ]
    by_law = groupby(sorted(asked, key=lambda each: each[0]), key=lambda each: each[0])
    return tuple((law, tuple(choice for _, choice in of_law)) for law, of_law in by_law)


def _known(filters: BankFilters, choices: BankChoices) -> BankFilters:
    requirements = [one for _, of_law in choices.requirements for one in of_law]
    return BankFilters(
        area=filters.area if filters.area in {one.id for one in choices.areas} else "",
        requirement=filters.requirement if filters.requirement in {one.id for one in requirements} else "",
        stage=filters.stage if filters.stage in {one.value for one in SchoolType} else "",
        year=filters.year if str(filters.year) in {one.id for one in choices.years} else 0,
        kind=filters.kind,
    )
