"""What a group's own names for themes teach: words and concepts by which its next sessions' themes are found."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from dialogs.knowledge.concepts import lower_words
from dialogs.knowledge.tidying import Done, Seen
from dialogs.model import OwnWord, ThemeName
from dialogs.sharing.reaching import CROWD

_OF_A_LABEL = 2  # the first words of a suggested label, which are the most telling
_TELLING = 2  # words of a theme that somebody made
_SHORTEST = 5  # letters
_TIMES = 2  # as common in the theme as outside
_MOST = 12  # words of one name


def learnt(
    done: Done, before: Collection[OwnWord], texts: Mapping[UUID, str], authors: Mapping[UUID, str]
) -> tuple[OwnWord, ...]:
    """The words of each theme with a name; `before` are those of the themes as they were called until now."""
    found: dict[tuple[str, str], OwnWord] = {}
    for theme in done.tidied.themes:
        if theme.name is not None:
            members = [one for (one, _), number in done.tidied.places.items() if number == theme.number]
            sources = done.sources.get(theme.number, ())
            for word in _of_theme(theme.name, sources, before, _telling(members, texts, authors)):
                found.setdefault((word.word, word.concept), word)
    return tuple(found.values())


def _of_theme(
    name: ThemeName, sources: Sequence[Seen], before: Collection[OwnWord], telling: Sequence[str]
) -> tuple[OwnWord, ...]:
    """A theme that somebody made of answers of several is told by what its people say, any other by what it was."""
    words = [name.label]
    concepts = [source.concept for source in sources if source.concept]
    for source in sources:
        known = [one for one in before if one.name.label == source.label]
        words += [one.word for one in known if one.word]
        concepts += [one.concept for one in known if one.concept]
        if not known:
            words += source.label.split(", ")[:_OF_A_LABEL]
    if not sources:
        words += telling
    of_words = [OwnWord(word, "", name) for word in dict.fromkeys(word.casefold() for word in words if word)][:_MOST]
    return (*of_words, *(OwnWord("", concept, name) for concept in dict.fromkeys(concepts)))


def _telling(members: Collection[UUID], texts: Mapping[UUID, str], authors: Mapping[UUID, str]) -> list[str]:
    """Words of five people or more in the theme, who are a third of its people, and of far fewer outside."""
    inside = _users(members, texts, authors)
    outside = _users(texts.keys() - set(members), texts, authors)
    here = len({authors[one] for one in members if one in authors}) or 1
    there = len({authors[one] for one in texts.keys() - set(members)}) or 1
    share = {
        word: number / here
        for word, number in inside.items()
        if number >= CROWD and 3 * number >= here and number / here >= _TIMES * outside[word] / there
    }
    return sorted(share, key=lambda word: (-share[word], word))[:_TELLING]


def _users(answers: Iterable[UUID], texts: Mapping[UUID, str], authors: Mapping[UUID, str]) -> Counter[str]:
    people: defaultdict[str, set[str]] = defaultdict(set)
    for one in answers:
        for word in lower_words(texts.get(one, "")):
            if len(word) >= _SHORTEST:
                people[word].add(authors[one])
    return Counter({word: len(who) for word, who in people.items()})
