"""Files in chats: the card that asks for consent, the reader's yes or no, and the OneDrive that a file is laid in."""

from dataclasses import dataclass
from typing import Any

from bot.rehearsal.wire_answers import Answer, Question, refuse
from bot.rehearsal.wire_conversations import Message, opaque

Json = dict[str, Any]
_CONSENT = "application/vnd.microsoft.teams.card.file.consent"
_INFO = "application/vnd.microsoft.teams.card.file.info"


@dataclass(frozen=True)
class Laid:
    """A file in somebody's OneDrive. `bearer` is the token that came with the file, which nobody asks for."""

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
        """What Teams tells the bot of an address that is open for one file."""
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
    """The card that asks for consent, as attached to the message."""
    return _attached(message, _CONSENT)


def given(message: Message) -> Json | None:
    """The card of a file that is there."""
    return _attached(message, _INFO)


def _attached(message: Message, kind: str) -> Json | None:
    found = message.activity.get("attachments") or []
    return next((one for one in found if one.get("contentType") == kind), None)


def consented(offer: Json, upload: Json | None) -> Json:
    """What the reader's yes sends, with the address to upload to, or the reader's no."""
    content = offer["content"]
    if upload is None:
        value = {"type": "fileUpload", "action": "decline", "context": content["declineContext"]}
    else:
        value = {"type": "fileUpload", "action": "accept", "context": content["acceptContext"], "uploadInfo": upload}
    return {"name": "fileConsent/invoke", "value": value}
