"""Whom a question did not reach: what a coordinator may be told of it, and whether it is worth telling."""

from dataclasses import dataclass

from content.vocabulary.looking_after import TellsOfLate, TellsOfRemoved

SHARE = 20
"""Per cent of those asked that may go unreached before anybody is told, where nothing else is set."""

CROWD = 5
"""So many have to be in a number, and among those it is not about: a smaller one could point at somebody."""


def tells_of_late(asked: int, late: int) -> TellsOfLate:
    """What may be said of the `late` who were not asked in time, out of all a question was for."""
    if late == asked:
        return "all"
    if late < CROWD:
        return "some"
    return "number" if asked - late >= CROWD else "most"


@dataclass(frozen=True)
class Reach:
    """`asked` counts those a session's question was for.

    `missing` are the names of those who have not added the bot. `removed` counts those who have removed or blocked it,
    which is their own choice and nobody's to watch.
    """

    asked: int
    missing: tuple[str, ...] = ()
    removed: int = 0

    @property
    def tells_of_removed(self) -> TellsOfRemoved:
        """They are to be found among those who are not named: where these are few, nothing is said.

        Where hardly any of these are left it is hardly each one's choice, and the number would point at them all.
        """
        not_named = self.asked - len(self.missing)
        if not self.removed or not_named < CROWD:
            return "nothing"
        if self.removed < CROWD:
            return "a few"
        return "their number" if not_named - self.removed >= CROWD else "most"

    def is_worth_telling(self, share: int) -> bool:
        """More than `share` per cent; whom nothing is said of does not count, or the telling would tell of them."""
        removed = 0 if self.tells_of_removed == "nothing" else self.removed
        return (len(self.missing) + removed) * 100 > share * self.asked
