"""Digests: of a session, and of several sessions ahead of a meeting."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from content.vocabulary.packing import Pack
from content.vocabulary.prompting import Quote, Turnout


@dataclass(frozen=True)
class Share:
    """An answer by one press that some have chosen: `least` of them at least, None where no number may be told."""

    label: str
    least: int | None = None


@dataclass(frozen=True)
class Shares:
    """The answers by one press that were chosen, in their order; none where the shares could point at somebody."""

    chosen: tuple[Share, ...] = ()


@dataclass(frozen=True)
class Theme:
    """Answers about one thing, by five people or more: `least` people at least, in whole fives, None beside a name.

    `label` is made of words that people used. `quotes` cover the theme with little repetition, and `more` are the rest
    of its answers.
    """

    label: str
    least: int | None
    quotes: tuple[Quote, ...]
    more: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class ThemeShown:
    """A theme with the marks of all its answers; `concept` is the lexicon's."""

    label: str
    marks: tuple[str, ...]
    concept: str = ""


@dataclass(frozen=True)
class ThemesShown:
    """A question's themes in a digest, and the marks of the answers in none; `question` is the question's key."""

    question: str
    themes: tuple[ThemeShown, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class PromptSection:
    """The answers shared to one prompt; `law` is the requirement's sentence, None without a requirement.

    `shares` is None where the prompt is answered in words alone. `quotes` are the answers outside every theme, all of
    them where there are no themes. `asked_on` are the local days of asking, none for another municipality's.
    `heading` is a facilitator's own, "" without one. `shown` are the themes with all their answers, None without any.
    """

    area: str
    question: str
    law: str | None
    quotes: tuple[Quote, ...]
    shares: Shares | None = None
    themes: tuple[Theme, ...] = ()
    asked_on: tuple[datetime, ...] = ()
    heading: str = ""
    shown: ThemesShown | None = None

    @property
    def has_answers(self) -> bool:
        """Whether the reader is shown words, or how the answers by one press spread."""
        return bool(self.quotes or self.themes) or (self.shares is not None and bool(self.shares.chosen))

    @property
    def every_quote(self) -> tuple[Quote, ...]:
        """All quotes in the order of the card: each theme's, then the others."""
        return (*_of_themes(self.themes), *self.quotes)


@dataclass(frozen=True)
class Agreed:
    """Most of those who answered the question by one press chose the same `answer`."""

    question: str
    answer: str


@dataclass(frozen=True)
class Differing:
    """Of those who answered the question by one press, several chose `one` and several `other`, far apart."""

    question: str
    one: str
    other: str


@dataclass(frozen=True)
class Unsure:
    """Of those who took a position on a statement, several are unsure; `are_most`: most are."""

    question: str
    are_most: bool


@dataclass(frozen=True)
class Change:
    """More people than last time, or fewer, answered the same question with this theme."""

    label: str
    more: bool


@dataclass(frozen=True)
class Between:
    """In a school that has itself said yes to being compared, the theme is more frequent than in the other schools."""

    school: str
    label: str


@dataclass(frozen=True)
class Findings:
    """What the answers say together, each finding with its ground in answers that this reader may read.

    `silent` are the names of areas that were asked about and of which there is nothing to read. `needs` are needs for
    support that were addressed to the owner, in people's own words. `question` is the question for the next meeting,
    from the catalogue, "" without any.
    """

    agreed: tuple[Agreed, ...] = ()
    differing: tuple[Differing, ...] = ()
    silent: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    between: tuple[Between, ...] = ()
    needs: tuple[Quote, ...] = ()
    question: str = ""
    unsure: tuple[Unsure, ...] = ()


@dataclass(frozen=True)
class GroupSection:
    """A group's part of a meeting's digest, as far as the reader may read it.

    `turnout` is None for a group of another municipality: only released copies reach a network.
    """

    group: str
    turnout: Turnout | None
    prompts: tuple[PromptSection, ...]


@dataclass(frozen=True)
class DigestRef:
    """Which digest a card shows: the ids of its municipality and its own."""

    municipality: str
    digest: str


@dataclass(frozen=True)
class SessionDigest:
    """Turnout, then people's own words by area and prompt. `opened_at` is local. `in_channel`: many read the card.

    `ref` is None where no quote is followed to its origin: in a channel, and outside Teams. `is_draft`: nobody has
    approved the draft. `may_tidy`: the reader may put the themes in order.
    """

    group: str
    opened_at: datetime
    turnout: Turnout
    prompts: tuple[PromptSection, ...]
    in_channel: bool = False
    findings: Findings = Findings()
    ref: DigestRef | None = None
    is_draft: bool = False
    may_tidy: bool = False


@dataclass(frozen=True)
class MeetingDigest:
    """Ahead of a meeting, over all groups that have shared. `meeting_at` is local.

    `common` are the themes of questions that several groups were asked, with the quotes that cover each theme; all
    answers stand under the groups. `ref` and `may_tidy` are as of a session's digest. `pack` is the proposed agenda,
    None for none.
    `is_draft`: the card becomes the pack later, and others get theirs then. `called_off`: the meeting is not held then.
    """

    meeting: str
    meeting_at: datetime
    groups: tuple[GroupSection, ...]
    common: tuple[PromptSection, ...] = ()
    findings: Findings = Findings()
    ref: DigestRef | None = None
    pack: Pack | None = None
    may_tidy: bool = False
    is_draft: bool = False
    called_off: bool = False


@dataclass(frozen=True)
class DigestTable:
    """The columns of a digest in a spreadsheet, and of a pack's agenda in a file."""


Digesting = SessionDigest | MeetingDigest


def _of_themes(themes: Iterable[Theme]) -> Iterable[Quote]:
    for theme in themes:
        yield from theme.quotes
        yield from theme.more


def without_numbers(digest: Digesting) -> Digesting:
    """The digest with its themes, and no number of people in any."""
    if isinstance(digest, SessionDigest):
        return replace(digest, prompts=_uncounted(digest.prompts))
    groups = tuple(replace(group, prompts=_uncounted(group.prompts)) for group in digest.groups)
    return replace(digest, groups=groups, common=_uncounted(digest.common))


def _uncounted(prompts: Iterable[PromptSection]) -> tuple[PromptSection, ...]:
    return tuple(
        replace(prompt, themes=tuple(replace(theme, least=None) for theme in prompt.themes)) for prompt in prompts
    )
