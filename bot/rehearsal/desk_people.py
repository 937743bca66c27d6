"""A principal looks after a team's people on the pages, and a coordinator sends the municipality's list in."""

from importlib.resources import files
from io import BytesIO
from zipfile import ZipFile

from bot.rehearsal.acts import Act, Sight, heard
from bot.rehearsal.clients import Client
from bot.rehearsal.house import Scene
from bot.rehearsal.page_browser import Browser
from bot.rehearsal.page_forms import File
from bot.rehearsal.page_visits import Step, fills, from_start, on_pages, picks, presses, unfolds
from bot.rehearsal.stories import Part
from bot.rehearsal.stories import in_autumn as at
from bot.rehearsal.wire_team import Team

_TEAM = "Team mellomtrinn Odden"
_SINDRE = "00000000-0000-4000-8000-000000006008,Sindre Lærer,sindre@havnes.example,nytt-team-odden,participant,nb,,\n"
_WRONG_ROLE = _SINDRE.replace("participant", "deltager")
_LIST = ("units.csv", "groups.csv", "people.csv")


def picks_list(added: str) -> Step:
    """Havnes's list as a zip, with a row more among the people."""

    async def step(browser: Browser) -> None:
        packed = BytesIO()
        with ZipFile(packed, "w") as archive:
            for name in _LIST:
                text = (files("bot.rehearsal") / "havnes_files" / name).read_text(encoding="utf-8")
                archive.writestr(f"havnes/{name}", text + (added if name == "people.csv" else ""))
        await browser.pick("Velg filene", File("havnes.zip", packed.getvalue()))

    return step


def links_team(who: str, *members: str) -> Act:
    """The group's team in Teams, with these members and a stranger; `who` adds the bot and says which group it is."""

    async def act(scene: Scene) -> tuple[Sight, ...]:
        team, client = Team(scene.teams, "Mellomtrinnet på Odden"), scene.cast[who]
        stranger = Client(scene.teams, "Vera Veileder", "vera", "vera@elsewhere.example")
        team.add(client, *(scene.cast[name] for name in members), stranger)
        heard(*await team.install(by=client))
        heard(await client.say_in(team.general, f"koble til {_TEAM}"))
        heard(await client.press(team.general.messages[-1], "Koble til likevel"))
        return ()

    return act


_MEMBERS = (
    Part(
        at(11, 25, 9, 20),
        "somebody unknown",
        "A new colleague is to be with the new team. Runar writes a name that no list has:",
        on_pages(
            "runar",
            from_start("Gruppene", "Nytt team på Odden"),
            fills("Hvem?", "Sindre Lærer"),
            presses("Legg til"),
        ),
    ),
    Part(
        at(11, 25, 9, 21),
        "added",
        "The coordinator must send that one in; meanwhile he adds Hanne:",
        on_pages("runar", fills("Hvem?", "Hanne Lærer"), presses("Legg til"), sees="Hanne"),
    ),
    Part(
        at(11, 25, 9, 22),
        "substitute on the page",
        "Hanne will be away, and the dates come the wrong way round:",
        on_pages(
            "runar",
            unfolds("Hanne Lærer"),
            fills("Hvem er vikar?", "Nora Lærar"),
            fills("Første dag", "2026-12-18", near="Vikaren har rollen så lenge."),
            fills("Siste dag", "2026-12-01", near="Vikaren har rollen så lenge."),
            presses("Sett inn vikar"),
        ),
    ),
    Part(
        at(11, 25, 9, 23),
        "substitute in place",
        "… the right way:",
        on_pages(
            "runar",
            fills("Første dag", "2026-12-01", near="Vikaren har rollen så lenge."),
            fills("Siste dag", "2026-12-18", near="Vikaren har rollen så lenge."),
            presses("Sett inn vikar"),
            sees="Nora",
        ),
    ),
    Part(
        at(11, 25, 9, 24),
        "a place ends",
        "Hanne shall be with her old team alone after all:",
        on_pages("runar", unfolds("Hanne Lærer"), presses("Avslutt plassen")),
    ),
    Part(
        at(11, 25, 9, 30),
        "a team in Teams",
        "The middle grades have a team in Teams. Jorunn adds the bot there, and says which group it is.",
        links_team("jorunn", "eirik", "nora"),
    ),
    Part(
        at(11, 25, 9, 35),
        "team beside group",
        "Runar sees who is in the one and not in the other. Nothing is merged by itself:",
        on_pages("runar", from_start("Gruppene", _TEAM), sees="Teamet i Teams", rows=12),
    ),
)
_FOLDER = (
    Part(
        at(11, 25, 10),
        "no list at all",
        "Greta sends the list of all people, and picks a picture instead:",
        on_pages(
            "greta",
            from_start("Gruppene", "Send inn lista"),
            picks("Velg filene", File("sommerfesten.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 60)),
            presses("Vis hva lista endrer"),
        ),
    ),
    Part(
        at(11, 25, 10, 1),
        "a row gone wrong",
        "Then the list, with a slip in one row. She is told which:",
        on_pages("greta", picks_list(_WRONG_ROLE), presses("Vis hva lista endrer"), sees="people.csv", rows=2),
    ),
    Part(
        at(11, 25, 10, 2),
        "a list shown",
        "She corrects it, and sees what the list changes before anything does:",
        on_pages("greta", picks_list(_SINDRE), presses("Vis hva lista endrer"), sees="Dette endrer", rows=6),
    ),
    Part(at(11, 25, 10, 3), "carried out", "She carries it out:", on_pages("greta", presses("Gjennomfør"))),
    Part(
        at(11, 25, 10, 4),
        "undone",
        "It was last year's list! She undoes the whole:",
        on_pages("greta", presses("Angre hele lista")),
    ),
)

PEOPLE = (*_MEMBERS, *_FOLDER)
