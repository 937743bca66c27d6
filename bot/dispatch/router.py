"""The table of events and presses, and their actions. `hear` first turns free text into another event."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import assert_never

from bot.actions.answering.add_text import add_text, choose_prompt
from bot.actions.answering.change_mind import leave_answer, open_answer, show_answer, skip_prompt, withdraw_answer
from bot.actions.answering.check_draft import press_draft
from bot.actions.answering.choose_keyword import choose_keyword, drop_keyword
from bot.actions.answering.deny_answer import deny_answer
from bot.actions.answering.follow_message import delete_message, edit_message
from bot.actions.answering.follow_up import leave_follow_up, open_follow_up, send_follow_up, withdraw_follow_up
from bot.actions.answering.narrow_answer import narrow_answer, unsign_answer
from bot.actions.answering.offer_answer import press_offer
from bot.actions.answering.save_reflection import save_reflection
from bot.actions.answering.send_words import drop_words, send_words
from bot.actions.answering.share_further import leave_further, look_further, share_further
from bot.actions.banking.insert_entry import offer_entries, read_inserted
from bot.actions.banking.put_practice import press_practice
from bot.actions.banking.search_bank import open_entry, press_search
from bot.actions.committing.write_decisions import press_decision
from bot.actions.knowledge.choose_dilemma import choose_dilemma
from bot.actions.knowledge.press_layer import press_layer
from bot.actions.knowledge.tidy_themes import tidy_themes
from bot.actions.noting.press_note import press_note, use_note
from bot.actions.operating.set_municipality import press_settings
from bot.actions.overview.open_origin import open_origin
from bot.actions.overview.show_digests import open_digest
from bot.actions.people.arrive import arrive
from bot.actions.people.change_members import press_members
from bot.actions.people.choose_rhythm import press_rhythm
from bot.actions.people.install import install, uninstall
from bot.actions.people.link_group import CountOthers, confirm_link
from bot.actions.people.note_people import note_people
from bot.actions.people.send_list import press_list
from bot.actions.people.tie_network import press_tie
from bot.actions.planning.answer_checkpoint import press_phases
from bot.actions.planning.choose_question import press_question
from bot.actions.planning.end_series import end_series
from bot.actions.planning.plan_meeting import press_meeting
from bot.actions.planning.plan_series import plan_series
from bot.actions.planning.set_agenda import press_agenda
from bot.actions.planning.set_quiet_hours import press_quiet
from bot.actions.planning.set_up_series import press_plan
from bot.actions.proposing.decide_proposal import press_proposal
from bot.actions.proposing.propose_question import send_proposal
from bot.actions.rights.ask_erasure import ask_erasure
from bot.actions.rights.erase_own_data import erase_own_data
from bot.actions.rights.show_own_answers import open_own_answer, show_own_answers
from bot.actions.rights.show_own_data import turn_own_data
from bot.actions.rights.take_own_file import give_own_file, offer_own_file
from bot.actions.sessions.approve_draft import approve_draft
from bot.actions.sessions.edit_headings import press_headings
from bot.actions.sessions.end_step import end_step
from bot.actions.talking.ask_which import ask_which
from bot.actions.talking.confirm import confirm, decline
from bot.actions.talking.glass_box import turn_page
from bot.actions.talking.hear import hear, with_the_rest
from bot.actions.talking.help import (
    greet_back,
    nothing_to_answer,
    strange_press,
    tell_where,
    turn_help,
    words_missing,
)
from bot.context.catalogues import Catalogues
from bot.context.team_beside import Compare
from bot.context.text_guard import TextGuard
from bot.dispatch.actor import look_up
from bot.dispatch.commands import Order, obey, press_command
from bot.dispatch.steering import press_series
from bot.dispatch.trying import press_entry_try, press_trying
from bot.ports import Files
from content.presses import (
    AddMember,
    AdoptLayer,
    AgreeDraft,
    AgreeTry,
    AnswerCheckpoint,
    AnswerNeed,
    ApproveDraft,
    AskErasure,
    AskOwn,
    AskTellOn,
    CallOffMeeting,
    CarryOutList,
    ChangeTry,
    ChooseDilemma,
    ChooseKeyword,
    ChoosePrompt,
    ChooseReminders,
    DiscardLayer,
    DraftLayer,
    DropKeyword,
    DropList,
    DropNote,
    DropOffer,
    DropWords,
    EditHeadings,
    EditPractice,
    EndMember,
    EndPause,
    EraseOwnData,
    GiveBackDecisions,
    KeepDecision,
    KeepEntryTry,
    KeepItem,
    KeepSettings,
    KeepThemes,
    KeepTry,
    LeaveAnswer,
    LeaveDilemmas,
    LeaveFollowUp,
    LeaveFurther,
    LeavePlan,
    LeavePractice,
    LeaveProposal,
    LeaveQuestion,
    LeaveThemes,
    LeaveTry,
    LinkChannel,
    LookAtOwn,
    LookFurther,
    LookOffer,
    LookPractice,
    MoveMeeting,
    NarrowAnswer,
    NotAnAnswer,
    ObjectDraft,
    OfferAnswer,
    OnApproval,
    OnOneself,
    OnPrompt,
    OpenAnswer,
    OpenBankEntry,
    OpenDecision,
    OpenDigest,
    OpenDilemmas,
    OpenFollowUp,
    OpenNewMeeting,
    OpenNextStep,
    OpenNote,
    OpenOrigin,
    OpenOwnAnswer,
    OpenOwnWords,
    OpenPractice,
    OpenProposal,
    OpenThemes,
    OpenTry,
    PickQuestion,
    PlanMeeting,
    PutPractice,
    ReadInserted,
    RemoveDecision,
    RemoveItem,
    RemoveLayer,
    RemoveNeed,
    RemovePractice,
    RemoveTry,
    SaveHeadings,
    SayCommand,
    SayMore,
    SearchBank,
    SendAnswer,
    SendDraft,
    SendFollowUp,
    SendList,
    SendNeed,
    SendProposal,
    SendWords,
    SetQuiet,
    ShareFurther,
    ShiftItem,
    ShowAnswer,
    ShowApproval,
    ShowDecisions,
    ShowDraft,
    ShowHelp,
    ShowMeeting,
    ShowMembers,
    ShowNotes,
    ShowOwnAnswers,
    ShowOwnData,
    ShowPhases,
    ShowPlanDates,
    ShowQuestion,
    ShowRecords,
    ShowRhythm,
    ShowSeries,
    ShowTries,
    ShowTry,
    SkipPrompt,
    StartPlan,
    SteerSeries,
    SubstituteMember,
    TakeOwnFile,
    TakePause,
    TakeProposal,
    TellOn,
    TellTry,
    TieNetwork,
    TryEntry,
    UndoList,
    UndoPlan,
    UnsentProposal,
    UnsignAnswer,
    UseNote,
    WithdrawAnswer,
    WithdrawFollowUp,
)
from dialogs.events import (
    BankSearched,
    ChoiceNeeded,
    Commanded,
    CommandedElsewhere,
    Confirmed,
    Declined,
    Event,
    FileAnswered,
    Form,
    Greeted,
    Installed,
    MessageDeleted,
    MessageEdited,
    NothingToAnswer,
    PeopleChanged,
    Pressed,
    Said,
    SteerForm,
    StrangePress,
    TextAnswered,
    Uninstalled,
    WordsMissing,
)
from dialogs.model import Actor, Happening
from dialogs.turn import SILENCE, Turn
from storage.database import Database


@dataclass(frozen=True)
class Resources:
    """What actions work with, the same for every event of a moment.

    `count` asks Teams for the members of a channel, `compare` for those of a group's channel.
    `pages` is the address of the web pages, "" where none are served.
    """

    db: Database
    catalogues: Catalogues
    count: CountOthers
    compare: Compare
    files: Files
    guard: TextGuard
    now: datetime
    pages: str = ""


async def route(resources: Resources, event: Event) -> Turn:
    """The answer to an event, committed before returning."""
    if not _is_elsewhere(event):
        await arrive(resources.db, event.about, prompt=_prompt(event), now=resources.now)
    return await _answer(resources, event)


async def press(resources: Resources, event: Pressed) -> Turn:
    """The answer to a press on a web page: committed before returning, and no chat that anybody has arrived in."""
    return await _pressed(resources, event)


def _is_elsewhere(event: Event) -> bool:
    """Whether the event may come from a conversation where the bot is not, as a chat between two people."""
    reads = isinstance(event, Pressed) and isinstance(event.press, ReadInserted)
    return reads or isinstance(event, Uninstalled | BankSearched)


def _prompt(event: Event) -> tuple[str, str] | None:
    """(municipality, delivery) of the pressed prompt."""
    if isinstance(event, Pressed) and isinstance(event.press, OnPrompt):
        return event.press.step.municipality, event.press.delivery
    return None


async def _answer(  # noqa: C901, PLR0911, PLR0912 - the table of events
    resources: Resources, event: Event
) -> Turn:
    db, guard, now, actor = resources.db, resources.guard, resources.now, Actor.at(event.about.account)
    match event:
        case Said():
            meant = await hear(db, event, now=now)
            if meant is None:
                return SILENCE
            return with_the_rest(event, await _answer(resources, meant))
        case Pressed():
            return await _pressed(resources, event)
        case BankSearched():
            known = await look_up(db, actor, now=now)
            return await offer_entries(db, event, pages=resources.pages, actor=known, now=now)
        case TextAnswered():
            return await add_text(db, event, actor=actor, guard=guard, now=now)
        case ChoiceNeeded():
            return await ask_which(db, event, actor=actor, guard=guard, now=now)
        case MessageEdited():
            done = await edit_message(db, event, actor=actor, guard=guard, now=now)
            if not isinstance(done, Said):
                return done
            return await _answer(resources, done)
        case MessageDeleted():
            return await delete_message(db, event, actor=actor, now=now)
        case Commanded():
            known = await look_up(db, actor, now=now)
            return await obey(
                Order(db, resources.catalogues, event, known, resources.count, resources.compare, guard, now)
            )
        case CommandedElsewhere():
            return await tell_where(db, event)
        case Greeted():
            return await greet_back(db, event)
        case Confirmed():
            agreed = await confirm(db, event, now=now)
            if agreed is None:
                return SILENCE
            return await _pressed(resources, agreed)
        case Declined():
            return await decline(db, event, now=now)
        case FileAnswered():
            known = await look_up(db, actor, now=now)
            return await give_own_file(db, event, actor=known, files=resources.files, now=now)
        case PeopleChanged():
            return await note_people(db, event)
        case Installed():
            return await install(db, event, now=now)
        case Uninstalled():
            return await uninstall(db, event, now=now)
        case WordsMissing():
            return await words_missing(db, event)
        case NothingToAnswer():
            return await nothing_to_answer(db, event, now=now)
        case StrangePress():
            return await strange_press(db, event)
        case _:
            assert_never(event)


async def _pressed(  # noqa: C901, PLR0911, PLR0912, PLR0915 - the table of presses
    resources: Resources, event: Pressed
) -> Turn:
    db, guard, now = resources.db, resources.guard, resources.now
    about, press, actor = event.about, event.press, Actor.at(event.about.account)
    match press:
        case SendAnswer():
            return await save_reflection(db, about, press, event.form, actor=actor, guard=guard, now=now)
        case SkipPrompt():
            return await skip_prompt(db, about, press, actor=actor, now=now)
        case OpenAnswer():
            return await open_answer(db, about, press, actor=actor, now=now)
        case LeaveAnswer():
            return await leave_answer(db, about, press, actor=actor, now=now)
        case WithdrawAnswer():
            return await withdraw_answer(db, about, press, actor=actor, now=now)
        case ShowAnswer():
            return await show_answer(db, about, press, actor=actor, now=now)
        case LookFurther():
            return await look_further(db, about, press, actor=actor, now=now)
        case NarrowAnswer():
            return await narrow_answer(db, about, press, event.form, actor=actor, now=now)
        case ChooseKeyword():
            return await choose_keyword(db, about, press, event.form, actor=actor, guard=guard, now=now)
        case DropKeyword():
            return await drop_keyword(db, about, press, actor=actor, now=now)
        case UnsignAnswer():
            return await unsign_answer(db, about, press, actor=actor, now=now)
        case ShareFurther():
            return await share_further(db, about, press, actor=actor, now=now)
        case LeaveFurther():
            return await leave_further(db, about, press, actor=actor, now=now)
        case LookOffer() | OfferAnswer() | DropOffer():
            return await press_offer(db, about, press, actor=actor, now=now)
        case OpenFollowUp():
            return await open_follow_up(db, about, press, actor=actor, now=now)
        case SendFollowUp():
            return await send_follow_up(db, about, press, event.form, actor=actor, guard=guard, now=now)
        case LeaveFollowUp():
            return await leave_follow_up(db, about, press, actor=actor, now=now)
        case WithdrawFollowUp():
            return await withdraw_follow_up(db, about, press, actor=actor, now=now)
        case ChoosePrompt():
            return await choose_prompt(db, about, press, actor=actor, guard=guard, now=now)
        case SendWords():
            return await send_words(db, about, press, event.form, actor=actor, guard=guard, now=now)
        case DropWords():
            return await drop_words(db, about, press, actor=actor, now=now)
        case NotAnAnswer():
            return await deny_answer(db, about, press, actor=actor, now=now)
        case OpenNextStep():
            known = await look_up(db, actor, now=now)
            return await end_step(db, resources.catalogues, about, press.step, actor=known, now=now)
        case LinkChannel():
            known = await look_up(db, actor, now=now)
            return await confirm_link(db, about, press, actor=known, count=resources.count, now=now)
        case SayCommand():
            known = await look_up(db, actor, now=now)
            return await press_command(
                db,
                resources.catalogues,
                about,
                press,
                actor=known,
                count=resources.count,
                compare=resources.compare,
                guard=guard,
                now=now,
            )
        case ShowHelp():
            known = await look_up(db, actor, now=now)
            return await turn_help(db, about, press, actor=known, now=now)
        case OpenDigest():
            known = await look_up(db, actor, now=now)
            return await open_digest(db, about, press, actor=known, now=now)
        case OpenOrigin():
            known = await look_up(db, actor, now=now)
            return await open_origin(db, about, press, actor=known, now=now)
        case OpenThemes() | KeepThemes() | LeaveThemes():
            known = await look_up(db, actor, now=now)
            return await tidy_themes(db, about, press, event.form, actor=known, guard=guard, now=now)
        case OpenDilemmas() | ChooseDilemma() | LeaveDilemmas():
            known = await look_up(db, actor, now=now)
            return await choose_dilemma(db, about, press, actor=known, now=now)
        case ShowRecords():
            known = await look_up(db, actor, now=now)
            return await turn_page(db, about, press, actor=known, now=now)
        case ShowRhythm() | ChooseReminders() | TakePause() | EndPause():
            known = await look_up(db, actor, now=now)
            return await press_rhythm(db, about, press, actor=known, now=now)
        case SendProposal() | UnsentProposal():
            known = await look_up(db, actor, now=now)
            return await send_proposal(db, about, press, actor=known, guard=guard, now=now)
        case OpenProposal() | TakeProposal() | LeaveProposal():
            known = await look_up(db, actor, now=now)
            return await press_proposal(
                db, resources.catalogues, about, press, event.form, actor=known, guard=guard, now=now
            )
        case (
            OpenTry()
            | KeepTry()
            | LeaveTry()
            | ShowTry()
            | ChangeTry()
            | RemoveTry()
            | TellTry()
            | AgreeTry()
            | ShowTries()
            | SendNeed()
            | AnswerNeed()
            | SayMore()
            | RemoveNeed()
        ):
            known = await look_up(db, actor, now=now)
            return await press_trying(db, about, press, event.form, actor=known, guard=guard, now=now)
        case OpenDecision() | KeepDecision() | GiveBackDecisions() | RemoveDecision() | ShowDecisions():
            known = await look_up(db, actor, now=now)
            return await press_decision(db, about, press, event.form, actor=known, guard=guard, now=now)
        case AgreeDraft() | ObjectDraft() | SendDraft() | ShowDraft():
            return await press_draft(db, about, press, event.form, actor=actor, guard=guard, now=now)
        case ApproveDraft() | ShowApproval() | EditHeadings() | SaveHeadings():
            return await _on_approval(resources, about, press, event.form)
        case ShowPlanDates() | StartPlan() | LeavePlan() | UndoPlan():
            known = await look_up(db, actor, now=now)
            plan, end = partial(plan_series, db, resources.catalogues), partial(end_series, db)
            return await press_plan(
                db,
                resources.catalogues,
                about,
                press,
                event.form,
                actor=known,
                guard=guard,
                plan=plan,
                end=end,
                now=now,
            )
        case SteerSeries() | ShowSeries():
            known = await look_up(db, actor, now=now)
            steered = event.form.steer or SteerForm()
            return await press_series(db, resources.catalogues, about, press, steered, actor=known, now=now)
        case ShowPhases() | AnswerCheckpoint():
            known, catalogues = await look_up(db, actor, now=now), resources.catalogues
            return await press_phases(db, catalogues, about, press, event.form, actor=known, guard=guard, now=now)
        case ShowQuestion() | PickQuestion() | LookAtOwn() | AskOwn() | LeaveQuestion():
            known = await look_up(db, actor, now=now)
            return await press_question(db, resources.catalogues, about, press, actor=known, guard=guard, now=now)
        case SearchBank():
            known = await look_up(db, actor, now=now)
            return await press_search(db, about, press, event.form, actor=known, now=now)
        case OpenBankEntry():
            known = await look_up(db, actor, now=now)
            return await open_entry(db, about, press, actor=known, now=now)
        case ReadInserted():
            known = await look_up(db, actor, now=now)
            return await read_inserted(db, about, press, actor=known, now=now)
        case TryEntry() | KeepEntryTry() | AskTellOn() | TellOn():
            known = await look_up(db, actor, now=now)
            return await press_entry_try(db, about, press, event.form, actor=known, guard=guard, now=now)
        case ShowMeeting() | OpenNewMeeting() | PlanMeeting() | MoveMeeting() | CallOffMeeting():
            known = await look_up(db, actor, now=now)
            return await press_meeting(db, resources.catalogues, about, press, actor=known, now=now)
        case KeepItem() | ShiftItem() | RemoveItem():
            known = await look_up(db, actor, now=now)
            return await press_agenda(db, about, press, actor=known, guard=guard, now=now)
        case ShowMembers() | AddMember() | EndMember() | SubstituteMember():
            known = await look_up(db, actor, now=now)
            return await press_members(db, about, press, actor=known, compare=resources.compare, now=now)
        case KeepSettings():
            known = await look_up(db, actor, now=now)
            return await press_settings(db, about, press, event.form.settings, actor=known, now=now)
        case SetQuiet():
            known = await look_up(db, actor, now=now)
            return await press_quiet(db, about, press, actor=known, now=now)
        case TieNetwork():
            known = await look_up(db, actor, now=now)
            return await press_tie(db, about, press, actor=known, now=now)
        case SendList() | CarryOutList() | DropList() | UndoList():
            known = await look_up(db, actor, now=now)
            return await press_list(db, about, press, event.form, actor=known, now=now)
        case DraftLayer() | AdoptLayer() | DiscardLayer() | RemoveLayer():
            known, text = await look_up(db, actor, now=now), event.form.text
            return await press_layer(db, resources.catalogues, about, press, text, actor=known, now=now)
        case OpenPractice() | LookPractice() | EditPractice() | PutPractice() | LeavePractice() | RemovePractice():
            known, catalogues = await look_up(db, actor, now=now), resources.catalogues
            return await press_practice(db, catalogues, about, press, event.form, actor=known, guard=guard, now=now)
        case UseNote():
            return await use_note(db, about, press, actor=actor, now=now)
        case ShowNotes() | OpenNote() | DropNote():
            known = await look_up(db, actor, now=now)
            return await press_note(db, about, press, actor=known, now=now)
        case (
            ShowOwnData()
            | ShowOwnAnswers()
            | OpenOwnAnswer()
            | OpenOwnWords()
            | TakeOwnFile()
            | AskErasure()
            | EraseOwnData()
        ):
            known = await look_up(db, actor, now=now)
            return await _on_oneself(db, about, press, event.form, actor=known, now=now)
        case _:
            assert_never(press)


async def _on_approval(resources: Resources, about: Happening, press: OnApproval, form: Form) -> Turn:
    db, now = resources.db, resources.now
    known = await look_up(db, Actor.at(about.account), now=now)
    if isinstance(press, ApproveDraft):
        return await approve_draft(db, about, press, actor=known, now=now)
    return await press_headings(db, about, press, form, actor=known, guard=resources.guard, now=now)


async def _on_oneself(
    db: Database, about: Happening, press: OnOneself, form: Form, *, actor: Actor, now: datetime
) -> Turn:
    match press:
        case ShowOwnData():
            return await turn_own_data(db, about, press, actor=actor, now=now)
        case ShowOwnAnswers():
            return await show_own_answers(db, about, press, form, actor=actor)
        case OpenOwnAnswer() | OpenOwnWords():
            return await open_own_answer(db, about, press, actor=actor, now=now)
        case TakeOwnFile():
            return await offer_own_file(db, about, press, actor=actor, now=now)
        case AskErasure():
            return await ask_erasure(db, about, actor=actor, now=now)
        case EraseOwnData():
            return await erase_own_data(db, about, press, actor=actor, now=now)
        case _:
            assert_never(press)
