"""The state machine of a delivery: its next state after Teams' answer, or after the loss of its holder."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.ports import Meaning, Outcome
from dialogs.model import Delivery, DeliveryKind, DeliveryState
from storage.outbox_due import LONGEST_REST

UNCERTAIN_AGAIN = timedelta(seconds=15)
_MOST_TRIES = 12


def after(delivery: Delivery, outcome: Outcome, *, now: datetime) -> Delivery:
    """The delivery after an outcome; `delivery.tries` counts this try.

    An uncertain delivery of a kind that may come twice is sent once more, 15 s later; a second uncertain outcome is
    final. Updates and deletions are retried any number of times.
    """
    if outcome.meaning is Meaning.DONE:
        return replace(delivery, state=DeliveryState.SENT, reason=outcome.reason, changed_at=now)
    answered = replace(delivery, reason=outcome.reason, changed_at=now)
    match outcome.meaning:
        case Meaning.AGAIN | Meaning.UNAUTHORISED if _may_try_on(delivery, outcome.meaning):
            return replace(
                answered, state=_again(delivery), due_at=now + pause(delivery.tries - 1, outcome.retry_after)
            )
        case Meaning.UNCERTAIN:
            return uncertain(answered, now=now + UNCERTAIN_AGAIN)
        case _:
            return replace(answered, state=DeliveryState.UNDELIVERABLE)


def _may_try_on(delivery: Delivery, meaning: Meaning) -> bool:
    """Notices are retried while the bot is locked out: a notice tells of the lockout, and may be the only probe."""
    locked_out = meaning is Meaning.UNAUTHORISED and delivery.kind is DeliveryKind.NOTICE
    return delivery.kind.may_come_twice or locked_out or delivery.tries <= _MOST_TRIES


def recovered(delivery: Delivery, *, now: datetime) -> Delivery:
    """A delivery whose holder is gone: due again, or uncertain if a new message was on the wire."""
    if delivery.state is DeliveryState.CLAIMED:
        return released(delivery, until=now)
    if not delivery.is_new_message:
        return replace(delivery, state=DeliveryState.DUE, due_at=now)
    return uncertain(replace(delivery, reason="may have arrived"), now=now)


def released(delivery: Delivery, *, until: datetime, reason: str = "") -> Delivery:
    """A delivery that was not sent after all: due again at `until`, and as uncertain as before."""
    return replace(delivery, state=_again(delivery, DeliveryState.DUE), due_at=until, reason=reason or delivery.reason)


def uncertain(delivery: Delivery, *, now: datetime) -> Delivery:
    """A delivery that may have arrived: once more at `now` if a duplicate is harmless and this is the first doubt."""
    again = delivery.kind.may_come_twice and not delivery.uncertain_tries
    state = DeliveryState.UNCERTAIN if again else DeliveryState.UNDELIVERABLE
    return replace(
        delivery, state=state, due_at=now if again else delivery.due_at, uncertain_tries=delivery.uncertain_tries + 1
    )


def _again(delivery: Delivery, certain: DeliveryState = DeliveryState.AGAIN) -> DeliveryState:
    """The state for a further try; an earlier uncertain try keeps the delivery uncertain."""
    return DeliveryState.UNCERTAIN if delivery.uncertain_tries else certain


def pause(before: int, retry_after: float | None) -> timedelta:
    """The pause Teams asked for, else doubled each time; `before` counts the pauses so far."""
    if retry_after is not None:
        return timedelta(seconds=max(retry_after, 1.0))
    return min(timedelta(seconds=2.0 ** min(before, 20)), LONGEST_REST)
