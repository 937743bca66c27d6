"""The only door for people's words into the database: length, guard and notice are checked before words are stored."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import bank_indexing, card_updates, draft_cards, from_others, privacy, promise_cards, recalls
from bot.context.answerers import Answerer
from bot.context.guarded_words import Check, Judged, judged
from bot.context.recipients import asked, last_speakers
from bot.context.steps import StepContext
from content.vocabulary.conversing import AnswerTooLong
from content.vocabulary.messages import Message
from dialogs.answering import own_log as logged
from dialogs.answering import reflecting
from dialogs.guarding.stopping import Stop
from dialogs.model import (
    AgendaEntry,
    AskedIn,
    CheckpointAnswer,
    Commitment,
    Decision,
    Delivery,
    DigestQuestion,
    Found,
    Happening,
    Language,
    Note,
    OpensNext,
    OwnWord,
    Person,
    Practice,
    PracticeWords,
    Proposal,
    Reflection,
    Rung,
    SectionHeading,
    Session,
    SupportNeed,
    Tidied,
)
from dialogs.sharing.quoting import first_rung
from storage import (
    agenda_items,
    checkpoints,
    commitments,
    decisions,
    headings,
    message_links,
    notes,
    own_log,
    practices,
    proposals,
    reflections,
    releases,
    support_needs,
    tidied,
    turnout,
    undecided_messages,
)
from storage.steps import end_step


@dataclass(frozen=True)
class Accepted:
    """An answer with checked words; other answers cannot be stored.

    `stays_in_group`: the author wanted a wider circle, and the words may point at somebody.
    """

    reflection: Reflection
    stays_in_group: bool = False

    def looking_further(self, rung: Rung) -> "Accepted":
        """The same, with the preview open for readers on `rung`."""
        return replace(self, reflection=reflecting.looked_further(self.reflection, rung))


@dataclass(frozen=True)
class CheckedWords:
    """Checked words of a message, which may be held until the author has decided; other messages cannot be held."""

    text: str


async def accept(
    c: AsyncConnection, answerer: Answerer, after: Reflection, *, check: Check, now: datetime
) -> Accepted | Stop | Message:
    """The answer, ready to be stored, or the reason why none of the words is stored.

    A message is the privacy notice for an author not yet shown the notice, or the refusal of an answer that is too
    long. Words can be removed without the notice. A channel's card without the notice is updated for the next author.
    """
    refused = refusal_of((after.text, *(part.text for part in after.follow_up_parts)))
    if not reflecting.has_new_words(answerer.known, after):
        return refused or Accepted(after)
    found = _judged(answerer, after, check) if refused is None else refused
    if isinstance(found, Stop):
        return found
    if not answerer.is_informed:
        if answerer.context.step.asked is AskedIn.CHANNEL:
            await card_updates.want_cards(c, answerer.context.step, due_at=now)
        return await privacy.notice_for(c, answerer.person, now=now)
    if not isinstance(found, Judged):
        return found
    return _as_wide_as_seen(answerer, after, quotable=found.quotable)


def _judged(answerer: Answerer, after: Reflection, check: Check) -> Judged | Stop:
    known = _texts(answerer.known) if answerer.known is not None else []
    return judged(_texts(after), check, known=known, language=answerer.language)


def _texts(answer: Reflection) -> list[str]:
    """All words of the author's own: the parts' and the keyword."""
    return [text for text in (*(part.text for part in answer.parts), answer.keyword) if text]


def _as_wide_as_seen(answerer: Answerer, after: Reflection, *, quotable: bool) -> Accepted:
    """An author who may write no more can only shorten the answer: readers have had the words, and the rung stays."""
    rung = answerer.choices.nearest(first_rung(after.rung, quotable=quotable))
    if rung >= after.rung or not answerer.may_write:
        return Accepted(after)
    return Accepted(replace(after, rung=rung), stays_in_group=True)


def refusal_of(words: Iterable[str]) -> Message | None:
    """The message that refuses words for being too long, None for words of an answer's length."""
    return AnswerTooLong(reflecting.LIMIT) if any(map(reflecting.too_long, words)) else None


def checked(text: str, check: Check, *, language: Language) -> CheckedWords | Stop | Message:
    """The words of a chat message, ready to be held while the author is asked for the prompt."""
    if (refused := refusal_of((text,))) is not None:
        return refused
    found = judged((text,), check, language=language)
    return found if isinstance(found, Stop) else CheckedWords(text)


async def hold_undecided(c: AsyncConnection, about: Happening, words: CheckedWords) -> None:
    """Store a message apart from answers, until the author has chosen a prompt."""
    await undecided_messages.add(c, about, words.text)


async def keep_note(c: AsyncConnection, person: Person, note: Note, words: CheckedWords) -> None:
    """Store a note of the person's own, in the checked words."""
    await notes.add(c, person.municipality, person.id, replace(note, text=words.text))


async def keep_proposal(c: AsyncConnection, proposal: Proposal, words: CheckedWords) -> None:
    """Store a proposed question, in the checked words."""
    await proposals.add(c, replace(proposal, text=words.text))


async def keep_commitment(
    c: AsyncConnection, commitment: Commitment, text: CheckedWords, sign: CheckedWords, *, is_new: bool
) -> bool:
    """Store a commitment in the checked words; False where it has changed, or gone, since it was read."""
    worded = replace(commitment, text=text.text, sign=sign.text)
    if not is_new:
        return await commitments.save(c, worded)
    await commitments.add(c, worded)
    return True


async def reword_commitment(c: AsyncConnection, commitment: Commitment, text: CheckedWords) -> bool:
    """False as in `keep_commitment`."""
    return await commitments.save(c, replace(commitment, text=text.text))


async def keep_decision(c: AsyncConnection, decision: Decision, words: CheckedWords) -> None:
    """Store what a meeting decided, in the checked words; a promise's are its commitment's."""
    await decisions.add(c, replace(decision, text="" if decision.commitment else words.text))


async def keep_item(c: AsyncConnection, item: AgendaEntry, words: CheckedWords, *, is_new: bool) -> bool:
    """Store an item of an agenda, its title in the checked words; False where it has changed, or gone, meanwhile."""
    item = replace(item, title=words.text)
    if not is_new:
        return await agenda_items.reword(c, item)
    await agenda_items.add(c, item)
    return True


async def reword_decision(c: AsyncConnection, decision: Decision, words: CheckedWords) -> bool:
    """False where it has changed, or gone, since it was read."""
    return await decisions.reword(c, decision, "" if decision.commitment else words.text)


async def keep_checkpoint(c: AsyncConnection, answer: CheckpointAnswer, because: CheckedWords) -> None:
    """Store an answer to a checkpoint, in the checked words."""
    await checkpoints.save(c, replace(answer, because=because.text))


async def tell_what_came(
    c: AsyncConnection, commitment: Commitment, found: Found, because: CheckedWords, learnt: CheckedWords
) -> bool:
    """Store what came of a commitment, in the checked words; False as in `keep_commitment`."""
    found = replace(found, because=because.text, learnt=learnt.text)
    return await commitments.save(c, replace(commitment, found=found))


async def take_back_told(c: AsyncConnection, commitment: Commitment) -> bool:
    """Nothing is told of the commitment any more; False as in `keep_commitment`."""
    return await commitments.save(c, replace(commitment, found=None))


@dataclass(frozen=True)
class CheckedPractice:
    """All words of a practice, checked; other practices cannot be stored. `quotable`: they point at nobody."""

    words: PracticeWords
    quotable: bool


def checked_practice(words: PracticeWords, check: Check, *, language: Language) -> CheckedPractice | Stop:
    """Each text is judged together with those around it, as the parts of an answer are."""
    found = judged([text for text in vars(words).values() if text], check, language=language)
    return found if isinstance(found, Stop) else CheckedPractice(words, found.quotable)


async def keep_practice(c: AsyncConnection, practice: Practice, words: CheckedPractice, *, is_new: bool) -> bool:
    """Store a practice in the checked words, and in the bank; False where it has changed or gone since it was read."""
    worded = replace(practice, words=words.words)
    if not await (practices.add(c, worded) if is_new else practices.save(c, worded)):
        return False
    await promise_cards.want_cards_of_entry(c, practice.municipality, practice.id, now=practice.changed_at)
    await bank_indexing.index_practice(c, worded)
    return True


@dataclass(frozen=True)
class CheckedNames:
    """Names of themes that the guard lets stand before everybody who reads a digest."""

    names: frozenset[str]


def checked_names(names: Collection[str], check: Check, *, language: Language) -> CheckedNames | Stop | None:
    """None where a name may point at somebody: a digest is read beyond the group."""
    for name in names:
        found = judged((name,), check, language=language)
        if isinstance(found, Stop):
            return found
        if not found.quotable:
            return None
    return CheckedNames(frozenset(names))


async def keep_themes(
    c: AsyncConnection,
    question: DigestQuestion,
    done: Tidied,
    words: Collection[OwnWord],
    names: CheckedNames,
    *,
    now: datetime,
) -> None:
    """Store what was done with a question's themes, and what the group learns of it.

    A name that is neither checked nor stored already is left out.
    """
    before = (await tidied.of_digest(c, question.municipality, question.digest)).get(question.key, Tidied())
    may_stand = names.names | {theme.name.label for theme in before.themes if theme.name is not None}
    themes = tuple(
        theme if theme.name is None or theme.name.label in may_stand else replace(theme, name=None)
        for theme in done.themes
    )
    await tidied.save(c, question, replace(done, themes=themes))
    await tidied.save_words(c, question, [word for word in words if word.name.label in may_stand], now=now)


async def keep_need(c: AsyncConnection, need: SupportNeed, words: CheckedWords, *, is_new: bool) -> bool:
    """Store a need of support in the checked words; False where it has changed, or gone, since it was read."""
    worded = replace(need, text=words.text)
    if not is_new:
        return await support_needs.save(c, worded)
    await support_needs.add(c, worded)
    return True


async def answer_need(c: AsyncConnection, need: SupportNeed, words: CheckedWords) -> bool:
    """Store the municipality's answer to a need, in the checked words; False as in `keep_need`."""
    return await support_needs.save(c, replace(need, answer=words.text))


def checked_headings(texts: Sequence[str], check: Check, language: Language) -> tuple[CheckedWords, ...] | Stop:
    """A facilitator's new headings, ready to be stored; a heading has nobody who could let a finding pass."""
    found = judged(texts, check, language=language)
    return found if isinstance(found, Stop) else tuple(map(CheckedWords, texts))


async def keep_headings(
    c: AsyncConnection, session: Session, wanted: Sequence[SectionHeading], new: Sequence[CheckedWords]
) -> None:
    """Store the headings of a session's digest: each as it stood before, or in the checked words."""
    before = {one.text for one in await headings.of_session(c, session.municipality, session.id)}
    known = before | {one.text for one in new} | {""}
    if any(one.text not in known for one in wanted):
        raise ValueError("words that have not been checked")
    await headings.put(c, session.municipality, session.id, wanted)


async def keep(
    c: AsyncConnection,
    answerer: Answerer,
    accepted: Accepted,
    *,
    pressed: bool = False,
    receipt: Delivery | None = None,
    now: datetime,
) -> Answerer:
    """Store an answer with new words; `pressed`: on a card, and not said in chat.

    `receipt` is the newest, and replaces the answer's other receipts.
    """
    kept = await _store(c, answerer, accepted.reflection, pressed=pressed, receipt=receipt, now=now)
    await _follow_in_draft(c, kept, now=now)
    return kept


async def change(
    c: AsyncConnection,
    answerer: Answerer,
    after: Reflection,
    *,
    pressed: bool = False,
    receipt: Delivery | None = None,
    now: datetime,
) -> Answerer:
    """Store an answer without new words. Raises ValueError for new words, which must go through `accept`."""
    if reflecting.has_new_words(answerer.known, after):
        raise ValueError("words that have not been checked")
    kept = await _store(c, answerer, after, pressed=pressed, receipt=receipt, now=now)
    await _follow_in_draft(c, kept, now=now)
    return kept


async def settle_in_draft(
    c: AsyncConnection, answerer: Answerer, after: Accepted | Reflection, *, now: datetime
) -> Answerer:
    """As `keep` and `change`, from the draft's own card, which becomes what the press shows and needs no update.

    An update would clear the field of its form.
    """
    if isinstance(after, Reflection) and reflecting.has_new_words(answerer.known, after):
        raise ValueError("words that have not been checked")
    changed = after.reflection if isinstance(after, Accepted) else after
    return await _store(c, answerer, changed, pressed=True, receipt=None, now=now)


async def _follow_in_draft(c: AsyncConnection, answerer: Answerer, *, now: datetime) -> None:
    """The draft of the digest, to its author and to whoever may approve it, shows the answer as it is now."""
    if not answerer.context.is_open:
        due_at = answerer.updates_due_at(now=now)
        await draft_cards.want_card(c, answerer.context.session, answerer.person.id, due_at=due_at)
        await draft_cards.approvals_follow(c, answerer.context.session, now=now)


async def take_back(c: AsyncConnection, answerer: Answerer, after: Reflection, *, now: datetime) -> Answerer:
    """Store an answer without words and unlink its chat messages, so that editing a message restores nothing."""
    answerer = await change(c, answerer, after, pressed=True, now=now)
    await message_links.part_from_messages(c, after.municipality, after.id)
    return answerer


async def _store(
    c: AsyncConnection, answerer: Answerer, after: Reflection, *, pressed: bool, receipt: Delivery | None, now: datetime
) -> Answerer:
    """Store the answer, update cards and receipts, and end the step once everybody asked has answered or passed."""
    step = answerer.context.step
    if answerer.known is None or answerer.known.circle_at != after.circle_at:
        after = answerer.given_now(after)
    after = await from_others.with_choice(c, answerer.context, answerer.known, after, answerer.choices, now=now)
    await reflections.save(c, after, before=answerer.known)
    await own_log.add(c, *logged.entries(answerer.known, after, now=now))
    tells_less = answerer.known is not None and reflecting.tells_less(answerer.known, after)
    # A chat message spares an opened form, unless words on the form are gone.
    spares_form = not pressed and not tells_less and after.is_form_open
    changed = answerer.known is not None and (
        _receipt_differs(answerer, answerer.known, after) or (answerer.known.is_form_open and not after.is_form_open)
    )
    kept = replace(answerer, known=after)
    due_at = kept.updates_due_at(now=now)
    await card_updates.want_cards_of(
        c, step, answerer.person.id,
        pressed=pressed, spares_form=spares_form, changed=changed, receipt=receipt, due_at=due_at, now=now,
    )  # fmt: skip
    if answerer.known is not None and tells_less:
        await recalls.drop_quoting_replies(c, answerer.actor, answerer.known, after, now=now)
        await from_others.take_back(c, answerer.context, answerer.known, now=now)
    if not answerer.context.is_open:
        await releases.follow(c, after, now=now)
        await promise_cards.want_cards_of_entry(c, after.municipality, after.id, now=now)
        await bank_indexing.follow(c, after, answerer.context.step, answerer.context.town)
        if tells_less or (answerer.known is not None and answerer.known.offered != after.offered):
            await recalls.want_cards_of_readers(c, answerer.context, after, now=now)
    if OpensNext.ALL_ANSWERED in step.ends_early_on and await _is_all_said(c, answerer.context, now=now):
        await end_step(c, step, now=now)
    return kept


async def _is_all_said(c: AsyncConnection, context: StepContext, *, now: datetime) -> bool:
    """Whether everybody asked has answered or passed.

    Where leaders speak last, somebody else must have answered: a leader alone would end the step and be read at once.
    """
    step = context.step
    settled = await turnout.settled(c, step.municipality, step.session, step.position)
    if not await asked(c, context, now=now) <= settled:
        return False
    last = await last_speakers(c, context)
    return not last or bool(await turnout.authors(c, step.municipality, step.session, step.position) - last)


def _receipt_differs(answerer: Answerer, before: Reflection, after: Reflection) -> bool:
    """Whether a receipt says something else now; a channel's receipt also names the version."""
    names_version = answerer.context.step.asked is AskedIn.CHANNEL and before.version != after.version
    told = [(one.text, one.rung, one.keyword, one.offered) for one in (before, after)]
    return names_version or told[0] != told[1]
