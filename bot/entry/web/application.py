"""The pages' routes, added to the application that serves Teams."""

from aiohttp import web

from bot.entry.web.api.routes import add_api
from bot.entry.web.banking import BANK
from bot.entry.web.calendar import FETCHES, fetches
from bot.entry.web.calendar import ROUTES as CALENDAR
from bot.entry.web.failures import kindly
from bot.entry.web.forgery import TEAMS, ours_alone
from bot.entry.web.gate import GATE
from bot.entry.web.layers import LAYERS
from bot.entry.web.meetings import MEETINGS
from bot.entry.web.members import GROUPS
from bot.entry.web.oneself import OWN
from bot.entry.web.own_answers import ANSWERS
from bot.entry.web.people_lists import LISTS
from bot.entry.web.picturing import ROUTES as PICTURES
from bot.entry.web.planning import PLANNING
from bot.entry.web.practices import PRACTICES
from bot.entry.web.reading import ROUTES
from bot.entry.web.room import ROUTES as ROOM
from bot.entry.web.school_year import SCHOOL_YEAR
from bot.entry.web.series import SERIES
from bot.entry.web.session_questions import QUESTIONS
from bot.entry.web.sessions import SESSIONS
from bot.entry.web.settings import SETTINGS
from bot.entry.web.sign_in import sign_in
from bot.entry.web.sign_out import BY_ISSUER, OUT, sign_out, signed_out, signed_out_by_issuer
from bot.entry.web.site import SITE, Site
from bot.entry.web.taking import TAKEN
from bot.entry.web.teams_tab import signed_in_by_teams, tab, tab_settings
from bot.entry.web.templating import set_up


def add_pages(application: web.Application, site: Site) -> None:
    application[SITE] = site
    application[GATE] = site.gate
    set_up(application)
    add_api(application)
    application.middlewares.append(kindly)
    application.middlewares.append(ours_alone)
    application.router.add_get("/signin", sign_in)
    application.router.add_get(TEAMS, tab)
    application.router.add_post(TEAMS, signed_in_by_teams)
    application.router.add_get(f"{TEAMS}/settings", tab_settings)
    application.router.add_post("/signout", sign_out)
    application.router.add_get(OUT, signed_out)
    application.router.add_get(BY_ISSUER, signed_out_by_issuer)
    application.router.add_get("/look/{version}/{name}", site.look.get)
    application.router.add_routes(ROUTES)
    application.router.add_routes(SESSIONS)
    application.router.add_routes(PLANNING)
    application.router.add_routes(SERIES)
    application.router.add_routes(QUESTIONS)
    application.router.add_routes(SCHOOL_YEAR)
    application.router.add_routes(OWN)
    application.router.add_routes(ANSWERS)
    application.router.add_routes(GROUPS)
    application.router.add_routes(SETTINGS)
    application.router.add_routes(LISTS)
    application.router.add_routes(LAYERS)
    application.router.add_routes(MEETINGS)
    application.router.add_routes(PRACTICES)
    application.router.add_routes(BANK)
    application.router.add_routes(TAKEN)
    application.router.add_routes(PICTURES)
    application.router.add_routes(ROOM)
    application[FETCHES] = fetches()
    application.router.add_routes(CALENDAR)
