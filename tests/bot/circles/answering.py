"""Answers of a town given, reworded, shared further, said in chat, taken back and sent amiss."""

from dataclasses import replace

from bot.rehearsal.clients import inputs_on
from bot.rehearsal.faults import answer as answered_with
from bot.rehearsal.ledger import Call
from bot.rehearsal.wire_conversations import Message
from tests.bot.circles import worlds
from tests.bot.circles.on_cards import Json, actions_on, press_of, read, step_of
from tests.bot.circles.oracle import MARKER, Words
from tests.bot.circles.town import Town
from tests.bot.circles.worlds import Reach


def broken(how: str, marker: str) -> tuple[Json, Json]:
    """The fields of a press, and data tampered with by a client."""
    words = f"Vi ga tenketid, og sa {marker}."
    match how:
        case "too long":
            return {"answer": words + " a" * 4000}, {}
        case "unknown rung":
            return {"answer": words}, {"rung": "hele verden"}
        case "not text":
            return {"answer": words}, {"answer": [words]}
        case _:
            return {"answer": words}, {"step": {"municipality": "by", "session": "finnes ikke", "position": 0}}


async def answer(town: Town, move: worlds.Answers) -> None:
    found = town.cards(move.person, "SendAnswer", "OpenAnswer")
    if not found:
        return
    card = found[move.which % len(found)]
    client = town.clients[move.person]
    if not press_of(client.view(card), "SendAnswer"):
        await town.press(move.person, card, "OpenAnswer")
    shown = client.view(card)
    if not press_of(shown, "SendAnswer"):
        return
    fields = inputs_on(shown)
    before = str(fields["answer"].get("value") or "")
    text = before if move.keeps and before else f"Vi ga tenketid, og sa {town.new_marker(move.person)}."
    offered = [Reach[choice["value"].upper()] for choice in fields["rung"]["choices"]]
    reach = max(one for one in offered if one <= move.reach)
    step = step_of(shown)
    await town.press(move.person, card, "SendAnswer", {"answer": text, "rung": reach.name.lower()})
    if text in read(client.view(card)) and not press_of(client.view(card), "SendAnswer"):
        _note_answer(town, move.person, step, text, reach)
    if move.agrees:
        await _agree(town, move.person, card)


async def tag(town: Town, move: worlds.Tags) -> None:
    """A word of one's own in the receipt's field, or off again."""
    press = "DropKeyword" if move.drops else "ChooseKeyword"
    client, found = town.clients[move.person], town.cards(move.person, press)
    if not found:
        return
    card, marker = found[move.which % len(found)], town.new_marker(move.person)
    step = step_of(client.view(card))
    await town.press(move.person, card, press, {} if move.drops else {"word": marker}, forged={"keyword": ""})
    words = [one for one in town.standing(move.person, step) if not one.is_keyword]
    is_on = marker in read(client.view(card))
    if is_on or (move.drops and not press_of(client.view(card), press)):
        for one in [one for one in town.standing(move.person, step) if one.is_keyword]:
            one.gone = town.now
    if is_on:
        town.facts.words.append(replace(words[0], marker=marker, is_keyword=True))


async def lift(town: Town, move: worlds.Lifts) -> None:
    found = town.cards(move.person, "LookFurther")
    if found:
        card = found[move.which % len(found)]
        await town.press(move.person, card, "LookFurther")
        await _agree(town, move.person, card)


async def _agree(town: Town, person: str, card: Message) -> None:
    """Yes to more readers: the shown circle is drawn now."""
    shown = town.clients[person].view(card)
    if not press_of(shown, "ShareFurther"):
        return
    step = step_of(shown)
    reach = next(Reach[one["data"]["rung"].upper()] for one in actions_on(shown) if "mark" in one["data"])
    await town.press(person, card, "ShareFurther")
    if not press_of(town.clients[person].view(card), "ShareFurther"):
        for one in list(town.standing(person, step)):
            one.gone = town.now
            channel = town.channel_of(one.group)
            town.facts.words.append(replace(one, reach=reach, drawn=town.now, channel=channel, gone=None))


def _note_answer(town: Town, person: str, step: tuple[str, int], text: str, reach: Reach) -> None:
    """`text` is the whole answer now, in the circle drawn when the answer was first given, or a narrower."""
    group, position = step
    before = list(town.standing(person, step))
    keywords = {one.marker for one in before if one.is_keyword}
    markers = [*MARKER.findall(text), *(keywords - {*MARKER.findall(text)})]
    at, channel, widest = town.now, town.channel_of(group), reach
    for one in before:
        at, channel, widest = one.drawn, one.channel, min(one.reach, reach)
        if one.marker not in markers or one.reach is not widest:
            one.gone = town.now
    standing = {one.marker for one in town.standing(person, step)}
    for marker in markers:
        if marker not in standing:
            is_keyword = marker in keywords
            town.facts.words.append(Words(marker, person, group, position, widest, at, channel, is_keyword=is_keyword))


async def say(town: Town, person: str) -> None:
    """Words count as part of the answer whose receipt shows the words."""
    client = town.clients[person]
    marker = town.new_marker(person)
    await client.say(f"Vi prøvde det samme i flere fag denne uka, og elevene sa {marker} til hverandre i timen.")
    await town.house.stage.settle()
    cards = [client.view(one) for one in town.cards(person, "OpenAnswer", "ShowAnswer", "WithdrawAnswer")]
    steps = {step_of(one) for one in cards if marker in read(one)}
    if not steps:
        return
    [step] = steps
    before = list(town.standing(person, step))
    reach = before[0].reach if before else _first_reach(town, person, step[0])
    _note_answer(town, person, step, " ".join([*(one.marker for one in before), marker]), reach)


def _first_reach(town: Town, person: str, group: str) -> Reach:
    """A person alone in the group has nobody to share with by default."""
    there = [stay for stay in town.facts.stays if stay.group == group and stay.covers(town.now)]
    others = [stay for stay in there if stay.person != person and stay.role != "observer"]
    return Reach.GROUP if others else Reach.ONLY_ME


async def withdraw(town: Town, move: worlds.Withdraws) -> None:
    found = town.cards(move.person, "WithdrawAnswer")
    if not found:
        return
    card = found[move.which % len(found)]
    step = step_of(town.clients[move.person].view(card))
    await town.press(move.person, card, "WithdrawAnswer")
    if not press_of(town.clients[move.person].view(card), "WithdrawAnswer"):
        for one in list(town.standing(move.person, step)):
            one.gone = town.now


async def meet_fault(town: Town, move: worlds.Breaks) -> None:
    found = town.cards(move.person, "SendAnswer")
    if move.how == "teams refuses":
        conversation = town.clients[move.person].conversation.id
        town.house.teams.faults.next(answered_with(400), call=Call.UPDATE, conversation=conversation)
    elif found:
        card, marker = found[0], town.new_marker(move.person)
        step = step_of(town.clients[move.person].view(card))
        await town.press(move.person, card, "SendAnswer", *broken(move.how, marker))
        if marker in read(town.clients[move.person].view(card)) and move.how == "unknown rung":
            before = list(town.standing(move.person, step))
            _note_answer(town, move.person, step, marker, before[0].reach if before else Reach.GROUP)
