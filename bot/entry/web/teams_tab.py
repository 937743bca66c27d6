"""GET and POST /signin/teams: a tab in Teams signs a person in with a token from Teams."""

from aiohttp import web

from bot.entry.web.gate import form_of, gate_of, led_to
from bot.entry.web.headers import FRAMED
from bot.entry.web.id_tokens import IssuerAway, NotVouchedFor
from bot.entry.web.own_paths import START, own_path
from bot.entry.web.sign_in import let_in, refusal, stop_guessing
from bot.entry.web.templating import shown
from bot.entry.web.visiting import known_visitor
from content.vocabulary.pages import TeamsTabPage, TeamsTabSettingsPage


async def tab(request: web.Request) -> web.Response:
    """A page with a script of ours that asks Teams for a token; the pages themselves while a session lasts."""
    request[FRAMED] = True
    wanted = own_path(request.query.get("to", START))
    if await known_visitor(request):
        request[FRAMED] = True
        return led_to(gate_of(request).path(wanted))
    return shown(request, TeamsTabPage(to=wanted))


async def signed_in_by_teams(request: web.Request) -> web.Response:
    request[FRAMED] = True
    stop_guessing(request)
    form = await form_of(request)
    try:
        vouched = await gate_of(request).provider.tokens.of_teams(str(form.get("token", "")))
    except (IssuerAway, NotVouchedFor) as error:
        raise refusal(request, error) from None
    return await let_in(request, vouched, str(form.get("to", START)), in_teams=True)


async def tab_settings(request: web.Request) -> web.Response:
    """Shown by Teams while somebody puts the tab in a channel: nothing is to be chosen."""
    request[FRAMED] = True
    return shown(request, TeamsTabSettingsPage())
