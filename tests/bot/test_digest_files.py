"""A digest and a pack as files: real headings, people's words as quotations, and nothing of theirs read as markup."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from bot.errors import UnknownSession
from bot.exports.digest_document import digest_document, language_of
from bot.exports.docx_document import docx_bytes
from bot.exports.markdown_document import markdown
from bot.reports.records import record_lines
from content.documents import Document, Quotation
from content.language import Language
from content.vocabulary.digesting import MeetingDigest
from storage import digests
from tests.content.example_messages import MEETING
from tests.content.example_packs import WHOLE
from tests.nordvik import OPERATOR, House, at, last, open_house, series
from tests.reading import digest_of

ODD = "# Vi **prøvde** [noe](https://x.example)\n- <b>nytt</b>\n=1+1|2"
NYNORSK = "Eg veit ikkje korleis vi får med oss dei som kjem sist."
TODAY = date(2026, 12, 7)
MEETS = """
[[meetings]]
date = 2026-12-10T09:00:00
group = "rektorgruppa"
digest_days_ahead = 3
minutes = 45

[[meetings]]
date = 2027-01-14T09:00:00
group = "rektorgruppa"
digest_days_ahead = 3
"""


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as house:
        file = series(tmp_path, "s", "rektorgruppa")
        file.write_text(file.read_text("utf-8") + MEETS, "utf-8")
        await house.stage.plan(file)
        await house.install("guro", "tor", "siv")
        await house.to(at(11, 24))
        for name, words in (("tor", ODD), ("siv", NYNORSK)):
            await house.cast[name].press(last(house.cast[name]), "Send svar", {"answer": words, "rung": "group"})
        await house.to(at(11, 27))
        await house.to(at(12, 7, 9))
        yield house


async def test_a_session_and_a_meeting_are_read_by_a_named_person_or_whoever_coordinates(house: House) -> None:
    db, now = house.stage.app.db, house.stage.now
    session, _ = await digest_of(db, "s.rektorgruppa.2026-11-24", "tor@nordvik.example", actor=OPERATOR, now=now)
    pack, language = await digest_of(db, "s.rektorgruppa.2026-12-10", "", actor=OPERATOR, now=now)
    assert isinstance(pack, MeetingDigest)
    assert pack.pack is not None
    assert (pack.pack.minutes, sum(item.minutes for item in pack.pack.agenda)) == (45, 45)
    for wanted, why in (
        ("s.rektorgruppa.2026-12-11", "there is no session s.rektorgruppa.2026-12-11"),
        ("s.rektorgruppa.2027-01-14", "is a meeting whose pack is not made yet: it is made 2027-01-11 09:00"),
    ):
        with pytest.raises(UnknownSession, match=why):
            await digest_of(db, wanted, "", actor=OPERATOR, now=now)
    made = await db.read(digests.ahead_of_meetings)
    for other in (
        replace(made[0], municipality="sorvik"),
        replace(made[0], id=uuid4(), meeting_at=(made[0].meeting_at or now) + timedelta(hours=4)),
    ):
        await db.write(partial(digests.add, digest=other))
    for town, why in (
        (None, "is in several municipalities: nordvik, sorvik; add --municipality"),
        (
            "nordvik",
            "is 2 meetings; name one of them: s.rektorgruppa.2026-12-10T09:00 or s.rektorgruppa.2026-12-10T13:00",
        ),
    ):
        with pytest.raises(UnknownSession, match=why):
            await digest_of(db, "s.rektorgruppa.2026-12-10", "", actor=OPERATOR, now=now, municipality=town)
    recorded = "\n".join(await record_lines(db, "nordvik", actor=OPERATOR))
    assert "møtepakken til møtet i rektorgruppa 2026-12-10" in recorded or "the pack for the meeting" in recorded

    for message in (session, pack):
        document = digest_document(message, language, name="x", made=TODAY)
        written = markdown(document).decode()
        assert r"> \# Vi \*\*prøvde\*\* \[noe\](https://x.example)" in written
        assert r"> \- \<b\>nytt\</b\>" in written
        assert r"> \=1+1\|2" in written or r"> =1+1\|2" in written
        # A break between two lines of one's words, and none after the last, where it would be read as a backslash.
        assert [one[-1] for one in written.splitlines() if one.startswith("> ") and "nytt" in one] == ["\\"]
        assert f"> {NYNORSK}" in written.splitlines()
        word = docx.Document(BytesIO(docx_bytes(document, dated=TODAY)))
        quoted = [one for one in word.paragraphs if one.style is not None and one.style.name == "Quote"]
        assert ODD in [one.text for one in quoted]
        told = {
            run.text: run._r.get_or_add_rPr().find(qn("w:lang")).get(qn("w:val")) for one in quoted for run in one.runs
        }
        assert told[NYNORSK] == "nn-NO"
        assert {told[text] for text in told if "prøvde" in text} == {"nb-NO"}
    headings = [one.text for one in word.paragraphs if one.style is not None and one.style.name.startswith("Heading")]
    assert headings[0] == "Forslag til saksliste"


@pytest.mark.parametrize("language", Language)
def test_a_pack_has_real_headings_and_a_table_with_a_header(language: Language) -> None:
    message = MeetingDigest(MEETING.meeting, MEETING.meeting_at, MEETING.groups, pack=WHOLE)
    document = digest_document(message, language, name="x", made=TODAY)
    word = docx.Document(BytesIO(docx_bytes(document, dated=TODAY)))
    [table] = word.tables
    assert table.rows[0]._tr.get_or_add_trPr().find(qn("w:tblHeader")) is not None
    assert [len(row.cells) for row in table.rows] == [2] * (len(WHOLE.agenda) + 1)
    assert not {cell.text for cell in table.rows[0].cells} & {one.text for one in word.paragraphs}, "says what is below"
    styles = {one.style.name for one in word.paragraphs if one.style is not None}
    listed = [one.text for one in word.paragraphs if one.style is not None and one.style.name == "List Bullet"]
    assert len(listed) == len(WHOLE.steps) + len(WHOLE.questions), "steps, and questions to talk about"
    assert {"Title", "Heading 1", "Heading 2", "Heading 3", "Quote"} <= styles
    told = {word.styles[name].element.rPr.find(qn("w:lang")).get(qn("w:val")) for name in styles if "Heading" in name}
    assert told == {{Language.NB: "nb-NO", Language.NN: "nn-NO", Language.EN: "en-GB"}[language]}
    assert docx_bytes(document, dated=TODAY) == docx_bytes(document, dated=TODAY)


def test_whose_words_they_are_stands_nearer_to_them_than_to_the_next() -> None:
    said = (
        Quotation("Vi leste høyt.", Language.NB, (("Hva så dere?", "Ro."),), signed="Rektorgruppa"),
        Quotation("Vi ringte hjem.", Language.NB, signed="Lærer"),
        Quotation("Vi ga tenketid.", Language.NB),
    )
    document = Document(name="x", language=Language.NB, title="T", made="i dag", page="", blocks=said)
    word = docx.Document(BytesIO(docx_bytes(document, dated=TODAY)))
    told = [
        (one.text, one.paragraph_format.space_after, one.paragraph_format.keep_with_next) for one in word.paragraphs
    ]
    assert told[1:] == [
        *((text, Pt(0), True) for text in ("Vi leste høyt.", "Hva så dere?", "Ro.")),
        ("– Rektorgruppa", Pt(12), None),
        ("Vi ringte hjem.", Pt(0), True),
        ("– Lærer", Pt(12), None),
        ("Vi ga tenketid.", Pt(12), None),
    ]


def test_peoples_words_are_told_to_be_in_their_own_language() -> None:
    assert language_of(NYNORSK, Language.NB) is Language.NN
    assert language_of("Jeg vet ikke hvordan vi får det til.", Language.NN) is Language.NB
    assert language_of("We would like to know more about what the others did.", Language.NB) is Language.EN
    assert language_of("Ja!", Language.NN) is Language.NN
