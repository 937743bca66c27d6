"""LexRank and TextRank of sumy, beside which themes are measured."""

from collections.abc import Callable, Mapping, Sequence

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer

from dialogs.knowledge.concepts import words_of
from dialogs.knowledge.themes.values import Answer


class _Words:
    """A tokenizer for sumy that needs no data."""

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(word.text for word in words_of(text))


def ranked(summarize: Callable[..., Sequence[Sentence]], given: Sequence[Answer], number: int) -> list[str]:
    """The ids of the answers that sumy chooses."""
    sentences = {Sentence(" ".join(one.text.split()), _Words()): one.id for one in given if words_of(one.text)}
    document = ObjectDocumentModel([Paragraph(list(sentences))])
    return [sentences[one] for one in summarize(document, number)]


RANKINGS: Mapping[str, Callable[..., Sequence[Sentence]]] = {
    "LexRank": LexRankSummarizer(),
    "TextRank": TextRankSummarizer(),
}
