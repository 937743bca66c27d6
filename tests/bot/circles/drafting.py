"""Authors at their own part of the draft, and words kept in the group by a draft."""

from dataclasses import replace

from bot.rehearsal.wire_conversations import Message
from tests.bot.circles import worlds
from tests.bot.circles.on_cards import actions_on, group_of, press_of, step_of
from tests.bot.circles.town import Town
from tests.bot.circles.worlds import Reach


async def check(town: Town, move: worlds.Checks) -> None:
    """The author's own part of the draft: a yes, or out of the draft, with other words instead."""
    found = town.cards(move.person, "AgreeDraft", "ObjectDraft")
    if not found:
        return
    card, client = found[-1], town.clients[move.person]
    if move.how == "agrees":
        await _agree_to_draft(town, move.person, card)
        return
    step = step_of(client.view(card))
    await town.press(move.person, card, "ObjectDraft")
    if not press_of(client.view(card), "SendDraft"):
        return
    _become(town, move.person, step, Reach.ONLY_ME)
    if move.how == "rewords":
        marker = town.new_marker(move.person)
        await town.press(move.person, card, "SendDraft", {"answer": f"Vi ga tenketid, og sa {marker}."})
        if not press_of(client.view(card), "SendDraft"):
            _become(town, move.person, step, Reach.GROUP, marker)


async def _agree_to_draft(town: Town, person: str, card: Message) -> None:
    view = town.clients[person].view(card)
    agreed = next((one["data"] for one in actions_on(view) if one["data"]["press"] == "AgreeDraft"), None)
    if agreed is None:
        return
    await town.press(person, card, "AgreeDraft")
    if press_of(town.clients[person].view(card), "AgreeDraft"):
        return
    for (author, group, position), reach in town.wished.items():
        is_in = all(one.reach > Reach.ONLY_ME for one in town.standing(author, (group, position)))
        if (author, group) == (person, group_of(agreed["session"])) and is_in:
            _become(town, person, (group, position), reach)


def _become(town: Town, person: str, step: tuple[str, int], reach: Reach, marker: str = "") -> None:
    """The person's words in the session are on the rung from now on, in a circle drawn now if wider; or `marker` is."""
    before = list(town.standing(person, step))
    for one in before:
        one.gone = town.now
    words = [one for one in before if not one.is_keyword]
    for one in (*(words[:1] if marker else words), *(one for one in before if one.is_keyword)):
        drawn = town.now if reach > one.reach else one.drawn
        after = replace(one, reach=reach, drawn=drawn, channel=town.channel_of(one.group), gone=None)
        town.facts.words.append(replace(after, marker=one.marker if one.is_keyword else marker or one.marker))


def hold_in_group(town: Town, group: str) -> None:
    """Where a draft goes first, nothing is read beyond the group from the close on, but after the author's yes."""
    for one in [one for one in town.facts.words if one.group == group and one.gone is None]:
        if town.world.draft and one.reach > Reach.GROUP:
            town.wished[one.author, group, one.position] = one.reach
            one.gone = town.now
            town.facts.words.append(replace(one, reach=Reach.GROUP, gone=None))
