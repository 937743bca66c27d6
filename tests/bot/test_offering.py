"""«Ta det opp på møtet»: an author sees who would read, says yes, finds it in the pack, and takes it back."""

from pathlib import Path

from bot.rehearsal.clients import buttons_on
from content.presses import OfferAnswer, encode
from dialogs.model import StepRef
from tests.bot.test_own_answers import opened
from tests.bot.test_own_log import log_of
from tests.nordvik import House, at, last, municipality, open_house, seen, series

PEOPLE = (
    "tor,rektorgruppa,leader",
    "siv,rektorgruppa,participant,nn",
    "ali,rektorgruppa,participant",
    "rolf,rektorgruppa,observer",
    "guro,rektorgruppa,coordinator",
    "bodil,team-solbakken,participant",
)
HARD = "Vi får ikke med oss dem som kommer sist inn fra friminuttet. Hva gjør dere?"
OWN = "Eg veit ikkje korleis eg skal seie dette høgt."
MEETS = '\n[[meetings]]\ndate = 2026-12-10T09:00:00\ngroup = "rektorgruppa"\n'
DILEMMA = "Noe en av dere vil ha hjelp til å tenke gjennom"


def pack_of(house: House, name: str) -> list[str]:
    me = house.cast[name]
    return next(seen(me, one) for one in reversed(me.chat) if "Forslag til saksliste" in " ".join(seen(me, one)))


async def test_an_answer_is_offered_to_the_meeting_after_a_preview_and_taken_back(tmp_path: Path) -> None:
    folder = municipality(tmp_path / "nordvik", people=PEOPLE)
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db", folder=folder) as house:
        file = series(tmp_path, "uka", "rektorgruppa")
        file.write_text(file.read_text("utf-8") + MEETS, "utf-8")
        await house.stage.plan(file)
        await house.install("tor", "siv", "guro", "bodil")
        tor, siv, bodil = (house.cast[name] for name in ("tor", "siv", "bodil"))
        await house.to(at(11, 24))
        asked, of_siv = last(tor), last(siv)
        await tor.press(asked, "Send svar", {"answer": HARD, "rung": "group"})
        await siv.press(of_siv, "Send svar", {"answer": OWN, "rung": "only_me"})

        # The preview: the words, and who at the meeting can read them; leaving it keeps nothing.
        await tor.press(asked, "Ta det opp på møtet")
        about = "Rektorgruppa, torsdag 10. desember kl. 9"
        assert {HARD, "3 andre på møtet kan lese det.", about} <= set(seen(tor, asked))
        await tor.press(asked, "Ikke nå")
        assert [one.offered for one in await house.reflections_of("tor")] == [False]
        # For oneself alone: nobody reads it there, in nynorsk too, and a press made by hand shows what holds.
        await siv.press(of_siv, "Ta det opp på møtet")
        assert any("ingen andre på møtet som kan lese det" in line for line in seen(siv, of_siv))
        assert buttons_on(siv.view(of_siv)) == ["Del vidare", "Ikkje no"]

        # Changed on another device meanwhile: shown anew; yes, also twice, is one yes.
        [known] = await house.reflections_of("tor")
        step = StepRef("nordvik", known.session, known.position)
        stale = encode(OfferAnswer(step, "", known.version - 1))
        await tor.press(asked, "Ta det opp på møtet")
        await tor.press(asked, "Ja, ta det opp", forged=stale)
        assert [one.offered for one in await house.reflections_of("tor")] == [False]
        pressed = await tor.press(asked, "Ja, ta det opp")
        await tor.again(pressed)
        assert "Du har tatt dette opp til møtet: Rektorgruppa, torsdag 10. desember kl. 9." in seen(tor, asked)
        # Nobody offers another's answer.
        await bodil.say("hjelp")
        await bodil.press(last(bodil), buttons_on(bodil.view(last(bodil)))[0], forged=stale)
        assert await house.reflections_of("bodil") == []

        # In the pack, without a name, for whoever may read it; taken back, it is gone from there at once.
        await house.to(at(11, 27))
        await house.to(at(12, 7, 9))
        for name, head in (("guro", DILEMMA), ("siv", "Noko ein av dykk vil ha hjelp til å tenkje gjennom")):
            told = pack_of(house, name) if name == "guro" else seen(siv, last(siv))
            assert told[told.index(head) :].index(HARD) < 5, told
            assert "Tor" not in " ".join(told)
        await tor.press(asked, "Ikke ta det opp likevel")
        await house.to(at(12, 7, 10))
        assert DILEMMA not in pack_of(house, "guro")
        assert [entry.act.value for entry in await log_of(house, "tor")] == ["given", "offered", "not_offered"]
        # «Mine svar» offers it too, until the meeting begins.
        card = await opened(tor, "friminuttet")
        await tor.press(card, "Ta det opp på møtet")
        await tor.press(card, "Ja, ta det opp")
        await house.to(at(12, 7, 11))
        assert DILEMMA in pack_of(house, "guro")
        await house.to(at(12, 10, 10))
        assert "Ikke ta det opp likevel" not in buttons_on(tor.view(await opened(tor, "friminuttet")))
