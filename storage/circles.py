"""The SQL condition that words stand in a reader's circles, for each table with the columns of a circle."""

from sqlalchemy import ColumnElement, Table, and_, false, or_

from dialogs.model import Reading, Rung


def within(table: Table, reading: Reading) -> ColumnElement[bool]:
    """Whether a row of the table stands in one of the reader's circles; the reader's own rows are not asked for."""
    found = or_(false(), *(stands(table, one.rung, one.anchor, one.since, one.until) for one in reading.standings))
    return found if reading.channel is None else and_(table.c.channel == reading.channel, found)


def stands(table: Table, rung: Rung, anchor: object, since: object, until: object) -> ColumnElement[bool]:
    """The condition of a Standing, whose values may be a prepared statement's parameters."""
    conditions = [table.c.rung >= int(rung), _anchored(table, rung, anchor)]
    if since is not None:
        conditions.append(table.c.circle_at >= since)
    if until is not None:
        conditions.append(table.c.circle_at < until)
    return and_(*conditions)


def _anchored(table: Table, rung: Rung, anchor: object) -> ColumnElement[bool]:
    match rung:
        case Rung.ONLY_ME:
            return false()
        case Rung.GROUP:
            return table.c.group == anchor
        case Rung.UNIT:
            return table.c.unit == anchor
        case Rung.PRINCIPALS | Rung.MUNICIPALITY:
            return table.c.municipality == anchor
        case Rung.NETWORK:
            return table.c.network == anchor
