"""What a digest's template says, in the page's language; the same sentences as on the card."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from urllib.parse import quote as url_quoted

from bot.entry.web.spread_words import SpreadWords
from content.cards.digesting import asks_in_agenda, digest_heading, laws, meeting_about, question_ahead, standing
from content.cards.findings import first_lines, silent_line
from content.cards.sections import asked_on, people_told, said_alone, said_among_others
from content.cards.signing import signature_line
from content.dates import day
from content.language import Language
from content.packs import item_about, items, promise_lines
from content.shares import shares_lines
from content.turnout import turnout_lines
from content.vocabulary.digesting import (
    Digesting,
    GroupSection,
    MeetingDigest,
    PromptSection,
    SessionDigest,
    Shares,
    Theme,
)
from content.vocabulary.meeting_pages import RoomPage
from content.vocabulary.packing import AgendaItem, OpenPromise, Pack
from content.vocabulary.pages import DigestPage
from content.vocabulary.prompting import Quote
from content.wording import phrase


class DigestWords:
    """Each method is called by a template; what a digest does not tell is an empty text or list."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self.spread = SpreadWords(language)

    def heading(self, digest: Digesting) -> str:
        return digest_heading(digest, self._language)

    def about(self, digest: Digesting) -> str:
        if isinstance(digest, MeetingDigest):
            return meeting_about(digest, self._language)
        return phrase(digest, "about", self._language, opened_at=day(digest.opened_at, self._language))

    def head(self, digest: Digesting) -> list[str]:
        """How many have answered, as far as that may be told, or that the pack is a draft or its meeting not held."""
        if isinstance(digest, MeetingDigest):
            return standing(digest, self._language)
        return list(turnout_lines(digest.turnout, self._language, shared=self.has_answers(digest.prompts)))

    def prompts(self, digest: Digesting) -> tuple[PromptSection, ...]:
        if isinstance(digest, SessionDigest):
            return digest.prompts
        return (*digest.common, *(prompt for group in digest.groups for prompt in group.prompts))

    def has_answers(self, prompts: Sequence[PromptSection]) -> bool:
        return any(prompt.has_answers for prompt in prompts)

    def by_area(self, prompts: Sequence[PromptSection]) -> Iterator[tuple[str, list[PromptSection]]]:
        for area, found in groupby(prompts, key=lambda prompt: prompt.area):
            yield area, list(found)

    def findings(self, digest: Digesting) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """(heading, (question, sentence) of each finding); no question where all were asked the same."""
        are_several = len({prompt.question for prompt in self.prompts(digest)}) > 1
        for head, lines in first_lines(digest.findings, self._language):
            yield head, [(question if are_several else "", told) for question, told in lines]

    def silent(self, digest: Digesting) -> str:
        return silent_line(digest.findings, self._language) if digest.findings.silent else ""

    def laws(self, digest: Digesting) -> list[str]:
        return laws(self.prompts(digest))

    def question_ahead(self, digest: Digesting) -> str:
        """Nothing where nothing is shared, and where the agenda has the question."""
        is_asked = self.has_answers(self.prompts(digest)) and not asks_in_agenda(digest)
        return question_ahead(digest, self._language) if is_asked else ""

    def turnout(self, group: GroupSection) -> list[str]:
        if group.turnout is None:
            return []
        return list(turnout_lines(group.turnout, self._language, shared=self.has_answers(group.prompts)))

    def asked_on(self, prompt: PromptSection) -> str:
        return asked_on(prompt, self._language) if prompt.asked_on else ""

    def shares(self, shares: Shares | None) -> list[str]:
        return shares_lines(shares, self._language)

    def people(self, theme: Theme) -> str:
        return people_told(theme, self._language)

    def alone(self, prompt: PromptSection) -> tuple[Quote, ...]:
        return said_alone(prompt)

    def others(self, prompt: PromptSection) -> tuple[Quote, ...]:
        return said_among_others(prompt)

    def origin(self, page: DigestPage | RoomPage, quote: Quote) -> str:
        """The address of where the quote was said."""
        return f"/digests/{url_quoted(page.municipality)}/{page.id}/origin/{quote.mark}"

    def signature(self, quote: Quote) -> str:
        return signature_line(quote.signed, self._language)

    def items(self, pack: Pack) -> Iterator[tuple[AgendaItem, str, str]]:
        return items(pack, self._language)

    def item_about(self, pack: Pack, item: AgendaItem) -> list[str]:
        return list(item_about(pack, item, self._language))

    def promise(self, promise: OpenPromise) -> tuple[str, str]:
        return promise_lines(promise, self._language)
