"""A network of two municipalities in two tenants: only revocable copies of shared answers cross."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.actions.people.tie_network import tie_network, untie_network
from bot.errors import UnknownMunicipality, WrongNetwork
from bot.rehearsal.cast import TENANT, nordvik
from bot.rehearsal.clients import Client, buttons_on
from bot.reports.municipality_settings import network_lines
from tests.nordvik import MONDAY, OPERATOR, House, at, last, open_house, seen

SORVIK = "0b0b0b0b-1b1b-4c2c-8d3d-4e4e4e4e4e4e"
UNNI, VIDAR = "00000000-0000-4000-8000-000000000901", "00000000-0000-4000-8000-000000000902"
NINA = "00000000-0000-4000-8000-000000000903"
WORDS = "Vi prøvde leseløp på tvers av trinn, og flere valgte bok selv."
OF_SORVIK = """
[series]
id = "leselyst"
groups = ["rektorene"]
protocol = "ukesrefleksjon"
intention = "conveying"
led_by = "vidar@sorvik.example"
dates = [2026-11-24]
time = 08:00:00
"""
OF_NORDVIK = """
[series]
id = "nettverk"
groups = ["nettverket"]
protocol = "ukesrefleksjon"
intention = "conveying"
led_by = "guro@nordvik.example"
dates = [2026-12-15]
time = 08:00:00
[[meetings]]
date = 2026-12-02T09:00:00
group = "nettverket"
digest_days_ahead = 1
[[meetings]]
date = 2026-12-03T09:00:00
group = "rektorgruppa"
digest_days_ahead = 1
"""


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Nordvik, and Sørvik in a tenant of its own; both name the network Nordnett and have planned sessions."""
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db", tenants=(TENANT, SORVIK)) as nordvik:
        await with_sorvik(nordvik, tmp_path)
        await nordvik.install("guro")
        yield nordvik


async def with_sorvik(nordvik: House, place: Path) -> None:
    folder = place / "sorvik"
    folder.mkdir()
    (folder / "units.csv").write_text(
        "id,kind,name,parent,language\nnordnett,network,Nordnett,,nb\nsorvik,municipality,Sørvik,nordnett,nb\n"
    )
    (folder / "groups.csv").write_text(
        "id,unit,kind,name\nnettverket-sor,nordnett,network,Nettverksgruppa\nrektorene,sorvik,principals,Rektorene\n"
    )
    (folder / "people.csv").write_text(
        "aad_object_id,name,upn,group,role,language\n"
        f"{UNNI},Unni Rektor,unni@sorvik.example,nettverket-sor,participant,nb\n"
        f"{VIDAR},Vidar Rektor,vidar@sorvik.example,rektorene,participant,nb\n"
    )
    (place / "sorvik.toml").write_text(OF_SORVIK)
    (place / "nordvik.toml").write_text(OF_NORDVIK)
    await nordvik.stage.bring_in(folder, tenant=SORVIK)
    await nordvik.stage.plan(place / "sorvik.toml")
    await nordvik.stage.plan(place / "nordvik.toml")


async def _tie(house: House) -> None:
    assert await tie_network(house.stage.app.db, "nordnett", ["nordvik", "sorvik"], actor=OPERATOR, now=MONDAY) == (
        "nordvik",
        "sorvik",
    )


async def _shares(house: House, rung: str) -> tuple[Client, str]:
    """Vidar in Sørvik answers by a message, for himself alone, and shares on `rung`; returns the message's id too."""
    vidar = Client(house.teams, "Vidar Rektor", VIDAR, "vidar@sorvik.example", tenant=SORVIK)
    await vidar.install()
    await house.to(at(11, 24))
    prompt = last(vidar)
    message = await vidar.say(WORDS)
    await house.stage.settle()
    await vidar.press(prompt, "Hopp over")
    await vidar.press(prompt, "Endre svaret")
    await vidar.press(prompt, "Send svar", {"answer": WORDS, "rung": rung})
    if rung == "network":
        await vidar.press(prompt, "Ja, del videre")
    return vidar, message.activity_id


async def _read_ahead(house: House, day: int) -> list[str]:
    await house.to(at(11, 30))
    await house.to(at(12, day, 9))
    return seen(house.cast["guro"], last(house.cast["guro"]))


async def test_a_tied_municipalitys_members_count_as_readers_at_once(house: House) -> None:
    vidar, _ = await _shares(house, "network")
    [prompt] = [one for one in vidar.chat if "Endre svaret" in buttons_on(vidar.view(one))]

    async def readers() -> str:
        await vidar.press(prompt, "Endre svaret")
        await vidar.press(prompt, "Send svar", {"answer": WORDS, "rung": "network"})
        return next(line for line in seen(vidar, prompt) if line.startswith("Disse kan lese svaret"))

    before = await readers()
    await _tie(house)
    said = "Disse kan lese svaret: Alle i Nordnett ({} personer)"
    assert (before, await readers()) == (said.format(2), said.format(3))


async def test_who_joins_the_network_later_reads_nothing_that_was_shared_before(house: House, tmp_path: Path) -> None:
    await _tie(house)
    await _shares(house, "network")
    folder = Path(shutil.copytree(nordvik(), tmp_path / "nordvik"))
    nina = Client(house.teams, "Nina Koordinator", NINA, "nina@nordvik.example")
    with (folder / "people.csv").open("a", encoding="utf-8") as people:
        people.write(f"{NINA},Nina Koordinator,nina@nordvik.example,nettverket,coordinator,nb,,\n")
    await house.to(at(11, 25))
    await house.bring_in(folder)
    await nina.install()
    assert WORDS in await _read_ahead(house, 1)
    read = seen(nina, last(nina))
    assert "Rektorene (Sørvik)" not in read
    assert WORDS not in read


async def test_answers_shared_with_the_network_are_read_ahead_of_its_meeting_in_another_municipality(
    house: House,
) -> None:
    await _tie(house)
    await _shares(house, "network")
    read = await _read_ahead(house, 1)
    assert WORDS in read
    assert "Rektorene (Sørvik)" in read
    assert not any("har svart" in line for line in read)


async def test_that_two_files_name_the_same_network_ties_nothing(house: House) -> None:
    vidar = Client(house.teams, "Vidar Rektor", VIDAR, "vidar@sorvik.example", tenant=SORVIK)
    await vidar.install()
    await house.to(at(11, 24))
    # Without a tie, Vidar's network has only Sørvik's own members: Vidar and Unni.
    assert "Alle i Nordnett (2 personer)" in seen(vidar, last(vidar))
    await vidar.press(last(vidar), "Send svar", {"answer": WORDS, "rung": "network"})
    assert WORDS not in await _read_ahead(house, 1)


async def test_the_rung_counts_those_of_the_other_municipality_who_are_in_the_networks_groups(house: House) -> None:
    await _tie(house)
    vidar = Client(house.teams, "Vidar Rektor", VIDAR, "vidar@sorvik.example", tenant=SORVIK)
    await vidar.install()
    await house.to(at(11, 24))
    assert "Alle i Nordnett (3 personer)" in seen(vidar, last(vidar))


async def test_answers_shared_less_widely_never_leave_the_municipality(house: House) -> None:
    await _tie(house)
    await _shares(house, "only_me")
    assert WORDS not in await _read_ahead(house, 1)


async def test_a_copy_is_revoked_when_its_author_takes_the_words_back(house: House) -> None:
    await _tie(house)
    vidar, message = await _shares(house, "network")
    await house.to(at(11, 30))
    await vidar.delete(message)
    assert WORDS not in await _read_ahead(house, 1)


async def test_only_the_networks_own_groups_read_what_comes_from_beyond(house: House) -> None:
    await _tie(house)
    await _shares(house, "network")
    await _read_ahead(house, 1)
    assert WORDS not in await _read_ahead(house, 2)


async def test_once_untied_nothing_crosses_any_more(house: House) -> None:
    db = house.stage.app.db
    await _tie(house)
    await _shares(house, "network")
    assert await untie_network(db, "nordnett", ["sorvik"], actor=OPERATOR, now=MONDAY, dry_run=True) == ("nordvik",)
    assert await network_lines(db, actor=OPERATOR) == ("nordnett ties together nordvik, sorvik",)
    assert await untie_network(db, "nordnett", ["sorvik"], actor=OPERATOR, now=MONDAY) == ("nordvik",)
    assert await network_lines(db, "nordnett", actor=OPERATOR) == ("nordnett ties together nordvik; not tied: sorvik",)
    assert WORDS not in await _read_ahead(house, 1)
    with pytest.raises(WrongNetwork, match="sorvik is not tied to nordnett"):
        await untie_network(db, "nordnett", ["sorvik"], actor=OPERATOR, now=MONDAY)


async def test_a_dry_run_of_tying_names_the_municipalities_and_ties_nothing(house: House) -> None:
    db = house.stage.app.db
    assert await tie_network(db, "nordnett", ["nordvik", "sorvik"], actor=OPERATOR, now=MONDAY, dry_run=True) == (
        "nordvik",
        "sorvik",
    )
    assert await network_lines(db, actor=OPERATOR) == ("nordnett ties nothing together; not tied: nordvik, sorvik",)
    with pytest.raises(WrongNetwork, match=r"there is no network nordnet; did you mean nordnett\?"):
        await network_lines(db, "nordnet", actor=OPERATOR)
    with pytest.raises(UnknownMunicipality, match=r"there is no municipality sorvika; did you mean sorvik "):
        await tie_network(db, "nordnett", ["nordvik", "sorvika"], actor=OPERATOR, now=MONDAY)


async def test_a_municipality_without_that_network_cannot_be_tied_to_it(house: House) -> None:
    with pytest.raises(WrongNetwork, match="sorvik has no network vestnett"):
        await tie_network(house.stage.app.db, "vestnett", ["sorvik"], actor=OPERATOR, now=MONDAY)
