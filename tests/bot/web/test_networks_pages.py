"""Networks on pages: two municipalities share once both have said yes to each other, each for itself alone."""

import re
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from bot.actions.people.tie_network import tie_network, untie_network
from bot.rehearsal.cast import TENANT
from dialogs.model import Act
from storage import ties
from storage.records import records_of
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.nordvik import OPERATOR, municipality

SORVIK, HERE, THERE = "sorvik", "/settings/nordvik/networks", "/settings/sorvik/networks"
PEOPLE = ("guro,rektorgruppa,coordinator", "liv,team-solbakken,leader", "kari,team-solbakken,participant")
FILES = {
    "units.csv": "id,kind,name,parent,language\nnordnett,network,Nordnett,,nb\nsorvik,municipality,Sørvik,,nb\n",
    "groups.csv": "id,unit,kind,name\nrektorene,sorvik,principals,Rektorene\n",
    "people.csv": (
        "aad_object_id,name,upn,group,role,language\n{eva},Eva Oppdiktet,eva@x.example,rektorene,coordinator,nb\n"
    ),
}


@pytest.fixture
async def pages(tmp_path: Path) -> AsyncIterator[Pages]:
    """Eva coordinates Sørvik, whose file names the same network as Nordvik's."""
    people = (*PEOPLE, "eva,rektorgruppa,participant")
    folder = municipality(tmp_path / "nordvik", people=people)
    async with open_pages(f"sqlite+aiosqlite:///{tmp_path}/x.db", folder=folder) as opened:
        eva = opened.house.cast["eva"].person.object_id
        await opened.house.stage.bring_in(sorvik(tmp_path / "sorvik", eva), tenant=TENANT)
        yield opened


def sorvik(folder: Path, eva: str) -> Path:
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text.replace("{eva}", eva), encoding="utf-8")
    return folder


async def say(browser: Browser, place: str, way: str, other: str) -> Shown:
    page = await browser.get(place)
    fields = {"csrf": page.csrf, "once": way, "network": "nordnett", "other": other, "way": way}
    return await browser.post(place, fields)


async def tied(pages: Pages, municipality: str) -> tuple[str, ...]:
    return await pages.house.stage.app.db.read(lambda c: ties.tied(c, municipality, "nordnett"))


async def recorded(pages: Pages, municipality: str) -> list[tuple[Act, str]]:
    found = await pages.house.stage.app.db.read(partial(records_of, municipality=municipality))
    return [(one.act, one.about["network"]) for one in found if one.act in (Act.NETWORK_TIED, Act.NETWORK_UNTIED)]


async def test_two_municipalities_share_once_both_have_said_yes_and_until_one_says_no(pages: Pages) -> None:
    async with pages.visit("guro") as guro, pages.visit("eva") as eva:
        assert "Sørvik: ingen har sagt ja." in (await guro.get(HERE)).text
        waits = await say(guro, HERE, "yes", SORVIK)
        assert "Deling begynner når den andre kommunen også har sagt ja." in waits.text
        assert (await tied(pages, "nordvik"), await tied(pages, SORVIK)) == ((), ()), "one yes is no tie"
        assert "de har sagt ja, og venter på ja fra dere" in (await eva.get(THERE)).text
        for _ in range(2):
            assert "Nå deler dere med hverandre." in (await say(eva, THERE, "yes", "nordvik")).text
        assert (await tied(pages, "nordvik"), await tied(pages, SORVIK)) == ((SORVIK,), ("nordvik",))
        assert await recorded(pages, SORVIK) == [(Act.NETWORK_TIED, "nordnett (Nordvik kommune)")]
        ended = await say(guro, HERE, "no", SORVIK)
        assert "Dere deler ikke lenger med hverandre." in ended.text
        assert (await tied(pages, "nordvik"), await tied(pages, SORVIK)) == ((), ())
    acts = [act for act, _ in await recorded(pages, "nordvik")]
    assert sorted(acts) == [Act.NETWORK_TIED, Act.NETWORK_UNTIED]
    ended_there = (Act.NETWORK_UNTIED, "nordnett (Nordvik kommune)")
    assert ended_there in await recorded(pages, SORVIK), "the end stands in both records"
    async with pages.visit("eva") as eva:
        told = (await eva.get("/glass-box")).text
        assert "den andre kommunen" in told, "without anybody of the other municipality"


async def test_the_operators_end_stands_in_the_records_of_those_who_stay(pages: Pages) -> None:
    db, now = pages.house.stage.app.db, pages.house.stage.now
    await tie_network(db, "nordnett", ["nordvik", SORVIK], actor=OPERATOR, now=now)
    await untie_network(db, "nordnett", ["nordvik"], actor=OPERATOR, now=now)
    assert (Act.NETWORK_UNTIED, "nordnett") in await recorded(pages, "nordvik")
    assert (Act.NETWORK_UNTIED, "nordnett (Nordvik kommune)") in await recorded(pages, SORVIK)


async def test_a_yes_taken_back_before_the_other_answered_is_the_own_records_alone(pages: Pages) -> None:
    async with pages.visit("guro") as guro:
        await say(guro, HERE, "yes", SORVIK)
        await say(guro, HERE, "no", SORVIK)
    assert len(await recorded(pages, "nordvik")) == 2
    assert await recorded(pages, SORVIK) == []


async def test_what_the_operator_has_tied_either_municipality_ends_at_once(pages: Pages) -> None:
    stage = pages.house.stage
    await tie_network(stage.app.db, "nordnett", ["nordvik", SORVIK], actor=OPERATOR, now=stage.now)
    assert await tied(pages, "nordvik") == (SORVIK,)
    async with pages.visit("eva") as eva:
        assert "Nordvik kommune: dere deler med hverandre." in (await eva.get(THERE)).text
        await say(eva, THERE, "no", "nordvik")
    assert (await tied(pages, "nordvik"), await tied(pages, SORVIK)) == ((), ())


async def test_a_newcomer_reads_nothing_of_those_tied_before_by_saying_yes_alone(pages: Pages) -> None:
    """Whoever names the network in a file has asked nobody."""
    stage = pages.house.stage
    await tie_network(stage.app.db, "nordnett", ["nordvik"], actor=OPERATOR, now=stage.now)
    async with pages.visit("eva") as eva:
        await say(eva, THERE, "yes", "nordvik")
    assert (await tied(pages, "nordvik"), await tied(pages, SORVIK)) == ((), ())


@pytest.mark.parametrize("who", ["liv", "kari", "eva"])
async def test_nobody_ties_a_municipality_but_its_own_coordinators(pages: Pages, who: str) -> None:
    async with pages.visit(who) as browser:
        token = (await browser.get("/calendar")).csrf
        sent = {"csrf": token, "once": "x", "network": "nordnett", "other": SORVIK, "way": "yes"}
        for place in (HERE, "/settings/nowhere/networks"):
            assert (await browser.get(place)).status == 404
            assert (await browser.post(place, sent)).status == 404
    assert await recorded(pages, "nordvik") == []


@pytest.mark.parametrize(("network", "other", "way"), [("nowhere", SORVIK, "yes"), ("nordnett", "nowhere", "yes")])
async def test_a_network_or_partner_that_is_not_there_changes_nothing(
    pages: Pages, network: str, other: str, way: str
) -> None:
    async with pages.visit("guro") as browser:
        page = await browser.get(HERE)
        fields = {"csrf": page.csrf, "once": "x", "network": network, "other": other, "way": way}
        shown = await browser.post(HERE, fields)
        assert (shown.status, "finnes ikke her lenger" in shown.text) == (409, True)
        assert re.search(r'name="way" value="yes"', shown.text)
    assert await recorded(pages, "nordvik") == []
