"""The dilemmas offered to a meeting: a pack's card becomes a list of them, and the pack with the one chosen."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import digest_cards, dilemmas, packs, recipients, steps
from bot.context.covered import covered_by
from bot.context.digest_reading import Reader, digest_in_chat, reader_of
from bot.context.dilemmas import Dilemma
from content.presses import ChooseDilemma, LeaveDilemmas, OnDilemmas, OpenDilemmas, id_in
from content.vocabulary.conversing import OldCard
from content.vocabulary.digesting import DigestRef
from content.vocabulary.dilemmas import DilemmasShown
from dialogs.knowledge.digest import UNSORTED
from dialogs.knowledge.quotes import quoted
from dialogs.model import Actor, Digest, Happening, Language, Person, Scope
from dialogs.permissions import Verb, may
from dialogs.turn import Turn, in_place
from storage import digests as stored
from storage import dilemmas as choices
from storage.database import Database
from storage.people import one_person
from storage.units import take_turn


async def choose_dilemma(db: Database, about: Happening, press: OnDilemmas, *, actor: Actor, now: datetime) -> Turn:
    """In the chat of whoever coordinates the meeting. The last of two choices stands, on everybody's card."""

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        if about.place.scope is not Scope.PERSONAL or not about.pressed:
            return Turn(language, say=(OldCard(),))
        if isinstance(press, ChooseDilemma):
            await take_turn(c, press.municipality)
        wanted, reader = id_in(press.digest), actor.person_in(press.municipality)
        digest = await stored.one(c, press.municipality, wanted) if wanted else None
        if digest is None or digest.meeting_group is None or reader is None:
            return Turn(language, say=(OldCard(),))
        person = await one_person(c, digest.municipality, reader)
        on = await recipients.about_group(c, digest.municipality, digest.meeting_group, now=now)
        if person is None or not may(actor, Verb.CHOOSE_DILEMMA, on):
            return Turn(language, say=(OldCard(),))
        return await _pressed(c, about, press, digest, person, now=now)

    return await db.write(work)


async def _pressed(
    c: AsyncConnection, about: Happening, press: OnDilemmas, digest: Digest, person: Person, *, now: datetime
) -> Turn:
    """A dilemma taken back or put in other words since the list was shown is not chosen: the list is shown anew."""
    reader = await reader_of(c, digest, person, finder=UNSORTED, marks_for=person.id, now=now)
    found = await dilemmas.of_meeting(c, digest, reader.reading, await covered_by(c, digest, reader.reading))
    match press:
        case ChooseDilemma():
            one = _marked(found, press.mark, reader.language)
            if one is None:
                return await _listed(c, about, digest, reader, found)
            await choices.choose(c, digest, one[1].id)
            await digest_cards.others_follow(c, about, digest, now=now)
            await digest_cards.pressed_follows(c, about, digest, now=now)
            return await _pack(c, about, digest, person, now=now)
        case OpenDilemmas():
            return await _listed(c, about, digest, reader, found, start=press.start)
        case LeaveDilemmas():
            await digest_cards.pressed_follows(c, about, digest, now=now)
            return await _pack(c, about, digest, person, now=now)


def _marked(found: tuple[Dilemma, ...], mark: str, language: Language) -> Dilemma | None:
    return next((one for one in found if quoted(*one, language).mark == mark), None)


async def _listed(
    c: AsyncConnection, about: Happening, digest: Digest, reader: Reader, found: tuple[Dilemma, ...], *, start: int = 0
) -> Turn:
    town = await steps.town(c, digest.municipality)
    of_reader = packs.PackReader(reader.reading, reader.language, is_coordinating=True, marks_for=reader.marks_for)
    shown = DilemmasShown(
        ref=DigestRef(digest.municipality, str(digest.id)),
        meeting=town.groups[digest.meeting_group or ""].name,
        dilemmas=tuple(packs.as_chosen(one, town, of_reader) for one in found),
        start=start if start < len(found) else 0,
    )
    return in_place(about, reader.language, shown)


async def _pack(c: AsyncConnection, about: Happening, digest: Digest, person: Person, *, now: datetime) -> Turn:
    """The pack at once, and its themes with the update that follows."""
    message, language = await digest_in_chat(c, digest, person, finder=UNSORTED, now=now)
    return in_place(about, language, message)
