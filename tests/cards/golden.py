"""The golden files: every card in every language as it was last looked at, for a difference to be read.

`make golden` writes them anew. A file holds the cards of one message's class in one language: a line for each element
and each button. A `line` is a RichTextBlock with one TextRun, a `heading` a TextBlock that looks as headings do. Left
out are the schema's address, the fallback of a button (an Action.Submit of the same), the drawing of a picture and what
stands beyond the first part of a long text.
"""

import json
import shutil
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any
from zlib import crc32

from content.language import Language
from tests.cards.found import example_cards

FOLDER = Path(__file__).with_name("golden")
_LONGEST = 400  # characters of a text
_HEADING = {"size": "Default", "weight": "Bolder", "wrap": True, "style": "heading"}


def files(language: Language) -> dict[Path, str]:
    """Path and text of each golden file of the language, as they ought to be now."""
    by_kind = groupby(sorted(example_cards(language), key=lambda found: found.kind), key=lambda found: found.kind)
    return {
        FOLDER / language.value / f"{kind}.json": _text({each.name: each.card for each in cards})
        for kind, cards in by_kind
    }


def differences(language: Language) -> list[str]:
    """The names of files that are missing, left over, or hold another text."""
    now = files(language)
    there = {path: path.read_text(encoding="utf-8") for path in (FOLDER / language.value).glob("*.json")}
    return sorted(path.name for path in {*now, *there} if now.get(path) != there.get(path))


def _text(cards: dict[str, dict[str, Any]]) -> str:
    return "{\n" + ",\n".join(f"{_line(name)}: {_card(card)}" for name, card in cards.items()) + "\n}\n"


def _card(card: dict[str, Any]) -> str:
    return "{\n" + ",\n".join(_parts(card)) + "\n}"


def _parts(card: dict[str, Any]) -> Iterator[str]:
    for key, value in card.items():
        if key in {"body", "actions"}:
            yield f"  {_line(key)}: [\n" + ",\n".join(f"    {_line(_shown(each))}" for each in value) + "\n  ]"
        elif key != "$schema":
            yield f"  {_line(key)}: {_line(_shown(value))}"


def _shown(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        return _briefly({key: _shown(inner) for key, inner in value.items() if not _is_known(key, value)})
    if isinstance(value, list):
        return [_shown(inner) for inner in value]
    if isinstance(value, str) and value.startswith("data:"):
        return f"picture {crc32(value.encode()):08x}"
    if isinstance(value, str) and len(value) > _LONGEST:
        return f"{value[: _LONGEST // 2]} … ({len(value)} characters)"
    return value


def _briefly(part: dict[str, Any]) -> object:
    """The commonest parts in few words; another part as it is."""
    match part:
        case {"type": "TextRun", "text": text, **look}:
            return {"run": text} | look
        case {"type": "RichTextBlock", "inlines": [{"run": text, **look}], **more}:
            return {"line": text} | look | more
        case {"type": "TextBlock", "text": text, **look}:
            unusual: dict[str, object] = {name: how for name, how in look.items() if _HEADING.get(name) != how}
            return {"heading": text, **unusual}
        case {"municipality": _, "session": session, "position": position}:
            return f"{session}:{position}"
        case {"sloyfa": 1, "press": _, **more}:
            return {"press": part["press"], **more}
        case _:
            return part


def _is_known(key: str, part: dict[str, Any]) -> bool:
    """Whether every action has the same under the key: the verb, and an Action.Submit of the same data as fallback."""
    if key != "fallback":
        return key == "verb"
    same = {name: value for name, value in part.items() if name not in {"fallback", "verb"}} | {"type": "Action.Submit"}
    return bool(part["fallback"] == same)


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def main() -> None:
    for language in Language:
        shutil.rmtree(FOLDER / language.value, ignore_errors=True)
        (FOLDER / language.value).mkdir(parents=True)
        for path, text in files(language).items():
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
