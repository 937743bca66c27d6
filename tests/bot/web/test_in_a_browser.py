"""Signing in and out, and planning, in a real browser: cookies, redirects and the pages' own rules work together."""

from pathlib import Path
from time import monotonic
from zipfile import ZipFile

import pytest

from tests.bot.web.browsing import open_pages
from tests.bot.web.chromium import new_reader, open_chromium
from tests.nordvik import municipality, series

pytestmark = pytest.mark.browser

LED_ON = "asks another host"  # the issuer, to sign in and out


async def test_somebody_signs_in_at_the_issuer_and_out_again(sqlite_url: str) -> None:
    async with open_pages(sqlite_url) as pages, open_chromium() as chromium:
        reader = await new_reader(chromium, pages, "", "nb")
        page = reader.page
        await page.goto(str(pages.url))
        await page.get_by_role("link", name="Logg inn med jobbkontoen").click()
        assert await page.get_by_role("heading").inner_text() == "Hvem vil du være?"
        await page.get_by_role("link", name="Siv Rektor").click()
        assert page.url == f"{pages.url}/"
        assert await page.locator(".who").inner_text() == "Siv Rektor"
        [cookie] = [one for one in await page.context.cookies() if one["name"] == "sloyfa"]
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
        assert await page.evaluate("document.cookie") == ""
        await page.go_back()
        await page.go_forward()
        assert await page.locator(".who").inner_text() == "Siv Rektor"
        # The rule on where forms may lead lets the issuer end its own session.
        await page.get_by_role("button", name="Logg ut").click()
        await page.wait_for_url("**/signed-out")
        assert await page.get_by_role("heading").inner_text() == "Du er logget ut"
        assert pages.issuer.asked[-1].endswith("/logout")
        assert [fault for fault in reader.faults if not fault.startswith(LED_ON)] == []


MOST_PRESSES, MOST_SECONDS = 6, 120


async def test_a_newcomer_plans_questions_in_a_few_presses_without_reading_anything(
    sqlite_url: str, tmp_path: Path
) -> None:
    """By the page's own buttons alone, from the front page; the clock is the one on the wall."""
    people = ("liv,team-solbakken,facilitator", "ada,team-solbakken,participant")
    folder = municipality(tmp_path / "nordvik", people=people)
    async with open_pages(sqlite_url, folder=folder) as pages, open_chromium() as chromium:
        reader = await new_reader(chromium, pages, "liv", "nb")
        page, presses, began = reader.page, 0, monotonic()
        await reader.open(f"{pages.url}/")
        for name in ("Øktene", "Planlegg spørsmål"):
            await page.get_by_role("link", name=name, exact=True).first.click()
            presses += 1
        await page.get_by_label("Hvor ofte?").select_option(label="Annenhver uke")
        await page.get_by_role("button", name="Se datoene").click()
        presses += 2
        assert "4 ganger" in await page.inner_text("main") or "3 ganger" in await page.inner_text("main")
        await page.get_by_role("button", name="Start", exact=True).click()
        presses += 1
        await page.wait_for_url("**/series/nordvik/*")
        assert presses <= MOST_PRESSES
        assert monotonic() - began < MOST_SECONDS
        assert "Inkluderende læringsmiljøer" in await page.inner_text("h1")
        assert reader.faults == []


async def test_a_coordinator_sends_a_packed_list_sees_it_carries_it_out_and_undoes_it(
    sqlite_url: str, tmp_path: Path
) -> None:
    people = ("guro,rektorgruppa,coordinator", "liv,team-solbakken,leader", "ada,team-solbakken,participant")
    folder = municipality(tmp_path / "nordvik", people=people)
    listed = (folder / "people.csv").read_text(encoding="utf-8").replace("Ada Oppdiktet", "Ada Nygift")
    (tmp_path / "ny").mkdir()
    (tmp_path / "ny" / "people.csv").write_text(listed, encoding="utf-8")
    with ZipFile(tmp_path / "liste.zip", "w") as packed:
        packed.write(tmp_path / "ny" / "people.csv", "nordvik/people.csv")
        for name in ("units.csv", "groups.csv"):
            packed.write(folder / name, f"nordvik/{name}")
    async with open_pages(sqlite_url, folder=folder) as pages, open_chromium() as chromium:
        reader = await new_reader(chromium, pages, "guro", "nb")
        page = reader.page
        await reader.open(f"{pages.url}/groups")
        await page.get_by_role("link", name="Send inn lista over personer og grupper i Nordvik kommune").click()
        await page.get_by_label("Velg filene").set_input_files(tmp_path / "liste.zip")
        await page.get_by_role("button", name="Vis hva lista endrer").click()
        await page.get_by_text("Personer: 1 ny eller endret").click()
        assert await page.get_by_text("navn: Ada Oppdiktet → Ada Nygift").is_visible()
        await page.get_by_role("button", name="Gjennomfør").click()
        assert "Gjennomført" in await page.inner_text("main")
        await page.get_by_role("button", name="Angre hele lista").click()
        assert "ble angret" in await page.inner_text("main")
        await page.get_by_label("Velg filene").set_input_files(
            [tmp_path / "ny" / "people.csv", folder / "units.csv", folder / "groups.csv"]
        )
        await page.get_by_role("button", name="Vis hva lista endrer").click()
        assert "Endret: 1" in await page.inner_text("main")
        assert reader.faults == []


OWN = "Hva har vi prøvd som vi vil fortsette med?"


async def test_a_planner_writes_the_next_question_and_sees_it_as_a_card_first(sqlite_url: str, tmp_path: Path) -> None:
    people = ("liv,team-solbakken,facilitator", "ada,team-solbakken,participant")
    folder = municipality(tmp_path / "nordvik", people=people)
    async with open_pages(sqlite_url, folder=folder) as pages, open_chromium() as chromium:
        await pages.house.stage.plan(series(tmp_path, "uka", "team-solbakken", led_by="liv"))
        reader = await new_reader(chromium, pages, "liv", "nb")
        page = reader.page
        await reader.open(f"{pages.url}/series/nordvik/uka")
        await page.get_by_role("link", name="Se og velg spørsmålene som kommer").click()
        await page.get_by_role("link", name="Bytt spørsmål").first.click()
        await page.get_by_label("Spørsmålet ditt på bokmål").fill(OWN)
        await page.get_by_label("Hvilket område handler det om?").select_option(index=1)
        await page.get_by_role("button", name="Se kortet først").click()
        assert OWN in await page.get_by_role("region", name="Slik blir kortet").inner_text()
        await page.get_by_role("button", name="Bruk mitt spørsmål").click()
        assert "Økta spør med dine ord." in await page.get_by_role("status").inner_text()
        await page.get_by_role("link", name="Alle spørsmålene som kommer").click()
        assert OWN in await page.inner_text("main")
        assert reader.faults == []
