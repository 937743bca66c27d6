"""The pages to read: each handler finds who reads, reads what that person may, and shows it."""

from functools import partial
from uuid import UUID

from aiohttp import web

from bot.context.digest_exports import record_export
from bot.context.pages import digests
from bot.context.pages import start as start_pages
from bot.entry.web.failures import gone, not_found
from bot.entry.web.gate import in_frame
from bot.entry.web.site import site_of
from bot.entry.web.templating import shown
from bot.entry.web.visiting import known_visitor, sign_in_path, visitor
from bot.exports.digest_files import CONTENT_TYPES, SUFFIXES, DigestFormat, digest_file
from content.vocabulary.pages import WelcomePage
from dialogs.calendar.instants import local

ROUTES = web.RouteTableDef()


@ROUTES.get("/")
async def start(request: web.Request) -> web.Response:
    who, site = await known_visitor(request), site_of(request)
    if who is None and in_frame(request):
        raise web.HTTPSeeOther(sign_in_path(request))
    if who is None:
        return shown(request, WelcomePage())
    read = partial(start_pages.start_page, catalogues=site.catalogues, actor=who.actor, language=who.language)
    return shown(request, await site.db.read(partial(read, now=site.clock())))


@ROUTES.get("/digests")
async def all_digests(request: web.Request) -> web.Response:
    who, site = await visitor(request), site_of(request)
    page = await site.db.read(partial(digests.digests_page, actor=who.actor, now=site.clock()))
    return shown(request, page)


@ROUTES.get("/digests/{municipality}/{digest}")
async def one_digest(request: web.Request) -> web.Response:
    who, site, now = await visitor(request), site_of(request), site_of(request).clock()
    municipality, wanted = named(request)
    page = await site.themes.read(
        municipality,
        lambda c, finder: digests.digest_page(c, finder, who.actor, municipality, wanted, now=now),
        now=now,
    )
    if page is None:
        raise not_found()
    return shown(request, page)


@ROUTES.get("/digests/{municipality}/{digest}/file/{form}")
async def digest_taken(request: web.Request) -> web.Response:
    """The digest as a file. The record tells of it before a word is sent."""
    who, site, now = await visitor(request), site_of(request), site_of(request).clock()
    municipality, wanted = named(request)
    form = next((one for one in DigestFormat if one.value == request.match_info["form"]), None)
    if form is None:
        raise not_found()
    found = await site.themes.read(
        municipality,
        lambda c, finder: digests.digest_to_take(c, finder, who.actor, municipality, wanted, now=now),
        now=now,
    )
    if found is None:
        raise not_found()
    digest, message = found
    await site.db.write(partial(record_export, digest=digest, actor=who.actor, now=now))
    today = local(now).date()
    body = digest_file(message, who.language, form, name=f"{today:%Y-%m-%d}", today=today)
    return as_file(body, CONTENT_TYPES[form], f"sloyfa-{today:%Y-%m-%d}.{SUFFIXES[form]}")


@ROUTES.get("/digests/{municipality}/{digest}/origin/{mark}")
async def origin(request: web.Request) -> web.Response:
    who, site, now = await visitor(request), site_of(request), site_of(request).clock()
    municipality, wanted = named(request)
    mark = request.match_info["mark"]
    page = await site.db.read(
        lambda c: digests.origin_page(c, who.actor, municipality, wanted, mark, now=now),
    )
    if page is None:
        raise gone()
    return shown(request, page)


def as_file(body: bytes, content_type: str, name: str) -> web.Response:
    """`name` is ASCII, and tells nobody's name."""
    disposition = f'attachment; filename="{name}"'
    return web.Response(body=body, headers={"Content-Type": content_type, "Content-Disposition": disposition})


def named(request: web.Request) -> tuple[str, UUID]:
    """The municipality and the digest that the address names. Raises Refused for an id that is none."""
    try:
        return request.match_info["municipality"], UUID(request.match_info["digest"])
    except ValueError:
        raise not_found() from None
