"""Themes of the answers that one reader may read, as far as they may be told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from content.vocabulary.digesting import Theme, ThemeShown, ThemesShown
from content.vocabulary.prompting import Quote, Signed
from dialogs.knowledge.handed import NOBODYS, Theirs, hands
from dialogs.knowledge.quotes import Unsorted, Voice, answers_of, read_well
from dialogs.knowledge.themes.values import ThemeFinder
from dialogs.sharing.reaching import CROWD

ENOUGH = 15
"""People whose answers may be read, before themes are looked for."""

STILL_ENOUGH = 2 * CROWD
"""People whose answers are left, as long as themes once told stay: one answer taken back ends no theme of others."""

_COVER = 2  # quotes that stand for a theme on a card
_SOUGHT = 36  # quotes asked of the engine: three for as many themes as it finds at most


@dataclass(frozen=True)
class Grouped:
    """A theme's voices, and the few that cover the theme; a label is words that people used, or a name they gave."""

    label: str
    voices: tuple[Voice, ...]
    cover: tuple[Voice, ...]
    concept: str = ""

    @property
    def people(self) -> int:
        return len({voice.author for voice in self.voices})


def grouped(
    voices: Sequence[Voice], finder: ThemeFinder, theirs: Theirs = NOBODYS
) -> tuple[tuple[Grouped, ...], tuple[Voice, ...]]:
    """The themes of CROWD people or more, and the voices of no such theme; no theme where too few answered.

    A smaller theme is neither named nor counted.
    """
    if not _are_enough(len({voice.author for voice in voices}), theirs):
        return (), tuple(voices)
    known = answers_of(voices)
    answers = [answer for _, answer in known.values()]
    found = finder.find_themes(answers, quotes=_SOUGHT, hands=hands(theirs, known))
    themes = tuple(
        one
        for one in (
            Grouped(
                theme.label,
                tuple(known[member][0] for member in theme.members),
                _cover([known[quote.id][0] for quote in theme.quotes]),
                theme.concept,
            )
            for theme in found.themes
        )
        if one.label and one.people >= CROWD
    )
    placed = {id(voice) for theme in themes for voice in theme.voices}
    return themes, tuple(voice for voice in voices if id(voice) not in placed)


def _are_enough(people: int, theirs: Theirs) -> bool:
    """As many as ENOUGH, or what is left of so many, or of those whose themes somebody has put in order."""
    were_told = bool(theirs.tidied.themes) or people + theirs.gone >= ENOUGH
    return people >= ENOUGH or (were_told and people >= STILL_ENOUGH)


def _cover(voices: Sequence[Voice]) -> tuple[Voice, ...]:
    """The first quotes of different words."""
    return tuple({voice.quote.mark: voice for voice in reversed(voices)}.values())[::-1][:_COVER]


def shown(question: str, themes: Sequence[Grouped], others: Sequence[Voice]) -> ThemesShown | None:
    """What a card carries, so that a person can put the very themes in order that the card shows; None without any."""
    if not themes:
        return None
    return ThemesShown(
        question,
        tuple(ThemeShown(theme.label, _marks(theme.voices), theme.concept) for theme in themes),
        _marks(others),
    )


def _marks(voices: Sequence[Voice]) -> tuple[str, ...]:
    return tuple(sorted({voice.quote.mark for voice in voices}))


def told(themes: Sequence[Grouped], *, covers_only: bool = False) -> tuple[Theme, ...]:
    """The themes as shown. Beside a name no number is told, of any of the themes."""
    is_signed = any(voice.quote.signed for theme in themes for voice in theme.voices)
    return tuple(_told(theme, covers_only=covers_only, counts=not is_signed) for theme in themes)


def _told(theme: Grouped, *, covers_only: bool, counts: bool) -> Theme:
    """A theme is an order already: what does not cover it needs no engine, only to be said once."""
    # What several said is said once, and says so also where it covers the theme.
    said = {_key(quote): _among_others(quote) for quote in read_well(theme.voices, Unsorted())}
    cover = {_key(quote): quote for quote in (voice.quote for voice in theme.cover)}
    quotes = tuple(said.get(key) or _among_others(quote) for key, quote in cover.items())
    more = () if covers_only else tuple(quote for key, quote in said.items() if key not in cover)
    return Theme(theme.label, theme.people // CROWD * CROWD if counts else None, quotes, more)


def _among_others(quote: Quote) -> Quote:
    return replace(quote, alone=False) if quote.alone else quote


def _key(quote: Quote) -> tuple[str, Signed | None]:
    return quote.mark, quote.signed
