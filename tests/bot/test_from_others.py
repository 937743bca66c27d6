"""Something back at once: two answers of others on the receipt, unsigned; nothing that a digest would not show."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.rehearsal.clients import Client, Team
from bot.rehearsal.wire_conversations import Message
from content.language import Language
from content.vocabulary.prompting import FromOthers
from content.wording import phrase
from tests.counting import recorded_statements, unprepared_statements
from tests.nordvik import OPERATOR, House, at, last, municipality, open_house, seen, series
from tests.reading import digest_of

TEAM = "team-fjordglott"
NAMES = ("ada", "bo", "cato", "dina", "eli", "finn", "gro")
LANGUAGES = {name: "nn" if name in ("bo", "eli") else "nb" for name in NAMES}
WORDS = {
    "ada": "Elevene leste høyt for hverandre i hele timen.",
    "bo": "Vi delte gruppa i to og bytta etter pause.",
    "cato": "Det gikk bedre da vi ventet med fasiten.",
    "dina": "Foreldremøtet ble kortere og mer åpent enn før.",
    "eli": "Eg let elevane velje oppgåve sjølve denne veka.",
    "finn": "Vi prøvde toveis samtaler og fikk flere spørsmål.",
    "gro": "Stasjonsarbeidet tok lengre tid enn vi trodde.",
}


def _told(language: Language) -> tuple[str, str, str]:
    """The lines on a receipt: among the first; above two answers; above one."""
    return tuple(phrase(FromOthers, part, language) for part in ("early", "heading_two", "heading_one"))  # type: ignore[return-value]


EARLY, TWO, ONE = zip(_told(Language.NB), _told(Language.NN), strict=True)


class Played:
    def __init__(self, house: House) -> None:
        self.house = house
        self.prompts: dict[str, Message] = {}

    def client(self, name: str) -> Client:
        return self.house.cast[name]

    async def answer(self, name: str, *, rung: str = "group", text: str = "") -> None:
        card = self.prompts.setdefault(name, last(self.client(name)))
        await self.client(name).press(card, "Send svar", {"answer": text or WORDS[name], "rung": rung})
        await self.house.stage.settle()

    def receipt(self, name: str) -> list[str]:
        return seen(self.client(name), self.prompts.get(name, last(self.client(name))))

    def of_others(self, name: str) -> set[str]:
        """The others whose words stand on this person's card, or on the last message of the chat."""
        client, card = self.client(name), self.prompts.get(name)
        shown = [*(seen(client, card) if card else []), *seen(client, last(client))]
        return {other for other in NAMES if other != name and any(WORDS[other] in text for text in shown)}


@asynccontextmanager
async def playing(folder: Path, names: tuple[str, ...] = NAMES, **keys: str) -> AsyncIterator[Played]:
    roles = {"ada": "facilitator", "gro": "leader"}
    people = [f"{name},{TEAM},{roles.get(name, 'participant')},{LANGUAGES[name]}" for name in names]
    made = municipality(folder / "nordvik", people=[*people, "guro,rektorgruppa,coordinator"])
    async with open_house(f"sqlite+aiosqlite:///{folder / 'x.db'}", folder=made) as house:
        await house.stage.plan(series(folder, "uke", TEAM, **keys))
        await house.install(*names)
        await house.to(at(11, 24, 14))
        yield Played(house)


async def test_whoever_answers_sees_two_answers_of_others_at_once_and_no_more_later(tmp_path: Path) -> None:
    async with playing(tmp_path) as played:
        for name in ("ada", "bo", "cato"):
            await played.answer(name)
            assert played.of_others(name) == set()
        assert EARLY[0] in played.receipt("ada")
        assert EARLY[1] in played.receipt("bo")

        await played.client("dina").say(WORDS["dina"])  # in the chat
        await played.house.stage.settle()
        assert TWO[0] in seen(played.client("dina"), last(played.client("dina")))
        assert len(played.of_others("dina")) == 2

        await played.answer("eli")
        first = played.of_others("eli")
        assert TWO[1] in played.receipt("eli")
        assert len(first) == 2
        assert not any("Oppdiktet" in text for text in played.receipt("eli"))

        # On a card that nothing brings up to date, as the one opened from her week, others' words do not come up.
        eli, card = played.client("eli"), played.prompts["eli"]
        await eli.say("mi veke")
        week = last(eli)
        await eli.press(week, "Sjå svaret mitt")
        assert WORDS["eli"] in seen(eli, week)
        assert not any(WORDS[name] in text for name in first for text in seen(eli, week))

        # Neither a change, nor a new answer after a withdrawal, nor others' answers meanwhile, show her more.
        await played.answer("finn")
        await eli.press(card, "Endre svaret")
        await eli.press(card, "Send svar", {"answer": "Noko heilt anna no.", "rung": "group"})
        assert played.of_others("eli") == first
        await eli.press(card, "Trekk tilbake")
        assert played.of_others("eli") == set()
        await eli.press(card, "Svar likevel")
        await eli.press(card, "Send svar", {"answer": "Og enda noko anna.", "rung": "group"})
        assert played.of_others("eli") == first
        assert EARLY[0] in played.receipt("ada"), "a receipt that showed nobody does not tell when others answer"

        # What is withdrawn or narrowed leaves the receipt within a slot, and nothing comes in its place.
        one, other = sorted(first)
        await played.client(one).press(played.prompts[one], "Trekk tilbake")
        await played.house.stage.settle()
        assert played.of_others("eli") == {other}
        assert ONE[1] in played.receipt("eli")
        if other == "dina":
            await played.client(other).press(last(played.client(other)), "Svaret mitt")
            played.prompts[other] = last(played.client(other))
        await played.client(other).press(played.prompts[other], "Endre svaret")
        await played.client(other).press(
            played.prompts[other], "Send svar", {"answer": WORDS[other], "rung": "only_me"}
        )
        await played.house.stage.settle()
        assert played.of_others("eli") == set()
        assert not {*TWO, *ONE, *EARLY} & set(played.receipt("eli"))
        assert other not in played.of_others("dina") | played.of_others("finn")

        await _is_named_by_no_row_once_erased(played, one)


async def _is_named_by_no_row_once_erased(played: Played, name: str) -> None:
    """Its id tells whose it was; its place on Eli's receipt stays taken."""
    [erased], [before] = await played.house.reflections_of(name), await played.house.reflections_of("eli")
    assert erased.id in before.shown
    await played.client(name).say("slett mine data")
    await played.client(name).say("ja")
    for other in set(NAMES) - {name, "gro"}:
        assert erased.id not in (await played.house.reflections_of(other))[0].shown
    [after] = await played.house.reflections_of("eli")
    assert len(after.shown) == len(before.shown) == 2


async def test_a_digest_tells_whose_words_it_used_in_their_own_copy_alone(tmp_path: Path) -> None:
    async with playing(tmp_path, digest_readers='["guro@nordvik.example"]') as played:
        house = played.house
        await house.install("guro")
        await played.answer("ada")
        await played.answer("bo", rung="principals")
        await played.answer("cato", rung="only_me")
        await house.to(at(11, 30))
        session = f"uke.{TEAM}.2026-11-24"
        told, _ = await digest_of(
            house.stage.app.db, session, "ada@nordvik.example", actor=OPERATOR, now=house.stage.now
        )
        assert WORDS["ada"] in str(told)
        assert "own=True" not in repr(told), "an operator who reads as she does would learn which words are hers"
        for name, mark in (("ada", "Dine ord"), ("bo", "Orda dine"), ("cato", ""), ("dina", ""), ("guro", "")):
            digest = seen(played.client(name), last(played.client(name)))
            marks = [number for number, text in enumerate(digest) if text in ("Dine ord", "Orda dine")]
            assert ({WORDS["bo"]} if name == "guro" else {WORDS["ada"], WORDS["bo"]}) <= set(digest)
            assert WORDS["cato"] not in digest
            # The mark, and the press that opens one's own answer, come before the origin and the words.
            assert marks == ([marks[0], marks[0] + 1] if mark else []), name
            assert [digest[number + 2] for number in marks[1:]] == ([WORDS[name]] if mark else []), name
            assert any(mark in text and text != mark for text in digest) or not mark
        # Taken back, her words leave all copies, the marked one too.
        ada = played.client("ada")
        await ada.press(played.prompts["ada"], "Trekk tilbake")
        await house.stage.settle()
        for name in ("ada", "bo", "dina"):
            digest = seen(played.client(name), last(played.client(name)))
            assert WORDS["ada"] not in digest
            assert "Dine ord" not in digest


async def test_what_is_not_shared_is_on_no_receipt_and_counts_for_none(tmp_path: Path) -> None:
    async with playing(tmp_path) as played:
        for name in ("ada", "bo", "cato", "dina"):
            await played.answer(name, rung="only_me")
            assert not {*EARLY, *TWO} & set(played.receipt(name)), "of others nothing is told to who shares nothing"
        await played.answer("eli")
        assert played.of_others("eli") == set()
        assert EARLY[1] in played.receipt("eli")


async def test_a_step_that_hides_answers_and_a_small_group_tell_nothing(tmp_path: Path) -> None:
    for number, (names, keys) in enumerate(((NAMES, {"protocol": '"igp"'}), (NAMES[:4], {}))):
        async with playing(tmp_path / str(number), names, **keys) as played:
            for name in names:
                await played.answer(name)
                assert played.of_others(name) == set()
                assert not {*EARLY, *TWO, *ONE} & set(played.receipt(name))


async def test_where_leaders_speak_last_nobody_sees_the_leaders_answer_and_the_leader_sees_nobodys(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path, leader_speaks_last="true") as played:
        for name in ("gro", "ada", "bo", "cato"):
            await played.answer(name)
            assert played.of_others(name) == set()
        assert not {*EARLY, *TWO} & set(played.receipt("gro"))
        await played.answer("dina")
        assert len(played.of_others("dina")) == 2
        assert "gro" not in played.of_others("dina")


async def test_in_a_channel_nobody_elses_words_come_up(tmp_path: Path) -> None:
    async with playing(tmp_path) as played:
        house, team = played.house, Team(played.house.teams, "Fjordgløtt")
        team.add(*(house.cast[name] for name in NAMES))
        await team.install(by=house.cast["ada"])
        await house.cast["ada"].say_in(team.general, "koble til Team ungdomstrinn Fjordgløtt")
        await house.stage.plan(series(tmp_path, "kanal", TEAM, dates="[2026-12-01]", asked='"channel"'))
        await house.to(at(12, 1, 14))
        card = next(one for one in team.general.messages if one.from_bot and "Send svar" in str(one.card))
        for name in NAMES:
            client = house.cast[name]
            await client.press(card, "Send svar", {"answer": WORDS[name], "rung": "group"})
            assert not any(WORDS[one] in text for one in NAMES if one != name for text in seen(client, card))
            await house.stage.settle()
        assert not any(words in str(one.activity) for words in WORDS.values() for one in team.general.messages)
        assert len(played.of_others("gro")) == 2, "on the receipt in the person's own chat they stand"


async def test_a_first_answer_costs_two_prepared_statements_and_a_change_one(tmp_path: Path) -> None:
    async with playing(tmp_path) as played:
        for name in ("ada", "bo", "cato", "dina"):
            await played.answer(name)
        eli, db = played.client("eli"), played.house.stage.app.db
        card = last(eli)
        with recorded_statements(db) as first, unprepared_statements(db) as unprepared:
            await eli.press(card, "Send svar", {"answer": WORDS["eli"], "rung": "group"})
        await eli.press(card, "Endre svaret")
        with recorded_statements(db) as changed:
            await eli.press(card, "Send svar", {"answer": "Noko anna.", "rung": "group"})
        assert [len(list(_of_others(statements))) for statements in (first, changed, unprepared)] == [2, 1, 0]
        assert not [one for one in first if "memberships" in one and "CASE WHEN" not in one and "JOIN" not in one]


def _of_others(statements: list[str]) -> Iterator[str]:
    """Statements that choose others' answers, or read words of those chosen."""
    for one in statements:
        if one.startswith(
            ("SELECT reflections.id, reflections.shown_first", "SELECT reflections.id, reflection_parts")
        ):
            yield one
