"""Tie municipalities to a network, whose groups then read answers shared by all tied municipalities; or untie.

The operator ties many at once. A coordinator says yes or no on behalf of the own municipality alone, to one other at a
time: nothing is shared before both have said yes, and either's no ends it at once.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup, steps
from bot.context.networks import networks_of
from bot.context.recording import record, record_by_partner
from bot.context.rights import require
from bot.errors import WrongNetwork
from content.presses import TieNetwork
from content.vocabulary.conversing import OldCard
from content.vocabulary.settings import NetworksShown, Partner, TieOutcome
from dialogs.model import Act, Actor, Happening, Scope, UnitKind
from dialogs.permissions import AboutMunicipality, Verb
from dialogs.turn import Turn, in_place
from storage import ties
from storage.database import Database
from storage.units import one_unit, take_turn


async def tie_network(
    db: Database, network: str, municipalities: Sequence[str], *, actor: Actor, now: datetime, dry_run: bool = False
) -> tuple[str, ...]:
    """All municipalities now tied to the network. Equal ids in two files tie nothing until an administrator does.

    Raises WrongNetwork and UnknownMunicipality.
    """
    for one in municipalities:
        require(actor, Verb.TIE_NETWORK, AboutMunicipality(one))

    async def work(c: AsyncConnection) -> tuple[str, ...]:
        tied = await ties.all_tied(c, network)
        for municipality in municipalities:
            await _known_there(c, network, municipality)
            if municipality not in tied:
                await record(c, actor, Act.NETWORK_TIED, municipality, network=network, now=now)
        await ties.tie(c, municipalities, network)
        return (municipalities[0], *await ties.tied(c, municipalities[0], network))

    return await db.write_or_try(work, dry_run=dry_run)


async def untie_network(
    db: Database, network: str, municipalities: Sequence[str], *, actor: Actor, now: datetime, dry_run: bool = False
) -> tuple[str, ...]:
    """Untie, and return the municipalities still tied; neither side reads the other's shared answers any more.

    Raises WrongNetwork and UnknownMunicipality.
    """
    for one in municipalities:
        require(actor, Verb.TIE_NETWORK, AboutMunicipality(one))

    async def work(c: AsyncConnection) -> tuple[str, ...]:
        tied = await ties.all_tied(c, network)
        for municipality in municipalities:
            await _known_there(c, network, municipality)
            if municipality not in tied:
                raise WrongNetwork(f"{municipality} is not tied to {network}")
            await record(c, actor, Act.NETWORK_UNTIED, municipality, network=network, now=now)
            await _record_for_partners(c, actor, network, municipality, untied=municipalities, now=now)
        await ties.untie(c, municipalities, network)
        return await ties.all_tied(c, network)

    return await db.write_or_try(work, dry_run=dry_run)


async def _record_for_partners(
    c: AsyncConnection, actor: Actor, network: str, municipality: str, *, untied: Collection[str], now: datetime
) -> None:
    """For the municipalities that stay in the network, and share with this one no longer."""
    itself = await one_unit(c, municipality, municipality)
    with_whom = f"{network} ({itself.name if itself is not None else municipality})"
    for partner in await ties.tied(c, municipality, network):
        if partner not in untied:
            await record(c, actor, Act.NETWORK_UNTIED, partner, network=with_whom, now=now)


async def _known_there(c: AsyncConnection, network: str, municipality: str) -> None:
    await lookup.municipality_called(c, municipality)
    unit = await one_unit(c, municipality, network)
    if unit is None or UnitKind.NETWORK not in unit.kinds:
        raise WrongNetwork(f"{municipality} has no network {network}; import its units.csv with that row first")


async def press_tie(db: Database, about: Happening, press: TieNetwork, *, actor: Actor, now: datetime) -> Turn:
    """The municipality's own yes or no to another; said twice, it stands as it was."""

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        if about.place.scope is not Scope.PERSONAL or actor.person_in(press.municipality) is None:
            return Turn(language, say=(OldCard(),))
        await take_turn(c, press.municipality)
        before = await networks_of(c, actor, press.municipality)
        if before is None:
            return Turn(language, say=(OldCard(),))
        partner = before.partner(press.network, press.other)
        if partner is None or press.way not in {"yes", "no"}:
            return in_place(about, language, replace(before, outcome=TieOutcome.GONE))
        await _said(c, actor, press, partner, before.name, now=now)
        after = await networks_of(c, actor, press.municipality)
        return in_place(about, language, _told(after or before, press))

    return await db.write(work)


async def _said(
    c: AsyncConnection, actor: Actor, press: TieNetwork, partner: Partner, own_name: str, *, now: datetime
) -> None:
    """The end of a tie stands in both municipalities' records, since both stop reading the other."""
    change, act = (ties.agree, Act.NETWORK_TIED) if press.way == "yes" else (ties.disagree, Act.NETWORK_UNTIED)
    if await change(c, press.municipality, press.network, press.other):
        with_whom = f"{press.network} ({partner.name})"
        await record(c, actor, act, press.municipality, network=with_whom, now=now)
        if act is Act.NETWORK_UNTIED and partner.they_agree:
            with_us = f"{press.network} ({own_name})"
            await record_by_partner(c, act, press.other, network=with_us, now=now)


def _told(shown: NetworksShown, press: TieNetwork) -> NetworksShown:
    partner = shown.partner(press.network, press.other)
    if press.way == "no":
        return replace(shown, outcome=TieOutcome.ENDED)
    return replace(shown, outcome=TieOutcome.TIED if partner and partner.they_agree else TieOutcome.WAITS)
