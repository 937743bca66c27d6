"""Content of messages beside typed words: quotations, HTML alone, pictures and files, invisible characters."""

from collections.abc import AsyncIterator
from time import process_time
from typing import Any

import pytest
import pytest_asyncio

from bot.entry.teams.contents import contents
from bot.entry.teams.inbound import event_of
from bot.entry.teams.markup import LONGEST, read_markup
from bot.rehearsal.clients import Client
from content.cleaning import clean
from content.language import Language
from content.vocabulary.conversing import (
    Along,
    EditedToNothing,
    EmptyAnswer,
    Help,
    NotAmongAsked,
    OnlyThatCame,
    OnlyWordsTaken,
)
from content.vocabulary.messages import Message as Vocabulary
from dialogs.events import Said
from tests.bot.test_inbound import BOT, NOW, in_channel, mention, message
from tests.judging import prompts
from tests.nordvik import House, at, last, municipality, open_house, rendered_texts, seen, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

Json = dict[str, Any]
OTHERS = "Hva prøvde dere denne uka?"
REPLIED = (
    '<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1700000000001">'
    f'<strong itemprop="mri" itemid="28:sloyfa">Sløyfa</strong><p itemprop="preview">{OTHERS}</p></blockquote>'
)
FORWARDED = f'<blockquote itemtype="http://schema.skype.com/Forward"><p>{OTHERS}</p></blockquote>'
PICTURE = {"contentType": "image/*", "contentUrl": "https://smba.example/v3/attachments/1/views/original"}
INLINE = '<p><img alt="image" src="https://smba.example/1" itemtype="http://schema.skype.com/AMSImage"></p>'
EMOJI = '<img itemscope itemtype="http://schema.skype.com/Emoji" alt="😄">'


def html(content: str) -> Json:
    return {"contentType": "text/html", "content": content}


def file(name: str, ending: str) -> Json:
    kind = "application/vnd.microsoft.teams.file.download.info"
    return {"contentType": kind, "name": name, "content": {"fileType": ending, "downloadUrl": "https://x.example"}}


def quoting(text: str) -> Json:
    entity = {"type": "quotedReply", "quotedReply": {"messageId": "1700000000001", "preview": OTHERS}}
    return {"text": f'<quoted messageId="1700000000001"/> {text}', "entities": [entity]}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """An open session of a large group; each test meets a new member. Ola observes, and is not asked."""
    place = tmp_path_factory.mktemp("contents")
    people = [f"p{number},rektorgruppa,participant" for number in range(60)]
    town = municipality(place, people=[*people, "guro,rektorgruppa,coordinator", "ola,rektorgruppa,observer"])
    async with open_house(f"sqlite+aiosqlite:///{place}/sloyfa.db", folder=town) as opened:
        await opened.stage.plan(series(place, "alle", "rektorgruppa"))
        await opened.to(at(11, 24))
        await opened.install("ola")
        yield opened


_names = iter(f"p{number}" for number in range(60))


@pytest_asyncio.fixture(loop_scope="module")
async def me(house: House) -> Client:
    name = next(_names)
    await house.install(name)
    return house.cast[name]


async def stored_texts(house: House, me: Client) -> list[str]:
    name = next(name for name, client in house.cast.people.items() if client is me)
    return [one.text for one in await house.reflections_of(name)]


def newest_texts(me: Client) -> list[str]:
    return seen(me, last(me))


def in_bokmaal(said: Vocabulary) -> list[str]:
    return rendered_texts(said, Language.NB)


OWN = "Vi ga tenketid."


@pytest.mark.parametrize(
    "body",
    [
        quoting(OWN),
        {"text": f'<quoted messageId="1"></quoted>{OWN}'},
        {"text": OWN, "attachments": [html(f"{REPLIED}<p>{OWN}</p>")]},
        {"text": f"{OTHERS}\r\n{OWN}", "attachments": [html(f"{REPLIED}<p>{OWN}</p>")]},
        {"text": f"{OWN}\r\n\r\n{OTHERS}", "attachments": [html(f"<p>{OWN}</p>{FORWARDED}")]},
        {"text": f"{OTHERS}\r\n{OWN}", "attachments": [html(f"<blockquote>{OTHERS}</blockquote>{OWN}")]},
        {"text": f"{REPLIED}{OWN}", "textFormat": "xml"},
        {"attachments": [html(f"<div>{REPLIED.replace(OTHERS, REPLIED)}</div>{OWN}")]},
    ],
)
async def test_quoted_or_forwarded_words_are_not_stored_as_the_senders(house: House, me: Client, body: Json) -> None:
    await me.send(body)
    assert await stored_texts(house, me) == [OWN]


async def test_a_command_beside_a_quotation_is_a_command(house: House, me: Client) -> None:
    for body in (quoting("hjelp"), {"attachments": [html(REPLIED + "<p>hjelp</p>")]}):
        await me.send(body)
        assert newest_texts(me) == in_bokmaal(Help(("week", "digests")))
    assert await stored_texts(house, me) == []


async def test_a_quotation_alone_is_no_answer(house: House, me: Client) -> None:
    for body in (quoting(""), {"text": OTHERS, "attachments": [html(FORWARDED)]}):
        await me.send(body)
        assert newest_texts(me) == in_bokmaal(OnlyThatCame(Along.QUOTATION))
    assert await stored_texts(house, me) == []


async def test_a_quotation_of_ones_own_choice_is_kept(house: House, me: Client) -> None:
    quoted = "<p>Vi leste høyt:</p><blockquote><p>Alle skal med.</p></blockquote>"
    await me.send({"text": "Vi leste høyt:\r\nAlle skal med.", "attachments": [html(quoted)]})
    assert await stored_texts(house, me) == ["Vi leste høyt:\r\nAlle skal med."]


async def test_a_message_of_html_alone_is_read_with_its_paragraphs_and_lists(house: House, me: Client) -> None:
    lists = "<ul><li>lytte</li><li><p>vente</p><ol><li>kort</li><li>lenge</li></ol></li></ul>"
    content = f"<p>Vi &lt;øvde&gt; på to ting {EMOJI}:</p>{lists}<p>&nbsp;</p><p>Det gikk<br>godt.</p>"
    await me.send({"attachments": [html(content)]})
    kept = "Vi <øvde> på to ting 😄:\n\n- lytte\n- vente\n  1. kort\n  2. lenge\n\nDet gikk\ngodt."
    assert await stored_texts(house, me) == [kept]


async def test_an_edit_of_html_alone_changes_the_answer_and_withdraws_nothing(house: House, me: Client) -> None:
    said = await me.say("Vi ga tenketid.")
    await me.replace(str(said.activity["id"]), {"attachments": [html("<p>Vi ga <b>mer</b> tenketid.</p>")]})
    assert await stored_texts(house, me) == ["Vi ga mer tenketid."]
    await me.replace(str(said.activity["id"]), {"attachments": [html(INLINE), PICTURE]})
    assert (await stored_texts(house, me), newest_texts(me)) == (["Vi ga mer tenketid."], in_bokmaal(EditedToNothing()))


async def test_two_messages_of_html_alone_are_two(house: House, me: Client) -> None:
    for words in ("Vi ga mer tenketid.", "Vi lyttet lenger."):
        await me.send({"attachments": [html(f"<p>{words}</p>")]})
    assert await stored_texts(house, me) == ["Vi ga mer tenketid.\n\nVi lyttet lenger."]


@pytest.mark.parametrize(
    ("attachments", "along"),
    [
        ([html(INLINE)], Along.PICTURE),
        ([PICTURE, html(INLINE)], Along.PICTURE),
        ([file("tavla.HEIC", "HEIC")], Along.PICTURE),
        ([file("tale.m4a", "m4a")], Along.RECORDING),
        ([{"contentType": "audio/mp4", "contentUrl": "https://x.example"}], Along.RECORDING),
        ([file("plan.docx", "docx"), html("<p></p>")], Along.FILE),
        ([{"contentType": "application/vnd.microsoft.card.adaptive", "content": {}}], Along.OTHER),
        ([html('<span itemtype="http://schema.skype.com/FluidEmbedCard"></span>')], Along.OTHER),
        ([{"contentType": "messageReference", "content": "{}"}], Along.QUOTATION),
    ],
)
async def test_what_cannot_be_taken_alone_is_told_and_what_to_do_instead(
    house: House, me: Client, attachments: list[Json], along: Along
) -> None:
    await me.send({"text": "", "attachments": attachments})
    assert (newest_texts(me), await stored_texts(house, me)) == (in_bokmaal(OnlyThatCame(along)), [])


async def test_words_beside_a_picture_are_taken_and_the_picture_is_told_of(house: House, me: Client) -> None:
    said = await me.send(
        {"text": "Vi skrev på tavla!", "attachments": [PICTURE, html(f"<p>Vi skrev på tavla!</p>{INLINE}")]}
    )
    assert (await stored_texts(house, me), newest_texts(me)) == (
        ["Vi skrev på tavla!"],
        in_bokmaal(OnlyWordsTaken(Along.PICTURE)),
    )
    before = len(me.chat)
    await me.again(said)
    assert len(me.chat) == before, "a message sent again is told of once"


async def test_an_emoji_is_no_picture(house: House, me: Client) -> None:
    before = len(me.chat)
    await me.send({"text": "Vi fikk alle med 😄", "attachments": [html(f"<p>Vi fikk alle med {EMOJI}</p>")]})
    assert await stored_texts(house, me) == ["Vi fikk alle med 😄"]
    await house.stage.settle()
    assert len(me.chat) == before + 2, "the message and its receipt"


async def test_a_picture_while_nothing_is_open_is_told_that_nothing_is(house: House) -> None:
    ola = house.cast["ola"]
    await ola.send({"attachments": [PICTURE]})
    assert newest_texts(ola) == in_bokmaal(NotAmongAsked())


NOTHING = ("\u200b", "\ufeff \u2060", "\xad\u200e", "\u202e", "\ufe0f", "\u3164", "\U000e0041", "\xa0\u200b\xa0")


@pytest.mark.parametrize("nothing", [*NOTHING, "&nbsp;\u200b"], ids=ascii)
async def test_invisible_characters_alone_are_no_answer(house: House, me: Client, nothing: str) -> None:
    await me.say(nothing)
    assert newest_texts(me) == in_bokmaal(EmptyAnswer())
    prompt = prompts(me)[-1]
    if "&" not in nothing:  # a card shows entities as typed
        await me.press(prompt, "Send svar", {"answer": nothing, "rung": "group"})
        assert me.notices[-1:] == in_bokmaal(EmptyAnswer())
    assert await stored_texts(house, me) == []


@pytest.mark.parametrize(
    "command", ["\u200bhjelp", "hj\u00adelp", "\ufeffHjelp\u200b!", "\u2067hjelp\u2069", "hjelp\U000e0020"]
)
async def test_invisible_characters_hide_no_command(house: House, me: Client, command: str) -> None:
    await me.say(command)
    assert (newest_texts(me), await stored_texts(house, me)) == (in_bokmaal(Help(("week", "digests"))), [])


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("\u200bVi ga\u200b tenke\xadtid.\u2060", "Vi ga tenketid."),
        ("Vi skrev \u202emer", "Vi skrev mer"),
        ("Vi var ute 👩🏽‍🏫 ❤️ 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👨‍👩‍👧 ‼️", "Vi var ute 👩🏽‍🏫 ❤️ 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👨‍👩‍👧 ‼️"),
        ("می‌خواهم शक्‍ति", "می‌خواهم शक्‍ति"),
        ("En \u2067תודה\u2069 til", "En \u2067תודה\u2069 til"),
        ("Vi skrev\x1b[31m mer\x07", "Vi skrev[31m mer"),
    ],
)
async def test_visible_characters_stay_as_they_were_written(house: House, me: Client, written: str, kept: str) -> None:
    await me.say(written)
    assert await stored_texts(house, me) == [kept]


async def test_a_name_is_known_without_what_nobody_sees() -> None:
    said = event_of(message(**{"from": {"id": "29:x", "name": "\u200bKari\xa0\u202eNordmann\n"}}), now=NOW)
    assert isinstance(said, Said)
    assert said.about.name == "Kari Nordmann"


@pytest.mark.parametrize(
    "unit",
    [
        "<!--",
        "<![",
        "<p>",
        "<li>",
        "<ol><li>",
        "x<blockquote>",
        '<a b="',
        "<a b='x\"",
        "</p",
        "&#",
        "<quoted id=",
        "<quoted messageId=1>",
        "id=",
    ],
)
async def test_html_made_to_be_slow_is_read_at_once(unit: str) -> None:
    began = process_time()
    read_markup(unit * (LONGEST // len(unit)))
    contents({"text": unit * 50_000, "attachments": []})
    clean(f"{unit}\u200b\u202e" * 20_000)
    assert process_time() - began < 2


async def test_the_bots_own_name_goes_from_html_alone_too() -> None:
    span = '<span itemtype="http://schema.skype.com/Mention" itemscope="" itemid="{}">{}</span>'
    content = f"<p>{span.format(0, 'Sløyfa')}&nbsp;takk, {span.format(1, 'Kari')} {span.format(2, 'Nordmann')}!</p>"
    entities = [mention("Sløyfa", BOT), mention("Kari", "29:kari"), mention("Nordmann", "29:kari")]
    said = event_of(in_channel(text=None, attachments=[html(content)], entities=entities), now=NOW)
    assert isinstance(said, Said)
    assert (said.text, said.mentioned, said.along) == ("takk, Kari Nordmann!", True, None)
