"""Without an app id: for a client on the same machine, and for nobody else."""

from pathlib import Path

from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Client
from bot.rehearsal.stage import Stage
from bot.rehearsal.teams import StandInTeams
from bot.settings import read_settings
from tests.nordvik import MONDAY


async def test_a_client_on_this_machine_is_answered_without_naming_its_host(tmp_path: Path) -> None:
    settings = read_settings(
        SLOYFA_INSECURE_LOCAL="1",
        SLOYFA_TENANTS=TENANT,
        SLOYFA_DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db",
        PORT="0",
    )
    async with (
        StandInTeams(app_id=None, tenant=TENANT, now=lambda: MONDAY) as teams,
        Stage(settings, now=MONDAY) as bot,
    ):
        teams.bot_url = bot.url
        somebody = Client(teams, "Somebody", "00000000-0000-4000-8000-000000000999", "somebody@nordvik.example")
        assert [response.status for response in await somebody.install()] == [200, 200]
        assert len(somebody.chat) == 1
        elsewhere = {**(await somebody.say("hjelp")).activity, "serviceUrl": "https://smba.trafficmanager.net/emea/"}
        assert (await teams.post(elsewhere)).status == 403
