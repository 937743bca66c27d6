"""A day as forms send it."""

from datetime import date

import pytest

from dialogs.planning.sent import day_sent


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *((text, date(2026, 12, 1)) for text in ("2026-12-01", "01.12.2026", "1.12.2026")),
        *((text, None) for text in ("", "31.11.2026", "2026-11-31", "1.12", "i morgen", "12/01/2026", "9" * 5000)),
    ],
)
def test_a_day_is_read_as_browsers_send_it_and_as_people_write_it(text: str, meant: date | None) -> None:
    assert day_sent(text) == meant
