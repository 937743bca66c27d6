"""People not reached by a question: what coordinators may be told, and when telling is worthwhile."""

from dataclasses import dataclass

from content.vocabulary.looking_after import TellsOfLate, TellsOfRemoved

SHARE = 20
"""Per cent of those asked that may go unreached before anybody is told, where nothing else is set."""

CROWD = 5
"""So many have to be in a number, and among those it is not about: a smaller one could point at somebody."""


def tells_of_late(asked: int, late: int) -> TellsOfLate:
    """What may be said of the `late` recipients, not asked in time, out of all `asked`."""
    if late == asked:
        return "all"
    if late < CROWD:
        return "some"
    return "number" if asked - late >= CROWD else "most"


@dataclass(frozen=True)
class Reach:
    """The reach of a session's question; `asked` is the number of recipients.

    `missing` are names of people who have not added the bot. `removed` counts people who have removed or blocked the
    bot, which is a private choice.
    """

    asked: int
    missing: tuple[str, ...] = ()
    removed: int = 0

    @property
    def tells_of_removed(self) -> TellsOfRemoved:
        """What may be said of people who removed or blocked the bot, without pointing at anybody.

        Nothing if fewer than CROWD recipients are unnamed; "most" if fewer than CROWD unnamed recipients still have the
        bot, since the exact number would then identify all others.
        """
        not_named = self.asked - len(self.missing)
        if not self.removed or not_named < CROWD:
            return "nothing"
        if self.removed < CROWD:
            return "a few"
        return "their number" if not_named - self.removed >= CROWD else "most"

    @property
    def removed_at_least(self) -> int:
        """`removed` in whole CROWDs: two notices never differ by a single person."""
        return self.removed // CROWD * CROWD

    def is_worth_telling(self, share: int) -> bool:
        """Whether more than `share` per cent were not reached. Removals count only if they may be mentioned."""
        removed = 0 if self.tells_of_removed == "nothing" else self.removed
        return (len(self.missing) + removed) * 100 > share * self.asked
