"""Pressed on the form of a practice, on its preview, and by its author on the practice in the bank."""

import json
from dataclasses import astuple, dataclass, fields


@dataclass(frozen=True)
class PracticeFields:
    """The fields of a practice's form as they were filled in, each "" where nothing was.

    `subject` is the id of an area or a requirement, `stages` are school types with commas between, `credit` is name,
    unit or nobody, `rung` a rung's name, and `place` the id of the group that the practice comes from.
    """

    title: str = ""
    did: str = ""
    saw: str = ""
    needs: str = ""
    subject: str = ""
    stages: str = ""
    credit: str = ""
    rung: str = ""
    place: str = ""


NOT_FILLED = PracticeFields()


def fields_value(filled: PracticeFields) -> str:
    """As a press carries the fields of a preview."""
    return json.dumps(astuple(filled), ensure_ascii=False)


def fields_of_value(value: str) -> PracticeFields | None:
    """None for anything but a `fields_value`: data may be made by hand."""
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return None
    known = len(fields(PracticeFields))
    if not isinstance(found, list) or len(found) != known or not all(isinstance(one, str) for one in found):
        return None
    return PracticeFields(*found)


@dataclass(frozen=True)
class OpenPractice:
    """A form for a practice: empty, or with the presser's own entry of the bank."""

    municipality: str = ""
    entry: str = ""


@dataclass(frozen=True)
class LookPractice:
    """The form is sent, with its fields in the same data: a preview is shown, and nothing is stored.

    `practice` is an id, "" for a new practice, and `seen` the version that the form was filled with.
    """

    municipality: str
    practice: str = ""
    seen: int = 0


@dataclass(frozen=True)
class EditPractice:
    """«Endre» on the preview: the form again, with these fields (`fields_value`)."""

    municipality: str
    practice: str
    seen: int
    fields: str


@dataclass(frozen=True)
class PutPractice:
    """«Legg i banken»: yes to what the preview showed; `mark` changes with any word and any reader."""

    municipality: str
    practice: str
    seen: int
    fields: str
    mark: str


@dataclass(frozen=True)
class LeavePractice:
    """«Ikke legg i banken»: the form or the preview is left, and nothing is stored."""


@dataclass(frozen=True)
class RemovePractice:
    """«Ta ut av banken»: the presser's own entry goes for good."""

    municipality: str
    entry: str


OnPractice = OpenPractice | LookPractice | EditPractice | PutPractice | LeavePractice | RemovePractice
"""About what the presser puts into the sharing bank."""
