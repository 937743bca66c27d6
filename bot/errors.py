"""The errors, a drawn tree; each docstring is the sentence, and the argument says what and where.

SloyfaError
├── WrongSetting
├── WrongFolder        (the municipality's CSV files)
├── WrongPlan          (a series file)
├── WrongCalendar      (a skolerute, or hours nobody is to be asked in)
├── WrongNetwork
├── WrongCatalogue, WrongOverlay
├── UnknownMunicipality, UnknownReader, UnknownSession, UnknownSeries, UnknownDelivery
├── NotRetried, NotCancelled
├── NotAllowed
└── NotReady           (the database is of a version this program does not know)
"""


class SloyfaError(Exception):
    """Something could not be done; the message says what, where, and the remedy."""


class WrongSetting(SloyfaError):
    """A setting is not what it should be."""


class WrongFolder(SloyfaError):
    """A row in the municipality's folder is wrong; nothing of the folder was imported."""


class WrongPlan(SloyfaError):
    """The series file cannot be planned as it stands."""


class WrongCalendar(SloyfaError):
    """The school year cannot be as it is said; nothing of it was imported."""


class WrongNetwork(SloyfaError):
    """The municipalities cannot be tied to this network."""


class WrongCatalogue(SloyfaError):
    """The catalogue has faults."""


class WrongOverlay(SloyfaError):
    """A municipality's own layer does not fit over the catalogue; nothing of it was kept."""


class UnknownSession(SloyfaError):
    """There is no such session."""


class UnknownMunicipality(SloyfaError):
    """There is no such municipality."""


class UnknownSeries(SloyfaError):
    """There is no such series."""


class UnknownReader(SloyfaError):
    """There is no such person."""


class UnknownDelivery(SloyfaError):
    """There is no such delivery."""


class NotRetried(SloyfaError):
    """The delivery cannot be sent again, or is to be sent anyhow."""


class NotCancelled(SloyfaError):
    """The session cannot be cancelled so, or cannot be planned after all."""


class NotAllowed(SloyfaError):
    """Whoever acts may not do this."""


class NotReady(SloyfaError):
    """The database is of another version than this program knows."""
