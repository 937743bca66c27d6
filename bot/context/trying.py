"""Where something is promised or asked for, the form for it, and its words checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answers, audiences, privacy
from bot.context.guarded_words import Check
from bot.context.promises import Reader
from content.vocabulary.committing import Place, TryForm, Whose, Wrong
from content.vocabulary.messages import Message
from dialogs.events import Form
from dialogs.guarding.stopping import Stop
from dialogs.knowledge import commitments as rules
from dialogs.model import Commitment, GroupKind, Language, Promiser, Rung
from dialogs.sharing.committing import circle_of, principals_of
from storage.sessions import one_session, sessions_to_come
from storage.steps import open_steps_of_groups


@dataclass(frozen=True)
class Written:
    """What somebody has written in a form, or said, in their language, to be checked."""

    form: Form
    check: Check
    language: Language


WHOSE: dict[Promiser, Whose] = {
    Promiser.PERSON: "person",
    Promiser.GROUP: "group",
    Promiser.MUNICIPALITY: "municipality",
}


async def place_in(c: AsyncConnection, reader: Reader, group: str, session: str) -> Place | None:
    """As a card names it; None where the reader promises nothing there, and without a session of another group."""
    if group not in reader.groups:
        return None
    found = await one_session(c, reader.town.id, session) if session else None
    known = found.id if found is not None and found.group == group else ""
    return Place(reader.town.id, group, reader.town.groups[group].name, known)


async def place_now(c: AsyncConnection, reader: Reader, promiser: Promiser) -> Place | None:
    """Of words in chat: the group asked last, in its open session; else the principals' group, else the first."""
    if promiser is Promiser.MUNICIPALITY:
        group = principals_of(reader.town)
        own = next(iter(reader.groups), "")
        return _place(reader, group.id if group is not None else own)
    opened = await open_steps_of_groups(c, reader.town.id, reader.groups)
    if opened:
        session = await one_session(c, reader.town.id, opened[-1].session)
        return _place(reader, session.group, session.id) if session is not None else None
    kinds = sorted(reader.groups, key=lambda id_: reader.town.groups[id_].kind is not GroupKind.PRINCIPALS)
    return _place(reader, kinds[0]) if kinds else None


def _place(reader: Reader, group: str, session: str = "") -> Place | None:
    found = reader.town.groups.get(group)
    return Place(reader.town.id, group, found.name, session) if found is not None else None


async def usual_day(c: AsyncConnection, place: Place, *, now: datetime) -> date:
    """The day of the group's next session."""
    ahead = await sessions_to_come(c, place.municipality, [place.group], now=now)
    return rules.usual_day(ahead[0].opens_at if ahead else None, now=now)


async def readers(c: AsyncConnection, reader: Reader, place: Place, promiser: Promiser, *, now: datetime) -> int:
    """How many people read what is shared there."""
    group = reader.town.groups[place.group]
    circle = circle_of(promiser, reader.town, group, in_group=True, now=now)
    return await audiences.people_who_read(c, reader.town, group, circle.rung, now=now)


async def blank_form(
    c: AsyncConnection, reader: Reader, place: Place, promiser: Promiser, *, text: str = "", now: datetime
) -> TryForm:
    day = await usual_day(c, place, now=now)
    people = await readers(c, reader, place, promiser, now=now)
    return TryForm(WHOSE[promiser], place, text, "", day.isoformat(), people)


async def form_of(c: AsyncConnection, reader: Reader, one: Commitment, *, now: datetime) -> TryForm:
    circle = one.circle
    place = Place(one.municipality, circle.group, reader.town.groups[circle.group].name, one.session or "")
    people = await readers(c, reader, place, one.promiser, now=now)
    return TryForm(
        WHOSE[one.promiser],
        place,
        one.text,
        one.sign,
        one.look_on.isoformat(),
        people,
        in_group=circle.rung >= Rung.GROUP,
        commitment=str(one.id),
        seen=one.version,
    )


def wrong_with(texts: Sequence[str], day: date | None, *, longest: int) -> Wrong:
    """`texts` are the words that must be there, then others."""
    if not texts[0].strip():
        return "empty"
    if any(len(text) > longest for text in texts):
        return "too_long"
    return "" if day is not None else "no_day"


def checked(
    texts: Sequence[str], check: Check, language: Language
) -> tuple[answers.CheckedWords, ...] | Stop | Message:
    """The words, each through the door of people's words; the first refusal of any."""
    found = []
    for text in texts:
        words = answers.checked(text.strip(), check, language=language)
        if not isinstance(words, answers.CheckedWords):
            return words
        found.append(words)
    return tuple(found)


async def notice_first(c: AsyncConnection, reader: Reader, *, now: datetime) -> tuple[Message, ...]:
    """The privacy notice, for whoever has not been shown it."""
    if privacy.is_informed(reader.person):
        return ()
    return (await privacy.notice_for(c, reader.person, now=now),)
