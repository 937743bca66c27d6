"""The union of all presses."""

from content.presses.answering import AnswerPress, KeywordPress
from content.presses.bank import OnBank
from content.presses.committing import OnNeed, OnTry
from content.presses.conversing import (
    ChoosePrompt,
    DropWords,
    LinkChannel,
    NotAnAnswer,
    OpenNextStep,
    SayCommand,
    SendWords,
    ShowHelp,
    ShowRecords,
)
from content.presses.deciding import OnDecision
from content.presses.digesting import OnDilemmas, OnThemes, OpenDigest, OpenOrigin
from content.presses.drafting import OnApproval, OnDraft
from content.presses.following import FollowUpPress
from content.presses.layers import OnLayers
from content.presses.meetings import OnAgenda, OnMeeting
from content.presses.members import OnMembers
from content.presses.noting import OwnNotes
from content.presses.oneself import OnOneself
from content.presses.people_lists import OnPeopleList
from content.presses.phases import OnPhases
from content.presses.planning import OnPlan
from content.presses.practices import OnPractice
from content.presses.proposing import OnProposal, SendProposal, UnsentProposal
from content.presses.rhythm import OwnRhythm
from content.presses.session_questions import OnQuestion
from content.presses.settings import OnSettings
from content.presses.sharing import FurtherPress, NarrowAnswer, OfferPress, UnsignAnswer
from content.presses.steering import OnSeries

OnPrompt = AnswerPress | FollowUpPress | FurtherPress | NarrowAnswer | UnsignAnswer | KeywordPress | OfferPress
"""Pressed on a prompt's own card, which names its delivery."""

OnStep = OnPrompt | ChoosePrompt | NotAnAnswer | SendWords | DropWords | OpenNextStep
Press = (
    OnStep
    | LinkChannel
    | ShowRecords
    | OwnRhythm
    | OwnNotes
    | OnTry
    | OnNeed
    | OnDecision
    | OnProposal
    | OnDraft
    | OnApproval
    | SendProposal
    | UnsentProposal
    | OnOneself
    | SayCommand
    | ShowHelp
    | OpenDigest
    | OpenOrigin
    | OnThemes
    | OnDilemmas
    | OnBank
    | OnPlan
    | OnSeries
    | OnPhases
    | OnQuestion
    | OnMembers
    | OnSettings
    | OnPeopleList
    | OnLayers
    | OnMeeting
    | OnAgenda
    | OnPractice
)
