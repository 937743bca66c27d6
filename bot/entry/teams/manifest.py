"""The app's manifest in the newest generally available schema, and the files of its other languages.

Field by field: https://learn.microsoft.com/microsoft-365/extensibility/schema
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from yarl import URL

from bot.entry.teams.message_extension import COMMAND, WORDS
from content.app_listing import ACCENT, SHORT_NAME, listings
from content.commands import MENUS, all_commands, menu_of
from content.language import Language

SCHEMA_VERSION = "1.30"
_SCHEMAS = f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA_VERSION}"
SCHEMA = f"{_SCHEMAS}/MicrosoftTeams.schema.json"
LOCALIZATION_SCHEMA = f"{_SCHEMAS}/MicrosoftTeams.Localization.schema.json"
TAB = "/signin/teams"
"""Where the pages answer a tab (bot/entry/web/teams_tab.py)."""

_SEARCH = "composeExtensions[0].commands[0]"

DEFAULT_LANGUAGE = Language.NB
"""Teams shows its words to people of every language without a file."""


@dataclass(frozen=True)
class AppFacts:
    """A municipality's facts on its app. Teams reaches the bot at `host`; the other addresses are of pages.

    `pages` is where the bot's own pages are, without a path; "" where none are served.
    """

    bot_id: str
    app_id: str
    version: str
    host: str
    developer: str
    website: str
    privacy: str
    terms: str
    pages: str = ""

    @property
    def pages_host(self) -> str:
        """In small letters: Teams on Android finds no other."""
        return (URL(self.pages).raw_host or "").lower() if self.pages else ""

    @property
    def resource(self) -> str:
        """The Application ID URI of the registration, of a bot with tabs."""
        return f"api://{self.pages_host}/botid-{self.bot_id}"


def app_id_for(bot_id: str) -> str:
    """The same id for the same bot: with another id, Teams takes an update for another app."""
    return str(uuid5(NAMESPACE_URL, f"urn:sloyfa:{bot_id.lower()}"))


def manifest(app: AppFacts) -> Mapping[str, Any]:
    """Without `authorization`: messages to the bot reach it without permissions in single teams and chats.

    With pages, the app has a tab in one's own chat and one for channels, whose people Teams signs in.
    """
    words = listings()[DEFAULT_LANGUAGE]
    return {
        "$schema": SCHEMA,
        "manifestVersion": SCHEMA_VERSION,
        "version": app.version,
        "id": app.app_id,
        "localizationInfo": {
            "defaultLanguageTag": DEFAULT_LANGUAGE.value,
            "additionalLanguages": [
                {"languageTag": language.value, "file": _file(language)} for language in _other_languages()
            ],
        },
        "developer": {
            "name": app.developer,
            "websiteUrl": app.website,
            "privacyUrl": app.privacy,
            "termsOfUseUrl": app.terms,
        },
        "name": {"short": SHORT_NAME, "full": words.name},
        "description": {"short": words.short, "full": words.full},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": ACCENT,
        "bots": [_bot(app)],
        "composeExtensions": [{"botId": app.bot_id, "canUpdateConfiguration": False, "commands": [_search()]}],
        "permissions": ["identity"],
        "validDomains": [*dict.fromkeys((app.host, *([app.pages_host] if app.pages else ())))],
        "defaultInstallScope": "personal",
        "defaultGroupCapability": {"team": "bot", "groupchat": "bot"},
        **(_tabs(app) if app.pages else {}),
    }


def translations(app: AppFacts) -> Mapping[str, Mapping[str, str]]:
    """File -> its words by their path in the manifest, for each language but the default."""
    tab = "staticTabs[1].name"
    return {
        _file(language): {**_translation(language), **({tab: listings()[language].tab} if app.pages else {})}
        for language in _other_languages()
    }


def _tabs(app: AppFacts) -> Mapping[str, Any]:
    """The chat comes first, as before; the tab's page asks Teams for a token, and leads on to the pages."""
    page = f"{app.pages}{TAB}"
    tab = {"entityId": "pages", "name": listings()[DEFAULT_LANGUAGE].tab, "contentUrl": page, "websiteUrl": app.pages}
    return {
        "staticTabs": [{"entityId": "conversations", "scopes": ["personal"]}, {**tab, "scopes": ["personal"]}],
        "configurableTabs": [
            {"configurationUrl": f"{page}/settings", "canUpdateConfiguration": False, "scopes": ["team"]}
        ],
        "webApplicationInfo": {"id": app.bot_id, "resource": app.resource},
    }


def _bot(app: AppFacts) -> Mapping[str, Any]:
    return {
        "botId": app.bot_id,
        "scopes": list(MENUS),
        "isNotificationOnly": False,
        "supportsFiles": True,  # what is held about a person is offered as a file in their own OneDrive
        "commandLists": [
            {"scopes": [scope], "commands": _menu(scope, DEFAULT_LANGUAGE)} for scope in _scopes_with_commands()
        ],
    }


def _search() -> Mapping[str, Any]:
    """The sharing bank where somebody writes a message, and in Teams' own search; the newest before any word."""
    words = listings()[DEFAULT_LANGUAGE]
    sought = {"name": WORDS, "title": words.sought, "description": words.sought_help, "inputType": "text"}
    return {
        "id": COMMAND,
        "type": "query",
        "title": words.search,
        "description": words.search_help,
        "context": ["compose", "commandBox"],
        "initialRun": True,
        "parameters": [sought],
    }


def _menu(scope: str, language: Language) -> list[Mapping[str, str]]:
    found = [command.words[language] for command in menu_of(all_commands(), scope)]
    return [{"title": words.names[0], "description": words.menu} for words in found]


def _translation(language: Language) -> Mapping[str, str]:
    words = listings()[language]
    found = {
        "$schema": LOCALIZATION_SCHEMA,
        "name.short": SHORT_NAME,
        "name.full": words.name,
        "description.short": words.short,
        "description.full": words.full,
        f"{_SEARCH}.title": words.search,
        f"{_SEARCH}.description": words.search_help,
        f"{_SEARCH}.parameters[0].title": words.sought,
        f"{_SEARCH}.parameters[0].description": words.sought_help,
    }
    for place, scope in enumerate(_scopes_with_commands()):
        for number, command in enumerate(_menu(scope, language)):
            path = f"bots[0].commandLists[{place}].commands[{number}]"
            found |= {f"{path}.{key}": text for key, text in command.items()}
    return found


def _scopes_with_commands() -> list[str]:
    return [scope for scope in MENUS if menu_of(all_commands(), scope)]


def _other_languages() -> list[Language]:
    return [language for language in Language if language is not DEFAULT_LANGUAGE]


def _file(language: Language) -> str:
    return f"{language.value}.json"
