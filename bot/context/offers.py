"""Beneath the receipt of a first answer, where the step ends in trying: is there something to try, or a need?"""

from dataclasses import replace

from bot.context.answerers import Answerer
from bot.context.steps import is_counted
from content.vocabulary.committing import Place, TryOffered
from dialogs.model import Happening, Scope
from dialogs.turn import Turn


def with_offer_to_try(turn: Turn, about: Happening, before: Answerer) -> Turn:
    """The turn with the offer; `before` is the author before the answer. Once, in the author's own chat, and unasked.

    Nothing is read or stored for it, and whoever lets it stand is not asked again.
    """
    context = before.context
    is_first = not is_counted(before.known)
    if not context.step.ends_in_trying or not is_first or about.place.scope is not Scope.PERSONAL:
        return turn
    place = Place(context.town.id, context.group.id, context.group.name, context.session.id)
    return replace(turn, say=(*turn.say, TryOffered(place, leading=context.step.leading_only)))
