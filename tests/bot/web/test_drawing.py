"""Where the lines of pictures lie."""

from dataclasses import replace
from datetime import date
from math import hypot

from bot.entry.web.drawing.bars import bars
from bot.entry.web.drawing.grid import grid
from bot.entry.web.drawing.road import road
from bot.entry.web.drawing.wheel import SIZE, Point, wheel
from bot.entry.web.spread_words import SpreadWords
from content.language import Language
from content.vocabulary.digesting import PromptSection, Share, Shares, Theme

TODAY = date(2026, 11, 30)


def _from_middle(point: Point) -> float:
    return round(hypot(point.x - SIZE / 2, point.y - SIZE / 2))


def test_a_year_begins_at_the_top_and_runs_clockwise_with_a_mark_for_each_day() -> None:
    held, ahead = date(2026, 10, 31), date(2027, 5, 2)
    drawn = wheel(
        2026,
        sessions=[held, held, ahead, date(2027, 8, 1)],
        meetings=[TODAY],
        days_off=[(date(2026, 6, 20), date(2026, 8, 14)), (date(2027, 6, 19), date(2027, 8, 20))],
        today=TODAY,
    )
    assert [month.first.month for month in drawn.months] == [8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7]
    assert drawn.months[0].outer == Point(180, 38)
    assert [mark.is_over for mark in drawn.sessions] == [True, False]
    assert drawn.sessions[0].at.x > 180 > drawn.sessions[1].at.x
    assert [mark.is_over for mark in drawn.meetings] == [False]
    assert drawn.today is not None
    assert [_from_middle(point) for point in drawn.today] == [drawn.inner - 6, drawn.outer + 6]
    assert len(drawn.days_off) == 2
    assert drawn.days_off[0].startswith("M180.0 88.0A")
    assert wheel(2027, sessions=[], meetings=[], days_off=[], today=TODAY).today is None


def test_a_road_is_walked_as_far_as_its_last_stop_and_dotted_from_there() -> None:
    begun, looked_at, learnt_from = road((True, False, False)), road((True, True, False)), road((True, True, True))
    assert begun.walked == (52, 52)
    assert begun.ahead == (52, 268)
    assert (looked_at.walked, looked_at.ahead) == ((52, 160), (160, 268))
    assert (learnt_from.walked, learnt_from.ahead) == ((52, 268), None)
    assert [stop.is_reached for stop in looked_at.stops] == [True, True, False]


def test_bars_are_solid_as_far_as_is_told_and_open_beyond_and_long_labels_are_broken() -> None:
    label = "Vi har prøvd dette i flere fag og vil gjerne fortsette med det"
    drawn = bars([("Enig", 10), (label, 5), ("Usikker", None)])
    assert [bar.solid for bar in drawn.bars] == [150, 75, 0]
    assert len({bar.open_width for bar in drawn.bars}) == 1
    assert [line for line, _ in drawn.bars[1].lines] == [
        "Vi har prøvd dette i flere fag og vil",
        "gjerne fortsette med det",
    ]
    tops = [y for bar in drawn.bars for _, y in bar.lines]
    assert tops == sorted(tops)
    assert drawn.height > drawn.bars[-1].y + drawn.bars[-1].height


def test_nothing_is_drawn_where_no_number_may_be_told() -> None:
    words = SpreadWords(Language.NB)
    untold = PromptSection("Område", "Spørsmål?", None, (), Shares((Share("Enig"), Share("Usikker"))))
    assert words.answers(untold) is None
    assert words.themes(untold) is None
    assert words.answers(replace(untold, shares=None)) is None
    some = words.answers(replace(untold, shares=Shares((Share("Enig", 5), Share("Usikker")))))
    assert some is not None
    assert words.description(some) == "Enig: minst 5; Usikker: noen."
    themes = (Theme("Vurdering", 10, ()), Theme("Foreldre", None, ()))
    shown = words.themes(replace(untold, themes=themes))
    assert shown is not None
    assert words.description(shown) == "Vurdering: minst 10; Foreldre: noen."
    assert words.themes(replace(untold, themes=themes[1:])) is None


def test_a_month_with_something_past_is_filled_and_a_month_to_come_is_an_outline() -> None:
    both = [date(2026, 11, 3), date(2026, 11, 24)]
    drawn = grid(
        2026, [("Et område", both, [date(2026, 11, 30), date(2027, 1, 12)]), ("Et annet", [], [])], today=TODAY
    )
    first, second = drawn.rows
    assert [(cell.x, cell.is_full) for cell in first.cells] == [
        (drawn.columns[3].middle, True),
        (drawn.columns[5].middle, False),
    ]
    assert second.cells == ()
    assert first.bottom < second.lines[0][1] < second.top
    assert drawn.today is not None
    assert drawn.columns[3].left < drawn.today < drawn.columns[4].left
    assert grid(2025, [], today=TODAY).today is None
