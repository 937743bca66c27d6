from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from content.commands import all_commands
from content.dates import day, deadline, moment, until
from content.language import Language
from content.render import render
from content.vocabulary.conversing import AnswerTooLong, EmptyAnswer, NoLongerAsked, NotAsked, OldCard, PromptOver
from dialogs.model import StepRef
from tests.content.example_messages import AT, MESSAGES, SESSION, TOO_LONG, strings


@pytest.mark.parametrize("language", Language)
def test_every_message_is_a_card_a_line_or_a_file_in_every_language(language: Language) -> None:
    for message in (*MESSAGES, *TOO_LONG):
        rendered = render(message, language)
        assert [rendered.text, rendered.card, rendered.file, rendered.listed].count(None) == 3, message
        assert rendered.summary, message
        for text in (rendered.summary, rendered.text or "", *strings(rendered.card)):
            odd = [odd for odd in ("{", "}", "None", StepRef.__name__) if odd in text]
            assert not odd or text == "None", (message, text)  # «None» alone is a spacing


def test_messages_that_need_no_card_are_lines() -> None:
    rendered = render(EmptyAnswer(), Language.NB)
    assert rendered.text == rendered.summary
    assert "4000 tegn" in (render(AnswerTooLong(4000), Language.NB).text or "")


@pytest.mark.parametrize(
    ("language", "said", "date"),
    [
        (Language.NB, "tirsdag 24. november 2026 kl. 08.00", "tirsdag 24. november"),
        (Language.NN, "tysdag 24. november 2026 kl. 08.00", "tysdag 24. november"),
        (Language.EN, "Tuesday 24 November 2026 at 08:00", "Tuesday 24 November"),
    ],
)
def test_a_moment_is_said_in_words(language: Language, said: str, date: str) -> None:
    assert moment(AT, language) == said
    assert day(AT, language) == date


@pytest.mark.parametrize(
    ("language", "near", "far"),
    [
        (Language.NB, "fredag kl. 8", "fredag 4. desember kl. 8.30"),
        (Language.NN, "fredag kl. 8", "fredag 4. desember kl. 8.30"),
        (Language.EN, "Friday at 8:00", "Friday 4 December at 8:30"),
    ],
)
def test_a_deadline_names_its_weekday_and_a_date_where_the_weekday_could_be_another(
    language: Language, near: str, far: str
) -> None:
    oslo, utc = ZoneInfo("Europe/Oslo"), ZoneInfo("UTC")
    at = datetime(2026, 12, 4, 8, 0, tzinfo=oslo)
    # Half past midnight in Oslo, six days ahead; at half past ten the evening before, it is still a week.
    assert until(deadline(at, now=datetime(2026, 11, 27, 23, 30, tzinfo=utc)), language) == near
    later = at.replace(minute=30)
    assert until(deadline(later, now=datetime(2026, 11, 27, 21, 30, tzinfo=utc)), language) == far


def test_a_moment_keeps_its_own_wall_time() -> None:
    assert moment(datetime(2026, 11, 24, 8, 0, tzinfo=ZoneInfo("UTC")), Language.NB).endswith("kl. 08.00")


def test_the_same_moment_elsewhere_is_said_by_the_wall_time_there() -> None:
    here = datetime(2026, 11, 24, 8, 0, tzinfo=ZoneInfo("Europe/Oslo"))
    there = here.astimezone(ZoneInfo("UTC"))
    assert here == there
    assert [moment(at, Language.NB)[-5:] for at in (here, there)] == ["08.00", "07.00"]


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        moment(datetime(2026, 11, 24, 8, 0), Language.NB)  # noqa: DTZ001 - the naive one is the example


def test_the_digest_says_six_of_eleven_in_digits() -> None:
    said = list(strings(render(SESSION, Language.NB).card))
    assert "6 av 11 har svart" in said
    assert "Rektorgruppa, tirsdag 24. november" in said


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("message", [OldCard(), PromptOver(), NotAsked(), NoLongerAsked()])
def test_what_answers_a_press_leads_on_in_words_since_teams_shows_no_button_there(
    message: OldCard | PromptOver | NotAsked | NoLongerAsked, language: Language
) -> None:
    rendered = render(message, language)
    assert rendered.text is not None
    named = {name for command in all_commands() for name in command.words[language].names}
    assert any(f"«{name}»" in rendered.text or f"“{name}”" in rendered.text for name in named)
