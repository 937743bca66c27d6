"""A municipality's folder as somebody sends it: packed in one zip file, or the three CSV files together.

Nothing is written to a disk, and no more is unpacked than a list may hold.
"""

import lzma
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from bot.imports.encodings import SentFile
from bot.imports.folder import FILES, read_files
from content.vocabulary.people_files import ListRefused, ListTrouble
from dialogs.people.roster import RosterFile

MOST_FILES = 100
"""In a zip file: some programs put files of their own beside the three."""

_LARGEST = 20  # megabytes of the three files together; 50,000 rows are ten
_MEGABYTE = 1_000_000
_DEEPEST = 2  # a folder, and the files in it
_ZIPPED = b"PK\x03\x04"
_WITHOUT_FILES = b"PK\x05\x06"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_OF_WORKBOOKS = ("xl/", "Index/Document.iwa", "Index/Tables/")
_OF_DOCUMENTS = ("word/", "ppt/", "META-INF/manifest.xml")
_SPREADSHEET = b"opendocument.spreadsheet"


@dataclass(frozen=True)
class _Refused(Exception):
    why: ListRefused


def read_sent(files: Sequence[SentFile]) -> RosterFile | ListRefused:
    """The list, checked. Raises WrongFolder for faults in it."""
    try:
        found = _contents(files)
    except _Refused as refused:
        return refused.why
    units, groups, people = (SentFile(name, found.get(name)) for name in FILES)
    return read_files(units, groups, people)


def _contents(files: Sequence[SentFile]) -> Mapping[str, bytes]:
    """The content of each of the three files. Raises _Refused."""
    if not files:
        raise _refused(ListTrouble.NOTHING)
    first = files[0].content or b""
    if len(files) == 1 and first.startswith((_ZIPPED, _WITHOUT_FILES)):
        return _unpacked(first)
    return _by_name((file.name, file.content or b"") for file in files)


def _refused(trouble: ListTrouble, *names: str, most: int = 0) -> _Refused:
    return _Refused(ListRefused(trouble, names, most))


def _by_name(files: Iterator[tuple[str, bytes]]) -> Mapping[str, bytes]:
    """Of the three files alone. Raises _Refused where one is not there, or there twice."""
    found: dict[str, bytes] = {}
    others: dict[str, bytes] = {}
    for name, content in files:
        wanted = name.casefold()
        if wanted in found:
            raise _refused(ListTrouble.TWICE, wanted)
        (found if wanted in FILES else others)[wanted if wanted in FILES else name] = content
    if missing := [name for name in FILES if name not in found]:
        _tell_kind(others)
        raise _refused(ListTrouble.MISSING, *missing)
    return found


def _tell_kind(others: Mapping[str, bytes]) -> None:
    """Raises _Refused for what was sent instead of the list, where that is clear."""
    for name, content in others.items():
        if content.startswith(_OLD_WORKBOOK):
            raise _refused(ListTrouble.WORKBOOK, name)
        if content.startswith(_ZIPPED):
            raise _refused(_packed_kind(content) or ListTrouble.NESTED, name)
        if b"\0" in content[:1000] or content.startswith((b"%PDF", b"{\\rtf")):
            raise _refused(ListTrouble.OTHER, name)


def _packed_kind(content: bytes) -> ListTrouble | None:
    """What a zip file is instead of a folder: workbooks and documents are zip files too."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            return _kind_of(packed)
    except _BROKEN:
        return ListTrouble.BROKEN


_BROKEN = (BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
"""Whatever the reader of zip files raises for one that is cut off, or made by hand."""


def _kind_of(packed: ZipFile) -> ListTrouble | None:
    names = packed.namelist()
    if any(name.startswith(_OF_WORKBOOKS) for name in names):
        return ListTrouble.WORKBOOK
    if any(name.startswith(_OF_DOCUMENTS) for name in names):
        is_sheet = "mimetype" in names and _SPREADSHEET in _read(packed, packed.getinfo("mimetype"), _MEGABYTE)
        return ListTrouble.WORKBOOK if is_sheet else ListTrouble.DOCUMENT
    return None


def _unpacked(content: bytes) -> Mapping[str, bytes]:
    """Raises _Refused."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            if kind := _kind_of(packed):
                raise _refused(kind)
            if len(packed.infolist()) > MOST_FILES:
                raise _refused(ListTrouble.TOO_MANY, most=MOST_FILES)
            return _by_name(_files(packed))
    except _BROKEN as error:
        raise _refused(ListTrouble.BROKEN) from error


def _files(packed: ZipFile) -> Iterator[tuple[str, bytes]]:
    """The files at the top, or in one folder, by name alone. Raises _Refused."""
    left = _LARGEST * _MEGABYTE
    for one in packed.infolist():
        path = PurePosixPath(one.filename.replace("\\", "/"))
        if one.is_dir() or _is_of_the_system(path) or len(path.parts) > _DEEPEST:
            continue
        if one.flag_bits & 1:
            raise _refused(ListTrouble.ENCRYPTED, path.name)
        if path.suffix.casefold() == ".zip":
            raise _refused(ListTrouble.NESTED, path.name)
        content = _read(packed, one, left)
        if len(content) > left:
            raise _refused(ListTrouble.TOO_LARGE, path.name, most=_LARGEST)
        left -= len(content)
        yield path.name, content


def _read(packed: ZipFile, one: ZipInfo, most: int) -> bytes:
    """At most one byte more than `most`: what a file says of its own size may be wrong."""
    if one.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise NotImplementedError(one.compress_type)
    with packed.open(one) as file:
        return file.read(most + 1)


def _is_of_the_system(path: PurePosixPath) -> bool:
    """MacOS and Windows add files of their own, and no file of ours climbs out of its folder."""
    own = path.name.startswith(".") or path.name.casefold() in {"thumbs.db", "desktop.ini"}
    return own or path.is_absolute() or bool({"__MACOSX", ".."} & set(path.parts))
