"""The acts of people in a story, each a function of the scene that gives the messages worth a look."""

import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Client, Response, buttons_on, open_group_chat
from bot.rehearsal.house import Scene
from bot.rehearsal.page_tree import Page
from bot.rehearsal.wire_conversations import Message

_TAKEN = frozenset({200, 201, 202})


@dataclass(frozen=True)
class Sight:
    """A message before somebody's eyes: `who` as in the cast, `message` by the id.

    `card` is the answer to a press, gone from sight with the message's next update; None for the message as stored.
    Without a message: the `page` that a browser shows, and its `rows` worth a look beside what the page tells.
    """

    who: str
    message: str
    card: dict[str, Any] | None = None
    page: Page | None = None
    rows: tuple[str, ...] = ()


Act = Callable[[Scene], Awaitable[tuple[Sight, ...]]]


def time_passes(*who: str, channel: str = "") -> Act:
    """Only the clock has been turned. A look at the people's newest messages, and at `channel`'s thread's newest."""

    async def act(scene: Scene) -> tuple[Sight, ...]:
        return (*newest(scene, *who), *([_newest_in_channel(scene, channel)] if channel else []))

    return act


def brings_in() -> Act:
    async def act(scene: Scene) -> tuple[Sight, ...]:
        await scene.stage.bring_in(scene.folder, tenant=TENANT)
        return ()

    return act


def plans(*series: str) -> Act:
    async def act(scene: Scene) -> tuple[Sight, ...]:
        for name in series:
            await scene.stage.plan(scene.folder / f"{name}.toml")
        return ()

    return act


def sets_municipality(name: str) -> Act:
    async def act(scene: Scene) -> tuple[Sight, ...]:
        await scene.stage.set_municipality(scene.folder / f"{name}.toml")
        return ()

    return act


def unseen(act: Act) -> Act:
    """The act, and a look at nothing."""

    async def alone(scene: Scene) -> tuple[Sight, ...]:
        await act(scene)
        return ()

    return alone


def with_a_look_of(act: Act, *who: str) -> Act:
    """The act, and afterwards a look at the people's newest message too."""

    async def both(scene: Scene) -> tuple[Sight, ...]:
        return (*await act(scene), *newest(scene, *who))

    return both


def everybody_installs(*, but: str, look: tuple[str, ...]) -> Act:
    async def act(scene: Scene) -> tuple[Sight, ...]:
        for name, client in scene.cast.people.items():
            if name != but:
                heard(*await client.install())
        return newest(scene, *look)

    return act


def installs(who: str) -> Act:
    async def act(scene: Scene) -> tuple[Sight, ...]:
        heard(*await scene.cast[who].install())
        return ()

    return act


def installs_in_team(who: str) -> Act:
    async def act(scene: Scene) -> tuple[Sight, ...]:
        heard(*await scene.team.install(by=scene.cast[who]))
        return (_newest_in_channel(scene, who),)

    return act


def presses(
    who: str,
    title: str,
    filled: Mapping[str, str] = MappingProxyType({}),
    /,
    *,
    in_channel: bool = False,
    others: str = "",
    **fields: str,
) -> Act:
    """The newest card with the button, filled in. A look at the answer, and at the view of `others`."""

    async def act(scene: Scene) -> tuple[Sight, ...]:
        client = scene.cast[who]
        seen = client.reads(scene.team.general) if in_channel else client.chat
        card = _with_button(client, seen, title)
        heard(await client.press(card, title, {**filled, **fields}))
        answered = Sight(who, card.id, client.view(card))
        return (answered, Sight(others, card.id)) if others else (answered,)

    return act


def looks_at(who: str, title: str) -> Act:
    """A look at the person's newest card with the button."""

    async def act(scene: Scene) -> tuple[Sight, ...]:
        client = scene.cast[who]
        card = newest_with(client, title)
        return (Sight(who, card.id, client.view(card)),)

    return act


def says(who: str, text: str) -> Act:
    async def act(scene: Scene) -> tuple[Sight, ...]:
        heard(await scene.cast[who].say(text))
        return newest(scene, who)

    return act


def sends(who: str, body: dict[str, Any]) -> Act:
    """A message that holds something else than typed words."""

    async def act(scene: Scene) -> tuple[Sight, ...]:
        heard(await scene.cast[who].send(body))
        return newest(scene, who)

    return act


def tells(who: str, kind: str, body: dict[str, Any]) -> Act:
    """Something that is no message, such as a reaction. A look at nothing, unless the bot has said something."""

    async def act(scene: Scene) -> tuple[Sight, ...]:
        client = scene.cast[who]
        before = len(client.chat)
        heard(await client.tell(kind, client.conversation, body))
        return newest(scene, who) if len(client.chat) > before else ()

    return act


def meets(who: str, client: Callable[[Scene], Client]) -> Act:
    """Somebody whom no municipality has imported is there from now on, called `who`, and adds the bot."""

    async def act(scene: Scene) -> tuple[Sight, ...]:
        scene.cast.people[who] = client(scene)
        await scene.cast[who].install()
        return ()

    return act


def refused(who: str, text: str) -> Act:
    """The text of somebody whose tenant is not let in. Raises RuntimeError if the bot takes it."""

    async def act(scene: Scene) -> tuple[Sight, ...]:
        response = await scene.cast[who].say(text)
        if response.status != HTTPStatus.FORBIDDEN:
            raise RuntimeError(f"The bot let a strange tenant in: {response.status} {response.body}")
        return ()

    return act


def says_in_group_chat(who: str, text: str, *others: str, name: str, meeting: bool = False) -> Act:
    """With an @mention, in the chat `name` of several people, or of a meeting."""

    async def act(scene: Scene) -> tuple[Sight, ...]:
        people = [scene.cast[each] for each in (who, *others)]
        chat = open_group_chat(scene.teams, name, *people, meeting=meeting)
        heard(await people[0].say_in(chat, text))
        return (Sight(who, chat.messages[-1].id),)

    return act


def presses_again(who: str, title: str, **fields: str) -> Act:
    """A press that Teams sends twice. A look at the answer."""

    async def act(scene: Scene) -> tuple[Sight, ...]:
        client = scene.cast[who]
        card = newest_with(client, title)
        sent = await client.press(card, title, fields)
        heard(sent, await client.again(sent), await client.again(sent, new_id=True))
        return (Sight(who, card.id, client.view(card)),)

    return act


def leaves_open(act: Act, who: str) -> Act:
    """The act, after which a device of the person's goes on showing the newest card as it is then."""

    async def kept(scene: Scene) -> tuple[Sight, ...]:
        sights = await act(scene)
        newest_card = scene.cast[who].chat[-1].id
        scene.left_open[newest_card] = scene.cast[who].view(newest_card) or {}
        return sights

    return kept


def presses_old(who: str, title: str, **fields: str) -> Act:
    """The card that was left open on a device. A look at what the press is answered with."""

    async def act(scene: Scene) -> tuple[Sight, ...]:
        client = scene.cast[who]
        card = next(one for one in client.chat if one.id in scene.left_open)
        heard(await client.press(card, title, fields, shown=scene.left_open[card.id]))
        return (Sight(who, card.id, client.view(card)),)

    return act


def edits(who: str, text: str) -> Act:
    """The person's last message is changed; the receipt follows."""

    async def act(scene: Scene) -> tuple[Sight, ...]:
        client = scene.cast[who]
        heard(await client.edit(_own_last(client), text))
        return newest(scene, who)

    return act


def deletes(who: str) -> Act:
    """The person's last message is deleted; the card follows."""

    async def act(scene: Scene) -> tuple[Sight, ...]:
        client = scene.cast[who]
        heard(await client.delete(_own_last(client)))
        return (Sight(who, _card(client).id),)

    return act


def says_in_channel(who: str, text: str, *, in_thread: bool = False) -> Act:
    """With an @mention; in the thread of the newest prompt, or as a new thread."""

    async def act(scene: Scene) -> tuple[Sight, ...]:
        client, channel = scene.cast[who], scene.team.general
        asked = [one for one in client.reads(channel) if one.from_bot and buttons_on(one.card)]
        heard(await client.say_in(channel, text, asked[-1] if in_thread else None))
        return (_newest_in_channel(scene, who),)

    return act


def newest(scene: Scene, *who: str) -> tuple[Sight, ...]:
    return tuple(Sight(name, scene.cast[name].chat[-1].id) for name in who)


def newest_with(client: Client, title: str) -> Message:
    """The person's newest card with the button."""
    return _with_button(client, client.chat, title)


def _with_button(client: Client, seen: Sequence[Message], title: str) -> Message:
    return next(one for one in reversed(seen) if title in buttons_on(client.view(one)))


def _newest_in_channel(scene: Scene, who: str) -> Sight:
    return Sight(who, scene.cast[who].reads(scene.team.general)[-1].id)


def _own_last(client: Client) -> Message:
    return [one for one in client.chat if one.sender == client.id][-1]


def _card(client: Client) -> Message:
    """The newest prompt, also as a receipt; a receipt's buttons name no delivery."""
    return [one for one in client.chat if re.search('"delivery": "[^"]', json.dumps(client.view(one)))][-1]


def heard(*responses: Response) -> None:
    """Raises RuntimeError where the bot has not taken one of them."""
    for response in responses:
        body = response.body if isinstance(response.body, dict) else {}
        if response.status not in _TAKEN or body.get("statusCode", 200) not in _TAKEN:
            raise RuntimeError(f"The bot did not take what it was told: {response.status} {response.body}")
