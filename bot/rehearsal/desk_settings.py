"""A coordinator sets what the municipality decides for itself on the pages, each effect seen first."""

from bot.rehearsal.acts import Act, Sight
from bot.rehearsal.cast import TENANT, cast_of
from bot.rehearsal.havnes import furnish_sund
from bot.rehearsal.house import Scene
from bot.rehearsal.page_visits import fills, follows, from_start, on_pages, presses
from bot.rehearsal.stories import Part
from bot.rehearsal.stories import in_autumn as at

_LAYER = """municipality = "havnes"
why = "Slik sier vi det i Havnes"
[[areas]]
id = "{area}"
name = {{ nb = "Plass til alle", nn = "Plass til alle" }}
"""


def sund_joins() -> Act:
    """The neighbour's files are imported, and its people are there."""

    async def act(scene: Scene) -> tuple[Sight, ...]:
        folder = scene.folder.parent / "sund"
        furnish_sund(folder)
        await scene.stage.bring_in(folder, tenant=TENANT)
        scene.cast.people.update(cast_of(scene.teams, folder).people)
        return ()

    return act


_TO_NETWORKS = from_start("Innstillinger", "Nettverk")

SETTINGS = (
    Part(
        at(11, 25, 11),
        "no number",
        "Greta sets how much all plans together may ask of somebody, and writes a day of minutes:",
        on_pages(
            "greta",
            from_start("Innstillinger", "Ansvar, sletting og deling"),
            fills("Behandlingsansvarlig", "Havnes kommune ved kommunedirektøren"),
            fills("Minutter i uka", "1440"),
            presses("Se hva som endrer seg"),
        ),
    ),
    Part(
        at(11, 25, 11, 1),
        "effects",
        "She corrects it, and sees what it means:",
        on_pages("greta", fills("Minutter i uka", "20"), presses("Se hva som endrer seg"), sees="Dette", rows=4),
    ),
    Part(at(11, 25, 11, 2), "settings kept", "She keeps it:", on_pages("greta", presses("Lagre"))),
    Part(
        at(11, 25, 11, 10),
        "no quiet time",
        "Quiet hours from seven to seven make no sense:",
        on_pages(
            "greta",
            from_start("Innstillinger", "Stilletid"),
            fills("Fra", "07:00"),
            fills("Til", "07:00"),
            presses("Se hva som flyttes"),
        ),
    ),
    Part(
        at(11, 25, 11, 11),
        "what moves",
        "From half past two in the afternoon, then. She sees which questions move:",
        on_pages("greta", fills("Fra", "16:00"), presses("Se hva som flyttes"), sees="Dette", rows=3),
    ),
    Part(at(11, 25, 11, 12), "quiet kept", "She keeps it:", on_pages("greta", presses("Lagre"))),
    Part(
        at(11, 25, 11, 20),
        "an area that is not there",
        "Havnes calls an area by a name of its own; the first try has a slip in it:",
        on_pages(
            "greta",
            from_start("Innstillinger", "Egne spørsmål og områder"),
            fills("Teksten", _LAYER.format(area="inkluderende-laringsmiljoer")),
            fills("Hvem har bestemt dette?", "Rektorgruppa"),
            presses("Lagre som utkast"),
        ),
    ),
    Part(
        at(11, 25, 11, 21),
        "a draft",
        "Corrected, it is a draft, read line by line:",
        on_pages(
            "greta",
            fills("Teksten", _LAYER.format(area="inkluderende-laeringsmiljoer")),
            presses("Lagre som utkast"),
            sees="Dette",
            rows=3,
        ),
    ),
    Part(at(11, 25, 11, 22), "in force", "She puts it in force:", on_pages("greta", presses("Ta i bruk"))),
    Part(
        at(11, 25, 11, 23),
        "out of force",
        "The principals liked the old name better. She takes it out again:",
        on_pages("greta", follows("Ta kommunens eget ut av bruk"), presses("Ta ut av bruk")),
    ),
    Part(at(11, 25, 11, 29), "a neighbour", "Sund, the neighbour, joins the network.", sund_joins()),
    Part(
        at(11, 25, 11, 30),
        "one yes",
        "Greta says yes to sharing with Sund. One yes shares nothing:",
        on_pages("greta", _TO_NETWORKS, presses("Ja")),
    ),
    Part(
        at(11, 25, 11, 31),
        "two yeses",
        "Solveig, who coordinates Sund, sees it on her own page, and says yes too:",
        on_pages("solveig", _TO_NETWORKS, presses("Ja")),
    ),
    Part(
        at(11, 25, 11, 32),
        "one no",
        "Greta regrets, and nothing is shared from then on:",
        on_pages("greta", _TO_NETWORKS, presses("Slutt å dele")),
    ),
)
