"""Ladders of follow-up questions, people who answer, and a municipality that reads along."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Literal

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions.people.tie_network import tie_network
from bot.context.catalogues import Catalogues
from bot.rehearsal.clients import Client, Response, buttons_on, inputs_on
from bot.rehearsal.wire_conversations import Json, Message
from content.catalogue_types import Ladder
from content.language import Wording
from dialogs.model import Beyond, Reflection, Release, Rung, Standing
from storage import releases
from tests.nordvik import MONDAY, OPERATOR, House, last, seen

QUESTIONS = (
    Wording("Hvorfor tror dere det gikk slik?", "Kvifor trur de det gjekk slik?", "Why do you think it went that way?"),
    Wording("Hva la dere mest vekt på?", "Kva la de mest vekt på?", "What did you put most weight on?"),
    Wording("Hvordan gikk dere fram?", "Korleis gjekk de fram?", "How did you go about it?"),
)
WHY, EMPHASIS, HOW = (question.nb for question in QUESTIONS)
ONE_MORE, NO_MORE, LEAVE = "Tenk litt videre", "Nei takk, det holder", "La svaret stå"
RECEIPT = [ONE_MORE, "Endre svaret", "Del videre", "Trekk tilbake"]
ODD = "  Fordi **alle** [fikk](https://x.example) <b>tid</b>:\n\n- ett &amp; to\n# 🌱 «tre» {fire} \\n "
"""Characters with a meaning in Markdown, HTML, JSON or templates, with white space at both ends."""


def lay_ladders(house: House, *questions: Wording) -> None:
    """Give every prompt a ladder of these questions; no ladder without questions."""
    base = house.stage.app.catalogues.base
    ladder = Ladder("lykkes", questions)
    prompts = tuple(replace(prompt, ladder=ladder.id if questions else None) for prompt in base.prompts)
    house.stage.app.catalogues = Catalogues(replace(base, prompts=prompts, ladders={ladder.id: ladder}))


class Somebody:
    """A person with an open prompt, whose card becomes a receipt or a follow-up question."""

    def __init__(self, house: House, name: str) -> None:
        self.house = house
        self.name = name
        self.me: Client = house.cast[name]
        self._prompt = next(one.id for one in reversed(self.me.chat) if "Send" in str(one.card))

    @property
    def card(self) -> Message:
        return next(one for one in self.me.chat if one.id == self._prompt)

    @property
    def shown(self) -> Json:
        card = self.me.view(self.card)
        assert card is not None
        return card

    @property
    def buttons(self) -> list[str]:
        return buttons_on(self.shown)

    @property
    def fields(self) -> dict[str, str]:
        return {name: str(field.get("value", "")) for name, field in inputs_on(self.shown).items()}

    def sees(self) -> list[str]:
        return seen(self.me, self.card)

    async def press(
        self,
        button: str,
        inputs: Mapping[str, str] | None = None,
        *,
        shown: Json | None = None,
        by: Literal["execute", "submit"] = "execute",
        forged: Mapping[str, object] | None = None,
    ) -> Response:
        if shown is None and button not in self.buttons and "Hopp over" in self.buttons:
            # A chat message leaves the card as the prompt; any press updates the card to the stored answer.
            await self.me.press(self.card, "Hopp over")
        response = await self.me.press(self.card, button, inputs, shown=shown, by=by, forged=forged)
        assert response.status == 200
        return response

    async def send(self, text: str, rung: str = "group", *, shown: Json | None = None) -> Response:
        """The answer to the prompt itself."""
        return await self.press("Send svar", {"answer": text, "rung": rung}, shown=shown)

    async def go_on(self, text: str, *, button: str = ONE_MORE) -> Response:
        await self.press(button)
        return await self.press("Send svar", {"answer": text})

    async def say(self, text: str) -> str:
        response = await self.me.say(text)
        await self.house.stage.settle()
        return response.activity_id

    def newest_texts(self) -> list[str]:
        """The newest message in the chat."""
        return seen(self.me, last(self.me))

    async def reflection(self) -> Reflection:
        [found] = await self.house.reflections_of(self.name)
        return found

    async def stored_texts(self) -> list[tuple[int, str]]:
        return [(part.follow_up, part.text) for part in (await self.reflection()).parts if part.text]


in_the_crowd = pytest.mark.asyncio(loop_scope="module")


_unused_members = count()


async def next_member(house: House) -> Somebody:
    name = f"p{next(_unused_members)}"
    await house.install(name)
    return Somebody(house, name)


SORVIK, UNNI = "0b0b0b0b-1b1b-4c2c-8d3d-4e4e4e4e4e4e", "00000000-0000-4000-8000-000000000901"


class Sorvik:
    """Another municipality in the network, with a reader of the answers shared by Nordvik's principals."""

    def __init__(self, house: House, tmp_path: Path) -> None:
        self.house = house
        self.folder = tmp_path / "sorvik"

    async def come_in(self) -> None:
        self.folder.mkdir()
        (self.folder / "units.csv").write_text(
            "id,kind,name,parent,language\nnordnett,network,Nordnett,,nb\nsorvik,municipality,Sørvik,nordnett,nb\n"
        )
        (self.folder / "groups.csv").write_text("id,unit,kind,name\nnettverket-sor,nordnett,network,Nettverksgruppa\n")
        (self.folder / "people.csv").write_text(
            "aad_object_id,name,upn,group,role,language\n"
            f"{UNNI},Unni Rektor,unni@sorvik.example,nettverket-sor,participant,nn\n"
        )
        await self.house.stage.bring_in(self.folder, tenant=SORVIK)
        await tie_network(self.house.stage.app.db, "nordnett", ["nordvik", "sorvik"], actor=OPERATOR, now=MONDAY)

    async def copies(self) -> list[tuple[str, list[tuple[int, str, str | None]]]]:
        """The network's copies of answers: (text, [(number, text, source) of each answered follow-up question])."""
        found = await self.house.stage.app.db.read(partial(self._released))
        return [(copy.text, [(part.follow_up, part.text, part.source) for part in copy.further]) for copy in found]

    async def _released(self, c: AsyncConnection) -> tuple[Release, ...]:
        of_nordvik = Beyond("nordnett", ("nordvik",), (Standing(Rung.NETWORK, "nordnett"),))
        return await releases.released(c, of_nordvik, since=None, until=self.house.stage.now)
