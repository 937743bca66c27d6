"""The written language of a text, told by its small words, for a page's `lang` attribute."""

import re

_WORDS = re.compile(r"[a-zæøåéòô']+")

_ONLY_NB = frozenset(
    """
jeg ikke hva hvordan hvorfor hvem hvor hvis hun hennes mye fra blir ble blitt være noe noen også bare mer dere deres
gjør gjorde kommer gikk fikk selv sånn flere enn etter sammen skolen skoler lærere elevene elever
""".split()  # noqa: SIM905 - a list of words is read as a text
)
_ONLY_NN = frozenset(
    """
eg ikkje kva korleis kvifor kven kvar dersom ho hennar mykje frå blei vart vorte vere noko nokon nokre òg berre meir
dykk dykkar gjer gjorde kjem gjekk fekk sjølv slik fleire saman skulen skular lærarar elevane elevar me
""".split()  # noqa: SIM905 - a list of words is read as a text
)
_BOTH = frozenset(
    """
og i det at en et den til er som på de med han der så var meg seg om vi min for av har kan må når
""".split()  # noqa: SIM905 - a list of words is read as a text
)
_ENGLISH = frozenset(
    """
the and of to is was that it we you they this with on as be are were have has had not but from by my our their what
when which how if so about would could should can more than there who because them
""".split()  # noqa: SIM905 - a list of words is read as a text
)


def written_in(text: str) -> str:
    """The code nb, nn or en; no (Norwegian, either form) where nothing tells the two apart."""
    words = _WORDS.findall(text.casefold())
    nb, nn, both, english = (sum(map(small.__contains__, words)) for small in (_ONLY_NB, _ONLY_NN, _BOTH, _ENGLISH))
    if english > nb + nn + both:
        return "en"
    if nb == nn:
        return "no"
    return "nb" if nb > nn else "nn"
