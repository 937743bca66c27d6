"""People no longer asked may take their answers back, but neither write nor share anything new."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.rehearsal.clients import Client, buttons_on
from bot.rehearsal.wire_conversations import Json, Message
from content.language import Language
from content.vocabulary.conversing import NoLongerAsked
from dialogs.model import DeliveryKind, Reflection, Rung
from tests.bot.follow_ups.ladders import QUESTIONS, lay_ladders
from tests.nordvik import House, at, last, municipality, open_house, rendered_texts, seen, series

OPENS = at(11, 24)
WORDS = "Vi ga tenketid før alle svarte."
STAYS = ["guro,rektorgruppa,coordinator", "siv,rektorgruppa,leader"]
LEFT = "Du er ikke lenger blant dem som svarer her"
REFUSED = rendered_texts(NoLongerAsked(), Language.NB)

WAYS_OUT = {
    "the membership ended": [],
    "moved to another group": ["tor,team-solbakken,participant"],
    "observes": ["tor,rektorgruppa,observer"],
    "coordinates": ["tor,rektorgruppa,coordinator"],
}


class Leaver:
    """Tor, with an answer from the time when he was asked."""

    def __init__(self, house: House, folder: Path) -> None:
        self.house = house
        self.me: Client = house.cast["tor"]
        self._folder = folder
        self._prompt = last(self.me).id

    @property
    def card(self) -> Message:
        return next(one for one in self.me.chat if one.id == self._prompt)

    @property
    def shown(self) -> Json:
        card = self.me.view(self.card)
        assert card is not None
        return card

    async def leaves(self, rows: list[str]) -> None:
        people = [*STAYS, *rows, "lars,team-solbakken,participant"]
        await self.house.bring_in(municipality(self._folder / "etter", people=people_as_before(people)))

    async def reflection(self) -> Reflection:
        return (await self.house.reflections_of("tor"))[-1]

    def told(self) -> list[str]:
        return seen(self.me, last(self.me))


def people_as_before(people: list[str]) -> list[str]:
    """Rows in a fixed order, since `municipality` assigns object ids by position."""
    names = [row.split(",")[0] for row in people]
    first = [f"{name},rektorgruppa,observer" for name in ("guro", "siv", "tor", "lars") if name not in names]
    return sorted([*people, *first], key=lambda row: ("guro", "siv", "tor", "lars").index(row.split(",")[0]))


@pytest.fixture
async def tor(tmp_path: Path) -> AsyncIterator[Leaver]:
    people = [*STAYS, "tor,rektorgruppa,participant", "lars,team-solbakken,participant"]
    folder = municipality(tmp_path / "før", people=people)
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db", folder=folder) as house:
        lay_ladders(house, *QUESTIONS)
        await house.stage.plan(series(tmp_path, "s", "rektorgruppa"))
        await house.install("tor", "siv")
        await house.to(OPENS)
        yield Leaver(house, tmp_path)


@pytest.mark.parametrize("way", WAYS_OUT)
async def test_whoever_is_not_asked_any_more_writes_nothing_and_takes_back_all(tor: Leaver, way: str) -> None:
    await tor.me.press(tor.card, "Send svar", {"answer": WORDS, "rung": "group"})
    receipt = tor.shown
    await tor.me.press(tor.card, "Tenk litt videre")
    follow_up = tor.shown
    await tor.me.press(tor.card, "Nei takk, det holder")
    await tor.me.press(tor.card, "Endre svaret")
    form = tor.shown
    before = (await tor.reflection()).parts
    await tor.leaves(WAYS_OUT[way])
    for button, inputs, shown in (
        ("Send svar", {"answer": f"{WORDS} Og mer.", "rung": "group"}, form),
        ("Send svar", {"answer": WORDS, "rung": "municipality"}, form),
        ("Send svar", {"answer": "Fordi."}, follow_up),
        ("Endre svaret", {}, receipt),
        ("Tenk litt videre", {}, receipt),
    ):
        await tor.me.press(tor.card, button, inputs, shown=shown)
        assert tor.told() == REFUSED
        assert (seen(tor.me, tor.card)[0], buttons_on(tor.shown)) == (LEFT, ["Trekk tilbake", "Del med færre"])
    await tor.me.say("Og dette.")
    kept = await tor.reflection()
    assert (kept.parts, kept.rung) == (before, Rung.GROUP)
    await tor.house.stage.settle()
    await tor.me.press(tor.card, "Trekk tilbake")
    assert ((await tor.reflection()).withdrawn, (await tor.reflection()).parts, buttons_on(tor.shown)) == (True, (), [])
    await tor.me.press(tor.card, "Send svar", {"answer": WORDS, "rung": "group"}, shown=form)
    assert (await tor.reflection()).parts == ()


async def test_a_message_of_one_who_has_left_can_lose_words_and_gain_none(tor: Leaver) -> None:
    said = await tor.me.say(WORDS)
    await tor.house.stage.settle()
    await tor.leaves([])
    await tor.me.edit(said.activity_id, f"{WORDS} Og mer.")
    assert (tor.told(), (await tor.reflection()).text) == (REFUSED, WORDS)
    await tor.me.edit(said.activity_id, "Vi ga tenketid.")
    assert (await tor.reflection()).text == "Vi ga tenketid."
    await tor.me.delete(said.activity_id)
    assert (await tor.reflection()).withdrawn


async def test_who_has_taken_all_back_is_told_neither_that_an_answer_stands_nor_that_the_question_is_over(
    tor: Leaver,
) -> None:
    """The step is still open, but Tor is no longer asked, and none of his answers is left."""
    form = tor.shown
    said = await tor.me.say(WORDS)
    await tor.house.stage.settle()
    await tor.me.delete(said.activity_id)
    await tor.leaves([])
    await tor.me.undelete(said.activity_id)
    [back] = tor.told()
    assert back.endswith("men ikke i noe svar, for du kan ikke lenger svare på dette spørsmålet.")
    for opened, sentence in ((True, "står det, og du kan trekke det tilbake"), (False, "står det som det var")):
        if not opened:
            await tor.house.to(at(11, 27))
        await tor.me.press(tor.card, "Send svar", {"answer": WORDS, "rung": "group"}, shown=form)
        assert f"Har du et svar her fra før, {sentence}" in tor.told()[0]
    assert (await tor.reflection()).parts == ()


async def test_one_who_has_left_may_share_an_answer_with_fewer(tor: Leaver) -> None:
    await tor.me.press(tor.card, "Send svar", {"answer": WORDS, "rung": "municipality"})
    await tor.me.press(tor.card, "Endre svaret")
    form = tor.shown
    await tor.leaves([])
    await tor.me.press(tor.card, "Send svar", {"answer": WORDS, "rung": "only_me"}, shown=form)
    assert ((await tor.reflection()).rung, seen(tor.me, tor.card)[0]) == (Rung.ONLY_ME, LEFT)


async def test_one_who_comes_back_writes_again(tor: Leaver) -> None:
    await tor.me.press(tor.card, "Send svar", {"answer": WORDS, "rung": "group"})
    form = tor.shown
    await tor.leaves([])
    await tor.me.press(tor.card, "Endre svaret", shown=form)
    assert tor.told() == REFUSED
    tor.house.stage.now = at(11, 24, 9)
    await tor.leaves(["tor,rektorgruppa,participant"])
    tor.house.stage.now = at(11, 24, 10)
    await tor.me.press(tor.card, "Endre svaret", shown=form)
    await tor.me.press(tor.card, "Send svar", {"answer": "Noe annet.", "rung": "group"})
    assert (await tor.reflection()).text == "Noe annet."


async def test_a_step_that_those_who_lead_write_takes_nothing_more_of_one_who_leads_no_longer(
    tmp_path: Path,
) -> None:
    people = [*STAYS, "tor,rektorgruppa,leader", "lars,team-solbakken,participant"]
    folder = municipality(tmp_path / "før", people=people)
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db", folder=folder) as house:
        await house.stage.plan(series(tmp_path, "s", "rektorgruppa", protocol='"igp"'))
        await house.install("tor", "siv")
        await house.to(OPENS)
        for day in (27, 28, 30):
            await house.to(at(11, day, 9))
        for day in (1, 2, 3):
            await house.to(at(12, day, 9))
            if {one.position for one in await house.deliveries(DeliveryKind.PROMPT, "tor")} == {0, 1, 2}:
                break
        tor = Leaver(house, tmp_path)
        await tor.me.press(tor.card, "Send svar", {"answer": WORDS, "rung": "group"})
        form = tor.shown
        await tor.leaves(["tor,rektorgruppa,participant"])
        await tor.me.press(tor.card, "Endre svaret", shown=form)
        assert tor.told() == REFUSED


async def test_an_answer_that_is_changed_after_its_group_moved_is_read_where_its_author_is_told(
    tmp_path: Path,
) -> None:
    people = [
        "guro,rektorgruppa,coordinator",
        "kari,team-solbakken,facilitator",
        "lars,trinn-1,participant",
        "pia,team-fjordglott,participant",
    ]
    folder = municipality(tmp_path / "før", people=people, groups=["trinn-1,solbakken,grade,Trinn 1,"])
    moved = municipality(tmp_path / "etter", people=people, groups=["trinn-1,solbakken,grade,Trinn 1,"])
    groups = (moved / "groups.csv").read_text(encoding="utf-8")
    (moved / "groups.csv").write_text(
        groups.replace("team-solbakken,solbakken", "team-solbakken,fjordglott"), encoding="utf-8"
    )
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db", folder=folder) as house:
        await house.stage.plan(series(tmp_path, "s", "team-solbakken", led_by="kari"))
        await house.install("kari")
        await house.to(at(11, 24, 14))
        kari = house.cast["kari"]
        prompt = last(kari)
        await kari.press(prompt, "Send svar", {"answer": WORDS, "rung": "unit"})
        given = (await house.reflections_of("kari"))[0]
        house.stage.now = at(11, 24, 15)
        await house.bring_in(moved)
        await kari.press(prompt, "Endre svaret")
        assert ((await house.reflections_of("kari"))[0].circle_at, given.unit) == (given.circle_at, "solbakken")
        await kari.press(prompt, "Send svar", {"answer": f"{WORDS} Og mer.", "rung": "unit"})
        kept = (await house.reflections_of("kari"))[0]
        assert (kept.unit, kept.circle_at) == ("solbakken", given.circle_at), "the new school's people are others"
        await kari.press(prompt, "Ja, del videre")
        kept = (await house.reflections_of("kari"))[0]
        assert (kept.unit, kept.circle_at) == ("fjordglott", at(11, 24, 15))
