"""Files in a chat as Teams has them: the consent card, its answer, and the card of a laid file.

Teams names an address in the reader's own OneDrive when the reader consents; the manifest has to say `supportsFiles`.
"""

from collections.abc import Mapping
from typing import Any

from bot.entry.teams.foreign_json import text_at, value_at
from content.presses import UnknownPress, decode_file
from content.render import FileLaid, FileOffer
from dialogs.events import FileAnswered, StrangePress, Upload
from dialogs.model import Happening

CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"
ANSWER = "fileConsent/invoke"


def file_card(file: FileOffer | FileLaid) -> dict[str, Any]:
    """The attachment."""
    if isinstance(file, FileLaid):
        told = {"uniqueId": file.unique, "fileType": file.kind}
        return {"contentType": INFO, "contentUrl": file.url, "name": file.name, "content": told}
    asked = {"description": file.description, "sizeInBytes": file.size}
    contexts = {"acceptContext": file.context, "declineContext": file.context}
    return {"contentType": CONSENT, "name": file.name, "content": {**asked, **contexts}}


def is_file_answer(activity: Mapping[str, Any]) -> bool:
    return text_at(activity, "type") == "invoke" and text_at(activity, "name") == ANSWER


def file_answered(about: Happening, activity: Mapping[str, Any]) -> FileAnswered | StrangePress:
    try:
        file = decode_file(value_at(activity, "value", "context"))
    except UnknownPress:
        return StrangePress(about)
    match text_at(activity, "value", "action"):
        case "accept":
            return FileAnswered(about, file, _upload(activity))
        case "decline":
            return FileAnswered(about, file, None)
        case _:
            return StrangePress(about)


def _upload(activity: Mapping[str, Any]) -> Upload:
    names = ("uploadUrl", "contentUrl", "name", "uniqueId", "fileType")
    return Upload(*(text_at(activity, "value", "uploadInfo", name) for name in names))
