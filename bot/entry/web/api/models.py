"""What the API answers and is asked, as models: they render the answers, read the questions, and describe both."""

import re
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from dialogs.model import ApiScope, Language, Stage

LONGEST_PAGE, USUAL_PAGE = 200, 50
DIGEST_CURSOR = r"^[0-9]{1,16}-[0-9a-f]{32}$"
SESSION_CURSOR = r"^[0-9]{1,16}-([0-9a-f]{2}){1,240}$"
_WHOLE = re.compile(r"[1-9][0-9]{0,2}")


def _whole(value: object) -> object:
    """Digits alone: neither 1_0 nor 1.0."""
    if isinstance(value, str) and not _WHOLE.fullmatch(value):
        raise ValueError("not a whole number")
    return value


Limit = Annotated[
    int, Field(ge=1, le=LONGEST_PAGE, description="How many at most on this page."), BeforeValidator(_whole)
]


# What is asked for, after the question mark of an address.


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LanguageAsked(Asked):
    language: Language | None = Field(None, description="Of our own words; the municipality's where none is named.")


class DigestsAsked(Asked):
    limit: Limit = USUAL_PAGE
    cursor: str | None = Field(None, pattern=DIGEST_CURSOR, description="`next_cursor` of the page before.")


class SessionsAsked(LanguageAsked):
    limit: Limit = USUAL_PAGE
    cursor: str | None = Field(None, pattern=SESSION_CURSOR, description="`next_cursor` of the page before.")


# What is answered.


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TokenAnswer(Answer):
    """The token that asks."""

    municipality: str
    token: str = Field(description="The part of the token by which it is recognised.")
    program: str
    scopes: tuple[ApiScope, ...]
    reads_from: datetime = Field(description="Answers given earlier are not for this token.")
    expires_at: datetime


class GroupAnswer(Answer):
    id: str
    name: str


class DigestListed(Answer):
    """A digest given back to its readers. A session's is of one group, a meeting's of all groups of the series."""

    id: UUID
    kind: Literal["session", "meeting"]
    series: str
    session: str | None = Field(description="The session's id, null for a meeting.")
    group: GroupAnswer
    at: datetime = Field(description="When the session opened, or the meeting begins.")
    made_at: datetime
    address: str = Field(description="Where the digest is read, on this host.")


class DigestsAnswer(Answer):
    """A page of digests, the newest first."""

    digests: tuple[DigestListed, ...]
    next_cursor: str | None


class FurtherAnswer(Answer):
    """A follow-up question, and what was answered."""

    question: str
    text: str


class QuoteAnswer(Answer):
    """Somebody's own words, unchanged."""

    text: str
    language: Language
    further: tuple[FurtherAnswer, ...]
    signature: str | None = Field(description="As the author chose to sign for these readers; null for no name.")
    keyword: str | None = Field(description="The author's own for the answer.")
    where: str | None = Field(description="The group and the day, where answers of several stand together.")
    several: bool = Field(description="More than one person gave this answer.")


class ThemeAnswer(Answer):
    """What five people or more wrote about."""

    label: str
    people_at_least: int | None = Field(description="In whole fives; null where no number may be told.")
    quotes: tuple[QuoteAnswer, ...]


class ChosenAnswer(Answer):
    """An answer by one press."""

    answer: str
    people_at_least: int | None


class QuestionAnswer(Answer):
    """A question with the answers that were shared with all of the municipality, or wider."""

    area: str
    question: str
    law: str | None
    asked_on: tuple[date, ...]
    chosen: tuple[ChosenAnswer, ...]
    themes: tuple[ThemeAnswer, ...]
    quotes: tuple[QuoteAnswer, ...] = Field(description="Answers outside every theme.")


class GroupQuestions(Answer):
    group: str
    questions: tuple[QuestionAnswer, ...]


class AgreedAnswer(Answer):
    question: str
    answer: str


class DifferingAnswer(Answer):
    question: str
    one: str
    other: str


class UnsureAnswer(Answer):
    question: str
    are_most: bool


class ChangeAnswer(Answer):
    """More people than last time, or fewer, wrote of the theme."""

    theme: str
    more: bool


class FindingsAnswer(Answer):
    agreed: tuple[AgreedAnswer, ...]
    differing: tuple[DifferingAnswer, ...]
    unsure: tuple[UnsureAnswer, ...]
    changes: tuple[ChangeAnswer, ...]
    needs: tuple[QuoteAnswer, ...] = Field(description="Needs of support, in people's own words.")
    question: str | None = Field(description="A question for the next meeting.")


class DigestAnswer(DigestListed):
    """A digest as all of the municipality may read it. Whoever has answered, or has not, is told to nobody."""

    language: Language
    groups: tuple[GroupQuestions, ...]
    across_groups: tuple[QuestionAnswer, ...] = Field(description="Themes that several groups wrote about.")
    findings: FindingsAnswer


class SessionListed(Answer):
    id: str
    series: str
    group: GroupAnswer
    areas: tuple[str, ...]
    opens_at: datetime
    stage: Stage


class SessionsAnswer(Answer):
    """A page of the plan, in the order of opening."""

    sessions: tuple[SessionListed, ...]
    next_cursor: str | None


class Problem(Answer):
    """Why the API does not give what was asked for (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    parameters: tuple[str, ...] = Field(description="The parameters at fault, if any.")
