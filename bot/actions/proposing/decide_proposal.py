"""A coordinator takes a proposed question into the municipality's overlay, or leaves it; the first decides."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries, proposals, steps
from bot.context.catalogues import Catalogues
from bot.context.guarded_words import Check, judged
from bot.context.overlay_laying import lay
from bot.context.text_guard import TextGuard
from bot.errors import WrongOverlay
from content.catalogue import Catalogue, CatalogueFaults
from content.catalogue_rules import LONGEST_PROMPT
from content.language import Wording
from content.overlays import parse_overlay
from content.own_questions import with_question, wrong_with
from content.presses import LeaveProposal, OnProposal, OpenProposal, TakeProposal, id_in
from content.vocabulary.conversing import OldCard
from content.vocabulary.guarding import Stopped
from content.vocabulary.messages import Message
from content.vocabulary.proposing import ProposalOpened, Wrong
from dialogs.events import Form
from dialogs.guarding.stopping import Stop
from dialogs.model import Actor, Happening, Language, Person, Proposal, ProposalState, Scope
from dialogs.permissions import AboutMunicipality, Verb, may
from dialogs.turn import Turn, in_place
from storage import outbox, overlays
from storage import proposals as stored
from storage.database import Database
from storage.people import one_person
from storage.units import take_turn

_WHY = "Et spørsmål som er foreslått i kommunen, er tatt inn."


async def press_proposal(
    db: Database,
    catalogues: Catalogues,
    about: Happening,
    press: OnProposal,
    form: Form,
    *,
    actor: Actor,
    guard: TextGuard,
    now: datetime,
) -> Turn:
    """Anybody but a coordinator of the municipality is refused, whatever a card made by hand names."""

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        message = await _answer(c, language)
        if message is None:
            return Turn(language, say=(OldCard(),))
        return in_place(about, language, message)

    async def _answer(c: AsyncConnection, language: Language) -> Message | None:
        person = actor.person_in(press.municipality)
        is_allowed = may(actor, Verb.DECIDE_PROPOSALS, AboutMunicipality(press.municipality))
        if about.place.scope is not Scope.PERSONAL or person is None or not is_allowed:
            return None
        proposal = await _proposal(c, press)
        reader = await one_person(c, press.municipality, person)
        if proposal is None or reader is None or proposal.state is not ProposalState.OPEN:
            return await proposals.as_received(c, proposal)
        match press:
            case OpenProposal():
                return _opened(proposal, await catalogues.at(c, press.municipality, now), language)
            case LeaveProposal():
                return await _left(c, proposal, reader, now=now)
            case TakeProposal():
                return await _taken(
                    c, catalogues, proposal, reader, form, actor=actor, guard=guard, language=language, now=now
                )

    try:
        return await db.write(work)
    except _NotLaidError as wrong:
        form_again = wrong.form
    language = await db.read(lambda c: steps.language_for(c, about))
    return in_place(about, language, form_again)


async def _proposal(c: AsyncConnection, press: OnProposal) -> Proposal | None:
    """A decision waits for the municipality's others: else two coordinators at the same moment would both decide."""
    if not isinstance(press, OpenProposal):
        await take_turn(c, press.municipality)
    wanted = id_in(press.proposal)
    return await stored.one_proposal(c, press.municipality, wanted) if wanted else None


def _opened(
    proposal: Proposal,
    catalogue: Catalogue,
    language: Language,
    *,
    form: Form | None = None,
    wrong: Wrong = "",
    stopped: Stopped | None = None,
) -> ProposalOpened:
    """The words as proposed in both forms of Norwegian, or as they were worded in `form`."""
    areas = tuple((area.id, area.name.to(language)) for area in catalogue.areas.values())
    nb, nn, area = (form.nb, form.nn, form.area) if form else (proposal.text, proposal.text, "")
    known = area if area in catalogue.areas else areas[0][0]
    return ProposalOpened(
        proposal.text,
        proposal.municipality,
        str(proposal.id),
        nb,
        nn,
        known,
        areas,
        LONGEST_PROMPT,
        wrong=wrong,
        stopped=stopped,
    )


async def _left(c: AsyncConnection, proposal: Proposal, reader: Person, *, now: datetime) -> Message:
    """Whoever proposed the question gets no message."""
    await stored.decide(c, proposal, ProposalState.LEFT, by=reader.id, now=now)
    return await _told(c, proposal, now=now)


async def _taken(
    c: AsyncConnection,
    catalogues: Catalogues,
    proposal: Proposal,
    reader: Person,
    form: Form,
    *,
    actor: Actor,
    guard: TextGuard,
    language: Language,
    now: datetime,
) -> Message:
    """The overlay in force with the question in it becomes the next version; else the form, with what is wrong."""
    catalogue = await catalogues.at(c, proposal.municipality, now)
    question = Wording(form.nb, form.nn or form.nb)
    wrong = wrong_with(question) or ("" if form.area in catalogue.areas else "no_area")
    if wrong:
        return _opened(proposal, catalogue, language, form=form, wrong=wrong)
    found = judged((question.nb, question.nn), Check(guard), language=language)
    if isinstance(found, Stop):
        return _opened(proposal, catalogue, language, form=form, stopped=found.told.kinds_only)
    before = await overlays.in_force(c, proposal.municipality, at=now)
    text = with_question(
        before.text if before else None,
        municipality=proposal.municipality,
        why=_WHY,
        proposal=proposal.id,
        question=question,
        area=form.area,
        ms=tuple(aspect.id for aspect in catalogue.model.ms),
    )
    try:
        overlay = parse_overlay(text, named=proposal.municipality)
        laid = await lay(c, catalogues, overlay, text, why=_WHY, by=reader.name, actor=actor, now=now)
    except (CatalogueFaults, WrongOverlay):
        raise _NotLaidError(_opened(proposal, catalogue, language, form=form, wrong="overlay")) from None
    number = laid.version.version if laid.version else None
    await stored.decide(c, proposal, ProposalState.TAKEN, by=reader.id, version=number, now=now)
    await outbox.add(c, deliveries.proposal_thanks(proposal, now=now))
    return await _told(c, proposal, now=now)


async def _told(c: AsyncConnection, proposal: Proposal, *, now: datetime) -> Message:
    """The card of the coordinator who decided; the others' cards follow."""
    await proposals.want_cards(c, proposal, now=now)
    return await proposals.as_received(c, await stored.one_proposal(c, proposal.municipality, proposal.id))


class _NotLaidError(Exception):
    """The overlay with the question in it breaks a rule; nothing is stored of it."""

    def __init__(self, form: ProposalOpened) -> None:
        super().__init__(form.proposal)
        self.form = form
