"""Words as stems, in one spelling for both written forms, without the small words that tell nothing."""

from functools import lru_cache

import snowballstemmer

from dialogs.knowledge.spelling import brought_together

_SMALL_WORDS = """
og i jeg eg det at en et den til er som på de dei med han av ikke ikkje der så var meg seg men ett har om vi me min
mitt mine ha hadde hun ho nå no over da då ved fra frå du ut sin si sitt sine dem oss opp man kan hans hvor kor eller
hva kva skal selv sjøl sjølv her alle alt vil bli ble blei blitt vart verte kunne inn når kom noen nokon noe noko nokre
ville dere dykk deres dykkar kun ja etter ned skulle denne dette disse desse for deg mot å uten utan hvordan korleis
ingen ingenting din ditt dine blir samme same hvilken hvilke sånn slik slike mellom vår vårt våre hver kvar hvem kven
hvis dersom både bare berre enn fordi før mange mye mykje mer meir også òg vært vore være vere båe begge siden sidan
hennar hennes henne får fikk fekk få må måtte litt lite veldig ganske jo nok vel enda ennå framleis fortsatt kanskje
gjør gjer gjorde gjort gjøre gjere går gikk gjekk gått gå sa sier seier sagt si seie tar tek tok tatt ta ser så såg
sett se sjå kommer kjem komme komt gir gjev ga gav gitt gi blant flere fleire første fyrste andre hele heile helt heilt
ene eine annen annan annet anna egen eigen eget eige egne eigne gang gong ganger gonger uke uka veke veka dag dagen
ting måte god godt bra fint fin veit vet visst tror trur synes syns føler har hatt igjen att altså liksom
the a an and or of in on at to from by for with as is it its that this these those was were be been being are am i you
he she we they me him her us them my your his our their not no so but if than then there here when where what which
who whom how why do does did done have has had will would can could should may might must just only very really also
too more most much many some any all both each other another about into over after before again because while i'm
don't didn't it's can't couldn't wasn't lot bit still even get got getting like
"""
_SMALL = frozenset(_SMALL_WORDS.split()) | frozenset(map(brought_together, _SMALL_WORDS.split()))
_SHORTEST = 2

_norwegian = snowballstemmer.stemmer("norwegian")
_english = snowballstemmer.stemmer("english")


@lru_cache(1 << 16)
def stem(word: str, *, english: bool = False) -> str:
    """The stem of a word in lower case; "" for a small word."""
    if len(word) < _SHORTEST or word in _SMALL:
        return ""
    if english:
        return str(_english.stemWord(word))
    shared = brought_together(word)
    return "" if shared in _SMALL else str(_norwegian.stemWord(shared))
