"""Which languages a text is in, told by its small words."""

from collections.abc import Collection

from content.concepts import PassLanguage

_NORWEGIAN_WORDS = """
og i jeg det at en et den til er som på de med han av ikke ikkje der så var meg seg men ett har om vi min mitt ha
hadde hun nå over da ved fra du ut sin dem oss opp man kan hans hvor eller hva skal selv sjøl her alle vil bli ble
blei blitt kunne inn når være kom noen noe ville dere deres etter ned skulle denne for hver eg eit ei dei me ho kva
korleis frå meir berre noko nokon vart vere også mange får fikk fekk får må går gjør gjer å
"""
_ENGLISH_WORDS = """
the and of to is was that it we you they this with on as be are were have has had not but at from by my our their what
when which how i'm don't didn't an or if so about would could should can more than there who when because been them us
she he his her me your its into very also just only really learned learnt
"""
_NORWEGIAN = frozenset(_NORWEGIAN_WORDS.split())
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_OF_BOTH = 0.4  # the share of small words from which a language counts beside the other
_FEWEST = 3  # small words of English beside Norwegian ones; fewer are loans


def languages_of(words: Collection[str]) -> tuple[PassLanguage, ...]:
    """Norwegian where nothing tells; both for a text that mixes them."""
    english, norwegian = (sum(map(small.__contains__, words)) for small in (_ENGLISH, _NORWEGIAN))
    if min(english, norwegian) > _OF_BOTH * (english + norwegian) and english >= _FEWEST:
        return (PassLanguage.NORWEGIAN, PassLanguage.ENGLISH)
    return (PassLanguage.ENGLISH,) if english > norwegian else (PassLanguage.NORWEGIAN,)
