"""A coordinator and a principal of Havnes do their planning by pressing and typing, mistakes included: all made up."""

from bot.rehearsal.desk_calendar import CALENDAR
from bot.rehearsal.desk_in_chat import IN_CHAT
from bot.rehearsal.desk_meetings import MEETINGS
from bot.rehearsal.desk_people import PEOPLE
from bot.rehearsal.desk_series import SERIES
from bot.rehearsal.desk_settings import SETTINGS
from bot.rehearsal.desk_steering import STEERING
from bot.rehearsal.havnes import furnish
from bot.rehearsal.stories import Story

DESK = Story(
    "A coordinator and a principal plan, change their minds and make mistakes, by pressing and typing alone: first in "
    "the chat, then on the pages. The municipality is made up, like everybody in it and every word.",
    (*IN_CHAT, *SERIES, *STEERING, *PEOPLE, *CALENDAR, *SETTINGS, *MEETINGS),
    furnish=furnish,
    on_pages=True,
)
