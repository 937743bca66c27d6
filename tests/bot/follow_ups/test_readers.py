"""Readers of answers to follow-up questions: digests, pages, networks, and nobody else."""

import json
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from content.plain_digest import plain_digest
from dialogs.model import DeliveryKind
from storage import outbox_queries
from storage.tables.networks import releases as copies
from tests.bot.follow_ups.ladders import ODD, ONE_MORE, QUESTIONS, WHY, Somebody, Sorvik, lay_ladders
from tests.nordvik import OPERATOR, House, at, last, open_house, own_words, seen, series
from tests.reading import digest_of


async def test_nobody_is_told_who_went_on_and_nothing_reminds_of_it(alone: Somebody) -> None:
    house = alone.house
    await alone.send("Vi ga tenketid.")
    await house.stage.settle()
    before = {name: [seen(house.cast[name], one) for one in house.cast[name].chat] for name in ("siv", "ali")}
    ids = await delivery_ids(house)
    await alone.go_on("Fordi.")
    await alone.press(ONE_MORE)
    await house.to(at(11, 26))
    assert before == {name: [seen(house.cast[name], one) for one in house.cast[name].chat] for name in ("siv", "ali")}
    assert await delivery_ids(house) == ids


async def delivery_ids(house: House) -> set[UUID]:
    """The ids of all deliveries except notices to coordinators."""
    found = await house.stage.app.db.read(outbox_queries.everything)
    return {one.id for one in found if one.kind is not DeliveryKind.NOTICE}


async def test_the_digest_quotes_follow_ups_beneath_their_answer_byte_for_byte_and_to_nobody_else(
    house: House, tmp_path: Path
) -> None:
    """Kari reads from a school: of the principals' answers only those shared with the whole municipality."""
    readers = '["kari@nordvik.example"]'
    await house.stage.plan(series(tmp_path, "lest", "rektorgruppa", digest_readers=readers))
    await house.install("tor", "siv", "ali", "bodil", "kari")
    await house.to(at(11, 24))
    for name, rung, more in (("tor", "group", ODD), ("bodil", "municipality", "Noe mer"), ("ali", "only_me", "Mitt")):
        somebody = Somebody(house, name)
        house.stage.now += timedelta(minutes=1)
        await somebody.send(own_words(name), rung)
        await somebody.go_on(more)
    await house.to(at(11, 30))
    read = {name: seen(house.cast[name], last(house.cast[name])) for name in ("tor", "siv", "ali", "bodil", "kari")}
    digest = last(house.cast["siv"])
    for answer, further in ((own_words("tor"), ODD), (own_words("bodil"), "Noe mer")):
        begins = read["siv"].index(answer)
        assert read["siv"][begins : begins + 3] == [answer, QUESTIONS[0].nn, further]
    heard = {name: {ODD, "Noe mer", "Mitt"} & set(texts) for name, texts in read.items()}
    assert heard == {name: {"Noe mer"} | ({ODD} if name != "kari" else set()) for name in read}
    needle = "ett &amp; to"
    whole = json.dumps(digest.activity, ensure_ascii=False)
    assert (whole.count(needle), needle in digest.summary, "Mitt" in whole) == (1, False, False)


async def test_outside_teams_too_a_follow_up_stands_beneath_its_answer(alone: Somebody) -> None:
    await alone.send("Vi ga tenketid.")
    await alone.go_on(ODD)
    ali = Somebody(alone.house, "ali")
    await ali.send("Bare mitt.", "only_me")
    await ali.go_on("Og dette.")
    await alone.house.to(at(11, 30))
    db, session = alone.house.stage.app.db, (await alone.reflection()).session
    digest, language = await digest_of(db, session, "bodil@nordvik.example", actor=OPERATOR, now=alone.house.stage.now)
    told = json.loads(json.dumps(asdict(digest)["prompts"], ensure_ascii=False, default=str))
    further = [{"question": WHY, "text": ODD, "number": 1}]
    [quote] = [quote for prompt in told for quote in prompt["quotes"]]
    assert (quote["text"], quote["further"], quote["signed"]) == ("Vi ga tenketid.", further, None)
    lines = plain_digest(digest, language)
    first, *more = ODD.split("\n")
    assert (
        "\n".join(["  – Vi ga tenketid.", f"    {WHY}", f"    – {first}", *(f"      {line}" for line in more)]) in lines
    )
    assert "Og dette." not in lines


async def test_no_log_holds_what_people_wrote(alone: Somebody, capfd: pytest.CaptureFixture[str]) -> None:
    await alone.send("Vi ga tenketid.")
    await alone.go_on("Fordi alle fikk.")
    await alone.go_on("Fordi noen fikk.", button="Endre svar 2")
    await alone.press(ONE_MORE, forged={"number": 9})
    await alone.house.to(at(11, 30))
    printed = capfd.readouterr()
    assert "fikk" not in printed.out + printed.err


async def test_a_networks_copies_hold_what_followed_and_follow_it(database_url: str, tmp_path: Path) -> None:
    async with open_house(database_url) as house:
        lay_ladders(house, *QUESTIONS)
        sorvik = Sorvik(house, tmp_path)
        await sorvik.come_in()
        await house.plan("rektorgruppa")
        await house.install("tor", "ali")
        await house.to(at(11, 24))
        tor, ali = Somebody(house, "tor"), Somebody(house, "ali")
        message = await tor.say("Vi ga tenketid.")
        await tor.press("Endre svaret")
        await tor.send("Vi ga tenketid.", "network")
        await tor.press("Ja, del videre")
        await tor.go_on(ODD)
        await ali.send("For kommunen.", "municipality")
        await ali.go_on("Også det.")
        await house.to(at(11, 30))
        assert await sorvik.copies() == [("Vi ga tenketid.", [(1, ODD, None)])]
        await tor.me.delete(message)
        assert await sorvik.copies() == []
        assert await revoked_words(house, (await tor.reflection()).id) == [("", [])]


async def revoked_words(house: House, reflection: UUID) -> list[tuple[str, list[object]]]:
    async def work(c: AsyncConnection) -> list[tuple[str, list[object]]]:
        query = select(copies.c.text, copies.c.further)
        rows = await c.execute(query.where(copies.c.reflection == reflection))
        return [(row[0], row[1]) for row in rows]

    return await house.stage.app.db.read(work)
