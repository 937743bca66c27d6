"""Vacancies: when a leader, reader or answerer leaves, the command line warns, and coordinators get a notice."""

from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest

from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Client
from bot.rehearsal.wire_conversations import Message
from content.language import Language
from content.vocabulary.looking_after import Vacant, VacantPost
from content.wording import words
from dialogs.calendar.instants import local
from dialogs.model import DeliveryKind, Role
from storage.memberships import lasting_memberships, lasting_of_posts
from storage.people import person_named
from tests.bot.commands import CommandResult, Commands
from tests.databases import on_both_kinds
from tests.nordvik import House, at, municipality, open_house, rendered_texts, seen, series

GROUP = "team-solbakken"
EVERYBODY = [
    "guro,rektorgruppa,coordinator",
    "tor,rektorgruppa,participant",
    f"kari,{GROUP},facilitator",
    f"lars,{GROUP},participant",
]
IDS = ("guro", "tor", "kari", "lars")
HEADINGS = {words(Vacant, language)["heading"] for language in Language}
DATES = "[2026-11-24, 2026-12-08]"


def folder(place: Path, *people: str, until: str = "") -> Path:
    """A folder with these rows of people.csv, the last with an end date `until`."""
    made = municipality(place, people=[])
    rows = []
    for row in people:
        name, group, role, language = (*row.split(","), "nb")[:4]
        object_id = f"00000000-0000-4000-8000-2000000000{IDS.index(name):02}"
        rows.append(f"{object_id},{name.title()} Oppdiktet,{name}@nordvik.example,{group},{role},{language},,")
    head = "aad_object_id,name,upn,group,role,language,from,until"
    (made / "people.csv").write_text("\n".join([head, *rows]) + f"{until}\n", encoding="utf-8")
    return made


def but(*names: str) -> list[str]:
    return [row for row in EVERYBODY if row.split(",")[0] not in names]


@pytest.fixture
async def house(chosen_url: str, tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(chosen_url, folder=folder(tmp_path / "alle", *EVERYBODY)) as found:
        planned = series(tmp_path, "uka", GROUP, led_by="kari", digest_readers='["tor@nordvik.example"]', dates=DATES)
        await found.stage.plan(planned)
        await found.install("guro")
        yield found


def notices_to(client: Client) -> list[Message]:
    return [message for message in client.chat if HEADINGS & set(seen(client, message))]


def post(kind: str, name: str = "", **keys: bool) -> VacantPost:
    group = "Team mellomtrinn Solbakken" if kind == "answering" else ""
    return VacantPost(kind, name, "uka", group, local(at(11, 23, 9)), is_ahead=False, **keys)


@on_both_kinds
async def test_the_coordinator_is_told_once_who_led_and_who_read_and_has_left(house: House, tmp_path: Path) -> None:
    await house.to(at(11, 23, 9, 15))
    assert notices_to(house.cast["guro"]) == [], "nobody has left"
    await house.bring_in(folder(tmp_path / "uten", *but("kari", "tor")))
    await house.to(at(11, 23, 9, 20))
    guro = house.cast["guro"]
    wanted = Vacant((post("leader", "Kari Oppdiktet"), post("reader", "Tor Oppdiktet")))
    assert [seen(guro, one) for one in notices_to(guro)] == [rendered_texts(wanted, Language.NB)]
    for hour in (10, 12, 14):
        await house.to(at(11, 23, hour))
    await house.bring_in(folder(tmp_path / "igjen", *but("kari", "tor")))
    await house.to(at(11, 23, 15))
    assert len(notices_to(guro)) == 1, "once"
    await house.bring_in(folder(tmp_path / "tilbake", *EVERYBODY))
    await house.to(at(11, 24, 9))
    await house.bring_in(folder(tmp_path / "atter uten", *but("kari")))
    await house.to(at(11, 24, 10))
    assert [seen(guro, one) for one in notices_to(guro)][1:] == [
        rendered_texts(Vacant((post("leader", "Kari Oppdiktet"),)), Language.NB)
    ], "and again where it is another time"


@on_both_kinds
async def test_a_vacancy_filled_before_it_is_told_is_not_told(house: House, tmp_path: Path) -> None:
    await house.to(at(11, 23, 18))
    await house.bring_in(folder(tmp_path / "uten", *but("kari")))
    await house.to(at(11, 23, 19))
    assert notices_to(house.cast["guro"]) == [], "in the quiet hours nobody is told"
    await house.bring_in(folder(tmp_path / "tilbake", *EVERYBODY))
    await house.to(at(11, 24, 9))
    assert notices_to(house.cast["guro"]) == []
    [notice] = await house.deliveries(DeliveryKind.NOTICE)
    assert notice.reason == "nothing to tell"


async def test_one_who_leads_and_becomes_an_observer_and_a_group_where_nobody_answers(
    house: House, tmp_path: Path
) -> None:
    changed = ["guro,rektorgruppa,coordinator", "tor,rektorgruppa,participant", f"kari,{GROUP},observer"]
    await house.bring_in(folder(tmp_path / "observatør", *changed))
    await house.to(at(11, 23, 10))
    guro = house.cast["guro"]
    wanted = Vacant((post("leader", "Kari Oppdiktet", observes=True), post("answering")))
    assert [seen(guro, one) for one in notices_to(guro)] == [rendered_texts(wanted, Language.NB)]


@pytest.mark.parametrize("language", Language)
async def test_the_last_coordinator_is_told_ahead_in_their_language(
    sqlite_url: str, tmp_path: Path, language: Language
) -> None:
    people = [*but("guro"), f"guro,rektorgruppa,coordinator,{language}"]
    async with open_house(sqlite_url, folder=folder(tmp_path / "n", *people, until="2026-12-01")) as house:
        await house.stage.plan(series(tmp_path, "uka", GROUP, led_by="kari", dates=DATES))
        await house.install("guro")
        await house.to(at(11, 23, 10))
        [message] = notices_to(house.cast["guro"])
        lines = seen(house.cast["guro"], message)
        day = {"nb": "onsdag 2. desember", "nn": "onsdag 2. desember", "en": "Wednesday 2 December"}[language.value]
        coordinator = words(VacantPost, language)["coordinator"]
        assert coordinator.format(since=day) in lines
        await house.to(at(12, 2, 9))
        assert len(notices_to(house.cast["guro"])) == 1


async def test_a_vacancy_without_anybody_to_tell_waits_for_a_coordinator(house: House, tmp_path: Path) -> None:
    await house.bring_in(folder(tmp_path / "uten", *but("guro", "kari")))
    await house.to(at(11, 23, 10))
    assert await house.deliveries(DeliveryKind.NOTICE) == []
    await house.bring_in(folder(tmp_path / "med", *but("kari")))
    await house.to(at(11, 23, 11))
    assert len(notices_to(house.cast["guro"])) == 1


# On the command line.


@pytest.fixture
def bot(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., CommandResult]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    monkeypatch.chdir(tmp_path)
    return partial(Commands(monkeypatch, capsys), SLOYFA_DATABASE_URL=url, MicrosoftAppTenantId=TENANT)


def ahead(place: Path) -> Path:
    """A series in the far future, ahead of any run of the tests."""
    dates, readers = "[2198-11-24, 2199-02-02]", '["tor@nordvik.example"]'
    return series(place, "uka", GROUP, led_by="kari", dates=dates, digest_readers=readers)


def warned_of(done: CommandResult) -> list[str]:
    """The warnings, without those about the school year and the municipality's settings."""
    told = [line for line in done.err.splitlines() if line.startswith("warning")]
    return [line for line in told if "skolerute" not in line and "has not set" not in line]


def test_import_check_and_plan_warn_of_who_leaves(bot: Callable[..., CommandResult], tmp_path: Path) -> None:
    everybody, uka = folder(tmp_path / "alle", *EVERYBODY), str(ahead(tmp_path))
    assert warned_of(bot("import", str(everybody))) == warned_of(bot("plan", uka)) == []
    gone = str(folder(tmp_path / "uten", *but("kari", "tor")))
    leader = "Kari Oppdiktet leads series uka and is in no group; name another in led_by, and plan it again"
    reader = (
        "Tor Oppdiktet reads the digests of series uka and is in no group; change digest_readers, and plan it again"
    )
    warned = [f"warning: {leader}", f"warning: {reader}"]
    for options in (("--dry-run",), (), ()):
        assert warned_of(bot("import", gone, *options)) == warned
    checked = bot("check")
    assert [line for line in checked.lines if line.startswith("people")] == [
        f"people: warning: nordvik: {leader}",
        f"people: warning: nordvik: {reader}",
    ]
    for options in (("--dry-run",), ()):
        assert warned_of(bot("plan", uka, *options)) == warned


def test_nobody_is_missed_who_holds_a_post_outside_the_groups_asked(
    bot: Callable[..., CommandResult], tmp_path: Path
) -> None:
    """Tor leads from another group, and Guro alone is in the group that meets."""
    people = [f"kari,{GROUP},coordinator", "tor,team-fjordglott,participant", "guro,rektorgruppa,participant"]
    made = folder(tmp_path / "alle", *people)
    uka = series(tmp_path, "uka", GROUP, led_by="tor", dates="[2198-11-24, 2199-02-02]")
    uka.write_text(uka.read_text() + '[[meetings]]\ndate = 2199-01-15T09:00:00\ngroup = "rektorgruppa"\n')
    assert warned_of(bot("import", str(made))) == warned_of(bot("plan", str(uka))) == []
    assert [line for line in bot("check").lines if line.startswith("people")] == []


def test_a_membership_that_ends_by_date_and_a_group_gone_from_the_file_are_told(
    bot: Callable[..., CommandResult], tmp_path: Path
) -> None:
    bot("import", str(folder(tmp_path / "alle", *EVERYBODY)))
    bot("plan", str(ahead(tmp_path)))
    until = folder(tmp_path / "til", *but("kari"), f"kari,{GROUP},facilitator", until="2198-12-31")
    assert warned_of(bot("import", str(until))) == [
        (
            "warning: Kari Oppdiktet leads series uka and is in no group from 2199-01-01 on; name another in led_by, "
            "and plan it again"
        )
    ]
    without = folder(tmp_path / "uten gruppa", "guro,rektorgruppa,coordinator", "tor,rektorgruppa,participant")
    file = without / "groups.csv"
    kept = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith(GROUP)]
    file.write_text("\n".join([*kept, ""]), encoding="utf-8")
    assert warned_of(bot("import", str(without)))[-1] == (
        "warning: series uka asks Team mellomtrinn Solbakken, where nobody may answer; add people, or plan it without "
        "them; groups.csv does not have it any more"
    )


def test_a_municipality_without_a_coordinator_fails_the_check(
    bot: Callable[..., CommandResult], tmp_path: Path
) -> None:
    done = bot("import", str(folder(tmp_path / "uten", *but("guro"))))
    line = "there is no coordinator; give somebody that role in people.csv"
    assert (done.code, warned_of(done)) == (0, [f"warning: {line}"])
    checked = bot("check")
    assert checked.code == 1
    assert f"people: nordvik: {line}" in checked.lines


@on_both_kinds
async def test_only_the_memberships_that_fill_posts_are_read(house: House) -> None:
    """A municipality may have a hundred times as many people as its series need."""
    db = house.stage.app.db
    kari = await db.read(partial(person_named, municipality="nordvik", who="kari@nordvik.example", now=house.stage.now))
    everybody = await db.read(partial(lasting_memberships, municipality="nordvik", now=house.stage.now))
    assert kari is not None
    assert len(everybody) == len(EVERYBODY)
    holders = partial(lasting_of_posts, municipality="nordvik", people=[kari.id], groups=[], now=house.stage.now)
    found = {(membership.group, membership.role) for membership in await db.read(holders)}
    assert found == {(GROUP, Role.FACILITATOR), ("rektorgruppa", Role.COORDINATOR)}
