"""Turnout as far as numbers may be told: nobody may find out who has answered."""

from collections.abc import Collection, Iterable
from uuid import UUID

from content.vocabulary.prompting import Turnout
from dialogs.sharing.reaching import CROWD

_DRAWN = 4


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


def people_among(authors: Iterable[UUID]) -> frozenset[UUID]:
    """Without the authors of answers that stay nameless: each was drawn for one answer, and is nobody.

    A person's id is made of an account (version 5), a drawn id of chance alone (version 4).
    """
    return frozenset(author for author in authors if author.version != _DRAWN)


def answered_in(sessions: Collection[Collection[UUID]]) -> int:
    """How many people have answered over several sessions, given the authors in each: a person counts once.

    Nobody can tell whether two nameless answers of different sessions have the same author, so that as many count as
    there are in the session with most of them.
    """
    people = people_among(author for authors in sessions for author in authors)
    return len(people) + max((len(authors) - len(people_among(authors)) for authors in sessions), default=0)
