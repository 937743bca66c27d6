"""Times of card updates: the ends of slots, staggered between municipalities."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.context.update_slots import SLOT, end_of_slot
from dialogs.calendar.instants import instant

MILLISECOND = timedelta(milliseconds=1)
moments = st.datetimes(min_value=datetime(2026, 8, 1), max_value=datetime(2028, 7, 31)).map(instant)  # noqa: DTZ001


@given(moments, st.text(min_size=1))
def test_a_slot_ends_within_three_seconds(now: datetime, municipality: str) -> None:
    assert now < end_of_slot(municipality, now=now) <= now + timedelta(seconds=3)


@given(moments, st.integers(0, SLOT // MILLISECOND - 1), st.text(min_size=1))
def test_updates_of_one_slot_are_due_together(now: datetime, milliseconds: int, municipality: str) -> None:
    end = end_of_slot(municipality, now=now)
    assert end_of_slot(municipality, now=end - SLOT + milliseconds * MILLISECOND) == end
    assert end_of_slot(municipality, now=end) == end + SLOT


@given(moments)
def test_the_slots_of_many_municipalities_end_all_along(now: datetime) -> None:
    ends = sorted(end_of_slot(f"kommune {number}", now=now) for number in range(300))
    gaps = [after - before for before, after in zip([now, *ends], [*ends, now + SLOT], strict=True)]
    assert max(gaps) < timedelta(seconds=0.2)
