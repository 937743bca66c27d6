"""Retention: what a municipality's rules delete, told of four weeks ahead, with everything that hangs on it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Select, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions.operating.carry_out_retention import _AT_ONCE
from bot.actions.operating.set_municipality import set_municipality
from bot.context.retention import rules_of
from content.language import Language
from content.vocabulary.looking_after import DeletionAhead, ToGo
from content.wording import words
from dialogs.calendar.instants import instant, local
from dialogs.model import (
    AnnouncedDeletion,
    DeliveryKind,
    Hold,
    KeptKind,
    MunicipalitySettings,
    OwnAct,
    OwnLogEntry,
    Retention,
    Rung,
    SectionHeading,
)
from dialogs.retention import Kept, RetentionRules, cutoff, kept, run_on_or_after, soonest_run
from storage import headings, own_log
from storage.announced_deletions import pending_deletions
from storage.records import records_of
from storage.tables.common import metadata
from tests.bot.test_gone import MARK, files, rows
from tests.nordvik import OPERATOR, House, at, last, municipality, open_house, rendered_texts, seen, series

OPENS, CLOSED = at(11, 24), at(11, 28)
TOLD, TOLD_BY_DAY = at(12, 1, 2, 30), at(12, 1, 9)
RUN = date(2027, 1, 1)
SHORT = Retention("P1M", "P1M", "P1M", "P1M")
HEADINGS = {words(DeletionAhead, language)["heading"] for language in Language}
PEOPLE = [
    "guro,rektorgruppa,coordinator,nn",
    "tone,rektorgruppa,coordinator",
    "guro,nettverket,coordinator,nn",
    "unn,nettverket,participant",
    "tor,rektorgruppa,participant",
    "siv,rektorgruppa,participant,nn",
]


def in_january(day: int, hour: int = 3, month: int = 1) -> datetime:
    return instant(datetime(2027, month, day, hour))  # noqa: DTZ001 - local wall time


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(database_url, folder=municipality(tmp_path / "n", people=PEOPLE)) as opened:
        yield opened


async def rule(house: House, retention: Retention | None = SHORT, hold: Hold | None = None) -> None:
    wanted = MunicipalitySettings(retention=retention, hold=hold)
    await set_municipality(house.stage.app.db, "nordvik", wanted, actor=OPERATOR, now=house.stage.now)


async def answered(house: House, folder: Path, **keys: str) -> None:
    """Two answers, by card and by message, one shared with the network; the session has closed and given back."""
    await house.stage.plan(series(folder, "rektorene", "rektorgruppa", **keys))
    await house.install("guro", "tone", "tor", "siv")
    await house.to(OPENS)
    tor, siv = house.cast["tor"], house.cast["siv"]
    await tor.press(last(tor), "Send svar", {"answer": f"Vi prøvde {MARK}.", "rung": "network"})
    await siv.say(f"Vi prøvde òg {MARK} i dag, og det gjekk fint.")
    await house.stage.settle()
    await house.to(CLOSED)
    assert {"reflection_parts.text", "releases.text"} <= await rows(house)
    [answer] = await house.reflections_of("tor")
    heading = SectionHeading(0, "Det vi prøvde", 0, answer.author)
    await house.stage.app.db.write(
        partial(headings.put, municipality="nordvik", session=answer.session, all_of=[heading])
    )


async def counts(house: House) -> dict[str, int]:
    names = (
        "reflections",
        "reflection_messages",
        "releases",
        "digests",
        "headings",
        "deliveries",
        "own_log",
        "records",
        "steps",
    )
    found = {}
    for name in names:
        query = select(func.count()).select_from(metadata.tables[name])
        found[name] = await house.stage.app.db.read(partial(_scalar, query=query))
    return found


async def _scalar(c: AsyncConnection, *, query: Select[int]) -> int:
    return (await c.execute(query)).scalar() or 0


def told(house: House, name: str) -> list[list[str]]:
    client = house.cast[name]
    return [seen(client, one) for one in client.chat if HEADINGS & set(seen(client, one))]


async def until(house: House) -> Kept:
    """Until when the answers are kept, as people are told at this moment."""
    rules = await house.stage.app.db.read(partial(rules_of, municipality="nordvik"))
    return kept(rules, KeptKind.ANSWERS, at(11, 27), now=house.stage.now)


async def pending(house: House) -> tuple[AnnouncedDeletion, ...]:
    return await house.stage.app.db.read(partial(pending_deletions, municipality="nordvik"))


async def test_what_is_over_is_told_of_four_weeks_ahead_and_then_gone_from_rows_and_files(
    house: House, tmp_path: Path
) -> None:
    await rule(house)
    await answered(house, tmp_path)
    before = await counts(house)
    assert await until(house) == Kept(RUN)
    await house.to(at(11, 30, 23))
    assert await pending(house) == ()
    await house.to(TOLD)
    announced = await pending(house)
    assert [(one.kind, one.due_on) for one in announced if one.kind is KeptKind.ANSWERS] == [(KeptKind.ANSWERS, RUN)]
    await house.to(TOLD_BY_DAY)
    wanted = DeletionAhead(RUN, tuple(ToGo(one.kind.value, one.number // 10 * 10) for one in announced))
    assert told(house, "guro") == [rendered_texts(wanted, Language.NN)]
    assert told(house, "tone") == [rendered_texts(wanted, Language.NB)]
    assert told(house, "tor") == []
    for moment in (at(12, 2, 3), at(12, 31, 23)):
        await house.to(moment)
        assert (await counts(house))["reflections"] == before["reflections"] == 2
        assert await until(house) == Kept(RUN)
    assert len(told(house, "guro")) == 1, "once"
    await house.to(in_january(1))
    await house.to(in_january(1) + timedelta(seconds=15))
    assert (await rows(house), files(tmp_path)) == (set(), [])
    after = await counts(house)
    gone = ("reflections", "reflection_messages", "releases", "own_log")
    assert min(before[name] for name in gone[:3]) > 0
    assert [after[name] for name in gone] == [0] * len(gone)
    assert after["steps"] == before["steps"], "plans stay"
    for kind in (DeliveryKind.RECEIPT, DeliveryKind.CARD):
        assert await house.deliveries(kind) == [], "nothing tells who has answered"
    oldest = min(one.at for one in await house.stage.app.db.read(partial(records_of, municipality="nordvik")))
    assert oldest >= at(12, 1, 0), "the record goes by its rule too"
    await house.to(in_january(2))
    assert await counts(house) == after
    prompts = await house.deliveries(DeliveryKind.PROMPT)
    assert prompts, "through which answers could be taken back until now"
    assert not [one for one in prompts if one.conversation or one.activity], "nor do the cards that showed an answer"
    await house.to(in_january(1, month=2))
    assert await house.deliveries(DeliveryKind.PROMPT) == await house.deliveries(DeliveryKind.DIGEST) == []
    assert before["headings"] == after["headings"] == 1
    ended = await counts(house)
    assert (ended["digests"], ended["headings"]) == (0, 0), "headings go with their digest"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_clock_that_is_years_ahead_deletes_nothing_and_a_longer_rule_holds_after_all_was_told(
    house: House, tmp_path: Path
) -> None:
    await rule(house)
    await answered(house, tmp_path)
    await house.to(in_january(1, month=2) + timedelta(days=365))
    assert {one.due_on for one in await pending(house)} == {date(2028, 3, 1)}
    assert (await counts(house))["reflections"] == 2
    await house.to(TOLD)
    assert {one.due_on for one in await pending(house)} == {RUN}, "only what is told of by the right clock"
    await rule(house, replace(SHORT, answers="P1Y"))
    await house.to(in_january(1))
    assert (await counts(house))["reflections"] == 2
    await rule(house, None)
    await house.to(in_january(1) + timedelta(days=500))
    assert (await counts(house))["reflections"] == 2
    assert await pending(house) == ()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_nothing_goes_that_an_open_session_or_the_digest_of_a_meeting_needs(house: House, tmp_path: Path) -> None:
    await rule(house)
    meeting = '\n[[meetings]]\ndate = 2027-02-10T09:00:00\ngroup = "rektorgruppa"\ndigest_days_ahead = 2'
    dates = "[2026-11-24, 2027-01-20]"
    file = series(tmp_path, "rektorene", "rektorgruppa", dates=dates, stays_open='"P3D"')
    file.write_text(file.read_text() + meeting + "\n")
    await house.stage.plan(file)
    await house.install("guro", "tone", "tor", "siv")
    await house.to(OPENS)
    tor = house.cast["tor"]
    await tor.press(last(tor), "Send svar", {"answer": f"Vi prøvde {MARK}.", "rung": "group"})
    await house.to(CLOSED)
    for moment in (TOLD, in_january(1), in_january(4), in_january(1, month=2)):
        await house.to(moment)
        assert (await counts(house))["reflections"] == 1
    await house.to(in_january(11, month=2))
    for moment in (in_january(1, month=3), in_january(1, month=4)):
        await house.to(moment)
    assert (await counts(house))["reflections"] == 0


async def test_a_digest_stays_for_as_long_as_words_in_it_can_be_taken_back(house: House, tmp_path: Path) -> None:
    await rule(house, replace(SHORT, answers="P1Y"))
    await answered(house, tmp_path)
    for moment in (TOLD, TOLD_BY_DAY, in_january(1), in_january(3)):
        await house.to(moment)
    names = ("tor", "siv")
    assert [cards_with_words(house, name) for name in names] == [2, 3], "on their own cards, and in digests"
    for me in (house.cast[name] for name in names):
        await me.press(next(one for one in me.chat if "Trekk tilbake" in str(one.card)), "Trekk tilbake")
    await house.to(in_january(3) + timedelta(minutes=1))
    assert [cards_with_words(house, name) for name in names] == [0, 0]
    for moment in (in_january(1, month=2), in_january(1, month=3)):
        await house.to(moment)
    assert (await counts(house))["digests"] == 0


def cards_with_words(house: House, name: str) -> int:
    return sum(MARK in str(one.card) for one in house.cast[name].chat)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_hold_begun_between_two_batches_keeps_the_rest_and_a_shorter_rule_waits_for_the_next_day(
    house: House,
) -> None:
    """The log has more lines than go at once."""
    await rule(house, replace(SHORT, logs="P2M"))
    tor = (await house._persons("tor"))[0]
    old, newer = (replace(_LINE, person=tor, at=moment) for moment in (at(10, 1), at(11, 24)))
    lines = [replace(old, position=number) for number in range(_AT_ONCE + 1)] + [newer]
    db = house.stage.app.db
    await db.write(lambda c: own_log.add(c, *lines))
    await house.to(TOLD)
    assert [(one.kind, one.number) for one in await pending(house) if one.kind is KeptKind.LOGS] == [
        (KeptKind.LOGS, _AT_ONCE + 1)
    ]
    await rule(house)
    rules = await db.read(partial(rules_of, municipality="nordvik"))
    told = [kept(rules, KeptKind.LOGS, one.at, now=house.stage.now) for one in (old, newer)]
    assert told == [Kept(RUN), Kept(date(2027, 2, 1))]
    await db.write(lambda c: c.execute(text(_HOLDS_AFTER_A_BATCH)))
    await house.to(in_january(1))
    assert (await counts(house))["own_log"] == 2
    await db.write(lambda c: c.execute(text("DROP TRIGGER holds")))
    await rule(house)
    await house.to(in_january(3))
    assert (await counts(house))["own_log"] == 2, "told of anew, four weeks ahead"


_LINE = OwnLogEntry("nordvik", UUID(int=0), at(10, 1), OwnAct.WIDENED, "s", 0, Rung.GROUP, Rung.UNIT)
_HOLDS_AFTER_A_BATCH = """CREATE TRIGGER holds AFTER DELETE ON own_log WHEN (SELECT count(*) FROM own_log) = 2 BEGIN
    UPDATE municipality_settings SET hold_from = '2026-12-31', hold_reason = 'arkivsak 7'; END"""


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1)).map(instant)  # noqa: DTZ001 - local wall times
PERIODS = st.integers(1, 30).map("P{}M".format) | st.integers(31, 900).map("P{}D".format)


@settings(max_examples=50)
@given(MOMENTS, PERIODS)
def test_a_thing_goes_on_the_day_it_is_said_to_and_no_day_of_deletion_before(since: datetime, period: str) -> None:
    rules = RetentionRules(Retention(answers=period))
    until = kept(rules, KeptKind.ANSWERS, since, now=since - timedelta(days=900)).until
    assert until is not None
    assert since < cutoff(period, until)
    assert since >= cutoff(period, run_on_or_after(until - timedelta(days=31)))


@settings(max_examples=50)
@given(MOMENTS)
def test_there_are_always_four_weeks_to_tell_of_a_deletion(now: datetime) -> None:
    days = (soonest_run(now) - local(now).date()).days
    assert 28 <= days <= 59
