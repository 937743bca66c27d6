"""Trusted certificates for outgoing calls."""

import os
import ssl
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.errors import WrongSetting

_SETTINGS = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")


def ssl_context(environment: Mapping[str, str] = os.environ) -> ssl.SSLContext:
    """The system's certificates and those in SSL_CERT_FILE and REQUESTS_CA_BUNDLE (a file, or a folder of files).

    Read once per process: reading takes a fifteenth of a second.
    """
    return _trusting(tuple((setting, environment[setting]) for setting in _SETTINGS if environment.get(setting)))


@cache
def _trusting(bundles: tuple[tuple[str, str], ...]) -> ssl.SSLContext:
    context = ssl.create_default_context()
    for setting, bundle in bundles:
        _add(context, setting, Path(bundle))
    return context


def _add(context: ssl.SSLContext, setting: str, bundle: Path) -> None:
    try:
        if bundle.is_dir():
            context.load_verify_locations(capath=bundle)
        else:
            context.load_verify_locations(cafile=bundle)
    except OSError as error:  # ssl.SSLError is an OSError
        raise WrongSetting(
            f"{setting}: no certificates can be read from {bundle}; give a PEM file, "
            "e.g. /etc/ssl/certs/ca-certificates.crt"
        ) from error
