"""Every word of a page is said by a template, and every page has a template."""

import re
from importlib.resources import files
from pathlib import Path
from typing import get_args

from bot.entry.web.templating import FOR_FEW, MENU
from content.language import Language
from content.vocabulary.listing import TakeAlong
from content.vocabulary.pages import Frame, Page
from content.vocabulary.pictures import YearIn
from content.vocabulary.programs import ApiProblem, ApiTrouble
from content.wording import all_words

_TEMPLATES = {
    template.name: template.read_text(encoding="utf-8")
    for template in Path(str(files("bot") / "entry" / "web" / "templates")).rglob("*.html")
}


def test_every_page_has_a_template_of_its_own_name() -> None:
    assert {f"{kind.__name__}.html" for kind in get_args(Page)} <= _TEMPLATES.keys()


def test_programs_are_told_of_every_trouble() -> None:
    parts = {f"{why}_{part}" for why in ApiTrouble for part in ("title", "detail")}
    assert all_words(Language.NB)[ApiProblem.__name__].keys() == parts


def test_every_part_of_a_pages_words_is_said_by_a_template() -> None:
    said = "\n".join(_TEMPLATES.values())
    named = {*re.findall(r"\"(\w+)\"", said), *(part for _, part in (*MENU, *FOR_FEW))}
    endings = tuple(re.findall(r"~ \"(_\w+)\"", said))
    for kind in (Frame, TakeAlong, YearIn, *get_args(Page)):
        for part in all_words(Language.NB)[kind.__name__]:
            is_counted = part.endswith(("_one", "_many")) and part.rsplit("_", 1)[0] in named
            assert part in named or is_counted or part.endswith(endings), (kind.__name__, part)
