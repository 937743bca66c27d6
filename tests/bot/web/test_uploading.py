"""Files in forms, over HTTP: taken where an address takes files, told of where not, and never half read."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO

import aiohttp
import pytest
from aiohttp import web

from bot.entry.web.uploading import LARGEST, multipart_form, takes_files, upload, uploads
from bot.rehearsal.issuer import free_port
from content.vocabulary.uploads import FileNotTaken, UploadTrouble

pytestmark = pytest.mark.asyncio


@takes_files
async def _one(request: web.Request) -> web.Response:
    taken = await upload(request, "file")
    if isinstance(taken, FileNotTaken):
        return web.Response(status=409, text=taken.trouble)
    words = (await multipart_form(request)).get("words", "")
    return web.Response(text=f"{taken.name}|{len(taken.content)}|{words}")


@takes_files
async def _several(request: web.Request) -> web.Response:
    return web.Response(text="|".join(f"{one.name} {one.is_too_large}" for one in await uploads(request, "file")))


async def _none(request: web.Request) -> web.Response:
    return web.Response(text=str(len(await multipart_form(request))))


@asynccontextmanager
async def _served() -> AsyncIterator[tuple[aiohttp.ClientSession, str]]:
    application = web.Application()
    application.router.add_post("/one", _one)
    application.router.add_post("/several", _several)
    application.router.add_post("/none", _none)
    runner, port = web.AppRunner(application), free_port()
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        async with aiohttp.ClientSession() as session:
            yield session, f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


def _form(*files: tuple[str, bytes], words: str = "") -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
    form.add_field("words", words)
    for name, content in files:
        form.add_field("file", BytesIO(content), filename=name, content_type="application/octet-stream")
    return form


async def _sent(path: str, form: aiohttp.FormData | bytes, **headers: str) -> tuple[int, str]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    data = form if isinstance(form, aiohttp.FormData) else BytesIO(form)
    async with _served() as (session, url), session.post(f"{url}/{path}", data=data, headers=named) as answer:
        return answer.status, await answer.text()


async def test_a_file_comes_with_its_name_its_bytes_and_the_forms_words() -> None:
    assert await _sent("one", _form(("rute.ics", b"BEGIN:VCALENDAR"), words="æ\r\nø")) == (200, "rute.ics|15|æ\r\nø")


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("C:\\Brukere\\Kari\\rute.csv", "rute.csv"),
        ("/home/kari/rute.csv", "rute.csv"),
        ("<b>\u202erute.csv", "<b>rute.csv"),
        ("a" * 400 + ".csv", "a" * 116 + ".csv"),
    ],
)
async def test_a_files_name_is_without_folders_and_hidden_characters_and_short(sent: str, read: str) -> None:
    assert await _sent("one", _form((sent, b"x"))) == (200, f"{read}|1|")


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ([], UploadTrouble.NOTHING),
        ([("", b"")], UploadTrouble.NOTHING),
        ([("a.csv", b"")], UploadTrouble.EMPTY),
        ([("a.csv", b" \r\n\t")], UploadTrouble.EMPTY),
        ([("a.csv", b"x" * (LARGEST + 1))], UploadTrouble.TOO_LARGE),
        ([("a.csv", b"x"), ("b.csv", b"x")], UploadTrouble.TOO_MANY),
    ],
)
async def test_what_cannot_be_taken_has_its_reason(files: list[tuple[str, bytes]], why: UploadTrouble) -> None:
    assert await _sent("one", _form(*files)) == (409, why)


async def test_a_form_without_files_has_no_file() -> None:
    assert await _sent("one", b"words=x", Content_Type="application/x-www-form-urlencoded") == (409, "nothing")


async def test_several_files_share_what_a_form_may_hold() -> None:
    large = b"x" * (LARGEST - 10)
    told = await _sent("several", _form(("a.csv", large), ("b.csv", large), ("c.csv", b"x")))
    assert told == (200, "a.csv False|b.csv True|c.csv False")


_KIND = "multipart/form-data; boundary=x"
_HEAD = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n'
_WORDS = b'--x\r\nContent-Disposition: form-data; name="words"\r\n\r\n'
_END = b"\r\n--x--\r\n"
_NESTED = b"Content-Type: multipart/mixed; boundary=y\r\n\r\n--y--"


@pytest.mark.parametrize(
    ("path", "body", "kind", "status"),
    [
        ("none", _HEAD + b"\r\na" + _END, _KIND, 400),
        ("one", _HEAD + b"\r\na" + _END, _KIND, 200),
        ("one", _HEAD + b"\r\na", _KIND, 400),
        ("one", b"--x", _KIND, 400),
        ("one", b"a", "multipart/form-data", 400),
        ("one", b"a", "multipart/form-data; boundary=" + "x" * 90, 400),
        ("one", b"--x\r\n\r\na" + _END, _KIND, 400),
        ("one", _HEAD + _NESTED + _END, _KIND, 400),
        ("one", _WORDS + b"\xff" + _END, _KIND, 400),
        ("one", _WORDS + b"x" * (LARGEST + 1) + _END, _KIND, 413),
        ("one", _HEAD + b"\r\n" + b"x" * (11 * LARGEST) + _END, _KIND, 413),
    ],
    ids=lambda given: given[-20:] if isinstance(given, bytes) else str(given),
)
async def test_what_is_no_form_or_too_large_a_form_is_refused(path: str, body: bytes, kind: str, status: int) -> None:
    assert (await _sent(path, body, Content_Type=kind))[0] == status


async def test_more_parts_than_any_form_of_ours_are_refused() -> None:
    assert (await _sent("several", _form(*[("a.csv", b"x")] * 101)))[0] == 400
