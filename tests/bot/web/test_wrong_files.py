"""Files of the wrong kind at each place of the desk that takes files: told in words, with what to do, and not kept."""

import html
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import aiohttp
import pytest
import pytest_asyncio

from tests.bot.web.browsing import Browser, Pages, Shown, open_pages
from tests.nordvik import municipality

pytestmark = pytest.mark.asyncio(loop_scope="module")

CALENDAR, PEOPLE, OVERLAY = "/school-year/nordvik/file", "/people/nordvik/send", "/settings/nordvik/overlay"
FORM_OF = {CALENDAR: "/school-year/nordvik", PEOPLE: "/people/nordvik", OVERLAY: OVERLAY}
FIELD = {CALENDAR: "file", PEOPLE: "files", OVERLAY: "file"}

PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1" + b"\xff\0" * 500
PHONE = b"\0\0\0\x20ftypheic\0\0\0\0" + b"\xff\0" * 500
PHOTO = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\xff\0" * 500
PDF = b"%PDF-1.7\n" + b"\xff\0" * 500
SOUND = b"ID3\x04" + b"\xff\0" * 500
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
TABLE = "navn;klasse\r\nKor;3\r\n"
DAYS = "dato;til;navn\r\n09.10.2034;13.10.2034;Høstferie på Ås\r\n"


def zipped(contents: Mapping[str, str]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as file:
        for name, text in contents.items():
            file.writestr(name, text)
    return packed.getvalue()


def locked(contents: Mapping[str, str]) -> bytes:
    """A zip file whose files say of themselves that a password is needed."""
    body = bytearray(zipped(contents))
    for begins, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := body.find(begins, at + 1)) >= 0:
            body[at + flags] |= 1
    return bytes(body)


WORD = zipped({"[Content_Types].xml": "x", "word/document.xml": "x"})
WORKBOOK = zipped({"[Content_Types].xml": "x", "xl/workbook.xml": "x"})
LIST = {"units.csv": "id", "groups.csv": "id", "people.csv": "id"}

WRONG: Sequence[tuple[str, str, bytes, str]] = (
    (CALENDAR, "rute.ics", PICTURE, "i rute.ics: Dette er et bilde, uansett hva navnet slutter på."),
    (CALENDAR, "rute.csv", PHOTO, "i rute.csv: Dette er et bilde"),
    (CALENDAR, "rute.csv", PHONE, "i rute.csv: Dette er et bilde"),
    (CALENDAR, "rute.png", PICTURE + b"\xff" * 3_000_000, "i rute.png: Dette er et bilde"),
    (CALENDAR, "rute.ics", WORD, "i rute.ics: Dette er et dokument fra Word"),
    (CALENDAR, "rute.csv", WORKBOOK, "i rute.csv: Dette er en arbeidsbok"),
    (CALENDAR, "rute.doc", OLD_WORD, "i rute.doc: Dette er en gammel eller låst fil fra Excel eller Word"),
    (CALENDAR, "rute.pdf", PDF, "i rute.pdf: Dette er en PDF"),
    (CALENDAR, "rute.zip", zipped({"rute.csv": DAYS}), "i rute.zip: Dette er en zip-fil. Pakk den ut"),
    (CALENDAR, "rute.zip", locked({"rute.csv": DAYS}), "i rute.zip: Dette er en zip-fil. Pakk den ut"),
    (CALENDAR, "rute.mp3", SOUND, "i rute.mp3: Dette er ikke tekst."),
    (CALENDAR, "rute.csv", TABLE.encode(), "i rute.csv: Linje 1: Vi finner ingen dager i tabellen."),
    (CALENDAR, "rute.csv", b"dato;til\r\n09.10.2034;\r\n", "i rute.csv: Linje 1: Vi finner ingen dager i tabellen."),
    (CALENDAR, "rute.csv", b"", "Fila er tom."),
    (CALENDAR, "rute.csv", b" \r\n ", "Fila er tom."),
    (CALENDAR, "rute.txt", b"x" * 3_000_000, "i rute.txt: Fila er for stor til å være bare en skolerute."),
    (CALENDAR, "rute.txt", b"x" * 5_000_001, "Fila er for stor. Den kan være på opptil 5 MB."),
    (PEOPLE, "liste.zip", locked(LIST), "passord"),
    (PEOPLE, "liste.zip", PICTURE, "liste.zip er en fil av et annet slag."),
    (PEOPLE, "liste.zip", WORD, "dokument"),
    (PEOPLE, "liste.zip", b"", "Vi finner ikke units.csv, groups.csv, people.csv"),
    (PEOPLE, "liste.zip", zipped({"mappe/a.zip": "x"}), "a.zip er en pakket fil i en pakket fil"),
    (PEOPLE, "liste.zip", zipped({f"en mappe/{name}": "" for name in LIST}), "units.csv"),
    (PEOPLE, "liste.zip", zipped({**LIST, "people.csv": PICTURE.decode("latin-1")}), "people.csv"),
    (OVERLAY, "lag.toml", PICTURE, "Fila kan ikke leses som tekst."),
    (OVERLAY, "lag.toml", WORD, "Fila kan ikke leses som tekst."),
    (OVERLAY, "lag.toml", zipped({"lag.toml": "x"}), "Fila kan ikke leses som tekst."),
    (OVERLAY, "lag.toml", OLD_WORD, "Fila kan ikke leses som tekst."),
    (OVERLAY, "lag.toml", PDF, "Fila kan ikke leses som tekst."),
    (OVERLAY, "lag.toml", b"", "Fila er tom."),
    (OVERLAY, "lag.toml", b"x" * 5_000_001, "Fila er for stor."),
)
ENGLISH = re.compile(r"\b(?:line|column|file|missing|is not|the)\b|\bkind\b|NUL")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    with TemporaryDirectory() as place:
        folder = municipality(Path(place) / "nordvik", people=("guro,rektorgruppa,coordinator",))
        async with open_pages(f"sqlite+aiosqlite:///{place}/x.db", folder=folder) as opened:
            yield opened


async def sent(browser: Browser, path: str, name: str, content: bytes) -> Shown:
    page = await browser.get(FORM_OF[path])
    form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
    for key, value in {"csrf": page.csrf, "once": "x", "unit": "nordvik", "by": "Rektorgruppa", "text": ""}.items():
        form.add_field(key, value)
    form.add_field(FIELD[path], BytesIO(content), filename=name, content_type="application/octet-stream")
    return await browser.ask("POST", path, data=form)


def told(shown: Shown) -> str:
    """The page's words; a refusal stands in an alert or at its field."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", shown.text.partition("<main")[2])))


@pytest.mark.parametrize(("path", "name", "content", "words"), WRONG)
async def test_a_file_of_the_wrong_kind_is_told_in_the_readers_words(
    pages: Pages, path: str, name: str, content: bytes, words: str
) -> None:
    async with pages.visit("guro") as browser:
        shown = await sent(browser, path, name, content)
    assert shown.status == 409
    assert words in told(shown)
    alerts = " ".join(re.findall(r'role="alert".*?</(?:div|p|ul)>', shown.text, re.DOTALL))
    assert not ENGLISH.search(re.sub(r"<[^>]+>", " ", alerts))


RIGHT: Sequence[tuple[str, str, bytes, str]] = (
    (CALENDAR, "rute.csv", DAYS.replace(";", "\t").encode("utf-16"), "Høstferie på Ås"),
    (CALENDAR, "rute.csv", DAYS.encode("utf-8-sig"), "Høstferie på Ås"),
    (CALENDAR, "rute.csv", DAYS.encode("cp1252"), "Høstferie på Ås"),
    (OVERLAY, "lag.toml", 'municipality = "nordvik"\nwhy = "Vår måte"\n'.encode("utf-16"), "Vår måte"),
    (OVERLAY, "lag.toml", 'municipality = "nordvik"\nwhy = "Vår måte"\n'.encode("utf-8-sig"), "Vår måte"),
)


@pytest.mark.parametrize(("path", "name", "content", "words"), RIGHT)
async def test_a_file_saved_by_another_program_is_read(
    pages: Pages, path: str, name: str, content: bytes, words: str
) -> None:
    async with pages.visit("guro") as browser:
        shown = await sent(browser, path, name, content)
    assert shown.status == 200
    assert words in told(shown)
