"""«Hvem ser hva»: the circles with the speaker's own groups, told in numbers from five on, and without a name."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.rehearsal.clients import Client, Team
from tests.nordvik import House, last, open_house, seen


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'circles.db'}") as opened:
        yield opened


async def told(me: Client, said: str) -> list[str]:
    await me.install()
    await me.say(said)
    return seen(me, last(me))


async def test_each_is_told_the_circles_of_their_own_groups_in_their_language(house: House) -> None:
    """A leader, a participant in nynorsk, a coordinator, an observer, a small group, and a stranger."""
    tor = await told(house.cast["tor"], "hvem ser hva")
    assert {
        "Rektorgruppa, Nordvik kommune",
        "Bare meg: bare du",
        "Rektorgruppa: 9 kan lese",
        "Alle i Nordvik kommune som bruker Sløyfa: 17 kan lese",
        "Du er leder her. Det gir deg ingenting mer å lese.",
        "Ingen får vite hvem som ikke har svart, eller hvem som hoppet over.",
    } <= set(tor)
    siv = await told(house.cast["siv"], "Kven ser kva?")
    assert {"Kven ser kva", "Rektorgruppa: 9 kan lese", "Berre meg: berre du"} <= set(siv)
    assert not any("Du er leiar her" in one for one in siv)
    pia = await told(house.cast["pia"], "kven ser kva")
    assert "Team ungdomstrinn Fjordgløtt: færre enn fem kan lese" in pia
    assert any(one.startswith("Alle ved Fjordgløtt skule og i Rektorgruppa: 13 kan lese") for one in pia)
    guro = await told(house.cast["guro"], "hvem ser hva")
    assert any(
        one.startswith("Du er koordinator her. Du leser det som er delt med en krets du selv er i") for one in guro
    )
    assert not any("kan lese" in one and one.startswith("Rektorgruppa") for one in guro), "she does not answer"
    ola = await told(house.cast["ola"], "hvem ser hva")
    assert "Du er observatør her. Du svarer ikke, og du leser ingen svar." in ola
    una = Client(house.teams, "Una Ukjend", "00000000-0000-4000-8000-000000000099", "una@annet.example")
    assert "Du er ikke med i noen gruppe nå." in await told(una, "hvem ser hva")
    names = {client.name.partition(" ")[0] for client in house.cast.people.values()}
    assert [one for one in (*tor, *siv, *pia, *guro, *ola) if names & set(one.replace(",", " ").split())] == []


async def test_a_channel_is_told_of(house: House) -> None:
    kari = house.cast["kari"]
    team = Team(house.teams, "Solbakken")
    team.add(*(house.cast[name] for name in ("kari", "lars", "mona", "nils")))
    await team.install(by=kari)
    await kari.say_in(team.general, "koble til Team mellomtrinn Solbakken")
    assert any(one.startswith("Gruppa har en kanal i Teams.") for one in await told(kari, "hvem ser hva"))
    before = len(team.general.messages)
    await kari.say_in(team.general, "hvem ser hva")
    assert not any("kan lese" in str(one.activity) for one in team.general.messages[before:])
