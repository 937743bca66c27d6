"""Turnout as far as numbers may be told: nobody may find out who has answered."""

from collections.abc import Sequence

from content.vocabulary.prompting import Turnout
from dialogs.sharing.reaching import CROWD


def turnout_of(answered: int, invited: int, *, missed: int = 0) -> Turnout:
    """`invited` is the number of people the question reached, `missed` the number it should have reached and did not.

    A number is told only if CROWD people have answered and CROWD have not: each of two people would know the other's,
    and of a few without an answer somebody would soon know who. `missed` becomes a sentence without a number, and only
    in a group large enough for it to be anybody.
    """
    all_reached = not missed or invited + missed < CROWD
    if answered < CROWD or invited - answered < CROWD:
        return Turnout(all_reached=all_reached)
    return Turnout(answered, invited, all_reached)


def turnout_over(sessions: Sequence[Turnout]) -> Turnout:
    """The turnout of a group's sessions together: a single session's own, no number of several.

    Beside the sessions' own numbers a common one would tell how many answered in one and not in the others, which may
    be a single person.
    """
    if len(sessions) == 1:
        return sessions[0]
    return Turnout(all_reached=all(session.all_reached for session in sessions))
