"""A meeting's page: the pack as it grows, what was decided both ways written down, and given back by a press."""

import html
import re
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from bot.rehearsal.clients import Client
from bot.rehearsal.wire_conversations import Message
from content.presses import GiveBackDecisions, encode
from dialogs.model import Promiser
from storage import commitments, digests
from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.nordvik import at, last, municipality, seen, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

PEOPLE = (
    *("guro,rektorgruppa,coordinator", "tor,rektorgruppa,leader", "siv,rektorgruppa,participant,nn"),
    *("rolf,rektorgruppa,observer", "bodil,team-solbakken,participant"),
    "ali,rektorgruppa,facilitator",
)
MEETS = "".join(
    f'\n[[meetings]]\ndate = {day}T09:00:00\ngroup = "rektorgruppa"\n' for day in ("2026-12-03", "2026-12-16")
)
HERE = "/meetings/nordvik/uka/rektorgruppa/2026-12-03T08%3A00%3A00%2B00%3A00"
TRIES = "Vi leser høyt for hverandre hver fredag."
AGREED = "Vi begynner hvert møte med et eksempel fra en skole."
GROUPS = "Vi besøker hverandres skoler én gang før jul."
TOWNS = "Kommunen betaler reisene mellom skolene."
CHILD = "Mina Åsheim i 3B slår de andre, ring 415 55 555."
DAY = "2026-12-16"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    with TemporaryDirectory() as place:
        folder = municipality(Path(place) / "nordvik", people=PEOPLE)
        async with open_pages(f"sqlite+aiosqlite:///{place}/x.db", folder=folder) as opened:
            await opened.house.install("guro", "tor", "siv", "rolf", "bodil", "ali")
            file = series(folder, "uka", "rektorgruppa", dates="[2026-11-24, 2026-12-08]")
            file.write_text(file.read_text("utf-8") + MEETS, "utf-8")
            await opened.house.stage.plan(file)
            yield opened


def shows(me: Client, words: str) -> list[Message]:
    return [one for one in me.chat if one.from_bot and any(words in line for line in seen(me, one))]


async def send(browser: Browser, way: str, **fields: str) -> Shown:
    page = await browser.get(HERE)
    return await browser.post(f"{HERE}/{way}", {"csrf": page.csrf, "once": f"{way}{fields}", **fields})


async def test_the_pack_is_seen_to_grow_by_whoever_leads_the_meeting_and_by_nobody_else(pages: Pages) -> None:
    house, tor = pages.house, pages.house.cast["tor"]
    await tor.say(f"vi prøver: {TRIES}")
    await tor.press(last(tor), "Lagre", {"text": TRIES, "day": "2026-12-03"})
    await house.to(at(11, 23, 12))
    ali = house.cast["ali"]
    await ali.press(next(one for one in shows(ali, TRIES) if one.from_bot), "Ja, det prøver vi")
    async with pages.visit("guro") as guro, pages.visit("ali") as leads, pages.visit("tor") as member:
        for browser in (guro, leads):
            before = await browser.get(HERE)
            assert "Slik er pakka i dag" in before.text
            assert "Bare de som leder møtet, ser dette nå." in before.text
            assert TRIES in before.text, "what was promised stands there already"
        assert "Hvor mye som er kommet inn" not in before.text
        assert "Neste spørsmål åpner" in before.text
        shown = await member.get(HERE)
        assert "Pakka kommer av seg selv" in shown.text
        assert TRIES not in shown.text
    await house.to(at(11, 24))
    for name in ("tor", "siv"):
        me = house.cast[name]
        await me.press(last(me), "Send svar", {"answer": "Vi leste sammen hver dag.", "rung": "group"})
    async with pages.visit("guro") as guro:
        assert "er åpent til" in (await guro.get(HERE)).text
    await house.to(at(11, 27, 9))
    async with pages.visit("guro") as guro:
        grown = await guro.get(HERE)
    async with pages.visit("ali") as leads, pages.visit("tor") as member, pages.visit("rolf") as observes:
        read = await leads.get(HERE)
        assert "Slik er pakka i dag" in read.text
        assert "Hvor mye som er kommet inn" not in read.text, "counts of groups are the coordinator's"
        assert pages.name_of("siv") not in read.text
        for browser in (member, observes):
            assert "Slik er pakka i dag" not in (await browser.get(HERE)).text
    assert "Hvor mye som er kommet inn" in grown.text
    for name in ("tor", "siv"):
        assert pages.name_of(name) not in grown.text, "never who"
    assert "/origin/" not in grown.text


async def test_once_the_pack_is_made_it_stands_there_for_whoever_belongs_to_the_meeting(pages: Pages) -> None:
    await pages.house.to(at(11, 30, 9))
    async with pages.visit("tor") as tor, pages.visit("guro") as guro:
        for browser in (tor, guro):
            page = await browser.get(HERE)
            assert "Pakka til møtet" in page.text
            assert TRIES in page.text
            assert re.search(r'href="/digests/nordvik/[0-9a-f-]{36}"', page.text)
        assert 'action="' + HERE.replace("%3A", ":") not in (await tor.get(HERE)).text


async def test_several_things_are_written_down_at_once_both_ways_and_none_is_lost(pages: Pages) -> None:
    await pages.house.to(at(12, 3, 9, 30))
    lines = {
        "text_0": AGREED,
        "text_1": CHILD,
        "text_2": GROUPS,
        "whose_2": "group rektorgruppa",
        "day_2": DAY,
        "text_3": "Uten dag",
        "whose_3": "group rektorgruppa",
        "day_3": "2020-01-01",
        "text_5": TOWNS,
        "whose_5": "municipality",
        "day_5": DAY,
    }
    async with pages.visit("guro") as guro, pages.visit("tor") as tor:
        told = await send(guro, "decide", **lines)
        assert told.status == 409
        assert "Dette ser ut til å peke på noen." in told.text
        assert "Velg en dag i løpet av det neste året." in told.text
        assert _written(told) == [CHILD, "Uten dag"], "what was kept is not in the fields any more"
        page = await send(guro, "decide", text_0=AGREED)
        assert {*_decided(page)} == {AGREED, GROUPS, TOWNS}, "the same once more is the same"
        for way in ("decide", "give-back", "forget"):
            refused = await tor.post(
                f"{HERE}/{way}", {"csrf": (await tor.get("/calendar")).csrf, "text_0": "Noe annet"}
            )
            assert refused.status == 404
    db = pages.house.stage.app.db
    promised = [
        *await db.read(lambda c: commitments.open_of_promiser(c, "nordvik", Promiser.GROUP, group="rektorgruppa")),
        *await db.read(lambda c: commitments.open_of_promiser(c, "nordvik", Promiser.MUNICIPALITY)),
    ]
    assert {(one.text, one.agreed) for one in promised} == {(TRIES, True), (GROUPS, True), (TOWNS, True)}


async def test_it_is_given_back_by_a_press_once_to_those_shown_first_and_follows_what_is_changed(pages: Pages) -> None:
    house = pages.house
    tor, siv, rolf, bodil = (house.cast[name] for name in ("tor", "siv", "rolf", "bodil"))
    await house.to(at(12, 3, 10, 30))
    assert shows(tor, AGREED) == [], "nothing is given back before the press"
    [meeting] = await house.stage.app.db.read(
        lambda c: digests.of_meetings(c, "nordvik", since=at(12, 1), until=at(12, 4))
    )
    await tor.say("hjelp")
    await tor.press(last(tor), "Plan", forged=encode(GiveBackDecisions("nordvik", str(meeting.id))))
    async with pages.visit("guro") as guro:
        page = await guro.get(HERE)
        assert "3 personer får dette i chatten" in page.text
        assert [pages.name_of(name) for name in ("ali", "siv", "tor")] == re.findall(
            r"<li><bdi>(\w+ \w+)</bdi></li>", page.text
        )
        given = await send(guro, "give-back")
        assert "Det er gitt tilbake." in given.text
        await send(guro, "give-back")
        await house.to(at(12, 3, 10, 50))
        assert [len(shows(one, AGREED)) for one in (tor, siv, rolf, bodil)] == [1, 1, 0, 0]
        assert not any("Guro" in line for line in seen(tor, shows(tor, AGREED)[0]))
        before = len(tor.chat)
        [its_id] = re.findall(rf'{AGREED}</p>.*?name="decision" value="([0-9a-f-]{{36}})"', given.text, re.DOTALL)
        await send(guro, "forget", decision=its_id)
        await send(guro, "decide", text_0="Vi begynner med et eksempel.")
        await house.to(at(12, 3, 11, 15))
        assert shows(tor, AGREED) == []
        assert len(shows(tor, "Vi begynner med et eksempel.")) == 1, "the card that was sent follows"
        assert len(tor.chat) == before, "and nothing is sent anew"


def _written(shown: Shown) -> list[str]:
    found = re.findall(r"<textarea [^>]*>(.*?)</textarea>", shown.text, re.DOTALL)
    return [html.unescape(text).strip() for text in found if text.strip()]


def _decided(shown: Shown) -> list[str]:
    section = shown.text.partition('id="decided"')[2].partition('<form class="stack')[0]
    return re.findall(r'<p class="words"[^>]*>(.*?)</p>', section)
