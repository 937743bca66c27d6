"""New words judged by the guard, together with the words around them in the same answer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import structlog

from bot.context.text_guard import TextGuard, Unjudged
from dialogs.guarding.stopping import InContext, Stop, in_context, left_over
from dialogs.model import Language

log = structlog.get_logger()


@dataclass(frozen=True)
class Check:
    """The guard, and the kinds of findings let pass by the author (`passes`)."""

    guard: TextGuard
    passes: Collection[str] = ()


@dataclass(frozen=True)
class Judged:
    """New words that nothing stops. `quotable`: all of them may be quoted beyond the author's group."""

    quotable: bool


def judged(texts: Sequence[str], check: Check, *, known: Sequence[str] = (), language: Language) -> Judged | Stop:
    """The texts of one answer, without the `known` texts, judged before; the first stop where the guard stops several.

    Names that stand in a known text have been let pass, and pass again.
    """
    before = "\n".join(known)
    quotable = True
    for place, text in enumerate(texts):
        if text in known:
            continue
        one = _judged(in_context(texts, place), check, known=before, language=language)
        if isinstance(one, Stop):
            return one
        quotable = quotable and one.quotable
    return Judged(quotable)


def _judged(words: InContext, check: Check, *, known: str, language: Language) -> Judged | Stop:
    finding = check.guard.judge(words.text, language)
    if isinstance(finding, Unjudged):
        log.error("a text could not be judged, and is not kept", why=finding.why.value, error=finding.error)
        return Stop()
    found = left_over(words.of(finding), words.text, passes=check.passes, known=known)
    if found:
        return Stop(words.text, found)
    return Judged(finding.quotable or _are_quotable_alone(words, check, language))


def _are_quotable_alone(words: InContext, check: Check, language: Language) -> bool:
    """For words beside a text that may point at somebody: the text around has been judged before."""
    if words.new == words.text:
        return False
    alone = check.guard.judge(words.new, language)
    return not isinstance(alone, Unjudged) and alone.quotable
