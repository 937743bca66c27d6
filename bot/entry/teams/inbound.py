"""Conversion of Teams' activities into events."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.entry.teams.contents import contents
from bot.entry.teams.file_cards import file_answered, is_file_answer
from bot.entry.teams.fingerprints import fingerprint
from bot.entry.teams.foreign_json import id_at, objects_at, text_at
from bot.entry.teams.mentions import is_mentioned, words
from bot.entry.teams.message_extension import is_query, searched
from bot.entry.teams.places import bot_of, place_of
from bot.entry.teams.pressing import press_data, pressed
from content.cleaning import clean_line
from dialogs.events import (
    Event,
    Installed,
    MessageDeleted,
    MessageEdited,
    PeopleChanged,
    Said,
    Uninstalled,
)
from dialogs.model import Account, Happening, Scope, limits


def event_of(activity: Mapping[str, Any], *, now: datetime, bot: str = "") -> Event | None:
    """The event of an activity, None where it means nothing to the bot.

    `now` replaces a missing or unreadable time, `bot` (Teams' id, 28:…) a missing recipient.
    """
    about = _happening(activity, now=now, bot=bot)
    if is_query(activity):
        return searched(about, activity)
    if is_file_answer(activity):
        return file_answered(about, activity)
    data = press_data(activity)
    return pressed(about, data) if data is not None else _without_card(about, activity, bot)


def _without_card(about: Happening, activity: Mapping[str, Any], bot: str) -> Event | None:
    match text_at(activity, "type"):
        case "message":
            name, found = bot_of(activity, bot=bot), contents(activity)
            return Said(about, words(activity, found, name), is_mentioned(activity, name), found.along)
        case "messageUpdate" | "messageDelete":
            return _changed(about, activity)
        case "installationUpdate":
            return _installed_or_not(about, text_at(activity, "action"))
        case "conversationUpdate":
            return _joined_or_left(about, activity)
        case _:
            return None


def _changed(about: Happening, activity: Mapping[str, Any]) -> Event | None:
    match text_at(activity, "type"), text_at(activity, "channelData", "eventType"):
        case "messageUpdate", ("editMessage" | "undeleteMessage") as happened:
            found, bot = contents(activity), about.place.bot
            restored = happened == "undeleteMessage"
            return MessageEdited(about, words(activity, found, bot), found.along, is_mentioned(activity, bot), restored)
        case "messageDelete", "softDeleteMessage":
            return MessageDeleted(about)
        case _:
            return None


def _installed_or_not(about: Happening, action: str) -> Event | None:
    """None for an upgrade of the app (`add-upgrade`, `remove-upgrade`), which changes nothing."""
    match action:
        case "add":
            return Installed(about)
        case "remove":
            return Uninstalled(about)
        case _:
            return None


def _joined_or_left(about: Happening, activity: Mapping[str, Any]) -> Event | None:
    if _is_among(about.place.bot, objects_at(activity, "membersAdded")):
        return Installed(about, by_members=True)
    if _is_among(about.place.bot, objects_at(activity, "membersRemoved")):
        return Uninstalled(about)
    others = objects_at(activity, "membersAdded") or objects_at(activity, "membersRemoved")
    return PeopleChanged(about) if others and about.place.scope is not Scope.PERSONAL else None


def _is_among(bot: str, members: list[Mapping[str, Any]]) -> bool:
    return bot != "" and any(text_at(member, "id") == bot for member in members)


def _happening(activity: Mapping[str, Any], *, now: datetime, bot: str) -> Happening:
    place = place_of(activity, bot=bot)
    return Happening(
        account=Account(place.tenant, id_at(activity, "from", "aadObjectId", longest=limits.ID).lower()),
        place=place,
        activity=id_at(activity, "id"),
        at=_instant(text_at(activity, "timestamp")) or now,
        kind=_kind(activity),
        fingerprint=fingerprint(activity),
        locale=_locale(activity),
        pressed=text_at(activity, "replyToId") if _is_on_card(activity) else "",
        name=clean_line(text_at(activity, "from", "name")),
        # An Action.Execute is answered with a card for its presser; an Action.Submit is a message like others.
        in_place=text_at(activity, "type") == "invoke",
    )


def _is_on_card(activity: Mapping[str, Any]) -> bool:
    return press_data(activity) is not None or is_file_answer(activity)


def _kind(activity: Mapping[str, Any]) -> str:
    kind = text_at(activity, "type")
    more = {"invoke": "name", "installationUpdate": "action"}.get(kind)
    return f"{kind}/{text_at(activity, more)}" if more else kind


def _instant(timestamp: str) -> datetime | None:
    """In UTC; a time without zone is taken as UTC. None where unreadable."""
    try:
        at = datetime.fromisoformat(timestamp)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _locale(activity: Mapping[str, Any]) -> str:
    clients = [found for found in objects_at(activity, "entities") if text_at(found, "type") == "clientInfo"]
    named = [id_at(found, "locale", longest=limits.LOCALE) for found in (activity, *clients)]
    return next(filter(None, named), "")
