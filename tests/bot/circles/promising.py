"""Promises and needs of a town: said, listed, told of, answered and taken away again."""

from typing import assert_never

from bot.rehearsal.clients import inputs_on
from tests.bot.circles import worlds
from tests.bot.circles.noting import note_promise, told
from tests.bot.circles.on_cards import data_of, group_of, press_of, read
from tests.bot.circles.town import Town
from tests.bot.circles.trying import try_entry
from tests.bot.circles.worlds import Reach


async def promise(town: Town, move: worlds.Promising) -> None:
    match move:
        case worlds.Tries():
            await _try_out(town, move)
        case worlds.Needs():
            await _need_support(town, move)
        case worlds.Helps():
            await _answer_need(town)
        case worlds.Lists():
            await _look_at_list(town, move)
        case worlds.LetsGo():
            await _let_go(town, move)
        case worlds.TriesEntry():
            await try_entry(town, move)
        case _:
            assert_never(move)


async def _try_out(town: Town, move: worlds.Tries) -> None:
    """Said in chat; a person's own is shared on the card, with the day of the next session."""
    client, marker = town.clients[move.person], town.new_marker(move.person)
    say = {"group": "vi prøver", "town": "kommunen prøver"}.get(move.whose, "prøver")
    await client.say(f"{say}: Vi begynner timen med å si {marker}.")
    card = client.chat[-1]
    if move.whose in ("own", "shared") and press_of(client.view(card), "ChangeTry"):
        await town.press(move.person, card, "ChangeTry")
    if not press_of(client.view(card), "KeepTry"):
        return
    text = f"Vi begynner timen med å si {marker}."
    fields = inputs_on(client.view(card))
    group = data_of(client.view(card), "KeepTry")["group"]
    filled = {"text": text, "day": fields["day"]["value"]}
    if move.whose == "shared":
        filled["in_group"] = "true"
    await town.press(move.person, card, "KeepTry", filled)
    its_id = data_of(client.view(card), "RemoveTry").get("commitment")
    if its_id is None:
        return
    reach = {"own": Reach.ONLY_ME, "town": Reach.PRINCIPALS}.get(move.whose, Reach.GROUP)
    waits = move.whose == "shared" and await _is_going_on(town, group)
    town.promised[its_id] = note_promise(town, marker, move.person, group, reach, waits=waits)


async def _need_support(town: Town, move: worlds.Needs) -> None:
    client, marker = town.clients[move.person], town.new_marker(move.person)
    text = f"Vi trenger vikar for å lære {marker}."
    await client.say(f"vi trenger: {text}")
    card = client.chat[-1]
    if not press_of(client.view(card), "SendNeed"):
        return
    day = inputs_on(client.view(card))["day"]["value"]
    group = data_of(client.view(card), "SendNeed")["group"]
    await town.press(move.person, card, "SendNeed", {"text": text, "day": day, "in_group": str(move.shared).lower()})
    its_id = data_of(client.view(card), "RemoveNeed").get("need")
    if its_id is not None:
        reach = Reach.GROUP if move.shared else Reach.ONLY_ME
        town.promised[its_id] = note_promise(town, marker, move.person, group, reach, is_need=True)


async def _answer_need(town: Town) -> None:
    found = town.cards(worlds.COORDINATOR, "AnswerNeed")
    if not found:
        return
    client, card = town.clients[worlds.COORDINATOR], found[-1]
    its_id = data_of(client.view(card), "AnswerNeed")["need"]
    day, marker = inputs_on(client.view(card))["day"]["value"], town.new_marker(worlds.COORDINATOR)
    await town.press(worlds.COORDINATOR, card, "AnswerNeed", {"text": f"Dere får vikar for {marker}.", "day": day})
    if marker in read(client.view(card)):
        need = town.promised[its_id][0]
        town.promised[its_id].append(told(town, need, marker, worlds.COORDINATOR))


async def _look_at_list(town: Town, move: worlds.Lists) -> None:
    client = town.clients[move.person]
    await client.say("tiltak")
    card = client.chat[-1]
    if not move.tells or not press_of(client.view(card), "ShowTry"):
        return
    await town.press(move.person, card, "ShowTry")
    its_id, marker = data_of(client.view(card), "TellTry").get("commitment"), town.new_marker(move.person)
    if its_id is None:
        return
    if "because" not in inputs_on(client.view(card)):
        # Told of already: the outcome is taken back, and said anew.
        await town.press(move.person, card, "TellTry")
        for one in town.promised[its_id][1:]:
            one.gone = one.gone or town.now
    await town.press(move.person, card, "TellTry", {"because": f"vi ville lære {marker}", "learnt": ""})
    town.promised[its_id].append(told(town, town.promised[its_id][0], marker, move.person))


async def _let_go(town: Town, move: worlds.LetsGo) -> None:
    found = town.cards(move.person, "RemoveTry", "RemoveNeed")
    if not found:
        return
    card = found[move.which % len(found)]
    view = town.clients[move.person].view(card)
    press = "RemoveTry" if press_of(view, "RemoveTry") else "RemoveNeed"
    data = data_of(view, press)
    await town.press(move.person, card, press)
    for one in town.promised.get(data.get("commitment") or data["need"], ()):
        one.gone = one.gone or town.now


async def _is_going_on(town: Town, group: str) -> bool:
    return any(group_of(session) == group and stage == "open" for session, _, stage, _ in await town.steps())
