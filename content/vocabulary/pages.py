"""The web pages: a page is a message, and the template of the same name in bot/entry/web/templates is its look."""

from dataclasses import dataclass
from enum import StrEnum

from content.vocabulary.digesting import Digesting
from content.vocabulary.layers import LayerPage, LayersPage
from content.vocabulary.meeting_pages import CalendarPage, RoomPage
from content.vocabulary.meetings import MeetingPage, MeetingsPage, NewMeetingPage
from content.vocabulary.members import GroupsPage, MembersPage
from content.vocabulary.overview import Origin, WeekIn
from content.vocabulary.pages_listed import DigestListed
from content.vocabulary.pages_of_bank import (
    BankEntryPage,
    BankSearchPage,
    OwnPracticesPage,
    PracticeAskedPage,
    PracticeFormPage,
)
from content.vocabulary.pages_of_channels import ChannelPage
from content.vocabulary.pages_of_oneself import (
    AnswerPage,
    AnswersPage,
    ErasedPage,
    ErasurePage,
    FurtherPage,
    GlassBoxPage,
    MePage,
    OfferPage,
    PrivacyPage,
)
from content.vocabulary.pages_of_sessions import SessionPage
from content.vocabulary.people_files import PeopleListPage
from content.vocabulary.pictures import PicturePage
from content.vocabulary.plan_pages import PlanFormPage
from content.vocabulary.school_year_pages import SchoolYearPage, SchoolYearPreviewPage, SchoolYearsPage
from content.vocabulary.series_pages import AllSeriesPage, SeriesPage
from content.vocabulary.session_questions import QuestionsPage, SessionQuestionPage
from content.vocabulary.settings import AllSettingsPage, MunicipalityPage, NetworksPage, QuietPage


@dataclass(frozen=True)
class Frame:
    """What stands around every page: the way to its content, the menu, whose page it is, sign-out, the foot."""


class Trouble(StrEnum):
    """Why a page cannot be shown."""

    NOT_FOUND = "not_found"
    GONE = "gone"  # the words on it have been taken back, or are deleted
    NOT_ALLOWED = "not_allowed"
    NOT_KNOWN = "not_known"  # signed in, and on nobody's list
    UNFINISHED = "unfinished"  # a sign-in that took too long, was taken before, or did not succeed
    NOT_APPROVED = "not_approved"  # nobody has approved in Entra that people sign in
    STALE = "stale"  # a form from before the session began, or from elsewhere
    NOT_UNDERSTOOD = "not_understood"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    AWAY = "away"  # the database or the sign-in does not answer


@dataclass(frozen=True)
class TroublePage:
    """A page that cannot be shown. `why` chooses its words."""

    why: Trouble


@dataclass(frozen=True)
class WelcomePage:
    """For whoever is not signed in: what the pages are, and the way in."""


@dataclass(frozen=True)
class SignedOutPage:
    """For whoever has signed out."""


@dataclass(frozen=True)
class TeamsTabPage:
    """What a tab of Teams shows while its person is signed in; `to` is the path to show afterwards."""

    to: str


@dataclass(frozen=True)
class TeamsTabSettingsPage:
    """What Teams shows when somebody puts the tab in a channel."""


@dataclass(frozen=True)
class StartPage:
    """What is due for the reader, by municipality, and the newest digests; ordinary links lead on to everything."""

    weeks: tuple[WeekIn, ...]
    digests: tuple[DigestListed, ...] = ()


@dataclass(frozen=True)
class DigestsPage:
    """All digests that the reader may read, the newest first."""

    digests: tuple[DigestListed, ...]


@dataclass(frozen=True)
class DigestPage:
    """A digest, or a meeting's pack, as the reader may read it now."""

    municipality: str
    id: str
    digest: Digesting


@dataclass(frozen=True)
class OriginPage:
    """Where a quote of a digest comes from; several where the same words were given several times."""

    municipality: str
    id: str
    origins: tuple[Origin, ...]


_OfOneself = (
    AnswersPage | AnswerPage | FurtherPage | OfferPage | MePage | PrivacyPage | ErasurePage | ErasedPage | GlassBoxPage
)
_OfBank = BankSearchPage | BankEntryPage | PracticeFormPage | PracticeAskedPage | OwnPracticesPage
_Read = StartPage | DigestsPage | DigestPage | OriginPage | SessionPage | PicturePage | _OfBank
_OfMeetings = RoomPage | CalendarPage | ChannelPage | MeetingsPage | MeetingPage | NewMeetingPage
_OfGroups = GroupsPage | MembersPage | PeopleListPage
_OfSettings = AllSettingsPage | MunicipalityPage | QuietPage | NetworksPage | LayersPage | LayerPage
_OfSeries = AllSeriesPage | SeriesPage | PlanFormPage | QuestionsPage | SessionQuestionPage
_OfYears = SchoolYearsPage | SchoolYearPage | SchoolYearPreviewPage
_SignedIn = _Read | _OfOneself | _OfMeetings | _OfSeries | _OfGroups | _OfSettings | _OfYears
Page = SignedOutPage | TeamsTabPage | TeamsTabSettingsPage | TroublePage | WelcomePage | _SignedIn
