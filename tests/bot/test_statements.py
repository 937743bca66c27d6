"""«Enig – uenig – usikker»: a position by one tap, and why; told afterwards as far as it points at nobody."""

from pathlib import Path

from bot.rehearsal.clients import buttons_on
from content.catalogue import load
from tests.nordvik import at, last, municipality, open_house, seen, series

TEAM = "team-fjordglott"
PEOPLE = tuple(f"p{letter}" for letter in "abcdefgh")
STANCES = {"nb": ("Enig", "Uenig", "Usikker"), "nn": ("Einig", "Ueinig", "Usikker")}
TOLD = {
    "nb": ("Ulike syn", "Noen valgte «Enig», andre «Uenig».", "Slik fordeler svarene seg:", "Enig: noen"),
    "nn": ("Ulike syn", "Nokre valde «Einig», andre «Ueinig».", "Slik fordeler svara seg:", "Einig: nokre"),
}


async def test_a_statement_is_met_by_one_tap_and_why_and_the_digest_says_what_divides(tmp_path: Path) -> None:
    rows = [f"{name},{TEAM},participant,{'nn' if number % 2 else 'nb'}" for number, name in enumerate(PEOPLE)]
    folder = municipality(tmp_path / "nordvik", people=[*rows, "guro,rektorgruppa,coordinator"])
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=folder) as house:
        await house.stage.plan(series(tmp_path, "uke", TEAM, protocol='"enig-uenig-usikker"'))
        await house.install(*PEOPLE)
        await house.to(at(11, 24, 14))
        statements = {one.question.nb for one in load().prompts if one.is_statement}
        asked = seen(house.cast["pa"], last(house.cast["pa"]))
        assert statements & {*asked}, "a statement, and no other question"
        for number, name in enumerate(PEOPLE):
            client, card = house.cast[name], last(house.cast[name])
            stances = STANCES["nn" if number % 2 else "nb"]
            assert set(stances) <= {*buttons_on(client.view(card) or {})}
            tapped = stances[0 if number < 4 else 1 if number < 7 else 2]
            await client.press(card, tapped, {"answer": f"Fordi, sa nummer {number}.", "rung": "group"})
            await house.stage.settle()
            assert not any(f"nummer {other}." in str(client.view(last(client))) for other in range(number))
        # All have taken a position: what they wrote is read before the second question, and what they chose in the end.
        await house.to(at(11, 25, 14))
        second = seen(house.cast["pa"], last(house.cast["pa"]))
        assert "Hva i de andres svar overrasker deg, og hva bør dere snakke mer om?" in second
        assert "Fordi, sa nummer 5." in second
        await house.to(at(12, 1, 14))
        for name, language in (("pa", "nb"), ("pb", "nn")):
            digest = seen(house.cast[name], last(house.cast[name]))
            assert set(TOLD[language]) <= {*digest}, language
            assert not any(text.startswith(("Enig: minst", "Einig: minst")) for text in digest), "four is not told"
