"""Deliveries as rows: keys, groups of states, and the mapping from a row."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, bindparam, literal_column

from dialogs.model import Delivery, DeliveryKind, DeliveryState
from storage.subjects import subject_of
from storage.tables.outbox import deliveries

SENDABLE = (DeliveryState.DUE, DeliveryState.AGAIN, DeliveryState.UNCERTAIN)
CLAIMED_STATES = (DeliveryState.CLAIMED, DeliveryState.ON_THE_WIRE)
COMING = (*SENDABLE, *CLAIMED_STATES, DeliveryState.WAITING)
# States in which a message wanted anew makes the delivery due again; a cancelled delivery stays cancelled.
REVIVABLE = (DeliveryState.SENT, DeliveryState.DROPPED, DeliveryState.UNDELIVERABLE)


def has_key() -> ColumnElement[bool]:
    """The key, for statements run once per delivery."""
    return and_(deliveries.c.municipality == bindparam("its_municipality"), deliveries.c.id == bindparam("its_id"))


def key_params(delivery: Delivery) -> dict[str, Any]:
    return {"its_municipality": delivery.municipality, "its_id": delivery.id}


def is_in(states: Collection[DeliveryState]) -> ColumnElement[bool]:
    return deliveries.c.state.in_([state.value for state in states])


def is_sendable() -> ColumnElement[bool]:
    """Written as literals, word for word as in the index: a planner would not use the index for parameters."""
    return deliveries.c.state.in_([literal_column(f"'{state.value}'") for state in SENDABLE])


def delivery_of(row: RowMapping) -> Delivery:
    return Delivery(
        municipality=row["municipality"],
        id=row["id"],
        kind=DeliveryKind(row["kind"]),
        state=DeliveryState(row["state"]),
        due_at=row["due_at"],
        session=row["session"],
        position=row["position"],
        person=row["person"],
        group=row["group"],
        about=subject_of(DeliveryKind(row["kind"]), row["about"]),
        tries=row["tries"],
        revision=row["round"],
        tenant=row["tenant"],
        conversation=row["conversation"],
        thread=row["thread"],
        activity=row["activity"],
        reason=row["reason"],
        changed_at=row["changed_at"],
        replica=row["copy"],
        uncertain_tries=row["unsure"],
        reply=row["reply"],
    )
