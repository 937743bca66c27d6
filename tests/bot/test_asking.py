"""The opening of a session: the people asked, and the content of the prompt's card."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from bot.context.catalogues import Catalogues
from bot.entry.clock.due import do_what_is_due
from bot.rehearsal.clients import buttons_on, inputs_on
from dialogs.model import DeliveryKind
from tests.counting import recorded_statements
from tests.nordvik import House, at, last, municipality, open_house, seen, series

Card = dict[str, Any]
EVERY_ROLE = [
    f"{role},team-solbakken,{role}" for role in ("coordinator", "facilitator", "leader", "participant", "observer")
]


def url(place: Path) -> str:
    return f"sqlite+aiosqlite:///{place}/sloyfa.db"


def rungs_on(card: Card | None) -> list[str]:
    return [choice["title"] for choice in inputs_on(card)["rung"]["choices"]]


async def prompt_of(house: House, name: str) -> Card:
    card = house.cast[name].view(last(house.cast[name]))
    assert card is not None
    return card


async def test_participants_facilitators_and_leaders_are_asked_and_nobody_else(tmp_path: Path) -> None:
    folder = municipality(tmp_path / "roles", people=EVERY_ROLE)
    async with open_house(url(tmp_path), folder=folder) as house:
        await house.install("coordinator", "facilitator", "leader", "participant", "observer")
        await house.stage.plan(series(tmp_path, "alle", "team-solbakken", led_by="coordinator"))
        await house.to(at(11, 24, 14))
        asked = {name for name, client in house.cast.people.items() if "Send svar" in seen(client, last(client))}
        assert asked == {"facilitator", "leader", "participant"}
        assert len(await house.deliveries(DeliveryKind.PROMPT)) == 3


async def test_who_is_in_several_groups_of_the_series_is_asked_once(tmp_path: Path) -> None:
    people = ["both,rektorgruppa,leader", "both,team-solbakken,participant", "one,team-solbakken,participant"]
    people += ["watching,rektorgruppa,observer", "watching,team-solbakken,participant"]
    folder = municipality(tmp_path / "two", people=people)
    async with open_house(url(tmp_path), folder=folder) as house:
        await house.install("both", "one", "watching")
        await house.stage.plan(series(tmp_path, "to", "rektorgruppa", "team-solbakken", led_by="both"))
        for hour in (8, 14, 15):
            await house.to(at(11, 24, hour))
        asked = {name: [seen(client, one)[0] for one in client.chat[1:]] for name, client in house.cast.people.items()}
        assert asked == {
            "both": ["Spørsmål til Rektorgruppa"],
            "one": ["Spørsmål til Team mellomtrinn Solbakken"],
            "watching": ["Spørsmål til Team mellomtrinn Solbakken"],
        }


async def test_whoever_is_asked_a_moment_later_is_shown_who_can_read_it_by_then(tmp_path: Path) -> None:
    """Cards of one step are composed and rendered together, as long as they are the same."""
    async with open_house(url(tmp_path)) as house:
        await house.plan("rektorgruppa")
        await house.install("tor", "ali")
        await house.to(at(11, 24))
        shutil.copytree(house.folder, tmp_path / "more")
        with (tmp_path / "more" / "people.csv").open("a", encoding="utf-8") as file:
            file.write(f"{UUID(int=99)},Ny Rektor,ny@nordvik.example,rektorgruppa,participant,nb,,\n")
        await house.bring_in(tmp_path / "more")
        await house.install("bodil", "gry")
        shown = {name: rungs_on(await prompt_of(house, name))[1] for name in ("tor", "ali", "bodil", "gry")}
        before, after = "Rektorgruppa (9 personer)", "Rektorgruppa (10 personer)"
        assert shown == {"tor": before, "ali": before, "bodil": after, "gry": after}


async def test_the_prompt_is_a_card_with_one_question_why_it_is_asked_and_one_field(tmp_path: Path) -> None:
    async with open_house(url(tmp_path)) as house:
        await house.plan("rektorgruppa")
        await house.install("tor", "siv")
        await house.to(at(11, 24))
        tor, card = seen(house.cast["tor"], last(house.cast["tor"])), await prompt_of(house, "tor")
        [prompt, *_] = await house.deliveries(DeliveryKind.PROMPT, "tor")

        assert tor[:2] == ["Spørsmål til Rektorgruppa", "Tid for refleksjon · Svar innen fredag kl. 8"]
        assert [text for text in tor if text.endswith("?")] == [tor[2], "Hvorfor spør vi?"], "one question"
        because, after, others, _more, area, definition, law, checked, *_ = tor[tor.index("Hvorfor spør vi?") + 1 :]
        assert because.startswith("Den som hører til, våger å prøve, spørre og feile; før møtet i Nettverksgruppa ")
        assert "kl. 9, spør vi derfor Rektorgruppa nå" in because
        assert after == "Det som er delt, blir lest før møtet."
        assert checked.startswith("Kontrollert mot loven ")
        assert others.startswith("Svarer du, kan du få se to av de andre svarene med en gang")
        assert area == "Inkluderende læringsmiljøer"
        assert definition.startswith("Alle elever hører til i fellesskapet")
        assert "(opplæringsloven § 12-" in law
        assert law.count(".") == 1, "one sentence"
        assert "Lurer du" not in law
        assert "(opplæringslova § 12-" in " ".join(seen(house.cast["siv"], last(house.cast["siv"])))

        fields = inputs_on(card)
        assert set(fields) == {"answer", "rung"}
        assert fields["answer"]["isMultiline"] is True
        assert fields["rung"]["label"] == "Velg hvem som kan lese svaret"
        assert rungs_on(card) == ["Bare meg", "Rektorgruppa (9 personer)", *rungs_on(card)[2:]]
        assert fields["rung"]["value"] == "group"
        assert last(house.cast["tor"]).id == prompt.activity

        [buttons, _unfold] = [element for element in card["body"] if element["type"] == "ActionSet"]
        send, skip = buttons["actions"]
        assert (send["type"], send["title"], send["style"]) == ("Action.Execute", "Send svar", "positive")
        assert (send["fallback"]["type"], send["fallback"]["title"]) == ("Action.Submit", "Send svar")
        assert send["fallback"]["data"] == send["data"]
        assert (skip["title"], skip["fallback"]["type"], skip.get("style")) == ("Hopp over", "Action.Submit", None)


async def test_without_requirements_a_card_names_no_law_it_is_not_tied_to(tmp_path: Path) -> None:
    async with open_house(url(tmp_path)) as house:
        await house.plan("solbakken")
        await house.install("lars")
        await house.to(at(11, 25, 14))
        step = seen(house.cast["lars"], last(house.cast["lars"]))
        told = step[step.index("Hvorfor spør vi?") + 1 :]
        assert "Mer om området" in told
        assert "§" not in " ".join(told)


async def test_the_rungs_count_people_but_observers_and_offer_the_same_circle_once(tmp_path: Path) -> None:
    people = ["guro,rektorgruppa,coordinator", "tor,rektorgruppa,leader", "ola,rektorgruppa,observer"]
    people += ["kari,team-solbakken,facilitator", "lars,team-solbakken,participant", "ola,team-solbakken,observer"]
    people += ["lars,trinn-7,participant", "rolf,team-fjordglott,participant", "guro,nettverket,coordinator"]
    folder = municipality(tmp_path / "few", people=people, groups=["trinn-7,solbakken,grade,Trinn 7,14:00"])
    async with open_house(url(tmp_path), folder=folder) as house:
        await house.install("lars", "rolf")
        await house.stage.plan(series(tmp_path, "solbakken", "team-solbakken"))
        await house.stage.plan(series(tmp_path, "trinn", "trinn-7", dates="[2026-11-25]"))
        await house.to(at(11, 24, 14))
        assert rungs_on(await prompt_of(house, "lars")) == [
            "Bare meg",
            "Team mellomtrinn Solbakken (2 personer)",  # the unit's circle has the same members
            "Alle ved Solbakken skole og i Rektorgruppa (4 personer)",
            "Alle i Nordvik kommune som bruker Sløyfa (5 personer)",  # the network's circle has the same members too
        ]
        await house.to(at(11, 25, 14))
        assert rungs_on(await prompt_of(house, "lars"))[:2] == ["Bare meg", "Alle ved Solbakken skole (2 personer)"]


async def test_a_default_rung_that_is_no_circle_of_its_own_is_shown_as_the_one_it_is(tmp_path: Path) -> None:
    async with open_house(url(tmp_path)) as house:
        await house.install("lars")
        await house.stage.plan(series(tmp_path, "enhet", "team-solbakken", default_rung='"unit"'))
        await house.to(at(11, 24, 14))
        assert inputs_on(await prompt_of(house, "lars"))["rung"]["value"] == "group"


async def test_nothing_else_that_is_sent_while_the_session_is_open_has_an_input(tmp_path: Path) -> None:
    async with open_house(url(tmp_path)) as house:
        await house.install("tor")
        for name in ("en", "to"):
            await house.stage.plan(series(tmp_path, name, "rektorgruppa"))
        tor = house.cast["tor"]
        await house.to(at(11, 24))
        for text in ("Vi prøver.", "hjelp", "neste steg", "koble til Rektorgruppa", " "):
            await tor.say(text)
        which = next(one for one in tor.chat if "Hvilket spørsmål svarer du på?" in seen(tor, one))
        [first, *_] = buttons_on(which.card)
        await tor.press(which, first)
        [prompt, other] = [one for one in tor.chat if "Send svar" in seen(tor, one) or "Endre svaret" in seen(tor, one)]
        await tor.press(other, "Hopp over")
        await house.stage.settle()
        await tor.edit(next(one for one in tor.chat if one.text == "Vi prøver."), "Vi prøver igjen.")
        await house.stage.settle()
        with_input = {one.activity for one in house.teams.ledger.records if '"Input.' in json.dumps(one.body)}
        # The receipt of what was said has a folded field for a keyword, which the receipt's reader unfolds.
        [receipt] = [one for one in tor.chat if "Slik er svaret ditt nå" in seen(tor, one)]
        assert with_input == {prompt.id, other.id, receipt.id}
        assert len(tor.chat) > 10


async def test_a_session_nobody_was_there_to_open_in_time_is_not_asked(tmp_path: Path) -> None:
    async with open_house(url(tmp_path)) as house:
        await house.plan("rektorgruppa")
        await house.install("tor")
        await house.to(at(11, 30, 9))
        assert len(house.cast["tor"].chat) == 1
        assert await house.deliveries(DeliveryKind.PROMPT) == []


async def test_a_session_the_catalogue_has_no_prompt_for_any_more_keeps_no_other_from_opening(tmp_path: Path) -> None:
    async with open_house(url(tmp_path)) as house:
        await house.install("tor")
        for name, area in (("borte", "inkluderende-laeringsmiljoer"), ("her", "elevsentrert-ledelse")):
            await house.stage.plan(series(tmp_path, name, "rektorgruppa", areas=f'["{area}"]'))
        app = house.stage.app
        base = app.catalogues.base
        left = tuple(prompt for prompt in base.prompts if "inkluderende-laeringsmiljoer" not in prompt.areas)
        await do_what_is_due(app.db, Catalogues(replace(base, prompts=left)), now=at(11, 24))
        prompts = await house.deliveries(DeliveryKind.PROMPT, "tor")
        assert [(one.session or "").startswith("her") for one in prompts] == [True]


async def test_many_are_asked_shown_and_told_in_as_many_statements_as_few(tmp_path: Path) -> None:
    async def statements(people: int) -> list[int]:
        """(statements of the opening, statements of the closing)."""
        folder = tmp_path / str(people)
        members = [f"p{number},team-solbakken,participant" for number in range(people)]
        database_url = url(folder)
        async with open_house(database_url, folder=municipality(folder, people=members)) as house:
            await house.stage.plan(series(folder, "alle", "team-solbakken", led_by="p0"))
            await house.install("p0")
            app = house.stage.app
            counts = []
            for moment in (at(11, 24, 14), at(11, 27, 14)):
                house.stage.now = moment
                with recorded_statements(app.db) as executed:
                    await do_what_is_due(app.db, app.catalogues, now=moment)
                counts.append(len(executed))
                await house.stage.settle()
            kinds = (DeliveryKind.PROMPT, DeliveryKind.CARD, DeliveryKind.DIGEST)
            assert [len(await house.deliveries(kind)) for kind in kinds] == [people] * 3
            return counts

    assert await statements(40) == await statements(3)
