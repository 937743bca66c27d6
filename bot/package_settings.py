"""The settings that the app package needs, and serving does not: which of them are missing."""

from collections.abc import Mapping

from bot.errors import WrongSetting
from bot.settings import EXAMPLES, Settings

_NEEDED: Mapping[str, str] = {
    "MicrosoftAppId": "the app package says by it which bot the app is",
    "SLOYFA_DEVELOPER": "the app package tells who is behind the app",
    "SLOYFA_WEBSITE_URL": "the app package links to a page about the app",
    "SLOYFA_PRIVACY_URL": "the app package links to the privacy notice",
    "SLOYFA_TERMS_URL": "the app package links to the terms of use",
}
"""Setting -> why the package needs the setting."""


def check_for_package(settings: Settings) -> None:
    """Raises WrongSetting with a line for each setting missing for the app package."""
    lacking = [name for name, value in _values(settings).items() if not value]
    if lacking:
        raise WrongSetting("\n".join(map(_line, lacking)))


def half_package_lines(settings: Settings) -> tuple[str, ...]:
    """A line for each missing setting that only the package needs, where others of them are set."""
    found = {name: value for name, value in _values(settings).items() if name != "MicrosoftAppId"}
    lacking = [name for name, value in found.items() if not value]
    return tuple(map(_line, lacking)) if len(lacking) < len(found) else ()


def _values(settings: Settings) -> Mapping[str, str]:
    return {
        "MicrosoftAppId": settings.app_id,
        "SLOYFA_DEVELOPER": settings.developer,
        "SLOYFA_WEBSITE_URL": settings.website_url,
        "SLOYFA_PRIVACY_URL": settings.privacy_url,
        "SLOYFA_TERMS_URL": settings.terms_url,
    }


def _line(name: str) -> str:
    return f"{name} is missing: {_NEEDED[name]}; for example {EXAMPLES[name]}"
