"""«Rydd i temaene»: a summary's card becomes a form for its themes, and the summary again with what was done."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import digest_cards, digests, privacy, steps, tidying
from bot.context.digest_reading import digest_in_chat
from bot.context.guarded_words import Check
from bot.context.recording import record
from bot.context.text_guard import TextGuard
from bot.context.theme_forms import OfQuestion, form_for, keep, of_question
from content.presses import KeepThemes, LeaveThemes, OnThemes, OpenThemes, id_in
from content.tidying import unpacked
from content.vocabulary.conversing import OldCard
from content.vocabulary.digesting import DigestRef
from content.vocabulary.overview import DigestGone
from content.vocabulary.tidying import ThemesGone, ThemesKept
from dialogs.events import Form
from dialogs.knowledge.digest import UNSORTED
from dialogs.model import Act, Actor, Digest, Happening, Language, Person, Scope
from dialogs.permissions import Verb, may
from dialogs.turn import Turn, in_place
from storage import digests as stored
from storage.database import Database
from storage.people import one_person
from storage.units import take_turn


async def tidy_themes(
    db: Database, about: Happening, press: OnThemes, form: Form, *, actor: Actor, guard: TextGuard, now: datetime
) -> Turn:
    """In a reader's own chat, by who may. The form shows the themes of the card, so that no turn waits for themes."""

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        if about.place.scope is not Scope.PERSONAL or not about.pressed:
            return Turn(language, say=(OldCard(),))
        if isinstance(press, KeepThemes):
            await take_turn(c, press.municipality)
        wanted, reader = id_in(press.digest), actor.person_in(press.municipality)
        digest = await stored.one(c, press.municipality, wanted) if wanted else None
        if digest is None or reader is None or not await digests.may_read(c, digest, actor, now=now):
            return in_place(about, language, DigestGone())
        person = await one_person(c, digest.municipality, reader)
        if person is None or not may(actor, Verb.TIDY_THEMES, await tidying.themes_of(c, digest, now=now)):
            return Turn(language, say=(OldCard(),))
        return await _pressed(c, about, press, form, _Tidier(actor, person, digest, guard, language), now=now)

    return await db.write(work)


class _Tidier:
    """Who puts the digest's themes in order."""

    def __init__(self, actor: Actor, person: Person, digest: Digest, guard: TextGuard, language: Language) -> None:
        self.actor, self.person, self.digest = actor, person, digest
        self.check, self.language = Check(guard), language

    @property
    def ref(self) -> DigestRef:
        return DigestRef(self.digest.municipality, str(self.digest.id))


async def _pressed(
    c: AsyncConnection, about: Happening, press: OnThemes, form: Form, who: _Tidier, *, now: datetime
) -> Turn:
    if isinstance(press, LeaveThemes):
        return await _left(c, about, who, now=now)
    shown = unpacked(press.shown)
    asked = shown[press.number % len(shown)] if shown else None
    found = await of_question(c, who.digest, who.person, asked, now=now) if asked is not None else None
    if found is None:
        return in_place(about, who.language, ThemesGone(who.ref))
    if isinstance(press, OpenThemes):
        opened = in_place(about, who.language, form_for(found, rest=shown, number=press.number))
        told = () if privacy.is_informed(who.person) else (await privacy.notice_for(c, who.person, now=now),)
        return replace(opened, say=(*opened.say, *told))
    return await _kept(c, about, found, form, who, now=now)


async def _kept(
    c: AsyncConnection, about: Happening, found: OfQuestion, form: Form, who: _Tidier, *, now: datetime
) -> Turn:
    kept = await keep(c, found, form, check=who.check, language=who.language, now=now)
    if kept.changed:
        place, group = found.question.municipality, found.question.group
        named = (await steps.town(c, place)).groups[group].name
        await record(c, who.actor, Act.THEMES_TIDIED, place, in_group=group, group=named, now=now)
        await digest_cards.others_follow(c, about, who.digest, now=now)
    if kept.form is not None:
        return in_place(about, who.language, kept.form)
    await digest_cards.pressed_follows(c, about, who.digest, now=now)
    return in_place(about, who.language, ThemesKept(who.ref))


async def _left(c: AsyncConnection, about: Happening, who: _Tidier, *, now: datetime) -> Turn:
    """The summary at once, and its themes with the update that follows."""
    await digest_cards.pressed_follows(c, about, who.digest, now=now)
    message, language = await digest_in_chat(c, who.digest, who.person, finder=UNSORTED, now=now)
    return in_place(about, language, message)
