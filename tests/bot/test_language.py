"""«Språk»: everybody's own language, whatever the municipality's list says; it stays over imports."""

from pathlib import Path

from bot.rehearsal.cast import TENANT
from content.language import Language
from content.presses import SayCommand, encode
from content.vocabulary.rhythm import LanguageAsked, LanguageChosen
from dialogs.model import Account
from storage.people import persons_behind
from tests.nordvik import House, at, last, municipality, open_house, rendered_texts, seen, series, welcome

ONE = {"tor": ("nb", "Nynorsk"), "siv": ("nn", "Bokmål")}
OTHER = {"tor": Language.NN, "siv": Language.NB}


async def own(house: House, name: str) -> Language | None:
    account = Account(TENANT, house.cast[name].person.object_id)
    [one] = await house.stage.app.db.read(lambda c: persons_behind(c, account))
    return one.own_language


async def test_a_language_is_chosen_by_button_or_word_and_stays_over_imports(tmp_path: Path) -> None:
    people = ["tor,rektorgruppa,participant,nb", "siv,rektorgruppa,participant,nn", "ali,rektorgruppa,participant"]
    folder = municipality(tmp_path / "kommune", people=["guro,rektorgruppa,coordinator", *people])
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db", folder=folder) as house:
        await house.stage.plan(series(tmp_path, "uka", "rektorgruppa"))
        await house.install("tor", "siv", "ali")
        for name, (before, title) in ONE.items():
            client = house.cast[name]
            await client.say("språk")
            assert seen(client, last(client)) == rendered_texts(LanguageAsked(before, chosen=False), Language(before))
            asked = last(client)
            for _ in range(2):
                await client.press(asked, title)
                chosen = LanguageChosen(OTHER[name].value, chosen=True)
                assert seen(client, last(client)) == rendered_texts(chosen, OTHER[name])
            await client.say("hva vet du om meg")
            assert "Språket har du val" in str(last(client).card)
        await house.bring_in(folder)
        await house.to(at(11, 24))
        for name, words in (("tor", "Hopp over"), ("siv", "Hopp over")):
            client, language = house.cast[name], OTHER[name]
            assert await own(house, name) is language
            assert last(client).card is not None
            assert f"'lang': '{language.value}'" in str(last(client).card), words
            await client.say("språk klingonsk")
            unknown = LanguageAsked(language.value, chosen=True, unknown=True)
            assert seen(client, last(client))[0] != rendered_texts(unknown, language)[0], "asked: it may be an answer"
            await client.say("SPRÅK Auto" if name == "tor" else "språk auto")
            back = Language(ONE[name][0])
            assert seen(client, last(client)) == rendered_texts(LanguageChosen(back.value, chosen=False), back)
            assert await own(house, name) is None
        ali = house.cast["ali"]
        await ali.say("language English")
        assert await own(house, "ali") is Language.EN
        assert await own(house, "tor") is None, "of nobody else"
        await ali.press(last(ali), "Language", forged=encode(SayCommand("language", "klingonsk")))
        unknown = LanguageAsked("en", chosen=True, unknown=True)
        assert seen(ali, last(ali)) == rendered_texts(unknown, Language.EN)
        assert await own(house, "ali") is Language.EN


WROTE = {"tor": "Vi leste høyt for hverandre.", "siv": "Vi las høgt, òg ute.", "ella": "We read aloud, outdoors too."}
SEND = {Language.NB: "Send svar", Language.NN: "Send svar", Language.EN: "Send answer"}
HEADING = {Language.NB: "Dette delte vi", Language.NN: "Dette delte vi", Language.EN: "What we shared"}
AT_A_NYNORSK_SCHOOL = "vera,team-fjordglott,participant,"
"""Without a language of her own in the file."""


async def test_each_reads_the_bot_in_their_own_language_else_their_units_and_people_as_they_wrote(
    tmp_path: Path,
) -> None:
    spoken = {"tor": Language.NB, "siv": Language.NN, "ella": Language.EN}
    people = [f"{name},rektorgruppa,participant,{language}" for name, language in spoken.items()]
    folder = municipality(tmp_path / "kommune", people=["guro,rektorgruppa,coordinator", *people, AT_A_NYNORSK_SCHOOL])
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db", folder=folder) as house:
        await house.stage.plan(series(tmp_path, "uka", "rektorgruppa", "team-fjordglott"))
        await house.install(*spoken, "vera")
        vera = house.cast["vera"]
        assert seen(vera, last(vera)) == welcome(Language.NN, "Team ungdomstrinn Fjordgløtt")
        await vera.say("language")
        assert seen(vera, last(vera)) == rendered_texts(LanguageAsked("nn", chosen=False), Language.NN)
        await house.to(at(11, 24, 14))
        assert "Hopp over" in seen(vera, last(vera)), "the question"
        assert "'lang': 'nn'" in str(last(vera).card)
        for name, language in spoken.items():
            client = house.cast[name]
            await client.press(last(client), SEND[language], {"answer": WROTE[name], "rung": "group"})
            assert WROTE[name] in seen(client, last(client))
        await house.to(at(11, 27))
        for name, language in spoken.items():
            told = seen(house.cast[name], last(house.cast[name]))
            assert told[0] == HEADING[language]
            assert set(WROTE.values()) <= set(told), name
            assert f"'lang': '{language.value}'" in str(last(house.cast[name]).card)
