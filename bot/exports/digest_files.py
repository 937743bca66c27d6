"""A digest as a file to take along, in the forms that people and programs read."""

import json
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from typing import Any

from bot.exports.digest_document import digest_document
from bot.exports.digest_table import digest_table
from bot.exports.docx_document import docx_bytes
from bot.exports.markdown_document import markdown
from content.language import Language
from content.plain_digest import plain_digest
from content.vocabulary.digesting import Digesting


class DigestFormat(StrEnum):
    TEXT = "text"
    JSON = "json"
    MD = "md"
    DOCX = "docx"
    CSV = "csv"


CONTENT_TYPES = {
    DigestFormat.TEXT: "text/plain; charset=utf-8",
    DigestFormat.JSON: "application/json",
    DigestFormat.MD: "text/markdown; charset=utf-8",
    DigestFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    DigestFormat.CSV: "text/csv; charset=utf-8",
}


SUFFIXES = {form: "txt" if form is DigestFormat.TEXT else form.value for form in DigestFormat}


def digest_file(message: Digesting, language: Language, form: DigestFormat, *, name: str, today: date) -> bytes:
    """`name` is told in the file's foot; `today` is the local day of the export."""
    match form:
        case DigestFormat.TEXT:
            return f"{plain_digest(message, language)}\n".encode()
        case DigestFormat.JSON:
            return f"{json.dumps(asdict(message), ensure_ascii=False, indent=2, default=as_json)}\n".encode()
        case DigestFormat.MD:
            return markdown(digest_document(message, language, name=name, made=today))
        case DigestFormat.DOCX:
            return docx_bytes(digest_document(message, language, name=name, made=today), dated=today)
        case DigestFormat.CSV:
            return digest_table(message, language)


def as_json(value: Any) -> str:  # noqa: ANN401 - whatever json does not know
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
