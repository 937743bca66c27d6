"""What becomes of a delivery: from what Teams answered, or from nobody being there any more to hear the answer."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.ports import Meaning, Outcome
from dialogs.model import Delivery, DeliveryKind, DeliveryState
from storage.outbox_claims import LONGEST_REST

UNCERTAIN_AGAIN = timedelta(seconds=15)
_MOST_TRIES = 12


def after(delivery: Delivery, outcome: Outcome, *, now: datetime) -> Delivery:
    """The delivery as an outcome leaves it; `delivery.tries` counts this try.

    What may come twice goes once more, 15 s later, when it is uncertain whether it arrived; if that is uncertain too,
    it stays unknown. Changing or deleting a message may be done any number of times.
    """
    if outcome.meaning is Meaning.DONE:
        return replace(delivery, state=DeliveryState.SENT, reason=outcome.reason, changed_at=now)
    told = replace(delivery, reason=outcome.reason, changed_at=now)
    match outcome.meaning:
        case Meaning.AGAIN | Meaning.UNAUTHORISED if _may_try_on(delivery, outcome.meaning):
            return replace(told, state=_again(delivery), due_at=now + pause(delivery.tries - 1, outcome.retry_after))
        case Meaning.UNCERTAIN:
            return uncertain(told, now=now + UNCERTAIN_AGAIN)
        case _:
            return replace(told, state=DeliveryState.UNDELIVERABLE)


def _may_try_on(delivery: Delivery, meaning: Meaning) -> bool:
    """That the bot is not let in says nothing of a notice, which tells of just that, and may be all there is to try."""
    locked_out = meaning is Meaning.UNAUTHORISED and delivery.kind is DeliveryKind.NOTICE
    return delivery.kind.may_come_twice or locked_out or delivery.tries <= _MOST_TRIES


def recovered(delivery: Delivery, *, now: datetime) -> Delivery:
    """One that was in the hand of a copy that is gone: what was on the wire may have arrived."""
    if delivery.state is DeliveryState.CLAIMED:
        return released(delivery, until=now)
    if not delivery.is_new_message:
        return replace(delivery, state=DeliveryState.DUE, due_at=now)
    return uncertain(replace(delivery, reason="may have arrived"), now=now)


def released(delivery: Delivery, *, until: datetime, reason: str = "") -> Delivery:
    """Not asked of Teams after all: due again at `until`, and as uncertain as it was before."""
    return replace(delivery, state=_again(delivery, DeliveryState.DUE), due_at=until, reason=reason or delivery.reason)


def uncertain(delivery: Delivery, *, now: datetime) -> Delivery:
    """Once more at `now`, where a second one does no harm and this was the first; else it stays unknown."""
    again = delivery.kind.may_come_twice and not delivery.unsure
    state = DeliveryState.UNCERTAIN if again else DeliveryState.UNDELIVERABLE
    return replace(delivery, state=state, due_at=now if again else delivery.due_at, unsure=delivery.unsure + 1)


def _again(delivery: Delivery, certain: DeliveryState = DeliveryState.AGAIN) -> DeliveryState:
    """Nothing was written this time, which says nothing of the time before."""
    return DeliveryState.UNCERTAIN if delivery.unsure else certain


def pause(before: int, retry_after: float | None) -> timedelta:
    """What Teams asked for; where it said nothing, twice as long each time; `before` counts those there were."""
    if retry_after is not None:
        return timedelta(seconds=max(retry_after, 1.0))
    return min(timedelta(seconds=2.0 ** min(before, 20)), LONGEST_REST)
