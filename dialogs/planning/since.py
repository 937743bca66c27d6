"""The changes of a series since an earlier version, as far as the vocabulary can tell."""

from collections.abc import Iterator

from content.vocabulary.steered import ChangedSince
from dialogs.calendar.instants import local
from dialogs.model import Series


def changes_since(seen: Series, now: Series) -> tuple[ChangedSince, ...]:
    return tuple(dict.fromkeys(_changes(seen, now)))


def _changes(seen: Series, now: Series) -> Iterator[ChangedSince]:
    """Equal changes of several groups count once, without the groups."""
    if (seen.timing, seen.wall_time) != (now.timing, now.wall_time):
        yield ChangedSince("retimed")
    for one in now.by_hand:
        if one not in seen.by_hand:
            to = local(one.to) if one.to is not None else None
            yield ChangedSince("moved" if to is not None else "skipped", at=to, meant=local(one.meant))
    known = {(one.group, one.meant) for one in now.by_hand}
    for one in seen.by_hand:
        if (one.group, one.meant) not in known:
            yield ChangedSince("held", meant=local(one.meant))
    yield from _questions(seen, now)
    for pause in now.pauses:
        if pause not in seen.pauses:
            yield ChangedSince("paused", day=pause.until)
    if len(seen.pauses) > len(now.pauses):
        yield ChangedSince("resumed")


def _questions(seen: Series, now: Series) -> Iterator[ChangedSince]:
    before = {(one.group, one.meant): one.prompt for one in seen.questions}
    after = {(one.group, one.meant): one.prompt for one in now.questions}
    for its, prompt in after.items():
        if before.get(its) != prompt:
            yield ChangedSince("asked_else", meant=local(its[1]))
    for _, meant in before.keys() - after.keys():
        yield ChangedSince("asked_by_rules", meant=local(meant))
