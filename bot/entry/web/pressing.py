"""A form of ours as a press, as the chat's cards would send it: done by the same actions, and once.

Words arrive as browsers send them: lines end in CR LF, and invisible characters come along with what was pasted.
"""

from hashlib import sha256
from http import HTTPStatus

from aiohttp import web

from bot.entry.web.failures import Refused
from bot.entry.web.gate import form_of
from bot.entry.web.site import site_of
from bot.entry.web.visiting import visitor
from bot.entry.web.visitor import Visitor
from content.cleaning import clean
from content.presses import Press
from content.vocabulary.pages import Trouble
from dialogs.events import Form, Pressed
from dialogs.model import Account, Happening, Place, Scope
from dialogs.turn import Turn

ONCE = "once"
"""The field of a page's forms with a value drawn each time the page is shown: a form sent twice is obeyed once."""

_DIGITS = 9  # of the largest number in a form
_PLACE = "pages"  # the conversation of what is done on pages, for the inbox


async def pressed(request: web.Request, press: Press, form: Form | None = None) -> Turn:
    """The press of whoever is signed in, as on a card in a chat of the presser's own. Raises as `visitor`."""
    who = await visitor(request)
    account = who.actor.account
    if account is None:  # nobody is signed in without one
        raise LookupError("a visitor without an account")
    about = await _happening(request, who, account, press, form)
    return await site_of(request).press(Pressed(about, press, form or Form()))


async def _happening(
    request: web.Request, who: Visitor, account: Account, press: Press, form: Form | None
) -> Happening:
    sent = str((await form_of(request)).get(ONCE, ""))
    # Keyed by the session's own token: the inbox keeps the hash, and nobody can guess words by it.
    told = sha256("\n".join((who.csrf, sent, repr(press), repr(form))).encode("utf-8", "surrogatepass")).hexdigest()
    return Happening(
        account,
        Place(account.tenant, "", _PLACE, Scope.PERSONAL, "", ""),
        activity=told,
        at=site_of(request).clock(),
        kind="page",
        fingerprint=told,
        in_place=True,
    )


async def words(request: web.Request, field: str) -> str:
    """What somebody wrote in the field, "" where nothing is visible."""
    sent = (await form_of(request)).get(field, "")
    return clean(sent.replace("\r\n", "\n").replace("\r", "\n")) if isinstance(sent, str) else ""


async def number(request: web.Request, field: str) -> int:
    """Raises Refused for no number."""
    sent = str((await form_of(request)).get(field, ""))
    if not sent.isascii() or not sent.isdigit() or len(sent) > _DIGITS:
        raise Refused(HTTPStatus.BAD_REQUEST, Trouble.NOT_UNDERSTOOD)
    return int(sent)
