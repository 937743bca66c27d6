"""«Slik ville det stått»: an author says yes to the draft, takes an answer out of it, or says it in other words."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answerers, answers, draft_cards, drafts, recalls, steps
from bot.context.answerers import Answerer
from bot.context.answers import Accepted
from bot.context.guarded_words import Check
from bot.context.text_guard import TextGuard
from content.presses import AgreeDraft, ObjectDraft, OnDraft, SendDraft, ShowDraft, StepRef
from content.vocabulary.conversing import NoLongerAsked, OldCard
from content.vocabulary.drafting import DraftAsked, DraftChanged, DraftReworded, DraftTakenOut
from content.vocabulary.messages import Message
from content.vocabulary.prompting import EmptyChange
from dialogs.answering import reflecting
from dialogs.calendar.instants import local
from dialogs.events import Form
from dialogs.guarding.stopping import Stop
from dialogs.model import Actor, Draft, Happening, Reflection, Rung, Scope, Session
from dialogs.turn import Turn, in_place
from storage import inbox
from storage.database import Database
from storage.people import persons_behind


async def press_draft(
    db: Database, about: Happening, press: OnDraft, form: Form, *, actor: Actor, guard: TextGuard, now: datetime
) -> Turn:
    """In the author's own chat alone; after the digest has been given back, only «ikke slik jeg mente» is obeyed."""

    async def work(c: AsyncConnection) -> Turn:
        if about.place.scope is not Scope.PERSONAL:
            return Turn(await steps.language_for(c, about), say=(OldCard(),))
        match press:
            case AgreeDraft():
                return await _agree(c, about, press, actor=actor, now=now)
            case ObjectDraft():
                return await _object(c, about, press, actor=actor, now=now)
            case SendDraft():
                return await _send(c, about, press, form, actor=actor, check=Check(guard), now=now)
            case ShowDraft():
                return await _shown(c, about, StepRef(press.municipality, press.session, 0), now=now)

    return await db.write(work, lock=_lock(press))


def _lock(press: OnDraft) -> StepRef:
    return press.step if isinstance(press, ObjectDraft | SendDraft) else StepRef(press.municipality, press.session, 0)


async def _agree(c: AsyncConnection, about: Happening, press: AgreeDraft, *, actor: Actor, now: datetime) -> Turn:
    """Yes is obeyed for exactly what was shown: each step is locked first, and the mark worked out anew."""
    first = StepRef(press.municipality, press.session, 0)
    met = await answerers.meet(c, about, first, actor=actor, now=now)
    found = await drafts.of_step(c, first)
    if found is None or isinstance(met, Turn):
        return await _shown(c, about, first, now=now)
    session, draft = found
    contexts = await drafts.contexts_of(c, session)
    authors = [await answerers.meet(c, about, one.ref, actor=actor, now=now) for one in contexts]
    shown, _ = await drafts.draft_for(c, session, draft, met.person, now=now)
    if not isinstance(shown, DraftAsked) or shown.mark != press.mark:
        return await _shown(c, about, first, say=(DraftChanged(),), now=now)
    if await inbox.remember(c, about, now=now):
        for author in authors:
            if isinstance(author, Answerer) and _waits(author):
                lifted = reflecting.agreed(author.known, now=now) if author.known is not None else None
                if lifted is not None:
                    await answers.settle_in_draft(c, author, lifted, now=now)
        await draft_cards.approvals_follow(c, session, now=now)
    return await _shown(c, about, first, now=now)


def _waits(author: Answerer) -> bool:
    """Whether the answer waits for a yes that its author may give: who has left the group shares nothing further."""
    known = author.known
    return author.asked and known is not None and known.wished is not None and known.rung > Rung.ONLY_ME


async def _object(c: AsyncConnection, about: Happening, press: ObjectDraft, *, actor: Actor, now: datetime) -> Turn:
    author = await answerers.meet(c, about, press.step, actor=actor, now=now)
    found = await drafts.of_step(c, press.step)
    if isinstance(author, Turn):
        return author
    if author.known is None or not author.known.parts:
        return await _shown(c, about, press.step, now=now)
    if found is None:
        return await _taken_out_late(c, about, author, author.known, now=now)
    session, draft = found
    if author.known.rung > Rung.ONLY_ME and await inbox.remember(c, about, now=now):
        author = await answers.settle_in_draft(c, author, reflecting.objected(author.known), now=now)
        await draft_cards.approvals_follow(c, session, now=now)
    return in_place(about, author.language, _form(author, draft))


async def _taken_out_late(
    c: AsyncConnection, about: Happening, author: Answerer, known: Reflection, *, now: datetime
) -> Turn:
    """From an old card, after the digest was given back: as «Del med færre» to «bare meg», wherever the words stand."""
    ref = author.context.ref
    if known.rung is Rung.ONLY_ME or not await inbox.remember(c, about, now=now):
        return await _shown(c, about, ref, now=now)
    after = reflecting.lowered(known, Rung.ONLY_ME)
    read_already = await recalls.told_of_readers(c, author.context, known, after)
    await answers.change(c, author, after, pressed=True, now=now)
    return await _shown(c, about, ref, say=read_already or (DraftTakenOut(),), now=now)


def _form(author: Answerer, draft: Draft, *, text: str | None = None, stop: Stop | None = None) -> DraftReworded:
    """The form with the author's own words in it, or with those that were not taken."""
    known = author.known
    words = known.said if known is not None else ""
    return DraftReworded(
        question=author.context.step.shown.question.to(author.language),
        text=words if text is None else text,
        publish_at=local(draft.publish_at),
        step=author.context.ref,
        seen=known.version if known is not None else 0,
        stopped=stop.told if stop is not None else None,
        stands=known is not None and known.rung > Rung.ONLY_ME,
    )


async def _send(
    c: AsyncConnection, about: Happening, press: SendDraft, form: Form, *, actor: Actor, check: Check, now: datetime
) -> Turn:
    author = await answerers.meet(c, about, press.step, actor=actor, now=now)
    if isinstance(author, Turn):
        return author
    found, known, said = await drafts.of_step(c, press.step), author.known, form.text.strip()
    if found is None or known is None or not known.parts:
        return await _shown(c, about, press.step, not_kept=said, now=now)
    if not author.asked or not said:
        return Turn(author.language, say=(EmptyChange() if author.asked else NoLongerAsked(),))
    if known.version == press.seen:
        after = reflecting.reworded(known, form.text, now=now)
        return await _reworded(c, about, author, after, found, text=form.text, check=check, now=now)
    is_same = said == known.said.strip()
    return await _shown(c, about, press.step, now=now) if is_same else _asked_again(about, author, found[1], said)


async def _reworded(
    c: AsyncConnection,
    about: Happening,
    author: Answerer,
    after: Reflection,
    found: tuple[Session, Draft],
    *,
    text: str,
    check: Check,
    now: datetime,
) -> Turn:
    session, draft = found
    accepted = await answers.accept(c, author, after, check=check, now=now)
    if isinstance(accepted, Accepted):
        return await _kept(c, about, author, accepted, session, now=now)
    if not isinstance(accepted, Stop):
        return Turn(author.language, say=(accepted,))
    return in_place(about, author.language, _form(author, draft, text=accepted.given_back(text), stop=accepted))


def _asked_again(about: Happening, author: Answerer, draft: Draft, said: str) -> Turn:
    """The answer has changed elsewhere since the form was opened: its author decides with the words still there."""
    return replace(in_place(about, author.language, _form(author, draft, text=said)), say=(DraftChanged(),))


async def _kept(
    c: AsyncConnection, about: Happening, author: Answerer, accepted: Accepted, session: Session, *, now: datetime
) -> Turn:
    if await inbox.remember(c, about, now=now):
        await answers.settle_in_draft(c, author, accepted, now=now)
        await draft_cards.approvals_follow(c, session, now=now)
    return await _shown(c, about, author.context.ref, now=now)


async def _shown(
    c: AsyncConnection,
    about: Happening,
    ref: StepRef,
    *,
    say: tuple[Message, ...] = (),
    not_kept: str = "",
    now: datetime,
) -> Turn:
    """The presser's own draft as it stands, or that the digest has been given back."""
    found = await drafts.with_session(c, ref)
    person = next((one for one in await persons_behind(c, about.account) if one.municipality == ref.municipality), None)
    if found is None or person is None:
        return Turn(await steps.language_for(c, about), say=(OldCard(),))
    session, draft = found
    message, language = await drafts.draft_for(c, session, draft, person, now=now)
    message = replace(message, not_kept=not_kept)
    if about.in_place:
        return Turn(language, say=say, show=message)
    return Turn(language, say=(*say, message))
