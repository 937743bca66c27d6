"""Whether somebody is asked, once, if the rhythm of a series suits them: after three questions without a word."""

from collections.abc import Sequence

IN_A_ROW = 3
LOOKED_BACK = IN_A_ROW + 1
"""The most recent questions that the rule looks at."""


def is_asked_about(heard_from: Sequence[bool]) -> bool:
    """Whether the rhythm is asked about with the next question.

    `heard_from` tells of the questions that the person has been asked, the latest first, whether the person answered,
    passed or took back. Only with the question after the third in a row without a word: nothing has to be stored for
    the rhythm to be asked about once.
    """
    latest, before = heard_from[:IN_A_ROW], heard_from[IN_A_ROW:LOOKED_BACK]
    return len(latest) == IN_A_ROW and not any(latest) and all(before)
