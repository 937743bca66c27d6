"""Ten municipalities just after a prompt, and their Teams, in a process of its own: `python -m tests.bench.town`.

Takes a folder for files and the URLs of empty databases; prints a line of JSON with the servers' settings and each
person's request, and serves until its standard input is closed.
"""

import asyncio
import json
import logging
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.rehearsal.cast import APP, TENANT
from bot.rehearsal.clients import Client
from bot.rehearsal.house import environment
from bot.rehearsal.stage import Stage
from bot.rehearsal.teams import StandInTeams
from bot.rehearsal.wire_activities import activity, channel_data_of, executed, place_of, words
from bot.rehearsal.wire_cards import action_on, data_sent
from bot.settings import read_settings
from bot.telemetry import log
from dialogs.calendar.instants import instant
from tests.nordvik import series

Json = dict[str, Any]

MUNICIPALITIES = 10
ASKED = 10
"""People asked in each municipality, all in one team; as many others fill the wider circles."""

PLANNED = instant(datetime(2026, 11, 23, 9))  # noqa: DTZ001 - local wall time, which `instant` converts
BEGINS = instant(datetime(2026, 11, 24, 8))  # noqa: DTZ001 - local wall time, which `instant` converts


def tenant(number: int) -> str:
    return f"{TENANT[:-2]}{number:02}"


def people_of(teams: StandInTeams, number: int) -> list[Client]:
    """The people asked in municipality `number`."""
    return [
        Client(teams, f"Person {person}", _account(number, person), _upn(number, person), tenant=tenant(number))
        for person in range(ASKED)
    ]


def folder_of(place: Path, number: int) -> Path:
    """A municipality in a network: the team to be asked, another school's team, and the principals."""
    folder = place / f"kommune{number}"
    folder.mkdir()
    town = f"kommune{number}"
    _write(folder / "units.csv", "id,kind,name,parent,language,stages", [
        f"nett{number},network,Nettverk {number},,nb,",
        f"{town},municipality,Kommune {number},nett{number},nb,",
        f"berg{number},school,Berg skole {number},{town},nb,1-7",
        f"vik{number},school,Vik skole {number},{town},nb,1-10",
    ])  # fmt: skip
    _write(folder / "groups.csv", "id,unit,kind,name,time", [
        f"team{number},berg{number},team,Team Berg {number},",
        f"annet{number},vik{number},team,Team Vik {number},",
        f"rektorgruppa{number},{town},principals,Rektorgruppa {number},",
    ])  # fmt: skip
    asked = [(person, f"team{number}", "participant") for person in range(ASKED)]
    around = [
        (person, f"{('annet', 'rektorgruppa')[person % 2]}{number}", "leader") for person in range(ASKED, 2 * ASKED)
    ]
    _write(folder / "people.csv", "aad_object_id,name,upn,group,role,language,from,until", [
        f"{_account(number, person)},Person {person},{_upn(number, person)},{group},{role},nb,,"
        for person, group, role in (*asked, *around)
    ])  # fmt: skip
    return folder


def _account(number: int, person: int) -> str:
    return f"00000000-0000-4000-8{number:03}-{person:012}"


def _upn(number: int, person: int) -> str:
    return f"person{person}-{number}@nordvik.example"


def _write(file: Path, head: str, rows: Sequence[str]) -> None:
    file.write_text("\n".join([head, *rows, ""]), encoding="utf-8")


async def presses_of(teams: StandInTeams, folders: Sequence[Path], database_url: str) -> list[Json]:
    """Ask everybody, and return each person's press that answers the prompt."""
    given = settings(teams, database_url)
    people = [one for number in range(MUNICIPALITIES) for one in people_of(teams, number)]
    async with Stage(read_settings(**given), now=PLANNED) as stage:
        teams.bot_url = stage.url
        for number, folder in enumerate(folders):
            await stage.bring_in(folder, tenant=tenant(number))
            await stage.plan(series(folder, f"rekke{number}", f"team{number}", led_by=f"person0-{number}"))
        for client in people:
            await client.install()
        await stage.to(BEGINS)
    return [press(teams, client) for client in people]


def settings(teams: StandInTeams, database_url: str) -> dict[str, str]:
    """The settings of our own server, with authentication on both ways, and all ten tenants let in."""
    tenants = ",".join(tenant(number) for number in range(MUNICIPALITIES))
    return environment(teams, database_url=database_url) | {"SLOYFA_TENANTS": tenants}


def press(teams: StandInTeams, client: Client) -> Json:
    """The activity of pressing «Send svar» on the newest prompt."""
    prompt = client.chat[-1]
    action = action_on(prompt.card, "Send svar", by="execute")
    data = data_sent(prompt.card, action, {"answer": "x", "rung": "group"})
    return _activity(teams, client, "invoke", {**executed(action, data), "replyToId": prompt.id})


def message(teams: StandInTeams, client: Client) -> Json:
    return _activity(teams, client, "message", words("Vi prøver toveis samtaler."))


def _activity(teams: StandInTeams, client: Client, kind: str, body: Json) -> Json:
    conversation = client.conversation
    return activity(
        kind,
        id=teams.world.event_id(),
        stamp=teams.stamp(),
        person=client.person,
        locale=client.locale,
        conversation=place_of(conversation),
        channel_data=channel_data_of(conversation),
        body=body,
    )


async def main(place: Path, *database_urls: str) -> None:
    log.set_up(level=logging.WARNING)
    async with StandInTeams(app_id=APP, tenant=TENANT, now=lambda: BEGINS) as teams:
        folders = [folder_of(place, number) for number in range(MUNICIPALITIES)]
        presses = {url: await presses_of(teams, folders, url) for url in database_urls}
        setup = {
            "environment": {url: settings(teams, url) for url in database_urls},
            "bearer": teams.bearer(),
            "presses": presses,
            "messages": [message(teams, one) for number in range(MUNICIPALITIES) for one in people_of(teams, number)],
        }
        sys.stdout.write(json.dumps(setup) + "\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), *sys.argv[2:]))
