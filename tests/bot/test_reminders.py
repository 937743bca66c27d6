"""Reminders: few, kind, in one's own chat, and only of a question that its reader has neither answered nor passed."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rehearsal.clients import Client, inputs_on
from bot.rehearsal.faults import accept_then, throttle
from bot.rehearsal.ledger import Call
from bot.rehearsal.wire_conversations import Message
from content.language import Language
from content.vocabulary.prompting import PassKept, PromptAsked, PromptReminded
from content.vocabulary.rhythm import RhythmChosen
from content.wording import words
from dialogs.model import DeliveryKind, DeliveryState, StepRef
from storage import delivery_links
from storage import reminders as reminders_table
from storage.tables.outbox import deliveries
from tests.bot.scraping import scrape
from tests.counting import recorded_statements
from tests.nordvik import House, at, last, municipality, open_house, own_words, rendered_texts, seen, series

OPENS, CLOSES = at(11, 24), at(11, 27)
MOMENT = at(11, 26)
"""A day ahead of the closing, at the hour of the question."""
PEOPLE = ("tor", "siv", "ali", "eva", "una", "bo", "ida")
NYNORSK = ("siv", "una")


def town(tmp_path: Path, *further: str) -> Path:
    people = [f"{name},rektorgruppa,participant,{'nn' if name in NYNORSK else 'nb'}" for name in PEOPLE]
    return municipality(tmp_path / "kommune", people=["guro,rektorgruppa,coordinator", *people, *further])


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db", folder=town(tmp_path)) as opened:
        await opened.install("guro", *PEOPLE)
        yield opened


def language(name: str) -> Language:
    return Language.NN if name in NYNORSK else Language.NB


def reminders(client: Client, name: str) -> list[Message]:
    heading = words(PromptReminded, language(name))["heading"]
    return [message for message in client.chat if message.card and heading in seen(client, message)]


def counted(house: House, *names: str) -> dict[str, int]:
    return {name: len(reminders(house.cast[name], name)) for name in names}


def question(client: Client) -> Message:
    return next(message for message in client.chat if "Send svar" in str(message.card))


async def answers(house: House, name: str, message: Message | None = None) -> None:
    client = house.cast[name]
    await client.press(message or question(client), "Send svar", {"answer": own_words(name), "rung": "group"})
    await house.stage.settle()


async def test_one_reminder_reaches_whoever_has_neither_answered_nor_passed_nor_taken_back(
    house: House, tmp_path: Path
) -> None:
    await house.stage.plan(series(tmp_path, "uka", "rektorgruppa"))
    tor, siv, ali = (house.cast[name] for name in ("tor", "siv", "ali"))
    await house.cast["bo"].say("påminnelser")
    await house.cast["bo"].press(last(house.cast["bo"]), "Ingen")
    await house.to(OPENS)
    await answers(house, "tor")
    await siv.press(question(siv), "Hopp over")
    await answers(house, "ali")
    await ali.press(last(ali), "Trekk tilbake")
    await house.cast["ida"].say("pause til 1.12.")
    for moment in (OPENS + timedelta(hours=6), at(11, 25), at(11, 25, 20), MOMENT - timedelta(minutes=1)):
        await house.to(moment)
        assert set(counted(house, *PEOPLE).values()) == {0}
    await house.to(MOMENT)
    await house.to(MOMENT + timedelta(hours=3))
    assert counted(house, *PEOPLE) == {**dict.fromkeys(PEOPLE, 0), "eva": 1, "una": 1}
    await _answers_on_the_reminder(house)
    await _passes_on_the_reminder(house)
    await house.to(CLOSES - timedelta(minutes=1))
    await house.to(CLOSES)
    assert set(counted(house, *PEOPLE).values()) == {0}
    assert await house.deliveries(DeliveryKind.REMINDER) == []
    assert len(await house.reflections_of("eva")) == len(await house.reflections_of("una")) == 1
    assert tor.chat


async def _answers_on_the_reminder(house: House) -> None:
    """The reminder is worded otherwise than the question, and becomes the only card of it."""
    eva = house.cast["eva"]
    [reminder] = reminders(eva, "eva")
    asked = question(eva)
    assert set(inputs_on(reminder.card)) == set(inputs_on(asked.card))
    said = words(PromptReminded, Language.NB)
    assert said["body"] in seen(eva, reminder)
    assert said["body"] not in seen(eva, asked)
    assert not reminder.summary.startswith("Spørsmål til")
    await eva.press(reminder, "Færre påminnelser")
    assert seen(eva, last(eva)) == rendered_texts(RhythmChosen(1), Language.NB)
    await answers(house, "eva", reminder)
    receipts = [message for message in eva.chat if own_words("eva") in str(message.card)]
    assert [message.id for message in receipts] == [reminder.id]
    assert asked.id not in {message.id for message in eva.chat}


async def _passes_on_the_reminder(house: House) -> None:
    una = house.cast["una"]
    [reminder] = reminders(una, "una")
    await una.press(reminder, "Ikkje denne gongen")
    await house.stage.settle()
    assert words(PassKept, Language.NN)["heading"] in seen(una, next(one for one in una.chat if one.id == reminder.id))


async def test_a_reminder_is_gone_once_its_question_is_answered_elsewhere_or_closed(
    house: House, tmp_path: Path
) -> None:
    await house.stage.plan(series(tmp_path, "uka", "rektorgruppa"))
    await house.to(OPENS)
    await house.to(MOMENT)
    assert set(counted(house, *PEOPLE).values()) == {1}
    await answers(house, "tor", question(house.cast["tor"]))
    await house.cast["siv"].say("Vi venta litt lenger før vi svara.")
    await house.stage.settle()
    assert counted(house, "tor", "siv", "ali") == {"tor": 0, "siv": 1, "ali": 1}
    await house.to(CLOSES)
    assert set(counted(house, *PEOPLE).values()) == {0}
    await house.to(CLOSES + timedelta(minutes=1))
    assert await house.deliveries(DeliveryKind.REMINDER) == []


async def test_whoever_answers_in_the_moment_between_is_not_reminded(house: House, tmp_path: Path) -> None:
    """After the reminder was written, and while the sender holds it back: it is dropped. No metric counts reminders."""
    await house.stage.plan(series(tmp_path, "uka", "rektorgruppa"))
    await house.to(OPENS)
    house.stage.now = MOMENT
    await house.stage.app.tick()
    assert len(await house.deliveries(DeliveryKind.REMINDER)) == len(PEOPLE)
    found = await scrape(house.stage.app)
    assert {found[f"sloyfa_deliveries{{state={state}}}"] for state in ("due", "claimed", "waiting")} == {0}
    await answers(house, "tor")
    assert counted(house, "tor", "siv") == {"tor": 0, "siv": 1}


async def test_a_reminder_composed_before_its_reader_answers_never_gets_on_the_wire(
    house: House, tmp_path: Path
) -> None:
    await house.stage.plan(series(tmp_path, "uka", "rektorgruppa"))
    await house.to(OPENS)
    house.stage.now = MOMENT
    await house.stage.app.tick()
    [waiting] = await house.deliveries(DeliveryKind.REMINDER, "tor")
    claimed = update(deliveries).where(deliveries.c.id == waiting.id).values(state=DeliveryState.CLAIMED.value)
    await house.stage.app.db.write(lambda c: c.execute(claimed))
    await house.cast["tor"].press(question(house.cast["tor"]), "Hopp over")
    [dropped] = await house.deliveries(DeliveryKind.REMINDER, "tor")
    assert (dropped.state, dropped.reason) == (DeliveryState.DROPPED, "")


async def test_two_where_the_series_is_to_be_carried_out_and_its_reader_wants_two(house: House, tmp_path: Path) -> None:
    await house.stage.plan(series(tmp_path, "uka", "rektorgruppa", intention='"implementing"', stays_open='"P5D"'))
    for name in ("tor", "siv"):
        client = house.cast[name]
        await client.say("påminnelser")
        await client.press(last(client), "Høyst to" if name == "tor" else "Høgst to")
    await house.to(OPENS)
    seen_on: dict[str, list[int]] = {"tor": [], "siv": [], "ali": []}
    for day in (25, 26, 27, 28, 29, 30):
        for hour in (7, 8, 12, 16, 20):
            before = counted(house, *seen_on)
            await house.to(at(11, day, hour))
            for name, number in counted(house, *seen_on).items():
                seen_on[name] += [day] * (number - before[name])
    assert seen_on == {"tor": [26, 30], "siv": [26, 30], "ali": [30]}


async def test_three_questions_without_a_word_are_asked_about_once_and_about_the_rhythm(
    house: House, tmp_path: Path
) -> None:
    """With the fourth question, on one's own card; a word, a pass or a pause in between begins anew."""
    days = ((11, 24), (11, 26), (11, 30), (12, 2), (12, 4))
    dates = ", ".join(f"2026-{month:02}-{day:02}" for month, day in days)
    await house.stage.plan(series(tmp_path, "uka", "rektorgruppa", dates=f"[{dates}]", stays_open='"P1D"'))
    asked_on: dict[str, list[int]] = {name: [] for name in PEOPLE}
    for number, (month, day) in enumerate(days):
        await house.to(at(month, day))
        for name in PEOPLE:
            if words(PromptAsked, language(name))["rhythm"] in seen(house.cast[name], last(house.cast[name])):
                asked_on[name].append(number)
        if number == 1:
            await answers(house, "tor", last(house.cast["tor"]))
            await house.cast["ali"].press(last(house.cast["ali"]), "Hopp over")
            await house.cast["bo"].say("pause til 1.12.")
        if number == 3:
            una = house.cast["una"]
            await una.press(last(una), "Pause og påminningar")
            assert seen(una, last(una)) == rendered_texts(RhythmChosen(1), Language.NN)
        await house.to(at(month, day) + timedelta(days=1))
    # Bo's pause does not count as silence, nor as a word.
    assert asked_on == {**{name: [3] for name in PEOPLE}, "tor": [], "ali": [], "bo": [4]}


async def test_nobody_is_reminded_of_what_is_only_spread(house: House, tmp_path: Path) -> None:
    await house.stage.plan(series(tmp_path, "uka", "rektorgruppa", intention='"spreading"'))
    await house.to(OPENS)
    for day in (25, 26):
        await house.to(at(11, day))
    assert set(counted(house, *PEOPLE).values()) == {0}


async def test_a_person_in_two_groups_is_reminded_once_a_day(tmp_path: Path) -> None:
    """Of the one question only, and of the other by nobody; nor on the day of the question."""
    folder = town(tmp_path, "tor,team-fjordglott,participant", "siv,team-fjordglott,participant,nn")
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db", folder=folder) as house:
        await house.install(*PEOPLE)
        await house.stage.plan(series(tmp_path, "uka", "rektorgruppa"))
        await house.stage.plan(series(tmp_path, "laget", "team-fjordglott", dates="[2026-11-24T07:00:00Z]"))
        await house.to(OPENS)
        assert len(await house.deliveries(DeliveryKind.PROMPT, "tor")) == 2
        await house.to(MOMENT)
        await house.to(MOMENT + timedelta(hours=2))
        assert counted(house, "tor", "siv", "ali") == {"tor": 1, "siv": 1, "ali": 1}


async def test_a_missed_moment_is_made_up_for_in_the_school_hours_of_its_day(house: House, tmp_path: Path) -> None:
    """The clock comes back later in school hours, after school, and right before closing, a week apart."""
    dates = "[2026-11-24, 2026-12-01, 2026-12-08]"
    await house.stage.plan(series(tmp_path, "uka", "rektorgruppa", dates=dates))
    back = (MOMENT + timedelta(hours=4), MOMENT + timedelta(hours=7), CLOSES - timedelta(minutes=30))
    for week, (moment, told) in enumerate(zip(back, (1, 0, 0), strict=True)):
        later = timedelta(weeks=week)
        await house.to(OPENS + later)
        await house.to(moment + later)
        await house.to(moment + later + timedelta(minutes=5))
        assert set(counted(house, *PEOPLE).values()) == {told}
        await house.to(CLOSES + later)


async def test_a_reminder_that_may_have_arrived_is_never_sent_again(house: House, tmp_path: Path) -> None:
    await house.stage.plan(series(tmp_path, "uka", "rektorgruppa"))
    await house.to(OPENS)
    tor, siv = house.cast["tor"], house.cast["siv"]
    house.teams.faults.next(accept_then(502), call=Call.SEND, conversation=tor.conversation.id)
    house.teams.faults.next(throttle(retry_after=30), call=Call.SEND, conversation=siv.conversation.id)
    await house.to(MOMENT)
    await house.to(MOMENT + timedelta(minutes=2))
    assert counted(house, "tor", "siv") == {"tor": 1, "siv": 1}
    await answers(house, "tor", reminders(tor, "tor")[0])
    assert len([message for message in tor.chat if own_words("tor") in str(message.card)]) == 1


async def test_the_clock_and_the_taking_away_read_indexes_and_no_table(house: House) -> None:
    """SQLite's plans of what every tick asks, and of what a moment of reminding asks."""
    step = StepRef("nordvik", "uka.rektorgruppa.2026-11-24", 0)
    today, now = MOMENT.date(), MOMENT

    async def work(c: AsyncConnection) -> None:
        await reminders_table.due_steps(c, now=now, most=10)
        await reminders_table.has_finished(c, today=today, now=now)
        await reminders_table.waited_for(c, step, wanting=1, today=today, midnight=now, now=now)
        await delivery_links.due_sessions(c, before=now, most=10)

    db = house.stage.app.db
    with recorded_statements(db) as asked:
        await db.read(work)
    with closing(sqlite3.connect(str(db.url.database))) as opened:
        unbound = [(f"EXPLAIN QUERY PLAN {sql}", (None,) * sql.count("?")) for sql in asked]
        plans = [row[-1] for sql, parameters in unbound for row in opened.execute(sql, parameters)]
    assert len(asked) == 4
    assert [line for line in plans if line.startswith("SCAN") and "INDEX" not in line] == []
