"""Everything people say or do arrives somewhere: one kind answer or silence, in both written forms; nothing is lost."""

from collections.abc import AsyncIterator
from itertools import count

import pytest
import pytest_asyncio

from bot.rehearsal.clients import Client, Team, buttons_on, open_group_chat
from bot.rehearsal.faults import answer
from bot.rehearsal.ledger import Call
from content.language import Language
from content.vocabulary.conversing import (
    Along,
    Courtesy,
    CourtesyReturned,
    EmptyAnswer,
    GroupChatAnswersNothing,
    HelpInGroupChat,
    LeftUndone,
    LinkElsewhere,
    NotImported,
    NotKept,
    OnlyThatCame,
    OnlyWordsTaken,
    OwnChatOnly,
    PromptOnItsWay,
    PromptOver,
)
from content.vocabulary.messages import Message as Vocabulary
from content.vocabulary.rhythm import NoSuchDay
from tests.bot.test_message_contents import PICTURE, file, html
from tests.content.example_messages import elements
from tests.nordvik import House, at, last, municipality, open_house, rendered_texts, seen, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

NB, NN = Language.NB, Language.NN
SAID = "Vi leste sammen hver dag."
OPEN, TWO_OPEN = "rektorgruppa", "team-to"
IS_IT = {
    NB: "Er det du skrev nå, et svar på dette spørsmålet?",
    NN: "Er det du skreiv no, eit svar på dette spørsmålet?",
}
_EACH = 40
_untouched = count()


class Somebody:
    """A person with an open prompt (or two), new for each test."""

    def __init__(self, house: House, name: str, language: Language) -> None:
        self.house, self.name, self.language = house, name, language
        self.me: Client = house.cast[name]

    @property
    def last(self) -> list[str]:
        return seen(self.me, last(self.me))

    def words(self, message: Vocabulary) -> list[str]:
        return rendered_texts(message, self.language)

    async def say(self, text: str) -> str:
        response = await self.me.say(text)
        assert response.status == 200
        return response.activity_id

    async def texts(self) -> list[str]:
        return [one.text for one in await self.house.reflections_of(self.name)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """One question is open for one group, two for another; nobody but the tests' own people has installed."""
    place = tmp_path_factory.mktemp("arrives")
    people = [
        f"{group[0]}{language}{number},{group},participant,{language}"
        for group in (OPEN, TWO_OPEN)
        for language in ("nb", "nn")
        for number in range(_EACH)
    ]
    town = municipality(
        place, people=["guro,rektorgruppa,coordinator", *people], groups=[f"{TWO_OPEN},nordvik,team,To spørsmål,"]
    )
    async with open_house(f"sqlite+aiosqlite:///{place}/sloyfa.db", folder=town) as opened:
        await opened.stage.plan(series(place, "alle", OPEN))
        for name, areas in (("en", '["inkluderende-laeringsmiljoer"]'), ("to", '["elevsentrert-ledelse"]')):
            await opened.stage.plan(series(place, name, TWO_OPEN, areas=areas))
        await opened.to(at(11, 24))
        yield opened


async def somebody(house: House, group: str, language: Language) -> Somebody:
    name = f"{group[0]}{language}{next(_untouched) % _EACH}"
    await house.install(name)
    return Somebody(house, name, language)


@pytest_asyncio.fixture(loop_scope="module", params=[NB, NN])
async def tor(house: House, request: pytest.FixtureRequest) -> Somebody:
    return await somebody(house, OPEN, request.param)


@pytest_asyncio.fixture(loop_scope="module", params=[NB, NN])
async def ida(house: House, request: pytest.FixtureRequest) -> Somebody:
    """Two questions are open for her."""
    return await somebody(house, TWO_OPEN, request.param)


async def test_courtesies_while_a_question_is_open_are_answered_and_never_kept(tor: Somebody) -> None:
    said = {
        "Hei!": CourtesyReturned(Courtesy.GREETING, "open"),
        "hei, takk!": CourtesyReturned(Courtesy.THANKS),
        "Tusn takk 😊": CourtesyReturned(Courtesy.THANKS),
        "OK 👍🏽": CourtesyReturned(Courtesy.AGREEMENT),
        "god helg": CourtesyReturned(Courtesy.FAREWELL),
    }
    for text, returned in said.items():
        await tor.say(text)
        assert tor.last == tor.words(returned), text
    assert await tor.texts() == []
    await tor.say("hjelp")
    shown = tor.last
    assert len(shown) > len(tor.words(NotImported()))
    for command in ("HJELP", "hei, hjlep!", "@Sløyfa help", "  «Hjelp»  "):
        await tor.say(command)
        assert tor.last == shown, command
    assert await tor.texts() == []
    await tor.say("Takk for sist, vi prøvde å lese høyt sammen.")
    assert await tor.texts() == ["Takk for sist, vi prøvde å lese høyt sammen."]


async def test_what_is_asked_about_is_lost_by_nothing_that_is_said_meanwhile(tor: Somebody) -> None:
    await tor.say("bra")
    assert tor.last[0] == IS_IT[tor.language]
    question = last(tor.me)
    for other in ("takk", "hjelp", "🤷"):
        await tor.say(other)
    await tor.me.press(question, "Ja, lagre det")
    assert await tor.texts() == ["bra"]


async def test_a_yes_or_a_no_written_in_place_of_the_button_settles_what_was_asked(tor: Somebody) -> None:
    """The newest question is meant: the erasure here, though a message is held too."""
    no, yes = {NB: ("Nei, takk", "Ja, lagre det"), NN: ("nei takk!", "ja")}[tor.language]
    await tor.say("fint")
    question = last(tor.me)
    await tor.say(no)
    assert tor.last == tor.words(NotKept())
    await tor.me.press(question, "Ja, lagre det")
    assert await tor.texts() == []
    await tor.say("bra")
    said = await tor.me.say(yes)
    assert await tor.texts() == ["bra"]
    before = len(tor.me.chat)
    await tor.me.again(said)
    assert len(tor.me.chat) == before, "said once"
    await tor.say("ja")
    assert "ja" not in await tor.texts(), "without a question it may be an answer, and is asked about"
    await tor.say({NB: "slett mine data", NN: "slett dataa mine"}[tor.language])
    await tor.say("ja")
    assert await tor.texts() == []


async def test_what_is_plainly_said_to_the_bot_is_understood_while_a_question_is_open(tor: Somebody) -> None:
    nb = tor.language is NB
    await tor.say("hjelpp")
    assert tor.last[0] == {NB: "Dette kan du gjøre her", NN: "Dette kan du gjere her"}[tor.language]
    for day in ("31.2.", "30. februar", "torsdag 27.11."):
        await tor.say(f"pause til {day}")
        assert tor.last[0] == tor.words(NoSuchDay())[0], day
    for said, heading in {
        "plan for uka" if nb else "plan for veka": "Dette er planlagt",
        "vis kortet": "Uka di" if nb else "Veka di",
        "er dette anonymt?": "Hvem ser hva" if nb else "Kven ser kva",
        "slett svaret mitt": "Svarene dine" if nb else "Svara dine",
        "slutt å mase": "Påminnelser og pause" if nb else "Påminningar og pause",
        "snakk nynorsk, takk" if nb else "bokmål": "Frå no av bruker eg nynorsk"
        if nb
        else "Fra nå av bruker jeg bokmål",
        "bokmål" if nb else "Nynorsk!": "Fra nå av bruker jeg bokmål" if nb else "Frå no av bruker eg nynorsk",
    }.items():
        await tor.say(said)
        assert tor.last[0] == heading, said
    for doubtful in ("plan for neste tur", "Jeg vil snakke med noen om dette", "Min uke var travel"):
        await tor.say(doubtful)
        assert tor.last[0] == IS_IT[tor.language], doubtful
    assert "fredag kl. 8" in " ".join(tor.last), "the question says how long there is"
    await tor.say("pause til fredg")
    assert tor.last[0] == {NB: "Pausen er lagt inn", NN: "Pausen er lagd inn"}[tor.language]
    assert await tor.texts() == []


async def test_a_number_before_an_answer_needs_no_mark_where_a_sentence_begins_after_it(ida: Somebody) -> None:
    await ida.say("Svar på 2 Vi leste høyt i små grupper.")
    assert await ida.texts() == ["Vi leste høyt i små grupper."]
    await ida.say("svar på 2 oppgaver om dagen er nok")
    assert await ida.texts() == ["Vi leste høyt i små grupper."], "that may be a sentence, and is asked about"
    which = {NB: "Hvilket spørsmål svarer du på?", NN: "Kva spørsmål svarer du på?"}
    assert ida.last[0] == which[ida.language]


async def test_stopped_words_with_two_questions_open_say_of_each_who_will_read(ida: Somebody) -> None:
    await ida.say("Vi leste høyt. Ring 41 22 33 44 for mer.")
    form = ida.me.view(last(ida.me))
    assert form is not None
    [prompt] = [one for one in elements(form) if one.get("id") == "prompt"]
    will_read = {NB: "kan lese svaret.", NN: "kan lese svaret."}[ida.language]
    assert len(prompt["choices"]) == 2
    for choice in prompt["choices"]:
        question, _, readers = choice["title"].partition("? ")
        assert readers.startswith("To spørsmål ("), question
        assert will_read in readers
    second = prompt["choices"][1]["value"]
    await ida.me.press(last(ida.me), "Send svar", {"answer": SAID, "prompt": second})
    assert await ida.texts() == [SAID]


async def test_a_no_leaves_what_was_to_be_confirmed_undone(tor: Somebody) -> None:
    await tor.say(SAID)
    await tor.say({NB: "slett mine data", NN: "slett dataa mine"}[tor.language])
    question = last(tor.me)
    await tor.say("nei takk")
    assert tor.last == tor.words(LeftUndone())
    await tor.say("ja")
    assert await tor.texts() == [SAID], "the question is over"
    await tor.me.press(question, "Slett alt")
    assert await tor.texts() == [SAID], "and its button asks anew"
    asked = {NB: "Skal jeg slette dataene dine?", NN: "Skal eg slette dataa dine?"}
    assert seen(tor.me, question)[0] == asked[tor.language]


async def test_a_note_and_a_proposal_that_are_stopped_are_told_why(tor: Somebody) -> None:
    say = {NB: ("husk", "foreslå spørsmål"), NN: ("hugs", "foreslå spørsmål")}[tor.language]
    for command in say:
        await tor.say(f"{command}: Hva kan vi lære av 01017000027?")
        assert "fødselsnummer" in " ".join(tor.last[1:-1]), command
    assert await tor.texts() == []


async def test_words_said_while_an_answer_is_being_changed_clear_no_card(tor: Somebody) -> None:
    """Teams clears the fields of a card that is updated, and a half-written text with them."""
    await tor.say(SAID)
    receipt = last(tor.me)
    await tor.me.press(receipt, {NB: "Svaret mitt", NN: "Svaret mitt"}[tor.language])
    await tor.me.press(receipt, {NB: "Endre svaret", NN: "Endre svaret"}[tor.language])
    await tor.house.stage.settle()
    form = tor.me.view(receipt)
    assert "Send svar" in buttons_on(form)
    for text in ("takk", "vent litt", "Vi var òg meir ute enn før."):
        await tor.say(text)
        await tor.house.stage.settle()
        assert tor.me.view(receipt) == form, text
    await tor.me.press(receipt, {NB: "La svaret stå", NN: "La svaret stå"}[tor.language])
    await tor.house.stage.settle()
    assert "Vi var òg meir ute enn før." in str(seen(tor.me, receipt)), "closed, it tells of the whole answer"


async def test_what_cannot_be_taken_is_told_and_words_beside_it_are_taken(tor: Somebody) -> None:
    for attachment, along in (
        (PICTURE, Along.PICTURE),
        (file("plan.docx", "docx"), Along.FILE),
        (file("tale.m4a", "m4a"), Along.RECORDING),
    ):
        await tor.me.send({"text": "", "attachments": [attachment]})
        assert tor.last == tor.words(OnlyThatCame(along))
    for nothing in ("", " \n ", "\u200b"):
        await tor.say(nothing)
        assert tor.last == tor.words(EmptyAnswer())
    before = len(tor.me.chat)
    await tor.me.tell("messageReaction", tor.me.conversation, {"reactionsAdded": [{"type": "like"}]})
    assert len(tor.me.chat) == before, "a reaction needs no answer"
    assert await tor.texts() == []
    await tor.me.send({"text": SAID, "attachments": [PICTURE]})
    assert tor.last == tor.words(OnlyWordsTaken(Along.PICTURE))
    assert await tor.texts() == [SAID]


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {margin:0cm}</style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head>
<body lang=NO style='word-wrap:break-word'><xml><w:Zoom>0</w:Zoom></xml>
<p class=MsoNormal><span style='mso-fareast-language:EN-US'>
Vi prøvde «stille» timer – og det gikk “bra”.<o:p></o:p></span></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Elevene leste i par<o:p></o:p></p>
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal>Trinn<o:p></o:p></p></td>
<td><p class=MsoNormal>Timer</p></td></tr><tr><td><p>5A</p></td><td><p>3</p></td></tr></table></body></html>"""


async def test_a_pasted_word_page_is_read_without_its_markup(tor: Somebody) -> None:
    await tor.me.send({"attachments": [html(WORD)]})
    [text] = await tor.texts()
    for words in ("Vi prøvde «stille» timer – og det gikk “bra”.", "Elevene leste i par", "Trinn", "5A"):
        assert words in text
    for markup in ("mso", "Normal", "supportLists", "<", "w:", "0"):
        assert markup not in text


async def test_a_message_from_a_phone_is_an_answer_like_any_other(tor: Somebody) -> None:
    client = {"type": "clientInfo", "locale": "nn-NO", "country": "NO", "platform": "iOS"}
    await tor.me.send({"text": SAID, "textFormat": "plain", "entities": [client]})
    assert await tor.texts() == [SAID]


async def test_a_card_sent_twice_is_one_answer_with_one_receipt(tor: Somebody) -> None:
    prompt = last(tor.me)
    sent = await tor.me.press(prompt, "Send svar", {"answer": SAID, "rung": "group"})
    before = len(tor.me.chat)
    for new_id in (False, True):
        assert (await tor.me.again(sent, new_id=new_id)).status == 200
    assert await tor.texts() == [SAID]
    assert len(tor.me.chat) == before


# «Svar på 2: …», for whoever cannot use the cards.


async def test_the_questions_are_listed_as_text_with_who_reads_and_are_answered_by_number(ida: Somebody) -> None:
    await ida.say("Svar")
    listed = ida.last[0]
    assert last(ida.me).card is None
    assert "\n\n1. " in listed
    assert "\n\n2. " in listed
    assert listed.count("To spørsmål (") == 2, "who reads is told before anybody writes"
    assert {NB: "Skriv «svar på 1:»", NN: "Skriv «svar på 1:»"}[ida.language] in listed
    message = await ida.say("svar på 2: Vi leste sammen.")
    await ida.say("SVAR 1 : Ja")
    [first, second] = await ida.house.reflections_of(ida.name)
    assert [first.text, second.text] == ["Ja", "Vi leste sammen."], "who names the question is not asked"
    assert first.session != second.session
    await ida.me.edit(message, "Svar på 2: Vi leste sammen hver dag.")
    assert (await ida.texts())[1] == SAID
    await ida.me.delete(message)
    assert await ida.texts() == ["Ja", ""]
    await ida.say("svar")
    assert {NB: "Du har svart.", NN: "Du har svart."}[ida.language] in ida.last[0]


async def test_an_answer_to_a_number_that_there_is_not_is_asked_about_and_not_lost(ida: Somebody) -> None:
    await ida.say("svar på 7: Vi leste sammen.")
    asked = last(ida.me)
    assert await ida.texts() == []
    await ida.me.press(asked, buttons_on(ida.me.view(asked))[0])
    assert await ida.texts() == ["Vi leste sammen."]
    await ida.say("Svar på 2 oppgaver hver dag er nok for elevene")
    assert ida.last[0].startswith(("Hvilket spørsmål", "Kva spørsmål")), "a sentence is no number"


async def test_an_edit_of_the_number_moves_the_words_to_the_other_question(ida: Somebody) -> None:
    message = await ida.say(f"svar på 1: {SAID}")
    await ida.me.edit(message, f"Svar på spørsmål nr. 2 – {SAID}")
    await ida.house.stage.settle()
    first, second = await ida.house.reflections_of(ida.name)
    assert sorted([first.text, second.text]) == ["", SAID]
    assert SAID in ida.last, "with a receipt of the other question"
    await ida.me.edit(message, f"svar på 1: {SAID}")
    await ida.me.delete(message)
    assert await ida.texts() == ["", ""]


async def test_a_number_or_a_no_written_in_place_of_the_buttons_chooses_the_question(ida: Somebody) -> None:
    await ida.say("bra")
    await ida.say({NB: "ingen av dem", NN: "ingen av dei"}[ida.language])
    assert ida.last == ida.words(NotKept())
    await ida.say("fint")
    await ida.say("2.")
    assert await ida.texts() == ["fint"]
    assert buttons_on(ida.me.view(last(ida.me))) != [], "with a receipt"


# Where others read along.


@pytest.mark.parametrize("is_meeting", [False, True])
async def test_a_group_chat_is_told_what_holds_there(house: House, *, is_meeting: bool) -> None:
    for language in (NB, NN):
        ola = await somebody(house, OPEN, language)
        chat = open_group_chat(house.teams, f"{ola.name} {is_meeting}", ola.me, meeting=is_meeting)
        own = {NB: "hva vet du om meg", NN: "kva veit du om meg"}[language]
        said: dict[str, Vocabulary] = {
            "HJELP": HelpInGroupChat(),
            "hei!": CourtesyReturned(Courtesy.GREETING, "others"),
            "takk": CourtesyReturned(Courtesy.THANKS),
            SAID: GroupChatAnswersNothing(),
            f"koble til {OPEN}": LinkElsewhere(),
            own: OwnChatOnly(own),
        }
        for text, meant in said.items():
            assert (await ola.me.say_in(chat, text)).status == 200
            assert seen(ola.me, chat.messages[-1]) == ola.words(meant), text
        before = len(chat.messages)
        await ola.me.say_in(chat, "hjelp", mention=False)
        assert len(chat.messages) == before + 1, "people talk to each other"
        assert await ola.texts() == []
    shown = " ".join(rendered_texts(HelpInGroupChat(), NB))
    assert "tråd" not in shown
    assert "koble til" not in shown


async def test_a_command_of_ones_own_shows_nothing_in_a_channel_and_is_told_where_it_works(house: House) -> None:
    for language in (NB, NN):
        ola = await somebody(house, OPEN, language)
        await ola.me.press(last(ola.me), "Send svar", {"answer": SAID, "rung": "group"})
        team = Team(house.teams, f"Laget til {ola.name}")
        team.add(ola.me)
        await team.install(by=ola.me)
        for channel in (team.general, team.open_channel("Privat")):
            own = {NB: "hva vet du om meg", NN: "kva veit du om meg"}[language]
            await ola.me.say_in(channel, own)
            assert seen(ola.me, channel.messages[-1]) == ola.words(OwnChatOnly(own))
            await ola.me.say_in(channel, "hei")
            assert seen(ola.me, channel.messages[-1]) == ola.words(CourtesyReturned(Courtesy.GREETING, "others"))
            shown = str([one.card or one.text for one in channel.messages if one.from_bot])
            assert SAID not in shown
            assert ola.me.name not in shown


async def test_where_teams_lets_no_bot_write_the_bot_is_silent_and_nothing_fails(house: House) -> None:
    """Private channels, as one of Microsoft's pages says."""
    ola = await somebody(house, OPEN, NB)
    team = Team(house.teams, "Et lukket lag")
    team.add(ola.me)
    await team.install(by=ola.me)
    private = team.open_channel("Bare for oss")
    house.teams.faults.next(answer(403), call=Call.SEND)
    assert (await ola.me.say_in(private, "hjelp")).status == 200
    await house.stage.settle()
    assert [one for one in private.messages if one.from_bot] == []


async def test_a_guest_is_answered_like_anybody_and_somebody_unknown_is_told_whom_to_ask(house: House) -> None:
    """A guest in the tenant, and in a shared channel somebody whose home is another tenant."""
    for locale, language in (("nb-NO", NB), ("nn-NO", NN)):
        upn = "gjest_annen.example#EXT#@nordvik.example"
        guest = Client(house.teams, "Gjest Oppdiktet", f"00000000-0000-4000-8000-9{language:0>11}", upn, locale=locale)
        await guest.install()
        for text in ("hei", SAID, "personvern", "svar på 1: Vi leste."):
            await guest.say(text)
            assert seen(guest, last(guest)) == rendered_texts(NotImported(), language), text
        team = Team(house.teams, f"Delt med andre {language}")
        team.add(guest)
        await team.install(by=guest)
        await guest.say_in(team.general, "koble til rektorgruppa")
        assert seen(guest, team.general.messages[-1]) == rendered_texts(NotImported(), language)


async def test_who_writes_before_the_question_has_come_through_is_told_so(house: House) -> None:
    for language in (NB, NN):
        name = f"{OPEN[0]}{language}{next(_untouched) % _EACH}"
        await house.cast[name].install()
        house.teams.faults.next(answer(404), call=Call.SEND)
        await house.stage.settle()
        late = Somebody(house, name, language)
        assert "Send svar" not in late.last
        await late.say(SAID)
        assert late.last == late.words(PromptOnItsWay())
        await house.stage.settle()
        assert "Send svar" in late.last, "two seconds later the question comes"


async def test_after_the_question_has_closed_words_and_old_cards_are_told_of(house: House) -> None:
    """The last of the tests: the clock goes on."""
    people = [await somebody(house, OPEN, language) for language in (NB, NN)]
    cards = [(one, last(one.me), one.me.view(last(one.me))) for one in people]
    held = [(one, await one.say("bra"), last(one.me)) for one in people]
    await house.to(at(11, 27, 9))
    for one, prompt, shown in cards:
        await one.me.press(prompt, "Send svar", {"answer": SAID, "rung": "group"}, shown=shown)
        assert one.words(PromptOver())[0] in [*one.me.notices, *one.last]
    for one, _, question in held:
        await one.me.press(question, "Ja, lagre det")
        assert one.words(PromptOver())[0] in [*one.me.notices, *one.last]
        assert await one.texts() == []
        await one.say("svar på 1: Vi leste sammen.")
        assert one.last == one.words(PromptOver()), "its number stays with it until the day after"
