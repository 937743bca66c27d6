"""Due times of updates of sent messages: at the end of a 3-second slot, which merges several updates of a message."""

from datetime import UTC, datetime, timedelta
from zlib import crc32

SLOT = timedelta(seconds=3)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def end_of_slot(municipality: str, *, now: datetime) -> datetime:
    """The instant at which the municipality's current slot ends, at most 3 s after `now`.

    Slots are offset by municipality, which spreads the updates of different municipalities.
    """
    offset = timedelta(milliseconds=crc32(municipality.encode()) % (SLOT // timedelta(milliseconds=1)))
    return now + SLOT - (now - _EPOCH - offset) % SLOT
