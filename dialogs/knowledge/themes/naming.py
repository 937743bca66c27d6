"""Which words can name a theme on a slide: no numbers, days, roles or words of any answer, in a form for a heading."""

from collections.abc import Iterable, Mapping
from functools import cache

from dialogs.knowledge.concepts import lower_words
from dialogs.knowledge.spelling import brought_together
from dialogs.knowledge.themes.stems import stem

_EMPTY_WORDS = """
to tre fire fem seks sju syv åtte ni ti elleve tolv femten tjue halv halve halvdel halvparten dobbelt begge par fleste
januar februar mars april mai juni juli august september oktober november desember jul påske haust høst vår vinter
sommer sommar mandag måndag tirsdag tysdag onsdag torsdag fredag lørdag laurdag søndag helg morgen morgon kveld
ettermiddag formiddag føremiddag dag dager dagar uke uker veke veker måned månad år året tid tiden tida minutt begynne
begynner byrje byrjar slutt slutten før etter først alltid aldri sammen saman ofte heile hele halvår fast faste fått
hatt hadde laget laga lage lager holde halde bruke bruker brukte prøvd prøve prøvde kjempe ekstra ny nye nytt gammel
små stor store mindre mest mye nok enkelt enkel vanlig vanleg viktig best beste bedre betre god gode kort korte lang
lange samme felles ulike forskjellig alene åleine egentlig eigentleg skikkelig utrolig dessverre veldig heldigvis ting
ord måte gang gong plass sted stad borte nær rundt sagt si folk person personer mor far mamma
pappa noen nokon alle ingen flere fleire mange hverandre kvarandre selv sjølv kjenne kjenner treng trenger treffe
hente henter hentar vise viser komme kommer stolt stolte fungere virke likt lettere høyt lav kjent opp ned fram rett
tilbake attende videre vidare litt raskt sakte tydelig tydeleg one two three four five six seven eight nine ten first
last next day days week weeks year time times thing things really interesting confusing lot way kind part much good
bad better new old able make made use used using hard easy help helped felt think thought know knew understand
understood learn learned learnt between through
"""
_ROLES_AND_PLACES_WORDS = """
rektor rektorer rektorar inspektør leder leiar styrer styrar lærer lærere læreren lærerne lærar lærarar læraren
lærarane kontaktlærer kontaktlærar assistent elev elever elevene elevar elevane eleven barn barna barnet born ungene
ungane unge snakke snakker spør spørre svar svare svarte fortelle fortelje fortalte time timer timen timar start
starte voksen voksne vaksen vaksne ansatte tilsette kollega kolleger kollegaer personale personalet skole skolen skule
skulen skoler skular klasse klassen klasser klassar trinn gruppe gruppa grupper gruppen gutter gutar jenter rådgiver
pedagog lecture lectures professor student students teacher teachers class classes school schools children kids pupil
pupils
"""
_AS_A_HEADING = ("ing", "else", "skap", "het")
_INFLECTED = ("er", "te", "de", "et", "ar", "a", "t")
_FEWEST_LETTERS = 3
_ALIKE, _ALIKE_OF_ONE_CONCEPT = 4, 3  # letters: «leker» and «leken» are one word to a reader
_SAME_END = 6  # letters
_OF_COMMONEST = 4  # a form a fourth as common as the commonest may be the one that is shown

_NYNORSK_WORDS = "ikkje eg ein dei frå kva vere vera me noko nokon nokre korleis berre ho vart vore kvar"
_BOKMAAL_WORDS = "ikke jeg en de fra hva være noe noen hvordan bare hun ble vært hver"
_NYNORSK, _BOKMAAL = frozenset(_NYNORSK_WORDS.split()), frozenset(_BOKMAAL_WORDS.split())


def can_name(words: str) -> bool:
    """Whether words make sense by themselves: not empty, not cut off in the middle of a phrase."""
    found = lower_words(words)
    if not found or len(words) < _FEWEST_LETTERS or all(_is_of(word, _empty()) for word in found):
        return False
    return bool(stem(found[0])) and not _is_of(found[-1], _empty()) and not found[0].isdigit()


def is_dull(words: str) -> bool:
    """Whether the words tell who or where, and not what: roles and places that any answer has."""
    return all(_is_of(word, _dull()) or _is_of(word, _empty()) for word in lower_words(words))


def are_alike(one: str, other: str, *, of_one_concept: bool = False) -> bool:
    """Whether a reader sees one word twice: «leker» and «leken», «samtale» and «utviklingssamtale»."""
    letters = _ALIKE_OF_ONE_CONCEPT if of_one_concept else _ALIKE
    first, second = brought_together(one), brought_together(other)
    if first[:letters] == second[:letters] or first in second or second in first:
        return True
    return any(_end_alike(this, that) for this in _stems(one) for that in _stems(other))


def _end_alike(one: str, other: str) -> bool:
    """Whether one ends as the other does, as compounds of one word do."""
    letters = min(len(one), len(other), _SAME_END)
    return letters >= _ALIKE and one[-letters:] == other[-letters:]


def is_mostly_nynorsk(texts: Iterable[Iterable[str]]) -> bool:
    """Whether more texts have more words of nynorsk alone than of bokmål alone; `texts` are words."""
    leaning = 0
    for words in texts:
        found = set(words)
        leaning += len(found & _NYNORSK) - len(found & _BOKMAAL)
    return leaning > 0


def heading(forms: Mapping[str, int], *, nynorsk: bool) -> str:
    """Of the ways in which people wrote a word the one for a heading: as a noun, short, and in one written form."""
    most = max(forms.values())
    common = {form: times for form, times in forms.items() if _OF_COMMONEST * times >= most}
    nouns = [form for form in common if form.endswith(_AS_A_HEADING)]
    chosen = min(nouns or common, key=lambda form: (len(form), -common[form], form))
    chosen = _infinitive(chosen, forms)
    spelled = brought_together(chosen)
    same = [form for form in forms if brought_together(form) == spelled]
    return min(same, key=lambda form: ((brought_together(form) == form) is nynorsk, -forms[form], form))


def _infinitive(form: str, forms: Mapping[str, int]) -> str:
    for ending in _INFLECTED:
        base = form.removesuffix(ending)
        if base != form and f"{base}e" in forms:
            return f"{base}e"
    return form


def _stems(words: str) -> frozenset[str]:
    return frozenset(found for word in lower_words(words) if (found := stem(word)))


def _is_of(word: str, stems: frozenset[str]) -> bool:
    return word.isdigit() or not stem(word) or stem(word) in stems


@cache
def _empty() -> frozenset[str]:
    return _all_stems(_EMPTY_WORDS)


@cache
def _dull() -> frozenset[str]:
    return _all_stems(_ROLES_AND_PLACES_WORDS)


def _all_stems(words: str) -> frozenset[str]:
    return frozenset(stem(word, english=english) for word in words.split() for english in (False, True)) - {""}
