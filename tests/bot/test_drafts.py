"""The draft of a digest: each author is shown their own words first, and nothing goes further without a yes."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from shutil import copytree

import pytest

from bot.actions.planning.cancel_session import cancel_session
from bot.actions.planning.import_calendar import import_calendar
from bot.actions.planning.plan_series import plan_series
from bot.actions.rights.erase_own_data import forget_person
from bot.context.draft_plans import warnings_of
from bot.context.lookup import person_called
from bot.errors import UnknownSession
from bot.imports.series_file import read_series
from bot.rehearsal.clients import Client, buttons_on
from bot.rehearsal.house import environment
from bot.rehearsal.stage import Stage
from bot.rehearsal.wire_conversations import Message
from bot.reports.planning import cancelled_lines
from bot.settings import read_settings
from dialogs.calendar.school_year import Event
from dialogs.model import DayKind, DeliveryKind, Rung
from tests.nordvik import GUARD, OPERATOR, House, at, last, municipality, open_house, seen, series
from tests.reading import digest_of

SESSION = "s.rektorgruppa.2026-11-24"
OPENS, CLOSES, PUBLISHED = at(11, 24), at(11, 27), at(12, 1)
"""Tuesday; Friday; the Tuesday after, two school days on."""
READERS = '["kari@nordvik.example", "guro@nordvik.example"]'
BRIDGES = "Vi bygde bruer av papir, og alle hadde hver sin rolle."
OUTDOORS = "Vi starta dagen ute, med oppgåver som berre lèt seg løyse i lag."
RULES = "Tredje trinn laget sine egne regler for gruppearbeid."


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with answered(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", tmp_path) as opened:
        yield opened


@asynccontextmanager
async def answered(database_url: str, folder: Path) -> AsyncIterator[House]:
    """Three principals have answered: Tor and Siv for the municipality, Ali for the group."""
    async with open_house(database_url) as house:
        planned = series(folder, "s", "rektorgruppa", draft_ahead='"P2D"', digest_readers=READERS)
        await house.stage.plan(planned)
        await house.install("guro", "tor", "siv", "ali", "bodil", "kari")
        await house.to(OPENS)
        for name, words, rung in (
            ("tor", BRIDGES, "municipality"),
            ("siv", OUTDOORS, "municipality"),
            ("ali", RULES, "group"),
        ):
            card = last(house.cast[name])
            await house.cast[name].press(card, "Send svar", {"answer": words, "rung": rung})
        await house.stage.settle()
        yield house


def drafts(client: Client) -> list[Message]:
    return [one for one in client.chat if one.from_bot and "Slik ville det stått" in str(one.card)]


def digest(client: Client) -> list[str]:
    found = [one for one in client.chat if one.from_bot and str(one.summary).startswith("Dette delte vi")]
    return seen(client, found[-1]) if found else []


async def test_authors_read_their_own_words_first_and_only_a_yes_takes_them_beyond_the_group(house: House) -> None:
    tor, siv, ali, bodil, kari, guro = (house.cast[name] for name in ("tor", "siv", "ali", "bodil", "kari", "guro"))
    await house.to(CLOSES)
    assert [digest(one) for one in (tor, siv, ali, bodil, kari, guro)] == [[]] * 6
    [of_tor], [of_siv], [of_ali] = drafts(tor), drafts(siv), drafts(ali)
    assert (drafts(bodil), drafts(kari), drafts(guro)) == ([], [], [])

    # Only one's own words, with who would read them, and when the digest goes out: in nb and nn.
    shown = seen(tor, of_tor)
    assert BRIDGES in shown
    assert not any(words in "".join(shown) for words in (OUTDOORS, RULES))
    assert "Oppsummeringen sendes ut tirsdag 1. desember kl. 8" in shown
    assert "Går til: Rektorgruppa (9 personer)" in shown
    assert "Sier du ja, går det også til: Alle i Nordvik kommune som bruker Sløyfa (17 personer)" in shown
    assert "Svarer du ikke, blir det i gruppa." in shown
    assert "Seier du ja, går det òg til: Alle i Nordvik kommune som bruker Sløyfa (17 personar)" in seen(siv, of_siv)
    assert "Svarer du ikke, står det slik." in seen(ali, of_ali)
    assert "Ja, slik" not in str(of_ali.card)

    # Who would read after a yes stands with everything else that is known of an author.
    told = [line for one in (tor, siv, ali) for line in await own(one)]
    assert [line for line in told if "til utkastet" in line] == [
        "Sier du ja til utkastet, går det også til: Alle i Nordvik kommune som bruker Sløyfa (17 personer)",
        "Seier du ja til utkastet, går det òg til: Alle i Nordvik kommune som bruker Sløyfa (17 personar)",
    ]

    before = tor.view(of_tor)
    # Siv says yes, twice; Ali takes it out; Tor says nothing.
    asked = siv.view(of_siv)
    sent = await siv.press(of_siv, "Ja, slik")
    await siv.again(sent, new_id=True)
    await siv.press(of_siv, "Ja, slik", shown=asked)
    assert "Seier du ja" not in "".join(seen(siv, of_siv))
    assert "Går til: Alle i Nordvik kommune som bruker Sløyfa (17 personar)" in seen(siv, of_siv)
    await ali.press(of_ali, "Ikke slik jeg mente")
    assert [one.rung for one in await house.reflections_of("ali")] == [Rung.ONLY_ME]
    assert RULES in str(of_ali.card)
    assert "Du har tatt det ut av et utkast. Før det gikk det til: Rektorgruppa (9 personer)" in await own(ali)
    form = ali.view(of_ali)

    await house.to(PUBLISHED)
    assert {BRIDGES, OUTDOORS, RULES} & {*digest(bodil)} == {BRIDGES, OUTDOORS}
    assert {BRIDGES, OUTDOORS, RULES} & {*digest(kari)} == {OUTDOORS}
    assert digest(kari)[0] == "Dette delte vi (utkast)"
    # The cards of the draft hold no words any more, and nothing is stored that tells who said nothing.
    assert [seen(one, drafts_over(one))[0] for one in (tor, siv)] == [
        "Oppsummeringen er sendt ut",
        "Oppsummeringa er send ut",
    ]
    assert not any(words in str(drafts_over(one).card) for one in (tor, siv, ali) for words in (BRIDGES, OUTDOORS))
    found = [one for name in ("tor", "siv", "ali") for one in await house.reflections_of(name)]
    assert [(one.rung, one.wished) for one in found] == [
        (Rung.GROUP, None),
        (Rung.MUNICIPALITY, None),
        (Rung.ONLY_ME, None),
    ]

    # A late yes changes nothing: the card says that the digest has gone out.
    late = await tor.press(of_tor, "Ja, slik", shown=before)
    assert "Oppsummeringen er sendt ut" in str(late.body)
    assert [one.rung for one in await house.reflections_of("tor")] == [Rung.GROUP]

    # A late «ikke slik jeg mente», on an old copy and twice, takes the words out of every digest. No words are lost.
    late = await ali.press(of_ali, "Send", {"answer": "Tredje trinn laget regler."}, shown=form)
    assert "Dette kom ikke med, og er ikke lagret:" in str(late.body)
    assert "Tredje trinn laget regler." in str(late.body)
    await siv.press(of_siv, "Ikkje slik eg meinte", shown=asked)
    await siv.press(of_siv, "Ikkje slik eg meinte", shown=asked)
    await house.stage.settle()
    await house.to(PUBLISHED + timedelta(minutes=15))
    assert "Det har stått i ei oppsummering som er send ut." in siv.chat[-1].text
    assert [one.rung for one in await house.reflections_of("siv")] == [Rung.ONLY_ME]
    assert OUTDOORS not in str([one.view(each) for one in (bodil, kari, tor, guro) for each in one.chat])


async def own(me: Client) -> list[str]:
    """What «mine svar» tells of the latest answer."""
    await me.say("mine svar")
    listed = last(me)
    await me.press(listed, next(one for one in buttons_on(me.view(listed)) if one.startswith(("Åpne", "Opne"))))
    return seen(me, last(me))


def drafts_over(client: Client) -> Message:
    over = ("Oppsummeringen er sendt ut", "Oppsummeringa er send ut")
    return next(one for one in client.chat if one.from_bot and any(words in str(one.card) for words in over))


async def test_other_words_are_checked_and_go_further_only_after_a_yes_to_them(house: House) -> None:
    tor, siv, ali, bodil, kari = (house.cast[name] for name in ("tor", "siv", "ali", "bodil", "kari"))
    await house.to(CLOSES)
    [of_tor], [of_siv], [of_ali] = drafts(tor), drafts(siv), drafts(ali)
    asked = tor.view(of_tor)
    await tor.press(of_tor, "Ikke slik jeg mente")
    assert "Nå er det tatt ut" in str(tor.view(of_tor))
    form = tor.view(of_tor)
    # The guard reads other words too, and gives them back in the form.
    await tor.press(of_tor, "Send", {"answer": "Kåre Nordmann i 7B bygde bruer."})
    assert "Kåre Nordmann i 7B bygde bruer." in str(tor.view(of_tor))
    assert [one.said for one in await house.reflections_of("tor")] == [BRIDGES]
    await tor.press(of_tor, "Send", {"answer": "Elevene bygde bruer i lag."})
    [kept] = await house.reflections_of("tor")
    assert (kept.said, kept.rung, kept.wished) == ("Elevene bygde bruer i lag.", Rung.GROUP, Rung.MUNICIPALITY)
    # Rewording on another device meanwhile: the author's words stay in the form, which tells what stands now.
    await tor.press(of_tor, "Send", {"answer": "Elevene planla bruer."}, shown=form)
    assert tor.chat[-1].text.startswith("Noe har endret seg siden du så dette.")
    assert '"Elevene planla bruer."' in json.dumps(tor.view(of_tor), ensure_ascii=False)
    assert "Det du svarte, er endret siden du åpnet dette, og står i utkastet." in " ".join(seen(tor, of_tor))
    assert [one.said for one in await house.reflections_of("tor")] == ["Elevene bygde bruer i lag."]
    await tor.press(of_tor, "La det stå")
    # A yes to the words before is no yes to these.
    await tor.press(of_tor, "Ja, slik", shown=asked)
    assert [one.rung for one in await house.reflections_of("tor")] == [Rung.GROUP]
    await tor.press(of_tor, "Ja, slik")
    assert [one.rung for one in await house.reflections_of("tor")] == [Rung.MUNICIPALITY]

    # Out for good: the form is left, or the answer taken back from its own card, which the draft follows.
    await siv.press(of_siv, "Ikkje slik eg meinte")
    await siv.press(of_siv, "Lat det vere ute")
    assert "Teke ut. Ingen andre les dette, og det kjem ikkje med i oppsummeringa." in seen(siv, of_siv)
    await ali.press(last_with(ali, "Trekk tilbake"), "Trekk tilbake")
    await house.to(at(11, 27, 10))
    assert RULES not in str(ali.view(of_ali))
    assert "Ingenting av det du har skrevet, er med i denne oppsummeringen." in seen(ali, of_ali)

    await house.to(PUBLISHED)
    words = {BRIDGES, OUTDOORS, RULES, "Elevene bygde bruer i lag."}
    assert words & {*digest(bodil)} == {"Elevene bygde bruer i lag."} == words & {*digest(kari)}


def last_with(client: Client, title: str) -> Message:
    return next(one for one in reversed(client.chat) if one.from_bot and title in str(one.card))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_presses_at_once_and_a_clock_that_jumps_a_week_end_in_one_digest(
    database_url: str, tmp_path: Path
) -> None:
    """Two replicas find the same draft due; between them and two cards of one author each row is decided once."""
    async with answered(database_url, tmp_path) as house:
        tor, siv, ali, bodil, kari = (house.cast[name] for name in ("tor", "siv", "ali", "bodil", "kari"))
        await house.to(CLOSES)
        [of_tor], [of_siv] = drafts(tor), drafts(siv)
        await asyncio.gather(
            siv.press(of_siv, "Ikkje slik eg meinte"),
            siv.press(last_with(siv, "Trekk tilbake"), "Trekk tilbake"),
            tor.press(of_tor, "Ja, slik", shown=(shown := tor.view(of_tor))),
            tor.press(of_tor, "Ja, slik", shown=shown),
            ali.press(last_with(ali, "Trekk tilbake"), "Trekk tilbake"),
        )
        # Whichever came first: a withdrawal pressed on a card from before changes nothing, and nobody else reads.
        assert not [one for one in await house.reflections_of("siv") if one.parts and one.rung > Rung.ONLY_ME]
        assert [(one.rung, one.wished) for one in await house.reflections_of("tor")] == [(Rung.MUNICIPALITY, None)]
        settings = read_settings(**environment(house.teams, database_url=database_url))
        async with Stage(settings, now=CLOSES) as other:
            late = PUBLISHED + timedelta(days=7)
            await asyncio.gather(house.to(late), other.to(late))
            await house.to(late + timedelta(minutes=15))
        for reader in (bodil, kari):
            found = [one for one in reader.chat if one.from_bot and str(one.summary).startswith("Dette delte vi")]
            assert [seen(reader, one)[0] for one in found] == ["Dette delte vi (utkast)"]
            assert {BRIDGES, OUTDOORS, RULES} & {*seen(reader, found[0])} == {BRIDGES}


async def test_a_draft_that_nobody_was_sent_while_the_program_was_down_has_its_time_afterwards(house: House) -> None:
    tor, guro, bodil = (house.cast[name] for name in ("tor", "guro", "bodil"))
    # The session closes, and the process dies before a card goes out; it is back after the draft's own time.
    house.stage.now = CLOSES
    await house.stage.app.tick()
    assert drafts(tor) == []
    await house.to(at(12, 7, 12))
    assert digest(bodil) == []
    assert "Sendes ut onsdag 9. desember kl. 12" in seen(guro, last_with(guro, "Godkjenn"))
    [card] = drafts(tor)
    await tor.press(card, "Ja, slik")
    # Down once more, after the cards: the time that people were told holds, and nobody has approved.
    # It dies again between the digest and its cards, which go out afterwards, once each.
    house.stage.now = at(12, 14, 11)
    await house.stage.app.tick()
    assert digest(bodil) == []
    for minute in (0, 5):
        await house.to(at(12, 14, 12, minute))
    assert digest(bodil)[0] == "Dette delte vi (utkast)"
    assert BRIDGES in digest(bodil)
    assert len([one for one in bodil.chat if str(one.summary).startswith("Dette delte vi")]) == 1


async def test_who_has_left_may_take_out_and_share_nothing_further(house: House, tmp_path: Path) -> None:
    tor, siv = house.cast["tor"], house.cast["siv"]
    await house.to(CLOSES)
    without = tmp_path / "uten"
    copytree(house.folder, without)
    people = [row for row in (without / "people.csv").read_text("utf-8").splitlines() if "tor@" not in row]
    (without / "people.csv").write_text("\n".join([row for row in people if "siv@" not in row]), "utf-8")
    await house.bring_in(without)
    [of_tor], [of_siv] = drafts(tor), drafts(siv)
    await tor.press(of_tor, "Ja, slik")
    await siv.press(of_siv, "Ikkje slik eg meinte")
    assert [one.rung for name in ("tor", "siv") for one in await house.reflections_of(name)] == [
        Rung.GROUP,
        Rung.ONLY_ME,
    ]


async def test_whoever_coordinates_approves_what_then_goes_out_at_its_time_without_the_word_draft(house: House) -> None:
    guro, bodil, kari = house.cast["guro"], house.cast["bodil"], house.cast["kari"]
    await house.to(CLOSES)
    assert not [one for one in guro.chat if "Utkast til oppsummering fra" in str(one.card)]
    await house.to(at(11, 30, 7, 30))
    card = last_with(guro, "Godkjenn")
    shown = seen(guro, card)
    assert shown[:2] == ["Utkast til oppsummering fra Rektorgruppa", "Sendes ut tirsdag 1. desember kl. 8"]
    assert "Godkjenner ingen, blir den sendt ut likevel, og da står det «utkast» på den." in shown
    # By hand, from others' accounts: only who may approve does.
    await bodil.press(last(bodil), "Godkjenn", shown=guro.view(card))
    assert "Godkjenner ingen, blir den sendt ut likevel, og da står det «utkast» på den." in seen(guro, card)
    await guro.press(card, "Godkjenn")
    assert "Godkjent. Oppsummeringen sendes ut til avtalt tid, uten ordet «utkast»." in seen(guro, card)
    await house.to(at(11, 30, 12))
    assert digest(bodil) == []
    await house.to(PUBLISHED)
    assert (digest(bodil)[0], digest(kari)[0]) == ("Dette delte vi", "Dette delte vi")
    assert "Den var godkjent." in seen(guro, card)
    assert [one.about for one in await house.deliveries(DeliveryKind.DRAFT)] == [None] * 3


async def test_whoever_approves_follows_what_authors_take_back_and_a_called_off_session_has_no_digest(
    house: House,
) -> None:
    tor, siv, ali, guro, bodil = (house.cast[name] for name in ("tor", "siv", "ali", "guro", "bodil"))
    await house.to(CLOSES)
    [of_siv] = drafts(siv)
    await siv.press(of_siv, "Ja, slik")
    await house.to(at(11, 30, 7, 30))
    card = last_with(guro, "Godkjenn")
    assert {BRIDGES, OUTDOORS, RULES} <= {*seen(guro, card)}
    await siv.press(last_with(siv, "Trekk tilbake"), "Trekk tilbake")
    await house.stage.settle()
    assert OUTDOORS not in str(guro.view(card))
    # Who is forgotten meanwhile may keep words in digests given back: a draft is not given back yet, and loses them.
    db, now = house.stage.app.db, house.stage.now
    forgotten = await db.read(partial(person_called, wanted="ali@nordvik.example", municipality="nordvik", now=now))
    gone = await forget_person(db, forgotten, actor=OPERATOR, keeps=True, now=now)
    assert (gone.answers, gone.nameless) == (1, 0)
    await house.stage.settle()
    await house.to(at(11, 30, 7, 45))
    assert BRIDGES in str(guro.view(card))
    assert RULES not in str([guro.view(card), *(ali.view(one) for one in ali.chat)])

    with pytest.raises(UnknownSession, match=r"authors are checking its draft until 2026-12-01 08:00"):
        await digest_of(house.stage.app.db, SESSION, "", actor=OPERATOR, now=house.stage.now)
    called_off = await cancel_session(house.stage.app.db, SESSION, actor=OPERATOR, now=house.stage.now)
    assert called_off.draft
    assert "no digest is made of it" in " ".join(cancelled_lines(called_off, dry_run=False))
    await house.to(PUBLISHED)
    assert [digest(one) for one in (tor, siv, ali, guro, bodil)] == [[]] * 5
    told = ["Økta er avlyst", "Rektorgruppa, tirsdag 24. november"]
    [of_tor] = [one for one in tor.chat if one.from_bot and seen(tor, one)[:2] == told]
    assert BRIDGES not in str(tor.view(of_tor))
    assert "Det blir ikke laget noen oppsummering." in seen(guro, card)
    assert [(one.rung, one.wished) for one in await house.reflections_of("tor")] == [(Rung.GROUP, None)]


async def test_a_plan_whose_draft_comes_too_late_for_the_meeting_is_warned_of(tmp_path: Path) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as house:
        app, file = house.stage.app, series(tmp_path, "s", "rektorgruppa", draft_ahead='"P2D"')
        text, meeting = file.read_text("utf-8"), '\n[[meetings]]\ndate = {}\ngroup = "rektorgruppa"\n'
        told = []
        for day in ("2026-12-03T09:00:00", "2026-12-04T09:00:00"):
            file.write_text(text + meeting.format(day), "utf-8")
            planned = await plan_series(
                app.db, app.catalogues, read_series(file), actor=OPERATOR, now=house.stage.now
            )  # fmt: skip
            told.append([one for one in planned.warnings if "draft" in one])
            catalogue = await app.db.read(partial(app.catalogues.at, municipality="nordvik", instant=house.stage.now))
            warned = partial(warnings_of, catalogue=catalogue, municipality="nordvik", now=house.stage.now)
            assert [one.line for one in await app.db.read(warned)] == told[-1]
        assert told[0][0].startswith(f"{SESSION} is given back 2026-12-01 08:00, since authors check its draft first")
        assert told[1] == []
        # Where nobody coordinates any more, nobody approves.
        await house.bring_in(municipality(tmp_path / "n", people=["tor,rektorgruppa,leader"]))
        [nobody] = await app.db.read(warned)
        assert nobody.line.startswith(
            "s: nobody in rektorgruppa can approve a draft, so each digest goes out marked as one"
        )


async def test_a_draft_that_a_holiday_keeps_waiting_still_leaves_its_cards(tmp_path: Path) -> None:
    """The digest waits for longer than deliveries are linked to people."""
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", now=at(12, 14, 9)) as house:
        holiday = Event(date(2026, 12, 19), date(2027, 1, 3), DayKind.CLOSED, "juleferie")
        await import_calendar(house.stage.app.db, [holiday], actor=OPERATOR, guard=GUARD, now=house.stage.now)
        await house.stage.plan(series(tmp_path, "s", "rektorgruppa", dates="[2026-12-15]", draft_ahead='"PT48H"'))
        await house.install("guro", "tor")
        await house.to(at(12, 15))
        tor, guro = house.cast["tor"], house.cast["guro"]
        await tor.press(last(tor), "Send svar", {"answer": BRIDGES, "rung": "group"})
        await house.to(at(12, 18))
        [of_tor] = drafts(tor)
        assert "Oppsummeringen sendes ut tirsdag 5. januar kl. 8" in seen(tor, of_tor)
        await house.to(at(12, 18) + timedelta(days=17))
        card = last_with(guro, "Godkjenn")
        assert BRIDGES in seen(guro, card)
        await house.to(at(12, 18) + timedelta(days=18))
        assert "Oppsummeringen er sendt ut" in seen(tor, of_tor)
        assert BRIDGES not in str([tor.view(of_tor), guro.view(card)])
