"""Municipalities, people, series and channels of a town, at first and after moves."""

import json
from datetime import timedelta

from bot.actions.people.import_folder import import_folder
from bot.actions.people.tie_network import tie_network, untie_network
from bot.actions.planning.plan_series import plan_series
from bot.imports.folder import read_folder
from bot.imports.series_file import read_series
from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Client, Team
from tests.bot.circles import worlds
from tests.bot.circles.on_cards import press_of
from tests.bot.circles.oracle import Stay
from tests.bot.circles.town import Town
from tests.bot.circles.worlds import ABROAD, ANSWERING, HOME
from tests.nordvik import OPERATOR

_UNITS = "id,kind,name,parent,language\n{nett},network,Nettverket,,nb\n{by},municipality,Byen,{nett},{language}\n"
_SCHOOLS = "skole1,school,Skole Ein,{by},{language}\nskole2,school,Skole To,{by},{language}\n"
_SERIES = """
[series]
id = "{series}"
groups = {groups}
protocol = "{protocol}"
intention = "conveying"
led_by = "{led_by}"
dates = [{at}]
stays_open = "PT4H"
default_rung = "group"
leader_speaks_last = {leader_last}
asked = "{asked}"
{draft}
"""
_MEETING = """
[[meetings]]
date = {at}
group = "{group}"
digest_days_ahead = 1
"""


async def begin(town: Town) -> None:
    for person, group, role in town.world.places:
        town.places[person, group] = role
    town.places[worlds.COORDINATOR, "rektorer"] = "coordinator"
    town.places[worlds.COORDINATOR, "lag1"] = "coordinator"
    town.places[worlds.NEIGHBOUR_COORDINATOR, "nettet"] = "coordinator"
    town.facts.ties.append((town.now, False))
    everybody = (*worlds.PEOPLE, worlds.COORDINATOR, *worlds.NEIGHBOURS, worlds.NEIGHBOUR_COORDINATOR)
    for place, person in enumerate(everybody):
        object_id = f"00000000-0000-4000-8{place:03}-{town.number:012}"
        town.clients[person] = Client(town.house.teams, person.title(), object_id, town.upn(person), tenant=TENANT)
    await bring_in(town)
    for person in everybody:
        await town.clients[person].install(only="installationUpdate")
    if town.world.tied:
        await tie(town, worlds.Ties(tied=True))
    team = Team(town.house.teams, f"Laget {town.number}")
    team.add(town.clients[worlds.COORDINATOR])
    town.channels = [team.general, team.open_channel("Annen")]
    await team.install(by=town.clients[worlds.COORDINATOR])
    if town.is_asked_in_channel:
        await link(town, 0)
        await _plan(town, town.by, ("lag1",), "channel")
    groups = tuple(group for group in ANSWERING if town.series_of(group) == "uka")
    await _plan(town, town.by, groups, "personal", "rektorer", "nettet")
    await _plan(town, town.neighbour, ("ledere",), "personal", "nettet")


async def _plan(town: Town, municipality: str, groups: tuple[str, ...], asked: str, *meetings: str) -> None:
    file = town.folder / f"{municipality}-{asked}.toml"
    led_by = worlds.COORDINATOR if municipality == town.by else worlds.NEIGHBOUR_COORDINATOR
    told = _SERIES.format(
        groups=json.dumps(groups),
        protocol="igp" if town.world.steps else "ukesrefleksjon",
        led_by=town.upn(led_by),
        asked=asked,
        series=town.series_of(groups[0]),
        leader_last=str(town.world.leader_last).lower(),
        draft='draft_ahead = "P1D"' if town.world.draft else "",
        at=f"{town.opens if municipality == town.by else town.opens + timedelta(days=20):%Y-%m-%dT%H:%M:%SZ}",
    )
    at = town.opens + timedelta(days=12)
    for group in meetings:
        told += _MEETING.format(at=f"{at:%Y-%m-%dT%H:%M:%S}", group=group)
    file.write_text(told, encoding="utf-8")
    db, found = town.house.stage.app.db, town.house.stage.app.catalogues
    series = read_series(file)
    await plan_series(db, found, series, actor=OPERATOR, now=town.now, municipality=municipality)


async def bring_in(town: Town) -> None:
    """The two municipalities of the moment; the facts tell the same."""
    for municipality, groups in ((town.by, HOME), (town.neighbour, ABROAD)):
        own = municipality == town.by
        place = town.folder / municipality
        place.mkdir(parents=True, exist_ok=True)
        names = {"by": municipality, "nabo": municipality, "nett": town.network}
        units = (_UNITS + (_SCHOOLS if own else "")).format(
            nett=town.network, by=municipality, language=town.world.language
        )
        (place / "units.csv").write_text(units, encoding="utf-8")
        rows = ["id,unit,kind,name,time"]
        for group, (unit, kind) in groups.items():
            at = town.units[group] if own else unit
            rows.append(f"{group},{names.get(at, at)},{kind},{group.title()},")
        (place / "groups.csv").write_text("\n".join([*rows, ""]), encoding="utf-8")
        rows = ["aad_object_id,name,upn,group,role,language"]
        for (person, group), role in town.places.items():
            if (town.home_of(person) == town.by) == own:
                client = town.clients[person].person
                rows.append(f"{client.object_id},{client.name},{client.upn},{group},{role},{town.world.language}")
        (place / "people.csv").write_text("\n".join([*rows, ""]), encoding="utf-8")
        db = town.house.stage.app.db
        await import_folder(db, read_folder(place), actor=OPERATOR, tenant=TENANT, now=town.now)
        _note_stays(town, own=own)
    for group in HOME:
        known = town.facts.units.setdefault(group, [])
        if not known or known[-1][1] != town.units[group]:
            known.append((town.now, town.units[group]))


def _note_stays(town: Town, *, own: bool) -> None:
    stays = town.facts.stays if own else town.facts.neighbours
    theirs = {place: role for place, role in town.places.items() if (town.home_of(place[0]) == town.by) == own}
    lasting = {(stay.person, stay.group): stay for stay in stays if stay.until is None}
    for place, stay in lasting.items():
        if theirs.get(place) != stay.role:
            stay.until = town.now
    for (person, group), role in theirs.items():
        known = lasting.get((person, group))
        if known is None or known.until is not None:
            stays.append(Stay(person, group, role, town.now))


async def tie(town: Town, move: worlds.Ties) -> None:
    if town.facts.tied(town.now) == move.tied:
        return
    act = tie_network if move.tied else untie_network
    await act(town.house.stage.app.db, town.network, [town.by, town.neighbour], actor=OPERATOR, now=town.now)
    town.facts.ties.append((town.now, move.tied))


async def link(town: Town, number: int) -> None:
    channel = town.channels[number]
    await town.clients[worlds.COORDINATOR].say_in(channel, "koble til lag1")
    asked = [one for one in channel.messages if one.from_bot and press_of(one.card, "LinkChannel")]
    if asked:
        await town.press(worlds.COORDINATOR, asked[-1], "LinkChannel")
    await town.house.stage.settle()
    assert channel.messages[-1].summary.startswith("Kanalen er")
    town.channel = channel.id
