"""«Foreslå spørsmål: …»: shown to its author first, and sent to the municipality's coordinators after a press."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answers, deliveries, identities, privacy, recipients, steps
from bot.context.guarded_words import Check
from bot.context.proposals import made_by
from bot.context.several_municipalities import named_or_only, which
from bot.context.text_guard import TextGuard
from content.cleaning import clean_line
from content.presses import SendProposal, UnsentProposal
from content.vocabulary.conversing import NotImported, OldCard
from content.vocabulary.messages import Message
from content.vocabulary.proposing import (
    NobodyToDecide,
    NoProposal,
    ProposalAsked,
    ProposalNotSent,
    ProposalSent,
    ProposalStopped,
    ProposalTooLong,
    TooManyProposals,
)
from dialogs.events import Commanded
from dialogs.guarding.stopping import Stop
from dialogs.model import Actor, Happening, Language, Person, Proposal, ProposalState, Scope
from dialogs.turn import Turn, in_place
from storage import outbox, proposals
from storage.database import Database
from storage.own_data import known_of

_LONGEST = 300  # characters
_MOST = 5  # open proposals of one person


async def propose_question(db: Database, event: Commanded, *, actor: Actor, guard: TextGuard, now: datetime) -> Turn:
    """Nothing is stored yet: the words wait on the card, and are checked once more when they are sent."""

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, event.about)
        text = clean_line(event.argument)
        found = await _checked(c, actor, text, guard, language, municipality=event.municipality, now=now)
        if not isinstance(found, _Checked):
            return Turn(language, say=(found,))
        told = () if privacy.is_informed(found.person) else (await privacy.notice_for(c, found.person, now=now),)
        return Turn(
            language, say=(*told, ProposalAsked(found.words.text, found.municipality, found.person.municipality))
        )

    return await db.read(work)


async def send_proposal(
    db: Database,
    about: Happening,
    press: SendProposal | UnsentProposal,
    *,
    actor: Actor,
    guard: TextGuard,
    now: datetime,
) -> Turn:
    """To all coordinators of the municipality; the same words pressed twice are one proposal."""

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        message = await _sent(c, language)
        if isinstance(message, ProposalSent):
            return in_place(about, language, message)
        return Turn(language, say=(message,))

    async def _sent(c: AsyncConnection, language: Language) -> Message:
        if about.place.scope is not Scope.PERSONAL:
            return OldCard()
        if isinstance(press, UnsentProposal):
            return ProposalNotSent()
        text, municipality = clean_line(press.text), press.municipality
        found = await _checked(c, actor, text, guard, language, municipality=municipality, now=now)
        if not isinstance(found, _Checked):
            return found
        person = found.person
        is_signed = press.signed == "name"
        proposal = found.same or made_by(person, found.words.text, signed=is_signed, now=now)
        await answers.keep_proposal(c, proposal, found.words)
        to = await recipients.all_coordinators(c, person.municipality, now=now)
        await outbox.add_all(c, [deliveries.proposal_notice(proposal, one, now=now) for one in to])
        return ProposalSent(found.words.text, proposal.signed)

    return await db.write(work)


class _Checked:
    """A question that may be sent, its proposer, and the name of their municipality; `same` was sent before."""

    def __init__(self, words: answers.CheckedWords, person: Person, municipality: str, same: Proposal | None) -> None:
        self.same = same
        self.words = words
        self.person = person
        self.municipality = municipality


async def _checked(  # noqa: PLR0911 - one reason each
    c: AsyncConnection,
    actor: Actor,
    text: str,
    guard: TextGuard,
    language: Language,
    *,
    municipality: str,
    now: datetime,
) -> _Checked | Message:
    """The reason why nothing is sent, else the checked words."""
    persons = await identities.persons_of(c, actor)
    if not persons:
        return NotImported()
    if not text:
        return NoProposal()
    if len(text) > _LONGEST:
        return ProposalTooLong(_LONGEST)
    words = answers.checked(text, Check(guard), language=language)
    if isinstance(words, Stop):
        return ProposalStopped(words.told.kinds_only)
    if not isinstance(words, answers.CheckedWords):
        return words
    person = named_or_only(persons, municipality)
    if person is None:
        return await which(c, persons, "propose", words.text)
    town = (await known_of(c, person.municipality, person.id)).municipality
    if not await recipients.all_coordinators(c, person.municipality, now=now):
        return NobodyToDecide(town)
    known = await proposals.of_person(c, person.municipality, person.id)
    same = next((one for one in known if one.text == text), None)
    waiting = [one for one in known if one.state is ProposalState.OPEN and one is not same]
    return TooManyProposals(_MOST) if len(waiting) >= _MOST else _Checked(words, person, town, same)
