"""Paths that a sign-in may lead back to: of our own pages alone, whatever an address claims."""

import re

from yarl import URL

from dialogs.model import limits

START = "/"
_PLAIN = re.compile(r"/[!-\[\]-~]*")  # printable ASCII, without the backslash, read by browsers as a slash
_FOREIGN = re.compile(r"//|(^|/)\.\.?(/|$)")
_NO_END = ("/signin", "/signout", "/signed-out")


def own_path(wanted: str) -> str:
    """`wanted` where it is a path of ours, else the start page."""
    if len(wanted) > limits.PATH or not _PLAIN.fullmatch(wanted):
        return START
    try:
        address = URL(wanted)
    except ValueError:
        return START
    if address.absolute or _FOREIGN.search(wanted.partition("?")[0]) or address.path.startswith(_NO_END):
        return START
    return wanted
