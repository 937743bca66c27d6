"""A municipality's list as it is sent: packed in many ways, or not; and what else people choose by mistake."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest

from bot.errors import WrongFolder
from bot.imports.encodings import SentFile
from bot.imports.folder import read_folder
from bot.imports.sent_list import MOST_FILES, read_sent
from content.vocabulary.people_files import ListRefused, ListTrouble
from tests.bot.test_folder import GROUPS, PEOPLE, READ, UNITS, write

THREE = {"units.csv": UNITS, "groups.csv": GROUPS, "people.csv": PEOPLE}


def packed(contents: Mapping[str, str | bytes], method: int = ZIP_DEFLATED) -> bytes:
    body = BytesIO()
    with ZipFile(body, "w", method) as zip_file:
        for name, content in contents.items():
            zip_file.writestr(name, content)
    return body.getvalue()


def under(folder: str) -> dict[str, str | bytes]:
    return {folder + name: content for name, content in THREE.items()}


def read(content: bytes, name: str = "liste.zip") -> object:
    return read_sent([SentFile(name, content)])


@pytest.mark.parametrize(
    "contents",
    [
        THREE,
        under("nordvik/"),
        under("nordvik\\"),
        {"nordvik/": b"", **under("nordvik/")},
        {
            "__MACOSX/people.csv": b"x",
            **under("nordvik/"),
            "__MACOSX/nordvik/._people.csv": b"\0\5\x16",
            "nordvik/.DS_Store": b"\0\0\0\1Bud1",
        },
        {name.upper(): content for name, content in THREE.items()},
        {**THREE, "LESMEG.txt": "hei", "en/to/tre/people.csv": "x", "../people.csv": "x", "/people.csv": "x"},
    ],
    ids=["flat", "folder", "windows", "with its folder", "macos", "capitals", "with others"],
)
def test_the_three_files_are_found_however_they_are_packed(contents: Mapping[str, str | bytes]) -> None:
    assert read(packed(contents)) == READ


def test_the_three_files_may_come_unpacked_and_together() -> None:
    assert read_sent([SentFile(name.title(), content.encode()) for name, content in THREE.items()]) == READ


def test_what_is_sent_is_read_as_the_folder_is(tmp_path: Path) -> None:
    assert read(packed(under("x/"))) == read_folder(write(tmp_path))


def test_faults_of_the_rows_are_those_of_the_folder() -> None:
    with pytest.raises(WrongFolder) as wrong:
        read(packed({**THREE, "people.csv": PEOPLE.replace("leader", "rektor")}))
    assert [(fault.file, fault.line, fault.column) for fault in wrong.value.faults] == [("people.csv", 2, "role")]


def locked() -> bytes:
    """Marked as encrypted in the directory, as every program that packs with a password does."""
    body = bytearray(packed(THREE))
    at = -1
    while (at := body.find(b"PK\x01\x02", at + 1)) >= 0:
        body[at + 8] |= 1
    return bytes(body)


def lying() -> bytes:
    """A packed file that unpacks to more than a list may hold, and says that it holds ten bytes."""
    body = bytearray(packed({**THREE, "people.csv": b"0" * 30_000_000}))
    at = body.rfind(b"PK\x01\x02")
    body[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(body)


WORKBOOK = packed({"[Content_Types].xml": "x", "xl/workbook.xml": "x"})
REFUSED: dict[str, tuple[bytes, ListTrouble, tuple[str, ...]]] = {
    "a workbook": (WORKBOOK, ListTrouble.WORKBOOK, ()),
    "numbers": (packed({"Index/Document.iwa": "x"}), ListTrouble.WORKBOOK, ()),
    "libreoffice": (
        packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": "x"}),
        *(ListTrouble.WORKBOOK, ()),
    ),
    "a document": (packed({"word/document.xml": "x"}), ListTrouble.DOCUMENT, ()),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + b"\0" * 100, ListTrouble.WORKBOOK, ("liste.zip",)),
    "a pdf": (b"%PDF-1.7", ListTrouble.OTHER, ("liste.zip",)),
    "a picture": (b"\x89PNG\r\n\0\0", ListTrouble.OTHER, ("liste.zip",)),
    "one csv file alone": (PEOPLE.encode(), ListTrouble.MISSING, ("units.csv", "groups.csv", "people.csv")),
    "nothing in it": (packed({}), ListTrouble.MISSING, ("units.csv", "groups.csv", "people.csv")),
    "a file is missing": (packed({"units.csv": UNITS, "people.csv": PEOPLE}), ListTrouble.MISSING, ("groups.csv",)),
    "other names": (
        packed({"enheter.csv": UNITS, "groups.csv": GROUPS, "people.csv": PEOPLE}),
        *(ListTrouble.MISSING, ("units.csv",)),
    ),
    "too deep": (packed(under("a/b/")), ListTrouble.MISSING, ("units.csv", "groups.csv", "people.csv")),
    "twice": (packed({**THREE, "kopi/people.csv": PEOPLE}), ListTrouble.TWICE, ("people.csv",)),
    "nested": (packed({"nordvik.zip": packed(THREE)}), ListTrouble.NESTED, ("nordvik.zip",)),
    "workbooks in it": (packed({"people.xlsx": WORKBOOK}), ListTrouble.WORKBOOK, ("people.xlsx",)),
    "locked": (locked(), ListTrouble.ENCRYPTED, ("units.csv",)),
    "cut off": (packed(THREE)[:-40], ListTrouble.BROKEN, ()),
    "another way of packing": (packed(THREE, ZIP_BZIP2), ListTrouble.BROKEN, ()),
    "too many": (packed({str(n): "" for n in range(MOST_FILES + 1)}), ListTrouble.TOO_MANY, ()),
    "too large": (packed({**THREE, "people.csv": b"0" * 30_000_000}), ListTrouble.TOO_LARGE, ("people.csv",)),
    "larger than it says": (lying(), ListTrouble.BROKEN, ()),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_is_no_list_is_called_what_it_is(why: str) -> None:
    content, trouble, names = REFUSED[why]
    found = read(content)
    assert isinstance(found, ListRefused)
    assert (found.trouble, found.names) == (trouble, names)


def test_a_packed_file_with_wrong_bytes_is_broken() -> None:
    body = bytearray(packed(under("nordvik/")))
    at = body.find(b"people.csv") + 40
    body[at : at + 8] = b"\xff" * 8
    found = read(bytes(body))
    assert isinstance(found, ListRefused)
    assert found.trouble is ListTrouble.BROKEN


def test_a_workbook_under_the_name_of_a_list_is_a_fault_of_that_file() -> None:
    files: dict[str, str | bytes] = {**THREE, "people.csv": WORKBOOK}
    with pytest.raises(WrongFolder, match=r"people\.csv: this is a workbook"):
        read_sent([SentFile(name, body if isinstance(body, bytes) else body.encode()) for name, body in files.items()])


def test_nothing_sent_is_told() -> None:
    assert read_sent([]) == ListRefused(ListTrouble.NOTHING)
