"""Sessions in steps: igp over the wire, and the engine with a list of steps of our own."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import audiences
from bot.context import steps as step_contexts
from bot.context.catalogues import Catalogues
from bot.entry.clock.due import do_what_is_due
from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Client, buttons_on
from content.catalogue_types import OpensNext, Protocol, ProtocolStep, Sees, Writes
from content.language import Language, Wording
from content.vocabulary.prompting import StepMoved, StepStays
from dialogs.model import Account, DeliveryKind, Stage
from storage.people import persons_behind
from storage.readable_reflections import readable
from storage.sessions import sessions_of
from storage.steps import steps_of
from tests.nordvik import House, at, last, municipality, open_house, own_words, rendered_texts, seen, series

MOVED = rendered_texts(StepMoved("I gruppa"), Language.NB)
STAYS = rendered_texts(StepStays(), Language.NB)
TEAM = ("kari", "lars", "mona", "nils")


def url(place: Path) -> str:
    return f"sqlite+aiosqlite:///{place}/sloyfa.db"


@pytest.fixture
async def igp(tmp_path: Path) -> AsyncIterator[House]:
    """The individual step of team Solbakken's igp is open; Kari is its facilitator."""
    async with open_house(url(tmp_path)) as house:
        await house.plan("solbakken")
        await house.install(*TEAM)
        await house.to(at(11, 25, 14))
        yield house


def step_of(house: House, name: str) -> str:
    """The title of the newest open prompt in the person's chat, "" without one."""
    me = house.cast[name]
    prompts = [texts for texts in (seen(me, one) for one in me.chat) if "Send svar" in texts]
    return prompts[-1][1].partition(" · ")[0] if prompts else ""


def prompt(client: Client) -> str:
    return next(one.id for one in reversed(client.chat) if one.from_bot and "Send svar" in str(one.card))


async def answer(house: House, name: str, text: str, rung: str = "group") -> None:
    me = house.cast[name]
    await me.press(prompt(me), "Send svar", {"answer": text, "rung": rung})
    await house.stage.settle()


def everything_seen(house: House, *names: str) -> str:
    return " ".join(text for name in names for one in house.cast[name].chat for text in seen(house.cast[name], one))


async def readable_by(house: House, name: str) -> list[str]:
    """The texts a surface may show this person from the series' sessions."""
    db, account = house.stage.app.db, Account(TENANT, house.cast[name].person.object_id)

    async def work(c: AsyncConnection) -> list[str]:
        [person] = await persons_behind(c, account)
        reader = await audiences.reading(c, await step_contexts.town(c, "nordvik"), person.id, now=house.stage.now)
        sessions = await sessions_of(c, "nordvik", "igp-solbakken")
        return [one.text for one in await readable(c, reader, [session.id for session in sessions])]

    return await db.read(work)


async def stages(house: House) -> list[Stage]:
    [session] = await house.stage.app.db.read(lambda c: sessions_of(c, "nordvik", "igp-solbakken"))
    steps = await house.stage.app.db.read(lambda c: steps_of(c, "nordvik", session.id))
    return [session.stage, *(step.stage for step in steps)]


async def test_igp_goes_from_each_alone_to_the_group_to_all_by_its_timers(igp: House) -> None:
    assert [step_of(igp, name) for name in TEAM] == ["Hver for seg"] * 4
    await igp.to(at(11, 27, 13, 59))
    assert await stages(igp) == [Stage.OPEN, Stage.OPEN]
    await igp.to(at(11, 27, 14))
    assert [step_of(igp, name) for name in TEAM] == ["I gruppa"] * 4
    await igp.to(at(12, 1, 14))
    assert [step_of(igp, name) for name in TEAM] == ["Sammen", "", "", ""], "the facilitator writes for all"
    await igp.to(at(12, 2, 14))
    assert await stages(igp) == [Stage.CLOSED] * 4
    assert [step_of(igp, name) for name in TEAM] == [""] * 4


async def test_an_individual_answer_is_hidden_on_every_surface_until_its_step_closes(igp: House) -> None:
    await answer(igp, "lars", "Hemmelig i dag.", "municipality")
    await igp.cast["mona"].say("Dette er også hemmelig.")
    await igp.to(at(11, 26))
    for hidden in ("Hemmelig i dag.", "Dette er også hemmelig."):
        assert hidden not in everything_seen(igp, "kari", "nils")
    assert await readable_by(igp, "nils") == []
    assert "Ingen andre ser svaret ditt før tida for å svare er ute, eller gruppa går videre." in seen(
        igp.cast["lars"], igp.cast["lars"].chat[1]
    )
    assert "Ingen andre ser svaret ditt før tida for å svare er ute, eller gruppa går videre." in seen(
        igp.cast["mona"], last(igp.cast["mona"])
    )
    await igp.to(at(11, 27, 14))
    for hidden in ("Hemmelig i dag.", "Dette er også hemmelig."):
        assert hidden in everything_seen(igp, "kari")
        assert hidden in everything_seen(igp, "nils")
    assert sorted(await readable_by(igp, "nils")) == ["Dette er også hemmelig.", "Hemmelig i dag."]


async def test_the_next_step_shows_earlier_answers_to_those_whose_circles_hold_them(igp: House) -> None:
    await answer(igp, "lars", "Til gruppa.", "group")
    await answer(igp, "mona", "Bare til meg selv.", "only_me")
    await igp.to(at(11, 27, 14))
    for name in ("nils", "mona"):
        texts = seen(igp.cast[name], last(igp.cast[name]))
        assert "Dette er skrevet så langt" in texts
        assert ("Til gruppa." in texts, "Bare til meg selv." in texts) == (True, False)
    await answer(igp, "nils", "Gruppas poeng.")
    await igp.to(at(12, 1, 14))
    plenary = seen(igp.cast["kari"], last(igp.cast["kari"]))
    assert ("Gruppas poeng." in plenary, "Til gruppa." in plenary) == (True, False), (
        "each step builds on the one before"
    )


async def test_words_deleted_afterwards_vanish_from_the_cards_that_built_on_them(igp: House) -> None:
    lars, nils = igp.cast["lars"], igp.cast["nils"]
    said = await lars.say("Dette kommer jeg til å angre.")
    await igp.to(at(11, 27, 14))
    assert "Dette kommer jeg til å angre." in seen(nils, last(nils))
    await lars.delete(said.activity_id)
    await igp.stage.settle()
    assert "Dette kommer jeg til å angre." not in everything_seen(igp, "kari", "mona", "nils")
    assert "Dette kommer jeg til å angre." not in seen(lars, last(lars))


async def test_the_next_step_opens_when_all_have_answered_or_passed(igp: House) -> None:
    for name in ("kari", "lars", "mona"):
        await answer(igp, name, own_words(name))
    await igp.to(at(11, 25, 15))
    assert step_of(igp, "nils") == "Hver for seg", "one is missing"
    await igp.cast["lars"].press(igp.cast["lars"].chat[1], "Trekk tilbake")
    await igp.cast["nils"].press(prompt(igp.cast["nils"]), "Hopp over")
    await igp.to(at(11, 25, 16))
    assert await stages(igp) == [Stage.OPEN, Stage.OPEN], "who has withdrawn is missing again"
    await igp.cast["lars"].say("Vi leste likevel.")
    await igp.to(at(11, 25, 16, 30))
    assert [step_of(igp, name) for name in TEAM] == ["I gruppa"] * 4


async def test_who_was_asked_and_has_not_installed_is_waited_for(tmp_path: Path) -> None:
    async with open_house(url(tmp_path)) as house:
        await house.plan("solbakken")
        await house.install("kari", "lars", "mona")
        await house.to(at(11, 25, 14))
        for name in ("kari", "lars", "mona"):
            await answer(house, name, "Ferdig.")
        await house.to(at(11, 26))
        assert await stages(house) == [Stage.OPEN, Stage.OPEN]


async def test_a_facilitator_opens_the_next_step(igp: House) -> None:
    kari = igp.cast["kari"]
    response = await kari.say("Neste steg")
    assert (response.status, seen(kari, last(kari))) == (200, MOVED)
    await igp.to(at(11, 25, 14, 1))
    assert [step_of(igp, name) for name in TEAM] == ["I gruppa"] * 4
    assert buttons_on(igp.cast["lars"].view(igp.cast["lars"].chat[1])) == [], "the card of the step before is over"
    await igp.to(at(11, 25, 14, 10))
    await kari.say("neste steg")
    await igp.to(at(11, 25, 14, 11))
    assert [step_of(igp, name) for name in TEAM] == ["Sammen", "", "", ""]
    await igp.to(at(11, 25, 14, 20))
    await kari.say("neste steg")
    assert seen(kari, last(kari)) == STAYS, "the last step is ended by time alone"


async def test_the_facilitators_word_sent_again_by_teams_opens_no_further_step(igp: House) -> None:
    said = await igp.cast["kari"].say("neste steg")
    for new_id in (False, True):
        await igp.to(at(11, 25, 14, 1))
        await igp.cast["kari"].again(said, new_id=new_id)
    await igp.to(at(11, 25, 14, 2))
    assert step_of(igp, "lars") == "I gruppa"


async def test_the_facilitators_word_said_again_soon_is_asked_about_and_not_lost(igp: House) -> None:
    kari = igp.cast["kari"]
    await kari.say("neste steg")
    await igp.to(at(11, 25, 14, 1))
    await kari.say("neste steg")
    question = last(kari)
    assert seen(kari, question)[0] == "Skal økta videre én gang til?"
    await kari.press(question, buttons_on(question.card)[0])
    await igp.to(at(11, 25, 14, 2))
    assert step_of(igp, "kari") == "Sammen"


async def test_a_step_just_ended_is_not_ended_once_more_in_other_words(igp: House) -> None:
    kari = igp.cast["kari"]
    await kari.say("neste steg")
    await kari.say("next step")
    assert seen(kari, last(kari)) == STAYS, "the next step opens at the next tick"


async def test_nobody_else_opens_the_next_step(igp: House) -> None:
    await igp.install("guro", "tor")
    for name in ("lars", "guro", "tor"):
        await igp.cast[name].say("neste steg")
        assert seen(igp.cast[name], last(igp.cast[name])) == STAYS
    await igp.to(at(11, 25, 15))
    assert await stages(igp) == [Stage.OPEN, Stage.OPEN]


async def test_a_leader_opens_the_next_step_where_there_is_no_facilitator_and_only_there(tmp_path: Path) -> None:
    people = ["leader,team-solbakken,leader", "lars,team-solbakken,participant"]
    people += ["second,team-fjordglott,leader", "pia,team-fjordglott,facilitator"]
    async with open_house(url(tmp_path), folder=municipality(tmp_path / "led", people=people)) as house:
        await house.install("leader", "lars", "second", "pia")
        for group in ("team-solbakken", "team-fjordglott"):
            await house.stage.plan(series(tmp_path, f"i-{group}", group, protocol='"igp"', led_by="leader"))
        await house.to(at(11, 24, 14))
        for name, told in (("lars", STAYS), ("leader", MOVED), ("second", STAYS), ("pia", MOVED)):
            await house.cast[name].say("neste steg")
            assert seen(house.cast[name], last(house.cast[name])) == told


async def test_a_facilitator_of_several_sessions_says_which(tmp_path: Path) -> None:
    people = [
        "kari,team-solbakken,facilitator",
        "kari,trinn-7,facilitator",
        "lars,team-solbakken,participant",
        "mona,trinn-7,participant",
    ]
    folder = municipality(tmp_path / "two", people=people, groups=["trinn-7,solbakken,grade,Trinn 7,14:00"])
    async with open_house(url(tmp_path), folder=folder) as house:
        await house.install("kari", "lars", "mona")
        for group in ("team-solbakken", "trinn-7"):
            await house.stage.plan(series(tmp_path, f"i-{group}", group, protocol='"igp"', led_by="kari"))
        await house.to(at(11, 24, 14))
        kari, lars = house.cast["kari"], house.cast["lars"]
        await kari.say("neste steg")
        which = last(kari)
        assert "1. Team mellomtrinn Solbakken: Hver for seg" in seen(kari, which), (
            "which is too long for a phone's button"
        )
        assert buttons_on(which.card) == ["1", "2"]
        await lars.press(which, "2")
        assert lars.notices == STAYS, "the card is passed on in vain"
        pressed = await kari.press(which, "2")
        await house.to(at(11, 24, 14, 1))
        await kari.again(pressed, new_id=True)
        await kari.press(which, "2")
        await house.to(at(11, 24, 14, 5))
        assert [step_of(house, name) for name in ("lars", "mona")] == ["Hver for seg", "I gruppa"]


async def test_who_joins_during_a_later_step_gets_that_step_alone(tmp_path: Path) -> None:
    async with open_house(url(tmp_path)) as house:
        await house.plan("solbakken")
        await house.install("kari", "lars", "mona")
        await house.to(at(11, 25, 14))
        await house.to(at(11, 27, 14))
        await house.install("nils")
        nils = house.cast["nils"]
        assert [("Send svar" in seen(nils, one), step_of(house, "nils")) for one in nils.chat[1:]] == [
            (True, "I gruppa")
        ]


def wording(text: str) -> Wording:
    return Wording(text, text)


def of_steps(*steps: ProtocolStep) -> Protocol:
    return Protocol(id="igp", name=wording("Vår egen"), purpose=wording("En liste av steg."), steps=steps)


def own_step(key: str, stays_open: str, **changes: object) -> ProtocolStep:
    step = ProtocolStep(
        key=key,
        title=wording(key),
        hint=wording(""),
        question=wording(f"Hva med {key}?"),
        writes=Writes.EVERYONE,
        sees=Sees.ALL,
        stays_open=stays_open,
        minutes=5,
        opens_next=(OpensNext.TIMER,),
        shows_earlier=False,
    )
    return replace(step, **changes)  # type: ignore[arg-type]  # the fields a test names


async def test_the_engine_runs_any_list_of_steps(tmp_path: Path) -> None:
    """Each step has its own writers, readers, length and way of opening the next."""
    protocol = of_steps(
        own_step("A", "P2D", question=None, sees=Sees.OWN),
        own_step("B", "PT45M", writes=Writes.LEADING, shows_earlier=True),
        own_step("C", "P1W", opens_next=(OpensNext.ALL_ANSWERED,)),
        own_step("D", "P1D", opens_next=(OpensNext.FACILITATOR, OpensNext.TIMER)),
    )
    async with open_house(url(tmp_path)) as house:
        app = house.stage.app
        base = app.catalogues.base
        catalogues = Catalogues(replace(base, protocols={**base.protocols, "igp": protocol}))

        async def to(*moment: int) -> list[str]:
            house.stage.now = at(*moment)
            await do_what_is_due(app.db, catalogues, now=house.stage.now)
            await app.send_due()
            return [step_of(house, name) for name in TEAM]

        await house.plan("solbakken")
        await house.install(*TEAM)
        assert await to(11, 25, 14) == ["A"] * 4
        await answer(house, "lars", own_words("lars"))
        assert await to(11, 27, 14) == ["B", "", "", ""]
        assert own_words("lars") in seen(house.cast["kari"], last(house.cast["kari"]))
        assert await to(11, 27, 14, 44) == ["B", "", "", ""]
        assert await to(11, 27, 14, 45) == ["C"] * 4
        for name in TEAM:
            await answer(house, name, "Alle har svart.")
        assert await to(11, 27, 15) == ["D"] * 4
        app.catalogues = catalogues
        await house.cast["kari"].say("neste steg")
        assert seen(house.cast["kari"], last(house.cast["kari"]))[:2] == [
            "Spørsmålet er ikke lenger åpent",
            "Hva med D?",
        ]
        assert await to(11, 27, 15, 1) == [""] * 4
        assert await stages(house) == [Stage.CLOSED] * 5
        assert len(await house.deliveries(DeliveryKind.DIGEST)) == 4


async def test_steps_that_were_over_while_nobody_ran_are_caught_up_in_order(igp: House) -> None:
    await igp.to(at(12, 21))
    assert await stages(igp) == [Stage.OPEN, Stage.CLOSED, Stage.OPEN], "each still gets its time"
    assert [step_of(igp, name) for name in TEAM] == ["I gruppa"] * 4
