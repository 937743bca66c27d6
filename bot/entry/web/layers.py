"""/settings/{municipality}/overlay: a municipality's own layer over the catalogue, drafted, put in force, taken out."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import replace
from functools import partial
from http import HTTPStatus

from aiohttp import web
from yarl import URL

from bot.context.pages.settings import layer_page, layers_page
from bot.entry.web.failures import not_found
from bot.entry.web.gate import led_to
from bot.entry.web.pressing import pressed, words
from bot.entry.web.reading import as_file
from bot.entry.web.site import site_of
from bot.entry.web.templating import shown
from bot.entry.web.uploading import takes_files, upload
from bot.entry.web.visiting import visitor
from content.cleaning import clean, clean_line
from content.presses import AdoptLayer, DiscardLayer, DraftLayer, OnLayers, RemoveLayer
from content.vocabulary.layers import LayerDone, LayerPage, LayerShown, LayersPage, LayersShown, LayerTrouble
from content.vocabulary.uploads import FileNotTaken, UploadTrouble
from dialogs.events import Form

LAYERS = web.RouteTableDef()

_ALL = "/settings/{municipality}/overlay"
_ONE = _ALL + r"/{number:[1-9]\d{0,5}}"
_END = _ALL + "/remove"


@LAYERS.get(_ALL)
async def layers(request: web.Request) -> web.Response:
    """With the outcome in the address, or the text of an older version to begin with."""
    page = await _all(request)
    done = next((one for one in LayerDone if one == request.query.get("done")), None)
    return shown(request, replace(page, shown=replace(page.shown, done=done, text=await _older(request))))


@LAYERS.post(_ALL)
@takes_files
async def draft(request: web.Request) -> web.Response:
    page = await _all(request)
    by, text = clean_line(await words(request, "by")), await words(request, "text")
    filled = replace(page.shown, by=by, text=text)
    chosen = await upload(request, "file")
    if not isinstance(chosen, FileNotTaken):
        try:
            text = _text(chosen.content)
        except UnicodeDecodeError:
            return _refused(request, LayersPage(replace(filled, trouble=LayerTrouble.NOT_UTF8)))
    elif chosen.trouble is not UploadTrouble.NOTHING:
        return _refused(request, LayersPage(filled, chosen))
    return await _done(request, DraftLayer(page.shown.municipality, by), text)


@LAYERS.get(_END)
async def look_at_end(request: web.Request) -> web.Response:
    return shown(request, await _one(request, None))


@LAYERS.post(_END)
async def remove(request: web.Request) -> web.Response:
    press = RemoveLayer(request.match_info["municipality"], clean_line(await words(request, "mark")))
    return await _done(request, press)


@LAYERS.get(_ONE)
async def layer(request: web.Request) -> web.Response:
    return shown(request, await _one(request, int(request.match_info["number"])))


@LAYERS.post(_ONE)
async def adopt(request: web.Request) -> web.Response:
    number, mark = int(request.match_info["number"]), clean_line(await words(request, "mark"))
    return await _done(request, AdoptLayer(request.match_info["municipality"], number, mark))


@LAYERS.post(_ONE + "/discard")
async def discard(request: web.Request) -> web.Response:
    return await _done(request, DiscardLayer(request.match_info["municipality"], int(request.match_info["number"])))


@LAYERS.get(_ONE + "/file/toml")
async def download(request: web.Request) -> web.Response:
    found = (await _one(request, int(request.match_info["number"]))).shown
    name = f"sloyfa-overlay-{request.match_info['number']}.toml"
    return as_file(found.text.encode("utf-8", "replace"), "text/plain; charset=utf-8", name)


async def _done(request: web.Request, press: OnLayers, text: str = "") -> web.Response:
    """A draft leads to its page, and a change to all versions; whatever stands in the way is shown at once."""
    turn = await pressed(request, press, Form(text=text))
    found = turn.show
    if isinstance(found, LayersShown):
        if found.done is not None:
            return led_to(str(_address(found).with_query(done=found.done.value)))
        return _refused(request, LayersPage(found))
    if not isinstance(found, LayerShown):
        raise not_found()
    if isinstance(press, DraftLayer) and found.version is not None:
        return led_to(str(_address(found) / str(found.version.number)))
    return _refused(request, LayerPage(found))


def _refused(request: web.Request, page: LayersPage | LayerPage) -> web.Response:
    return shown(request, page, status=HTTPStatus.CONFLICT)


def _address(found: LayersShown | LayerShown) -> URL:
    return URL("/settings").joinpath(found.municipality, "overlay")


def _text(content: bytes) -> str:
    """Raises UnicodeDecodeError."""
    coding = "utf-16" if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    return clean(content.decode(coding).replace("\r\n", "\n").replace("\r", "\n"))


async def _older(request: web.Request) -> str:
    number = request.query.get("from", "")
    if not (number.isascii() and number.isdigit() and len(number) <= len("999999")):
        return ""
    return (await _one(request, int(number))).shown.text


async def _all(request: web.Request) -> LayersPage:
    who, site = await visitor(request), site_of(request)
    read = partial(layers_page, actor=who.actor, municipality=request.match_info["municipality"])
    page = await site.db.read(read)
    if page is None:
        raise not_found()
    return page


async def _one(request: web.Request, number: int | None) -> LayerPage:
    who, site = await visitor(request), site_of(request)
    read = partial(layer_page, actor=who.actor, municipality=request.match_info["municipality"])
    its = {"catalogues": site.catalogues, "number": number, "language": who.language}
    page = await site.db.read(partial(read, **its, now=site.clock()))
    if page is None:
        raise not_found()
    return page
