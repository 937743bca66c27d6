"""Steps of a session: the prompt, the people asked, and the step after."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import UUID

import pytest

from content.catalogue import Catalogue, load
from content.catalogue_types import Ladder, OpensNext, Prompt, Protocol, ProtocolStep, Sees, Writes
from content.language import Wording
from dialogs.asking import prompting
from dialogs.calendar.instants import instant
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import AskedIn, Intention, Membership, Role, Rung, Series, Session, Stage, Step

OPENS = datetime(2026, 11, 24, 7, tzinfo=UTC)
SERIES = Series(
    municipality="nordvik",
    id="host",
    groups=("rektorgruppa",),
    protocol="ukesrefleksjon",
    intention=Intention.CONVEYING,
    areas=("inkluderende-laeringsmiljoer", "elevsentrert-ledelse"),
    requirements=(),
    led_by=UUID(int=9),
    stays_open="P5D",
    default_rung=Rung.GROUP,
    asked=AskedIn.PERSONAL,
)
SESSION = Session("nordvik", "host/rektorgruppa/1", "host", "rektorgruppa", 0, OPENS, Stage.OPEN)


@cache
def catalogue() -> Catalogue:
    return load()


def a_prompt() -> Prompt:
    return replace(next(prompt for prompt in catalogue().prompts if prompt.requirement), ladder=None)


def protocol_of(*steps: ProtocolStep) -> Protocol:
    return Protocol("egen", Wording("Egen", "Eigen"), Wording("Til prøve", "Til prøve"), steps)


def own_step(key: str, **changes: object) -> ProtocolStep:
    question = Wording(f"Hva med {key}?", f"Kva med {key}?")
    named, nothing = Wording(key, key), Wording("", "")
    step = ProtocolStep(key, named, nothing, question, Writes.EVERYONE, Sees.ALL, "P1D", 5, (OpensNext.TIMER,), False)
    return replace(step, **changes)  # type: ignore[arg-type]  # the fields a test names


def first(protocol: Protocol, series: Series = SERIES, session: Session = SESSION) -> Step:
    return prompting.first_step(
        session,
        replace(series, protocol=protocol.id),
        prompt=a_prompt(),
        area=a_prompt().areas[0],
        catalogue=with_protocol(protocol),
        days=SchoolDays(),
    )


def with_protocol(protocol: Protocol) -> Catalogue:
    return replace(catalogue(), protocols={**catalogue().protocols, protocol.id: protocol})


def after(
    step: Step, protocol: Protocol, *, now: datetime, session: Session = SESSION, series: Series = SERIES
) -> Step | None:
    """The step after `step`, opening at `now`."""
    series = replace(series, protocol=protocol.id)
    return prompting.next_step(step, session, series, catalogue=with_protocol(protocol), now=now, days=SchoolDays())


def all_steps(protocol: Protocol, series: Series = SERIES) -> list[Step]:
    """Every step of a session whose steps all last until they close."""
    steps = [first(protocol, series)]
    while following := after(steps[-1], protocol, now=steps[-1].closes_at, series=series):
        steps.append(following)
    return steps


def members(**roles: Role) -> list[Membership]:
    """Memberships in one group of persons named by their numbers, `p1`, `p2`."""
    return [Membership(UUID(int=int(name[1:])), "g", role, OPENS) for name, role in roles.items()]


def who(*numbers: int) -> frozenset[UUID]:
    return frozenset(UUID(int=number) for number in numbers)


def test_the_text_as_shown_is_the_prompts_the_areas_and_the_laws_own() -> None:
    step = first(catalogue().protocols["ukesrefleksjon"])
    area = catalogue().areas[a_prompt().areas[0]]
    requirement = a_prompt().requirement
    assert requirement is not None
    shown = step.shown
    assert (shown.prompt_id, shown.question) == (a_prompt().id, a_prompt().question)
    assert (shown.area, shown.why, shown.definition) == (area.name, area.why, area.definition)
    assert (shown.requirement_id, shown.law) == (requirement, catalogue().requirements[requirement].sentence)


def test_a_paragraph_that_has_come_to_its_last_day_is_not_said_to_be_law_and_the_question_stays() -> None:
    law = catalogue().requirements[a_prompt().requirement or ""]
    ended = replace(law, valid_to=OPENS.date() - timedelta(days=1))
    own = replace(catalogue(), requirements={**catalogue().requirements, law.id: ended})
    series, area = replace(SERIES, protocol="ukesrefleksjon"), a_prompt().areas[0]
    step = prompting.first_step(SESSION, series, prompt=a_prompt(), area=area, catalogue=own, days=SchoolDays())
    assert (step.shown.law, step.shown.requirement_id) == (None, None)
    assert step.shown.question == a_prompt().question


def test_the_first_step_is_open_for_as_long_as_the_series_says_and_the_others_as_the_protocol_says() -> None:
    protocol = protocol_of(
        own_step("a", stays_open="P9D"), own_step("b", stays_open="PT45M"), own_step("c", stays_open="P1W")
    )
    opened = [(step.key, step.opens_at - OPENS, step.closes_at - step.opens_at) for step in all_steps(protocol)]
    # Five school days from a Tuesday are a week.
    days, minutes = timedelta(days=7), timedelta(minutes=45)
    assert opened == [("a", timedelta(), days), ("b", days, minutes), ("c", days + minutes, timedelta(weeks=1))]


def test_a_next_step_that_opens_at_night_counts_its_days_from_the_next_opening() -> None:
    protocol = protocol_of(own_step("a"), own_step("b", stays_open="P1D"), own_step("c", stays_open="PT2H"))
    friday_night = instant(datetime(2026, 11, 27, 23))  # noqa: DTZ001 - local wall time
    step = first(protocol)
    for closes in (datetime(2026, 12, 1, 7), datetime(2026, 11, 30, 9)):  # noqa: DTZ001 - local wall time
        following = after(step, protocol, now=friday_night)
        assert following is not None
        assert (following.opens_at, following.closes_at) == (friday_night, instant(closes))
        step = following


def test_nothing_that_follows_from_an_exact_instant_waits_for_an_opening() -> None:
    friday_night = instant(datetime(2026, 11, 27, 23))  # noqa: DTZ001 - local wall time
    monday = instant(datetime(2026, 11, 30, 7))  # noqa: DTZ001 - local wall time
    exact, days = replace(SESSION, exact=True), SchoolDays()
    assert prompting.send_at(exact, days, now=friday_night) == friday_night
    assert prompting.send_at(SESSION, days, now=friday_night) == monday
    protocol = protocol_of(own_step("a"), own_step("b", stays_open="PT2H"))
    following = after(first(protocol), protocol, now=friday_night, session=exact)
    assert following is not None
    assert following.closes_at == friday_night + timedelta(hours=2)


def test_days_are_counted_at_the_same_wall_time() -> None:
    before_winter = instant(datetime(2026, 10, 23, 8))  # noqa: DTZ001 - local wall time
    step = first(
        protocol_of(own_step("a")), replace(SERIES, stays_open="P1D"), replace(SESSION, opens_at=before_winter)
    )
    assert step.closes_at == instant(datetime(2026, 10, 26, 8))  # noqa: DTZ001 - local wall time
    assert step.closes_at - step.opens_at == timedelta(hours=73)


LADDER = Ladder("virker", (Wording("Hvordan vet dere det?", "Korleis veit de det?"), Wording("Hva nå?", "Kva no?")))


def with_ladder(protocol: Protocol, series: Series = SERIES) -> list[tuple[Wording, ...]]:
    """The follow-up questions of each step of a session whose prompt has a ladder."""
    protocols = {**catalogue().protocols, protocol.id: protocol}
    own = replace(catalogue(), protocols=protocols, ladders={LADDER.id: LADDER})
    prompt, series = replace(a_prompt(), ladder=LADDER.id), replace(series, protocol=protocol.id)
    days = SchoolDays()
    steps = [prompting.first_step(SESSION, series, prompt=prompt, area=prompt.areas[0], catalogue=own, days=days)]
    while following := after(steps[-1], protocol, now=steps[-1].closes_at, series=series):
        steps.append(following)
    return [step.shown.follow_ups for step in steps]


def test_the_step_that_opens_with_the_prompt_keeps_what_follows_it_as_it_was_and_no_other_step_does() -> None:
    protocol = protocol_of(own_step("a", question=None), own_step("b"), own_step("c", question=None))
    assert with_ladder(protocol) == [LADDER.questions, (), ()]
    assert first(protocol).shown.follow_ups == ()


def test_the_same_follows_where_the_question_is_asked_in_a_channel() -> None:
    channel = replace(SERIES, asked=AskedIn.CHANNEL)
    assert with_ladder(protocol_of(own_step("a")), channel) == [LADDER.questions]
    # A step that hides answers is asked in personal chats even if the series asks in a channel.
    assert with_ladder(protocol_of(own_step("a", sees=Sees.OWN)), channel) == [LADDER.questions]


def test_a_step_without_a_question_of_its_own_asks_the_sessions() -> None:
    asked = [
        step.shown.question.nb
        for step in all_steps(protocol_of(own_step("a", question=None), own_step("b"), own_step("c", question=None)))
    ]
    assert asked == [a_prompt().question.nb, "Hva med b?", "Hva med b?"]


@pytest.mark.parametrize("asked", list(AskedIn))
def test_a_step_that_hides_answers_is_asked_in_personal_chat_wherever_the_series_asks(asked: AskedIn) -> None:
    steps = all_steps(protocol_of(own_step("a", sees=Sees.OWN), own_step("b")), replace(SERIES, asked=asked))
    assert [(step.hides, step.asked) for step in steps] == [(True, AskedIn.PERSONAL), (False, asked)]


def test_each_step_says_who_writes_what_it_shows_and_what_ends_it() -> None:
    ways = (OpensNext.TIMER, OpensNext.ALL_ANSWERED, OpensNext.FACILITATOR)
    protocol = protocol_of(own_step("a", opens_next=ways), own_step("b", writes=Writes.LEADING, shows_earlier=True))
    one, two = all_steps(protocol)
    assert (one.ends_early_on, one.leading_only, one.shows_earlier) == (
        frozenset({OpensNext.ALL_ANSWERED, OpensNext.FACILITATOR}),
        False,
        False,
    )
    assert (two.ends_early_on, two.leading_only, two.shows_earlier) == (frozenset(), True, True)


def test_igp_is_hidden_first_and_builds_on_itself() -> None:
    steps = all_steps(catalogue().protocols["igp"])
    assert [(step.key, step.hides, step.shows_earlier, step.leading_only) for step in steps] == [
        ("individuelt", True, False, False),
        ("gruppe", False, True, False),
        ("plenum", False, True, True),
    ]


EVERY_ROLE = members(p1=Role.COORDINATOR, p2=Role.FACILITATOR, p3=Role.LEADER, p4=Role.PARTICIPANT, p5=Role.OBSERVER)


def test_participants_facilitators_and_leaders_are_asked() -> None:
    assert prompting.writers(EVERY_ROLE, first(protocol_of(own_step("a")))) == who(2, 3, 4)


def test_a_step_for_those_who_lead_asks_them_or_everybody_where_nobody_leads() -> None:
    step = first(protocol_of(own_step("a", writes=Writes.LEADING)))
    assert prompting.writers(EVERY_ROLE, step) == who(2, 3)
    assert prompting.writers(members(p1=Role.COORDINATOR, p4=Role.PARTICIPANT, p5=Role.OBSERVER), step) == who(4)


def test_a_prompt_is_not_sent_once_its_step_has_closed_or_its_reader_is_no_longer_asked() -> None:
    step = first(protocol_of(own_step("a")))
    now = step.closes_at - timedelta(seconds=1)
    assert prompting.not_worth_sending(step, UUID(int=1), who(1), now=now) == ""
    assert prompting.not_worth_sending(step, None, who(), now=now) == "", "a channel is always there"
    assert prompting.not_worth_sending(step, UUID(int=1), who(2), now=now) == "no longer asked"
    assert prompting.not_worth_sending(None, UUID(int=1), who(1), now=now) == "the step has closed"
    for stage in set(Stage) - {Stage.OPEN}:
        assert prompting.not_worth_sending(replace(step, stage=stage), None, who(), now=now) == "the step has closed"
    assert prompting.not_worth_sending(step, UUID(int=1), who(1), now=step.closes_at) == "the step has closed"
