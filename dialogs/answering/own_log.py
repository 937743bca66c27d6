"""Entries of the author's own log for a change of an answer."""

from datetime import datetime

from dialogs.model import OwnAct, OwnLogEntry, Reflection, Signature


def entries(before: Reflection | None, after: Reflection, *, now: datetime) -> tuple[OwnLogEntry, ...]:
    """An entry per act; none for opened forms, nor for a first answer: the instant stands with the answer."""
    if before is None or before.given_at is None:
        return ()
    acts = _acts(before, after)
    place = (after.session, after.position)
    rungs = (before.rung if before.parts else None, after.rung if after.parts else None)
    return tuple(OwnLogEntry(after.municipality, after.author, now, act, *place, *rungs) for act in acts)


def _acts(before: Reflection, after: Reflection) -> list[OwnAct]:
    if not (before.parts and after.parts):
        given = [OwnAct.GIVEN] if after.parts else []
        return [OwnAct.WITHDRAWN] if before.parts else given
    acts = [OwnAct.CHANGED] if _texts(before) != _texts(after) else []
    if before.rung != after.rung:
        acts.append(OwnAct.WIDENED if after.rung > before.rung else OwnAct.NARROWED)
    if before.signature != after.signature:
        acts.append(_SIGNED.get(after.signature, OwnAct.WITH_ROLE))
    if before.keyword != after.keyword:
        acts.append(OwnAct.TAGGED if after.keyword else OwnAct.UNTAGGED)
    if before.offered != after.offered:
        acts.append(OwnAct.OFFERED if after.offered else OwnAct.NOT_OFFERED)
    return acts


_SIGNED = {Signature.NONE: OwnAct.WITHOUT_NAME, Signature.NAME: OwnAct.WITH_NAME}


def _texts(reflection: Reflection) -> list[tuple[int, str]]:
    return [(part.follow_up, part.text) for part in reflection.parts if part.text]
