"""Forms that bring files along: multipart, read into memory within limits, at the addresses that take files alone."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from aiohttp import BodyPartReader, MultipartReader, web
from aiohttp.http_exceptions import HttpProcessingError
from multidict import MultiDict, MultiDictProxy

from content.cleaning import clean_line
from content.vocabulary.uploads import FileNotTaken, UploadTrouble

LARGEST = 5_000_000
"""Bytes of all files and words of a form together; what is beyond is not kept, and the form is told."""

_MEGABYTE = 1_000_000
_LARGEST_BODY = 10 * LARGEST  # read to its end, though not kept: a browser hears no answer before
_MOST_PARTS = 100
_CHUNK = 65_536
_LONGEST_NAME = 120
_TAKES_FILES = "takes_files"
_FORM = web.RequestKey("multipart_form", MultiDictProxy[object])

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Uploaded:
    """A file as the browser sent it: its name without folders, and its bytes, none of a file that is too large."""

    name: str
    content: bytes = field(repr=False)
    is_too_large: bool = False


def takes_files(handler: _Handler) -> _Handler:
    """The address of `handler` takes forms with files; every other address refuses them."""
    setattr(handler, _TAKES_FILES, True)
    return handler


def brings_files(request: web.Request) -> bool:
    """Whether the request is a form with files, at an address that takes files."""
    return request.content_type.startswith("multipart/") and getattr(request.match_info.handler, _TAKES_FILES, False)


async def multipart_form(request: web.Request) -> MultiDictProxy[object]:
    """The form's words as str and files as Uploaded, read once.

    Raises HTTPBadRequest at an address that takes no files, and for what is no form; HTTPRequestEntityTooLarge.
    """
    if _FORM not in request:
        if not brings_files(request):
            raise web.HTTPBadRequest
        request[_FORM] = await _read(request)
    return request[_FORM]


async def uploads(request: web.Request, name: str) -> tuple[Uploaded, ...]:
    """The files chosen in the field `name` of the form; none where the form was sent without files."""
    if not brings_files(request):
        return ()
    sent = (await multipart_form(request)).getall(name, [])
    return tuple(one for one in sent if isinstance(one, Uploaded) and (one.name or one.content))


async def upload(request: web.Request, name: str) -> Uploaded | FileNotTaken:
    """The one file chosen in the field `name`, with its bytes, or the reason for none."""
    chosen = await uploads(request, name)
    trouble = _trouble(chosen)
    return chosen[0] if trouble is None else FileNotTaken(trouble, LARGEST // _MEGABYTE)


def _trouble(chosen: Sequence[Uploaded]) -> UploadTrouble | None:
    if len(chosen) != 1:
        return UploadTrouble.TOO_MANY if chosen else UploadTrouble.NOTHING
    if chosen[0].is_too_large:
        return UploadTrouble.TOO_LARGE
    return None if chosen[0].content.strip() else UploadTrouble.EMPTY


async def _read(request: web.Request) -> MultiDictProxy[object]:
    if (request.content_length or 0) > _LARGEST_BODY:
        raise web.HTTPRequestEntityTooLarge(_LARGEST_BODY, request.content_length or 0)
    try:
        return await _parts(await request.multipart())
    # Whatever the parser says of a body that is cut off, or written otherwise than its header says.
    except (ValueError, LookupError, RuntimeError, AssertionError, HttpProcessingError, web.RequestPayloadError):
        raise web.HTTPBadRequest from None


async def _parts(reader: MultipartReader) -> MultiDictProxy[object]:
    form: MultiDict[object] = MultiDict()
    budget = _Budget()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader) or not part.name or len(form) >= _MOST_PARTS:
            raise web.HTTPBadRequest
        content = await budget.content_of(part)
        if part.filename is not None:
            form.add(part.name, Uploaded(_named(part.filename), content or b"", is_too_large=content is None))
        elif content is None:  # words too long to be kept
            raise web.HTTPRequestEntityTooLarge(LARGEST, budget.read)
        else:
            form.add(part.name, content.decode("utf-8"))
    return MultiDictProxy(form)


class _Budget:
    """What of a form is read, and how much more of its bytes is kept."""

    def __init__(self) -> None:
        self.read = 0
        self._left = LARGEST

    async def content_of(self, part: BodyPartReader) -> bytes | None:
        """The part's bytes, None where they are more than is left; read to their end all the same."""
        kept: bytearray | None = bytearray()
        while chunk := await part.read_chunk(_CHUNK):
            self.read += len(chunk)
            if self.read > _LARGEST_BODY:
                raise web.HTTPRequestEntityTooLarge(_LARGEST_BODY, self.read)
            if kept is not None:
                kept += chunk
                kept = kept if len(kept) <= self._left else None
        self._left -= len(kept or b"")
        return None if kept is None else bytes(kept)


def _named(sent: str) -> str:
    """The file's name alone: some browsers send its folders along, and a name may hold any bytes."""
    whole = sent.encode("utf-8", "replace").decode().replace("\\", "/").rpartition("/")[2]
    return clean_line(whole)[-_LONGEST_NAME:]
