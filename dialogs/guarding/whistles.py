"""Reports of wrongdoing at work, to be sent through the municipality's own channel."""

from collections.abc import Iterator, Sequence

from dialogs.guarding.passage import Passage


def whistles(passages: Sequence[Passage]) -> Iterator[tuple[int, int]]:
    for passage in passages:
        if _reports(passage):
            yield passage.start, passage.end


def _reports(passage: Passage) -> bool:
    if passage.has("whistle.routine"):
        return False
    if passage.has("whistle.direct"):
        return True
    if passage.has("whistle.punished") and passage.has("whistle.consequence"):
        return True
    return passage.has("whistle.subject") and passage.has("whistle.wrong")
