"""The words of a file of answers that the concept lexicon does not hold, without names."""

from collections.abc import Sequence

from bot.context.text_guard import packaged_guard
from content.concepts import Lexicon
from content.cues import guard_data
from dialogs.knowledge.concepts import concept_reader, words_of
from dialogs.knowledge.coverage import Coverage
from dialogs.knowledge.themes.values import Answer
from dialogs.knowledge.uncovered import coverage


def uncovered(lexicon: Lexicon, answers: Sequence[Answer], *, fewest: int) -> Coverage:
    """Words of at least `fewest` people. What the guard finds in a text is left out, and every name on its lists."""
    return coverage(answers, concept_reader(lexicon), fewest=fewest, names=_names)


def _names(text: str) -> list[tuple[int, int]]:
    data = guard_data()
    listed = (data.given | data.surnames | data.places) - data.words - data.small_words
    found = [(one.start, one.end) for one in packaged_guard().judge(text).found]
    return [*found, *((word.start, word.end) for word in words_of(text) if word.text.removesuffix("s") in listed)]
