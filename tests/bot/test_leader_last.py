"""Leaders speak last: what they answer waits until the step closes, and they read nobody's answer before."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions.planning.plan_series import plan_series
from bot.context import audiences
from bot.context import steps as step_contexts
from bot.errors import UnknownSession, WrongPlan
from bot.imports.series_file import read_series
from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Client, Team
from bot.reports.planning import plan_lines
from bot.reports.plans import planned_lines
from content.catalogue import load
from content.language import Language
from content.vocabulary.prompting import SpeaksLast
from content.wording import phrase
from dialogs.knowledge.themes.finding import Finder
from dialogs.knowledge.themes.values import Answer
from dialogs.model import Account, DeliveryKind, Rung, Stage
from dialogs.sharing import circles
from storage.people import persons_behind
from storage.readable_reflections import readable
from storage.sessions import sessions_of
from storage.steps import steps_of
from tests.nordvik import OPERATOR, House, at, last, municipality, open_house, seen, series
from tests.reading import digest_of

GROUP = "team-fjordglott"
NAME = "Team ungdomstrinn Fjordgløtt"
SEND = "Send svar"
OPENERS = {opener.question for opener in load().openers}


@dataclass(frozen=True)
class Words:
    """What people write and press in a written form of Norwegian."""

    language: Language
    leader: str
    added: str
    teacher: str
    colleague: str
    second: str
    change: str = "Endre svaret"
    withdraw: str = "Trekk tilbake"
    skip: str = "Hopp over"
    follow_up: str = "Tenk litt videre"
    enough: str = "Nei takk, det holder"
    share_on: str = "Del videre"
    no: str = "Ikke nå"
    hidden: str = "Ingen andre ser svaret ditt før tida for å svare er ute, eller gruppa går videre."


NB = Words(
    Language.NB,
    "Jeg mener at vi må ha færre møter.",
    "Da får vi også bedre tid til å gå inn i hverandres timer.",
    "Elevene leste for hverandre.",
    "Vi delte klassen i fire grupper.",
    "Jeg vil helst begynne med vurdering.",
)
NN = Words(
    Language.NN,
    "Eg tenkjer vi bør dele klassane.",
    "Då får vi òg betre tid til å gå inn i timane til kvarandre.",
    "Elevane las for kvarandre.",
    "Vi delte klassen i fire grupper denne veka.",
    "Eg vil helst byrje med vurdering.",
    follow_up="Tenk litt vidare",
    enough="Nei takk, det held",
    share_on="Del vidare",
    no="Ikkje no",
    hidden="Ingen andre ser svaret ditt før tida for å svare er ute, eller gruppa går vidare.",
)


def said(part: str, language: Language) -> str:
    return phrase(SpeaksLast(""), part, language)


def url(place: Path) -> str:
    return f"sqlite+aiosqlite:///{place}/sloyfa.db"


def town(place: Path, language: Language, *, mona: str = "participant") -> Path:
    """A team with two leaders, two teachers, and Mona in a role that may change."""
    people = [
        f"pia,{GROUP},leader,{language}",
        f"odd,{GROUP},leader,{language}",
        f"lars,{GROUP},participant,{language}",
        f"siri,{GROUP},participant,{language}",
        f"mona,{GROUP},{mona},{language}",
        f"guro,rektorgruppa,coordinator,{language}",
        f"guro,{GROUP},coordinator,{language}",
        "siv,rektorgruppa,participant",
        "una,nettverket,participant",
    ]
    return municipality(place / f"town-{mona}", people=people)


async def answer(house: House, name: str, text: str, rung: str = "group") -> None:
    me = house.cast[name]
    await me.press(prompt(me), SEND, {"answer": text, "rung": rung})
    await house.stage.settle()


def prompt(client: Client) -> str:
    return next(one.id for one in reversed(client.chat) if one.from_bot and SEND in str(one.card))


def everything_seen(house: House, *names: str) -> str:
    return " ".join(text for name in names for one in house.cast[name].chat for text in seen(house.cast[name], one))


async def readable_by(house: House, name: str, of_series: str = "uka") -> set[str]:
    """The texts that any surface may show the person from the sessions of a series."""
    db, account = house.stage.app.db, Account(TENANT, house.cast[name].person.object_id)

    async def work(c: AsyncConnection) -> set[str]:
        [person] = await persons_behind(c, account)
        reader = await audiences.reading(c, await step_contexts.town(c, "nordvik"), person.id, now=house.stage.now)
        sessions = await sessions_of(c, "nordvik", of_series)
        return {one.text for one in await readable(c, reader, [session.id for session in sessions])}

    return await db.read(work)


async def readable_beyond(house: House, conversation: str = "") -> set[str]:
    """The texts that a channel of the group, or the network, may be shown."""

    async def work(c: AsyncConnection) -> set[str]:
        sessions = [session.id for session in await sessions_of(c, "nordvik", "uka")]
        channel = circles.circle_of_channel("nordvik", GROUP, conversation)
        network = circles.circle_of_network("nordvik", "nordnett")
        return {one.text for reading in (channel, network) for one in await readable(c, reading, sessions)}

    return await house.stage.app.db.read(work)


async def stages(house: House, of_series: str) -> list[Stage]:
    [session] = await house.stage.app.db.read(lambda c: sessions_of(c, "nordvik", of_series))
    found = await house.stage.app.db.read(lambda c: steps_of(c, "nordvik", session.id))
    return [step.stage for step in found]


@asynccontextmanager
async def asked_team(place: Path, language: Language) -> AsyncIterator[House]:
    """The team has just been asked, in their own chats; while the question is open there is a meeting with a digest."""
    async with open_house(url(place), folder=town(place, language)) as house:
        await house.install("pia", "odd", "lars", "siri", "mona", "guro")
        file = series(place, "uka", GROUP, led_by="pia", leader_speaks_last="true")
        ahead = '[[meetings]]\ndate = 2026-11-26T09:00:00\ngroup = "team-fjordglott"\ndigest_days_ahead = 1\n'
        file.write_text(file.read_text(encoding="utf-8") + ahead, encoding="utf-8")
        await house.stage.plan(file)
        await house.to(at(11, 24, 14))
        yield house


@pytest.mark.parametrize("words", [NB, NN], ids=["nb", "nn"])
async def test_a_leader_is_told_why_and_gets_a_question_to_ask_meanwhile(tmp_path: Path, words: Words) -> None:
    language = words.language
    async with asked_team(tmp_path, language) as house:
        pia, lars = house.cast["pia"], house.cast["lars"]
        openers = {opener.to(language) for opener in OPENERS}
        for leader in ("pia", "odd"):
            asked = seen(house.cast[leader], last(house.cast[leader]))
            assert said("asked", language) in asked
            assert openers & set(asked)
        asked = seen(lars, last(lars))
        assert said("others", language) in asked
        assert not openers & set(asked)
        assert said("asked", language) not in asked

        # Answered on the card, added to in chat, opened, changed and withdrawn: it says so as long as it waits.
        await answer(house, "pia", words.leader)
        kept = seen(pia, pia.chat[1])
        assert said("kept", language) in kept
        assert openers & set(kept)
        await pia.press(pia.chat[1], words.follow_up)
        assert said("kept", language) in seen(pia, pia.chat[1]), "the question that follows"
        await pia.press(pia.chat[1], words.enough)
        await pia.say(words.added)
        await house.stage.settle()
        assert said("kept", language) in seen(pia, last(pia))
        await pia.press(pia.chat[1], words.change)
        await pia.press(pia.chat[1], SEND, {"answer": words.leader, "rung": "only_me"})
        assert said("kept", language) not in seen(pia, pia.chat[1]), "nobody else will read it anyway"
        await answer(house, "lars", words.teacher)
        assert said("kept", language) not in seen(lars, lars.chat[1])
        await pia.press(pia.chat[1], words.share_on)
        assert words.hidden in seen(pia, pia.chat[1]), "the preview of more readers"
        await pia.press(pia.chat[1], words.no)
        await pia.press(pia.chat[1], words.withdraw)
        odd = house.cast["odd"]
        await odd.press(odd.chat[1], words.skip)
        assert openers & set(seen(odd, odd.chat[1])), "whoever skips may ask all the same"
        await house.to(at(11, 27, 14))
        assert words.leader not in everything_seen(house, "lars")
        assert words.teacher in everything_seen(house, "pia", "lars")


@pytest.mark.parametrize("words", [NB, NN], ids=["nb", "nn"])
async def test_a_leaders_answer_waits_and_a_leader_reads_nobodys_before_the_step_closes(
    tmp_path: Path, words: Words
) -> None:
    async with asked_team(tmp_path, words.language) as house:
        await answer(house, "pia", words.leader, "network")
        for name, text in (("lars", words.teacher), ("mona", words.colleague), ("odd", words.second)):
            await answer(house, name, text)
        [stored] = await house.reflections_of("pia")
        assert stored.rung is Rung.NETWORK, "it is stored with its circle"

        # Two leaders read neither each other's nor anybody's; others do not read the leaders'.
        assert await readable_by(house, "siri") == {words.teacher, words.colleague}
        assert await readable_by(house, "pia") == {words.leader}
        assert await readable_by(house, "odd") == {words.second}
        assert await readable_beyond(house) == set()

        # Whoever becomes a leader while the step is open speaks last as well, also with what is already written.
        await house.bring_in(town(tmp_path, words.language, mona="leader"))
        assert await readable_by(house, "siri") == {words.teacher}
        assert await readable_by(house, "mona") == {words.colleague}
        await house.bring_in(town(tmp_path, words.language))
        assert await readable_by(house, "siri") == {words.teacher}, "what was held stays held"

        # A digest ahead of a meeting that is made meanwhile, and the command line.
        await house.to(at(11, 25, 9))
        assert await house.deliveries(DeliveryKind.DIGEST, "guro")
        assert words.leader not in everything_seen(house, "odd", "lars", "siri", "mona", "guro")
        assert words.teacher not in everything_seen(house, "pia", "odd", "guro")
        read = partial(digest_of, house.stage.app.db, "uka.team-fjordglott.2026-11-24", actor=OPERATOR)
        with pytest.raises(UnknownSession, match="one is made when it closes"):
            await read("pia@nordvik.example", now=house.stage.now)

        # The step closes: given back among the others', where nothing tells the leaders' from them.
        await house.to(at(11, 27, 14))
        lars, quotes = house.cast["lars"], (words.leader, words.teacher, words.colleague, words.second)
        shown = [text for text in seen(lars, last(lars)) if text in quotes]
        for authors in ("abcd", "dcba"):
            answers = [Answer(author, text, author) for author, text in zip(authors, quotes, strict=True)]
            arranged = Finder(load().lexicon).arrange(answers)
            said = {one.id: one.text for one in answers}
            assert shown == [said[one.quote.id] for one in arranged.said], "the order is that of the words alone"
        assert await readable_by(house, "pia") == set(quotes)
        await house.cast["pia"].press(house.cast["pia"].chat[1], words.withdraw)
        await house.stage.settle()
        assert words.leader not in seen(lars, last(lars)), "and it can still be taken back"


def _waits(texts: Sequence[str]) -> bool:
    return any("kan lese svaret når gruppa går v" in text for text in texts)


@pytest.mark.parametrize("words", [NB, NN], ids=["nb", "nn"])
async def test_a_leader_alone_ends_no_step_and_is_not_read_in_the_next(tmp_path: Path, words: Words) -> None:
    folder = municipality(
        tmp_path / "few",
        people=[f"pia,{GROUP},leader,{words.language}", f"lars,{GROUP},participant,{words.language}"],
    )
    async with open_house(url(tmp_path), folder=folder) as house:
        await house.install("pia", "lars")
        await house.stage.plan(series(tmp_path, "igp", GROUP, led_by="pia", protocol='"igp"'))
        await house.to(at(11, 24, 14))
        pia, lars = house.cast["pia"], house.cast["lars"]
        assert [_waits(seen(client, client.chat[1])) for client in (lars, pia)] == [True, False], (
            "the protocol says it, and where all wait the others need not be told twice"
        )
        await lars.press(lars.chat[1], words.skip)
        await answer(house, "pia", words.leader)
        await house.to(at(11, 24, 15))
        assert await stages(house, "igp") == [Stage.OPEN]
        assert words.leader not in everything_seen(house, "lars")
        await lars.say(words.teacher)
        await house.to(at(11, 24, 16))
        assert await stages(house, "igp") == [Stage.CLOSED, Stage.OPEN], "everybody has spoken"
        assert words.leader in seen(lars, last(lars))
        first = seen(pia, pia.chat[1])
        assert said("kept", words.language) not in first, "nothing waits any more"
        assert said("asked", words.language) in seen(pia, last(pia)), "the next step has its own"


@pytest.mark.parametrize("words", [NB, NN], ids=["nb", "nn"])
async def test_in_a_channel_the_leader_is_told_alone(tmp_path: Path, words: Words) -> None:
    language = words.language
    async with open_house(url(tmp_path), folder=town(tmp_path, language)) as house:
        team = Team(house.teams, "Fjordgløtt")
        team.add(*(house.cast[name] for name in ("pia", "odd", "lars", "siri", "mona", "guro")))
        await team.install(by=house.cast["pia"])
        await house.install("pia", "lars")
        await house.cast["guro"].say_in(team.general, f"koble til {NAME}")
        await house.stage.settle()
        await house.stage.plan(
            series(tmp_path, "uka", GROUP, led_by="pia", asked='"channel"', leader_speaks_last="true")
        )
        await house.to(at(11, 24, 14))
        pia, lars = house.cast["pia"], house.cast["lars"]
        card = next(one for one in team.general.messages if one.from_bot and SEND in str(one.card))
        unit = Language.NN  # the school's
        everybodys = seen(lars, card)
        assert {said("others", unit), said("find", unit)} <= set(everybodys)
        await pia.press(card, "Svaret mitt")
        openers = {opener.to(language) for opener in OPENERS}
        assert openers & set(seen(pia, card))
        assert seen(lars, card) == everybodys

        await pia.press(card, SEND, {"answer": words.leader, "rung": "group"})
        await house.stage.settle()
        assert said("kept", language) in seen(pia, last(pia))
        assert await readable_beyond(house, team.general.conversation.id) == set()
        assert await readable_by(house, "lars") == set()

        # What a leader writes in the thread stands there already: said to the leader alone, and not in the thread.
        odd = house.cast["odd"]
        await house.install("odd")
        await odd.say_in(team.general, words.added, thread=card.id, mention=True)
        await house.stage.settle()
        assert said("in_thread", language) in seen(odd, last(odd))
        assert [one for one in team.general.thread(card.id) if one.from_bot and one.id != card.id] == []
        await house.to(at(11, 27, 14))
        assert words.leader in " ".join(text for one in team.general.messages for text in seen(lars, one))


async def test_the_series_word_counts_before_the_protocols_and_the_plan_says_so(tmp_path: Path) -> None:
    async with open_house(url(tmp_path)) as house:
        app, now = house.stage.app, house.stage.now

        async def planned(name: str, **keys: str) -> tuple[str, str]:
            file = series(tmp_path, name, "rektorgruppa", **keys)
            plan = partial(plan_series, app.db, app.catalogues, read_series(file), actor=OPERATOR, now=now)
            tried = next(iter(plan_lines(await plan(dry_run=True), dry_run=True)))
            await plan()
            listed = await planned_lines(app.db, app.catalogues, actor=OPERATOR, now=now)
            return tried, next(line for line in listed if f"nordvik  {name}  (" in line)

        tried, listed = await planned("a", leader_speaks_last="true")
        assert tried == "leaders speak last: their answers wait until the step closes (says the series)"
        assert listed.endswith("(ukesrefleksjon, led by guro@nordvik.example; leaders speak last)")
        tried, listed = await planned("b", protocol='"igp"')
        assert tried == "leaders speak last: their answers wait until the step closes (says protocol igp)"
        assert listed.endswith("; leaders speak last)")
        for name, keys in (("c", {"protocol": '"igp"', "leader_speaks_last": "false"}), ("d", {})):
            tried, listed = await planned(name, **keys)
            assert "leaders" not in tried + listed, name
        file = series(tmp_path, "a", "rektorgruppa", leader_speaks_last="false")
        again = await plan_series(app.db, app.catalogues, read_series(file), actor=OPERATOR, now=now)
        assert again.changed == ("leader_speaks_last: true -> false",)
        wrong = series(tmp_path, "e", "rektorgruppa", leader_speaks_last='"ja"')
        with pytest.raises(WrongPlan, match=r'leader_speaks_last: "ja" is not true or false, without quotation marks'):
            read_series(wrong)
