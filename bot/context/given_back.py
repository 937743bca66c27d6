"""Words stopped by the guard: given back to the author in a form, within the turn, and stored nowhere."""

from collections.abc import Sequence
from dataclasses import replace

from bot.context.answerers import Answerer
from bot.context.answers import Accepted
from content.vocabulary.guarding import ReadersOfForm, StaysInGroup, TellMeApart, WordsGivenBack
from content.vocabulary.messages import Message
from content.vocabulary.readers import RungOffered
from dialogs.guarding.stopping import Stop
from dialogs.model import Happening, Scope
from dialogs.turn import Turn


def turn(
    about: Happening, candidates: Sequence[Answerer], text: str, stop: Stop, *, message: str = "", stands: bool = False
) -> Turn:
    """After a chat message that may answer any of the candidates' steps; `message` is the id where a card was pressed.

    In a channel, the words go to the author's own chat. `stands`: an earlier version of the message is still part of
    the answer.
    """
    author = candidates[0]
    in_channel = about.place.scope is not Scope.PERSONAL
    words = WordsGivenBack(
        stop.told,
        stop.given_back(text),
        tuple((one.context.step.shown.question.to(author.language), one.context.ref) for one in candidates),
        message="" if in_channel else message or about.activity,
        group=author.context.group.name if in_channel else "",
        stands=stands,
        readers=tuple(map(_readers, candidates)),
    )
    return shown(about, author, words)


def _readers(author: Answerer) -> ReadersOfForm:
    return ReadersOfForm(_rung(author), author.waits or (author.context.step.hides and author.context.is_open))


def _rung(author: Answerer) -> RungOffered:
    known = author.known
    if known is not None and known.parts:
        return author.choices.kept(known)
    return author.choices.on(author.choices.nearest(author.context.series.default_rung))


def shown(about: Happening, author: Answerer, words: Message) -> Turn:
    """The words for the author alone: in place of the pressed card, or in the author's own chat."""
    if about.in_place:
        return Turn(author.language, show=words)
    if about.place.scope is Scope.PERSONAL:
        return Turn(author.language, say=(words,))
    return Turn(author.language, say=(TellMeApart(),), apart=(words,))


def tell_of_staying(about: Happening, turn: Turn, author: Answerer, accepted: Accepted) -> Turn:
    """The turn; where the answer stays in the group, with the reason, in a channel for the author's own chat."""
    if not accepted.stays_in_group:
        return turn
    told = StaysInGroup(author.context.group.name)
    if about.place.scope is Scope.PERSONAL:
        return replace(turn, say=(*turn.say, told))
    return replace(turn, apart=(*turn.apart, told))
