"""Questions that people write: their rules, and a municipality's overlay with a proposed question in it."""

import json
from uuid import UUID

from content.catalogue_rules import LONGEST_PROMPT
from content.catalogue_types import Level
from content.language import Wording
from content.vocabulary.proposing import Wrong

LONGEST_OWN = 300
"""Characters of a question that is asked once."""
_LEVELS = (Level.TEAM, Level.SCHOOL, Level.PRINCIPALS)


def wrong_with(question: Wording) -> Wrong:
    """The first rule of questions that the wording breaks, "" for none; the catalogue checks all the rest."""
    texts = (question.nb, question.nn)
    if not all(texts):
        return "empty"
    if any(len(text.split()) > LONGEST_PROMPT for text in texts):
        return "too_long"
    if not all(text.endswith("?") for text in texts):
        return "no_question"
    return "blanks" if any({"{", "}"} & set(text) for text in texts) else ""


def wrong_with_own(*texts: str) -> Wrong:
    """The first rule that a question broke that is asked once; one text is enough, "" for a language not given."""
    given = [text for text in texts if text]
    if not given:
        return "empty"
    if any(len(text) > LONGEST_OWN for text in given):
        return "too_long"
    return next((wrong for text in given if (wrong := wrong_with(Wording(text, text)))), "")


def with_question(
    overlay: str | None,
    *,
    municipality: str,
    why: str,
    proposal: UUID,
    question: Wording,
    area: str,
    ms: tuple[str, ...],
) -> str:
    """The overlay's file with one prompt more at its end; a file of its own where there was none."""
    before = overlay if overlay is not None else f"municipality = {_quoted(municipality)}\nwhy = {_quoted(why)}\n"
    prompt: dict[str, str | list[str]] = {
        "id": f"forslag-{proposal.hex[:12]}",
        "nb": question.nb,
        "nn": question.nn,
        "areas": [area],
        "ms": list(ms),
        "level": [level.value for level in _LEVELS],
    }
    lines = [f"{key} = {_quoted(value)}" for key, value in prompt.items()]
    return "\n".join([before.rstrip("\n"), "", "[[prompts]]", *lines, ""])


def _quoted(value: str | list[str]) -> str:
    """As TOML, which reads JSON's texts and lists of texts as they are."""
    return json.dumps(value, ensure_ascii=False)
