"""The tree of errors: each docstring says what failed, the argument what exactly, where, and the remedy.

SloyfaError
├── WrongSetting
├── WrongFolder        (the municipality's CSV files)
├── WrongPlan          (a series file)
├── WrongCalendar      (a skolerute, or hours nobody is to be asked in)
├── WrongMunicipality  (a municipality's settings)
├── WrongNetwork
├── WrongCatalogue, WrongOverlay
├── UnreadableTexts    (texts for the guard, answers for themes)
├── WrongPackage       (the app package for Teams)
├── NotWritten         (a municipality's documents, or the app package)
├── UnknownMunicipality, UnknownPerson, UnknownReader, UnknownSession, UnknownSeries, UnknownDelivery, UnknownScene
├── WrongToken, UnknownToken   (a token of the HTTP API)
├── WrongWebhook, UnknownWebhook
├── NotRetried, NotCancelled
├── NotAllowed
└── NotReady           (the database is of a version this program does not know)
"""

from collections.abc import Sequence

from content.calendar_words import fault_in_english, left_out_in_english
from content.file_words import lines_in_english
from content.vocabulary.calendar_faults import CalendarFault, LeftOut
from content.vocabulary.file_faults import Fault


class SloyfaError(Exception):
    """Something could not be done; the message says what, where, and the remedy."""


class WrongSetting(SloyfaError):
    """A setting is wrong."""


class WrongFolder(SloyfaError):
    """A row in the municipality's folder is wrong; nothing of the folder was imported."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(lines_in_english(faults))
        self.faults = tuple(faults)


class WrongPlan(SloyfaError):
    """The series file cannot be planned unchanged."""


class SeriesChanged(SloyfaError):
    """The series is not any more as it was when its reader chose to change it; nothing was done."""


class WrongCalendar(SloyfaError):
    """The school year cannot be as given; nothing was imported.

    `left_out` are entries of the file that close no day.
    """

    def __init__(self, faults: Sequence[Fault | CalendarFault], left_out: Sequence[LeftOut] = ()) -> None:
        super().__init__(
            "\n".join((*dict.fromkeys(map(fault_in_english, faults)), *map(left_out_in_english, left_out)))
        )
        self.faults = tuple(dict.fromkeys(faults))
        self.left_out = tuple(left_out)


class WrongMunicipality(SloyfaError):
    """The municipality's settings cannot be as given; nothing was stored."""


class WrongNetwork(SloyfaError):
    """The municipalities cannot be tied to the network."""


class WrongCatalogue(SloyfaError):
    """The catalogue has faults."""


class WrongOverlay(SloyfaError):
    """A municipality's own layer does not fit over the catalogue; nothing was stored."""


class WrongToken(SloyfaError):
    """A token of the API cannot be as asked for; none was made."""


class UnknownToken(SloyfaError):
    """The municipality has no token with this id."""


class WrongWebhook(SloyfaError):
    """The address cannot be told of digests; nothing was stored."""


class UnknownWebhook(SloyfaError):
    """The municipality has no webhook with this id."""


class UnreadableTexts(SloyfaError):
    """The file of texts or answers cannot be read."""


class WrongPackage(SloyfaError):
    """The app package cannot be made as asked; nothing was written."""


class NotWritten(SloyfaError):
    """No file was written, and every older file is as before."""


class UnknownGroup(SloyfaError):
    """The group is unknown, or several municipalities have it."""


class UnknownSession(SloyfaError):
    """The session is unknown."""


class UnknownMunicipality(SloyfaError):
    """The municipality is unknown."""


class UnknownSeries(SloyfaError):
    """The series is unknown."""


class UnknownScene(SloyfaError):
    """There is no scene of this name to rehearse."""


class UnknownPerson(SloyfaError):
    """The person is unknown."""


class UnknownReader(SloyfaError):
    """The person is unknown."""


class UnknownDelivery(SloyfaError):
    """The delivery is unknown."""


class NotRetried(SloyfaError):
    """The delivery cannot be sent again, or is to be sent anyhow."""


class NotCancelled(SloyfaError):
    """The session cannot be cancelled so, or cannot be planned after all."""


class NotAllowed(SloyfaError):
    """Whoever acts may not do this."""


class NotReady(SloyfaError):
    """The database is of a version unknown to this program."""
