"""Nynorsk and bokmål brought together, so that a word counts the same in either: «skulegarden» is «skolegården».

The result is for comparing, never for showing: where a rule makes something that is no word, both sides of the
comparison have it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

_WHOLE_WORDS = """
eg>jeg ikkje>ikke kva>hva kven>hvem kvar>hver kvart>hvert korleis>hvordan kvifor>hvorfor kor>hvor kvarandre>hverandre
noko>noe nokon>noen nokre>noen berre>bare eit>et ein>en ei>en dei>de ho>hun dykk>dere mykje>mye meir>mer no>nå då>da
sjå>se såg>så kjem>kommer gjekk>gikk fekk>fikk gjer>gjør gjere>gjøre gjera>gjøre gjev>gir vere>være vera>være
vore>vært vart>ble vert>blir verte>bli vorte>blitt sit>sitter sat>satt seier>sier seie>si seia>si sagt>sagt veit>vet
tek>tar teke>tatt tatt>tatt les>leser skriv>skriver drikk>drikker ete>spise et>spiser eten>spist åt>spiste
finst>finnes låg>lå ligg>ligger syng>synger spring>springer heldt>holdt held>holder fann>fant finn>finner vann>vant
vinn>vinner byrja>begynte byrjar>begynner byrje>begynne veke>uke veker>uker vekene>ukene veka>uka vekas>ukas gong>gang
gonger>ganger gongen>gangen gongane>gangene måndag>mandag tysdag>tirsdag laurdag>lørdag sundag>søndag syster>søster
auge>øye augo>øyne auga>øynene øyra>ører born>barn borna>barna ven>venn vener>venner venar>venner venane>vennene
semje>enighet usemje>uenighet samd>enig samde>enige ueinig>uenig ueinige>uenige inkje>intet difor>derfor leidde>ledet
leia>ledet leie>lede leier>leder leidd>ledet slåst>slåss sloss>slåss slåssing>slåssing åleine>alene aleine>alene
einsam>ensom einsame>ensomme einsamt>ensomt lukkast>lykkes lykkast>lykkes lukkest>lykkes lykkast>lykkes trivst>trives
trivast>trives fyrst>først fyrste>første seinare>senere seint>sent sein>sen utan>uten frå>fra attende>tilbake
att>igjen vatn>vann vatnet>vannet mjølk>melk mjølka>melka frukost>frokost vêr>vær vêret>været tru>tro trur>tror
trudde>trodde bu>bo bur>bor budde>bodde tal>tall tala>tallene auka>økte aukar>øker auke>øke syner>viser synte>viste
nytta>brukte nyttar>bruker vitja>besøkte vitjar>besøker vitje>besøke vitjing>besøk von>håp ynskje>ønske ynskjer>ønsker
ønskjer>ønsker ulikskap>ulikhet kjelde>kilde kjelder>kilder kjeldene>kildene hjarte>hjerte hjartet>hjertet
rettar>rettigheter rettane>rettighetene snø>snø ut>ut gå>gå reise>reise var>var har>har far>far klar>klar svar>svar
bar>bar snar>snar par>par spar>spar ansvar>ansvar kar>kar sår>sår stad>sted staden>stedet stader>steder svelt>sult
gret>gråt græt>gråter samtalar>samtaler sjef>sjef tidleg>tidlig gjennom>gjennom hende>hende hend>hender spurde>spurte
lærde>lærte kjende>kjente høyrde>hørte nemnde>nevnte nemner>nevner fortalde>fortalte fortel>forteller tenkjer>tenker
valde>valgte vel>velger velje>velge velja>velge val>valg valet>valget nattverd>nattverd løna>lønna utdanna>utdanna
skyss>skyss
"""
_PARTS = r"""
heime>hjemme heima(?=n|r)>hjemma heim>hjem medverknad>medvirkning påverknad>påvirkning innverknad>innvirkning
skular>skoler skulane>skolene skulen>skolen skulle(?=i|d|l)>skolele skule>skole skul$>skol skulen>skolen
leiinga>ledelsen leiing>ledelse leiar>leder lærar>lærer elevar>elever sjølv>selv sykemeld>sykmeld sjuk>syk
gard(?!er|in|is|e$)>gård saman>sammen samand>sammend fleir>fler verksemd>virksomhet verksem>virksom verknad>virkning
medverk>medvirk påverk>påvirk samverk>samvirk verkeleg>virkelig tryggleik>trygghet storleik>størrelse
moglegheit>mulighet mogleg>mulig (?<=\w\w\w)heit>het leik>lek hugs>husk omgrep>begrep vaks(?=e|n|$)>voks høyr>hør
køyr>kjør gløym>glem drøym>drøm draum>drøm løys>løs røyr>rør øydel>ødel rettleiing>veiledning vegleiing>veiledning
rettlei>veiled eigar>eier eig(?=en|n|e)>eg eiga>egen einig>enig einskild>enkelt utanfor>utenfor innanfor>innenfor
kjensl>følels tilsett>ansatt haldning>holdning hald>hold oppleving>opplevelse føresett>foresatt førebygg>forebygg
førebu>forbered ^frem(?!m)>fram frå(?=v|m|g|f|d)>fra vidare>videre rekn>regn teikn>tegn munnleg>muntlig
verkstad>verksted kjøken(?!k)>kjøkken høgsk>høysk høgtl>høytl høgt>høyt høge>høye høgd>høyd gåve>gave forbetr>forbedr
betre>bedre heil(?=e|t|d|s|$)>hel meistr>mestr hovud>hode trugsmål>trussel trugsel>trussel trugsl>trussel
trusl(?=e|a)>trussel vald(?=$|s|e[nl])>vold venskap>vennskap skilnad>forskjell månad>måned vekeplan>ukeplan
vekeslutt>ukeslutt veketim>uketim vekebrev>ukebrev vekelekse>ukelekse vekesl>ukesl kvardag>hverdag kvarandre>hverandre
^kv(?!ard|arand)>hv nemn>nevn svolt>sult merksemd>oppmerksomhet byrj>begynn raud>rød laus(?=$|t|e)>løs utanpå>utenpå
utanf>utenf grunngje>begrunn (?<=\w[gk])je>e setj>sett sitj>sitt vurderar>vurderer byggj>bygg følgj>følg tidleg>tidlig
løyndom>hemmelighet opplevingar>opplevelser opplevinga>opplevelsen kjærleik>kjærlighet trøytt>trøtt uvêr>uvær vêr>vær
blei>ble augekontakt>øyekontakt innleiing>innledning avgjerd>avgjørels avgjer>avgjør utgjer>utgjør sjuke>syke
tenkj>tenk samspel>samspill (?<=\w)spel>spill ^spel>spill sjåast>sees ^sjå>se fråver>fraver tvil>tvil mjølk>melk
frukost>frokost (?<=\w)vatn>vann laurdag>lørdag haust>høst
"""
_ENDINGS = r"""
(?<=\w[^l])legare>ligere (?<=\w[^l])legast>ligst (?<=\w[^l])lege>lige (?<=\w[^l])legt>ligt (?<=\w[^l])leg>lig
(?<=\w\w)erar>ere (?<=\w\w)erane>erne (?<=\w\w)arane>erne (?<=\w\w)arar>ere (?<=\w\w)ane>ene (?<=\w\w)aren>eren
(?<=\w\w\w)ande>ende (?<=\w\w)ar>er inga>ingen ingar>inger (?<=\w\w\w)ast>es
"""
_LOOKING = re.compile(r"\(\?.*?\)|[\^$]")


def _rules(lines: str) -> Mapping[str, str]:
    """Pattern -> replacement."""
    return MappingProxyType(
        dict(line.split(">") if line.count(">") == 1 else line.rsplit(">", 1) for line in lines.split())
    )


_WHOLE = _rules(_WHOLE_WORDS)


class _Rewriter:
    """Several patterns replaced in one walk through a word; the longest of the patterns that fit counts."""

    def __init__(self, lines: str, *, end: str = "") -> None:
        rules = _rules(lines)
        self._by_text = {_LOOKING.sub("", pattern): replacement for pattern, replacement in rules.items()}
        longest_first = sorted(rules, key=lambda pattern: -len(_LOOKING.sub("", pattern)))
        self._sub = re.compile(f"(?:{'|'.join(_by_first_letter(longest_first))}){end}").sub

    def rewritten(self, word: str) -> str:
        return self._sub(self._replacement, word)

    def _replacement(self, found: re.Match[str]) -> str:
        return self._by_text[found[0]]


def _by_first_letter(patterns: list[str]) -> Iterator[str]:
    """One pattern per first letter, which fails several times sooner; patterns that look around first stay alone."""
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    for pattern in patterns:
        if pattern[0].isalpha():
            by_letter[pattern[0]].append(pattern[1:])
        else:
            yield pattern
    yield from (f"{letter}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())


@cache
def _rewriters() -> tuple[_Rewriter, _Rewriter]:
    return _Rewriter(_PARTS), _Rewriter(_ENDINGS, end="$")


def brought_together(word: str) -> str:
    """The word, in lower case, as the two written forms share it."""
    if word in _WHOLE:
        return _WHOLE[word]
    within, endings = _rewriters()
    return endings.rewritten(within.rewritten(word))


def beginning_brought_together(beginning: str) -> str:
    """The beginning of a word: its last letters are no ending yet."""
    return _rewriters()[0].rewritten(beginning)
