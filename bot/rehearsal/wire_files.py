"""Files in chats: the consent card, the reader's answer, and the OneDrive where files are laid."""

from dataclasses import dataclass
from typing import Any

from bot.rehearsal.wire_answers import Answer, Question, refuse
from bot.rehearsal.wire_conversations import Message, opaque

Json = dict[str, Any]
_CONSENT = "application/vnd.microsoft.teams.card.file.consent"
_INFO = "application/vnd.microsoft.teams.card.file.info"


@dataclass(frozen=True)
class Laid:
    """A file in somebody's OneDrive. `bearer` is the token sent along, though nobody asks for any."""

    name: str
    body: bytes
    bearer: str


class Drive:
    """Everybody's OneDrive; an address to upload to takes one file, whole."""

    def __init__(self) -> None:
        self.files: list[Laid] = []
        self._open: dict[str, str] = {}
        self._opened = 0

    def upload(self, url: str, name: str) -> Json:
        """The upload information for an address that takes a single file."""
        self._opened += 1
        key = opaque("upload", url, str(self._opened))
        self._open[key] = name
        address = f"{url}/drive/{key}"
        kind = name.rpartition(".")[2]
        return {
            "uploadUrl": address,
            "contentUrl": f"{address}/{name}",
            "name": name,
            "uniqueId": key,
            "fileType": kind,
        }

    def put(self, question: Question) -> Answer:
        name = self._open.pop(question.member, None)
        if name is None:
            return refuse(404, "itemNotFound", "The upload session was not found.")
        size = len(question.raw)
        if question.span != f"bytes 0-{size - 1}/{size}":
            return refuse(416, "invalidRange", "The uploaded fragment is not the whole file.")
        self.files.append(Laid(name, question.raw, question.bearer))
        return Answer(201, {"id": question.member, "name": name, "size": size})


def offered(message: Message) -> Json | None:
    """The consent card attached to the message."""
    return _attached(message, _CONSENT)


def given(message: Message) -> Json | None:
    """The card of a laid file."""
    return _attached(message, _INFO)


def _attached(message: Message, kind: str) -> Json | None:
    found = message.activity.get("attachments") or []
    return next((one for one in found if one.get("contentType") == kind), None)


def consented(offer: Json, upload: Json | None) -> Json:
    """The body of the reader's yes, with the upload's address, or of the reader's no."""
    content = offer["content"]
    if upload is None:
        value = {"type": "fileUpload", "action": "decline", "context": content["declineContext"]}
    else:
        value = {"type": "fileUpload", "action": "accept", "context": content["acceptContext"], "uploadInfo": upload}
    return {"name": "fileConsent/invoke", "value": value}
