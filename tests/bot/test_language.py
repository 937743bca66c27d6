"""«Språk»: everybody's own language, whatever the municipality's list says; it stays over imports."""

from pathlib import Path

from bot.rehearsal.cast import TENANT
from content.language import Language
from content.presses import SayCommand, encode
from content.vocabulary.rhythm import LanguageAsked, LanguageChosen
from dialogs.model import Account
from storage.people import persons_behind
from tests.nordvik import House, at, last, municipality, open_house, rendered_texts, seen, series

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
