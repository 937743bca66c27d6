"""A network of six and one of twenty, played once over the wire: the packs that end it, as a coordinator reads them."""

import re
from collections import Counter
from pathlib import Path

import pytest

from bot.rehearsal import meeting
from bot.rehearsal.house import Scene
from bot.rehearsal.meeting import network_meeting
from bot.rehearsal.stories import Moment
from bot.rehearsal.tenkevik import answers, member
from content.cards.fitting import fits
from tests.scenes import Checks, goes_on_in_time, newest

AGENDAS = {"eva": "Forslag til saksliste", "olav": "Forslag til sakliste"}
DILEMMAS = {
    "eva": "Noe en av dere vil ha hjelp til å tenke gjennom",
    "olav": "Noko ein av dykk vil ha hjelp til å tenkje gjennom",
}
DECIDED = {"eva": "Dette ble dere enige om sist:", "olav": "Dette vart de einige om sist:"}
MINUTES = re.compile(r"(\d+)–(\d+) min")
WORDS_OF_PEOPLE = {answer.text for question in (1, 2) for answer in answers(question)} | {
    meeting.TOWNS,
    meeting.GROUPS,
    meeting.NEED,
    meeting.DILEMMA,
    meeting.DECIDED,
    *(why for _, why in meeting.WHY),
}
SIX, TWENTY = Checks(network_meeting(6)), Checks(network_meeting(20))


def a_pack_is_whole(scene: Scene, who: str) -> None:
    """The minutes follow one another to the full hour, no one's words stand twice, and the card fits."""
    told = newest(scene, who)
    assert AGENDAS[who] in told
    minutes = [tuple(map(int, found.groups())) for one in told if (found := MINUTES.fullmatch(one))]
    assert [begins for begins, _ in minutes] == [0, *(ends for _, ends in minutes[:-1])]
    assert minutes[-1][1] == 60
    assert [text for text, times in Counter(told).items() if times > 1 and text in WORDS_OF_PEOPLE] == []
    assert fits(scene.cast[who].view(scene.cast[who].chat[-1]) or {})


def is_read_in_two_minutes(scene: Scene) -> None:
    """For whoever takes part, in both languages, with the same words of people."""
    for number, dilemma in ((1, DILEMMAS["eva"]), (2, DILEMMAS["olav"])):
        told = newest(scene, member(number))
        assert {dilemma, meeting.DILEMMA} <= set(told)
        assert sum(len(text.split()) for text in told) <= 400
        assert not [text for text in told if "Konsultasjon" in text], "how it is worked with is for whoever leads"
        assert meeting.NEED not in told


def first_pack(scene: Scene, _moment: Moment) -> None:
    for who, dilemma in DILEMMAS.items():
        a_pack_is_whole(scene, who)
        told = newest(scene, who)
        order = [told.index(one) for one in (meeting.TOWNS, meeting.GROUPS, dilemma, meeting.DILEMMA, meeting.NEED)]
        assert order == sorted(order)
    is_read_in_two_minutes(scene)


def next_pack(scene: Scene, _moment: Moment) -> None:
    for who, decided in DECIDED.items():
        a_pack_is_whole(scene, who)
        told = newest(scene, who)
        assert told[told.index(decided) + 1] == meeting.DECIDED
        assert not [text for text in told if "19. november" in text], "what is looked at now has no day that is past"
        assert "Til møtet" not in told, "the question stands in the agenda"


for checks in (SIX, TWENTY):
    checks.after("pack")(first_pack)
    checks.after("next pack")(next_pack)


@SIX.after("given back")
def what_was_decided_is_given_back_to_who_was_there(scene: Scene, _moment: Moment) -> None:
    assert meeting.DECIDED in newest(scene, member(1))


@pytest.mark.parametrize("checks", [SIX, TWENTY], ids=["six", "twenty"])
async def test_a_network_meeting(checks: Checks, tmp_path: Path) -> None:
    assert await checks.play(tmp_path) == checks.names, "every turning point has been looked at"


def test_the_scene_goes_on_in_time() -> None:
    assert goes_on_in_time(network_meeting(6))
