"""Made-up messages about an author's own keyword."""

from content.vocabulary import tagging as t
from content.vocabulary.guarding import Stopped
from content.vocabulary.prompting import KeywordOffer
from tests.content.example_own_data import QUESTION

OFFERED = KeywordOffer("", ("tenketid", "læringspartnere", "muntlig aktivitet"), ("To og to",))
CHOSEN = KeywordOffer("tenketid", ("tenketid",))
OWN_ALONE = KeywordOffer()
"""Nothing fits the words: a word of one's own is left."""

EXAMPLES: tuple[t.Tagging, ...] = (
    t.NoKeyword(),
    t.KeywordTooLong(4, 40),
    t.KeywordStopped(Stopped(("name",))),
    t.KeywordStopped(Stopped(())),
    t.KeywordPoints(),
    t.NothingToTag(),
    t.KeywordKept(2, QUESTION),
    t.KeywordGone(2, QUESTION),
    t.KeywordsInText(
        (
            t.TaggedInText(1, QUESTION, ("tenketid", "læringspartnere"), has_keyword=False),
            t.TaggedInText(2, QUESTION, (), has_keyword=True),
        )
    ),
)
