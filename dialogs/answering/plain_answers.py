"""Recognition of chat messages that are plainly answers; the bot asks about all others before keeping any words.

In doubt a message is no plain answer: a needless question costs the author a press, a wrong guess shows a group a
greeting or a question to the bot. Word lists in three languages decide; nothing is understood.
"""

import re

_FEWEST_WORDS = 3
_LOOKED_AT = 1000  # characters
# Words; short sentences about answering are excuses, longer ones that sound alike are answers.
_SHORT_SENTENCE = 10

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|[\r\n]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

_GREETING = re.compile(
    r"(?:hei(?:sann)?|hallo|morn|hi|hello|hey|god (?:morgen|morgon|dag|kveld)|good (?:morning|afternoon|evening))"
    r"(?: (?:alle(?: sammen| saman)?|dere|de|du|sløyfa|all|there|everyone|everybody))?\s*[,.!:–-]+\s*",
    re.IGNORECASE,
)
_THANKS = re.compile(r"(?:tusen |mange |many )?(?:takk|thanks|thank you)\b", re.IGNORECASE)
_THANKS_BEFORE = re.compile(
    _THANKS.pattern + r"[^,;:–]{0,40}(?:[,;:–]|\s-\s)(?!\s*(?:det|dette|that|it|this)\b)\s*", re.IGNORECASE
)
_SMALL_TALK = frozenset(
    """
    hei heisann hallo hallois morn god gode godt morgen morgon formiddag dag kveld natt helg jul påske sommer sumar tur
    ha hade bra fin fint fine flott supert super topp kult perfekt kjempebra kjempefint veldig så helt litt bedring
    takk tusen mange for hjelpen hjelpa hjelp sist alt det den dette dei de en ein et eit og også òg til fra frå med i
    på er var skal bli skjer høres høyrest ser ut orden nytt år lykke
    påminnelsen påminninga beskjed beskjeden spørsmål spørsmålet svar svaret melding meldingen meldinga info
    informasjonen ok okay okei oki kk greit greitt mottatt motteke notert forstått forstår skjønner skjønar enig einig
    samme same deg du dere dykk meg jeg eg oss vi alle sammen saman ja jo nei neida joda jada jepp nope nå no nok bare
    berre da då jøss oj oi ops oisann beklager unnskyld unnskuld lol haha hehe hihi wow hm hmm test tester testing prøve
    sees ses snakkes lenge siden sidan videre vidare velkommen sløyfa
    hi hello hey good morning afternoon evening night day weekend bye thanks thank you very much many so nice great
    cool perfect fine super awesome sorry the a an is was it that this and to all everyone my your me i see welcome well
    yes yep yeah nah noted got received agreed same just be will done
    """.split()  # noqa: SIM905 - two hundred quoted words in a list are no easier to read
)
_ASKS = re.compile(
    r"""
    (?:men |og |but |and )?
    (?: (?:hvem|hva|hvor|hvordan|hvorfor|hvilken|hvilket|hvilke|kven|kva|kvar|kor|korleis|kvifor|kva for|åssen
          |who|whose|what|where|how|why|which)\b
      | (?:når|når|when)\ (?:er|blir|må|kan|skal|kommer|kjem|lukker|lukkar|stenger|får|is|are|do|does|will|can|must)\b
      | (?:kan|kunne|må|skal|får|bør|vil|har|er|var|blir|ser|vet|veit|gjelder|gjeld|finnes|finst|går|trenger|treng)
        \ (?:jeg|eg|vi|man|ein|en|du|dere|de|dykk|det|dette|den|noen|nokon|alle|andre|rektor)\b
      | (?:can|could|may|must|should|shall|will|would|do|does|did|is|are|was|am|has|have)
        \ (?:i|we|you|they|it|this|that|there|my|the|anyone|anybody|someone|somebody|everyone)\b
      | (?:jeg|eg|i)\ (?:bare\ |berre\ |just\ )?(?:lurer|lurar|undrer|undrast|wonder|was\ wondering)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_TO_THE_BOT = re.compile(
    r"""
    (?: (?:avmeld|ignorer|ignore|se\ bort|sjå\ bort|snakk\ med|ring)\b
      | (?:vær\ så\ snill|ver\ så\ snill|vennligst|please|plis)\b
      | (?:stopp|stop|slutt|avslutt|avbryt|cancel|quit|exit|unsubscribe|glem|gløym|forget)\b
      | (?:ikke|ikkje|don['’]?t|do\ not|never)
        \ (?:send|spør|spørr|mas|forstyrr|lagre|lagra|del|skriv|les|svar|ask|save|store|share|bother|remind)\b
      | (?:slett|sletta|fjern|stryk|angre|angra|endre|endra|rett|send|vis|gi|gje|lagre|lagra|del|minn|spør|spørr|ta
          |delete|remove|undo|change|edit|send|show|give|save|share|remind|ask|withdraw)
        \ (?:meg|svaret|svara|det|dette|den|denne|alt|meldinga|meldingen|kortet|spørsmålet|min|mitt|mine|me|my|the|this
          |that|it|all)\b
      | (?:ja|yes)\W+(?:takk\W+)?(?:lagre|lagra|send|save)\b
      | trekk\ (?:det\ |svaret\ |meldinga\ |meldingen\ )?(?:tilbake|attende)\b
      | (?:jeg|eg|i|vi|we)\ (?:vil|ønsker|ønskjer|har|want|have|would)\b.{0,20}
        \b(?:foreslå|forslag|suggest\w*)\b.*\b(?:spørsmål|question)\b
      | forslag\ til\ spørsmål\b | suggestion\ for\ a\ question\b
      | (?:skru|slå|turn|switch)\ (?:av|på|off|on)\ (?:alle\ |all\ |the\ )?
        (?:påminn\w*|varsl\w*|varsel|reminders?|notifications?)\b
      | (?:ingen|færre|no|fewer)\ (?:flere\ |fleire\ |more\ )?(?:påminn\w*|reminders?)\b
      | (?:kan|kunne|vil|vet|veit|ser|leser|les|lagrer|lagrar|husker|hugsar|har|er)\ (?:du|sløyfa)\b
      | (?:can|could|will|would|do|did|are)\ you\b
      | (?:hvem|kven|who|hvor\ mange|kor\ mange|how\ many)\b.*\b(?:lese?r?|sjå|ser?|reads?|sees?)\b
      | (?:start|prøv|begynn)\ (?:på\ nytt|igjen|om\ igjen)\b | tilbake\ til\ start\b | start\ over\b | try\ again\b
      | (?:jeg|eg|i)\ (?:vil|ønsker|ønskjer|må|want\ to|need\ to)\ (?:bare\ |berre\ |just\ )?
        (?:snakke|prate|tale|talk|speak)\ (?:med|to|with)\ (?:et|eit|en|ein|noen|nokon|deg|a|an|you|some\w+)\b
      | hjelp\ meg\b | help\ me\b | meld\ (?:meg|oss)\b | la\ meg\ være | lat\ meg\ vere | leave\ me | let\ me\ be
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ABOUT_ANSWERING = re.compile(
    r"""
    ^(?:(?:jeg|eg|æ|ej|je|vi|i|we|men|ja|nei|takk|ok|yes|no|det|dette|this|sorry|beklager|oi|dessverre|diverre)\W+)*
    (?: (?:skjønner|skjønar|forstår|forstod|fatter|fattar|vet|veit|husker|hugsar|aner|anar|rekker|rekk|kan|vil
          |orker|orkar|gidder|gidd|ønsker|ønskjer|passer|passar|klarer|klarar|får|svarer|svarar|jobber|jobbar|gjelder|gjeld|angår)
        \ (?:det\ |dette\ )?(?:ikke|ikkje)\b
      | har\ (?:dessverre\ |diverre\ )?(?:ikke|ikkje)\ (?:tid|noe|noko|svar|mer|meir|lyst)\b
      | ingen\ (?:anelse|aning|kommentar|formening)\b
      | (?:do\ not|don['’]?t|can['’]?t|cannot|won['’]?t|doesn['’]?t)
        \ (?:know|understand|get|remember|have|want|answer|work|apply|see|do|think)\b
      | har\ (?:allerede|alt|alleie|jo)\ (?:svart|svara|sendt|skrevet|skrive)\b
      | (?:er\ |blei\ |ble\ |var\ )?(?:usikker\ på|feil\b|for\ vanskelig\b)
      | spørsmålet\ (?:er|var)\b | (?:for\ )?(?:vanskelig|dårlig|dårleg|uklart|rart)\ spørsmål\b
      | (?:no\ idea|let\ me\ think|not\ sure|not\ now|not\ today|not\ applicable|nothing\ to)\b
      | (?:am|['’]m|er)\ (?:syk|sjuk|borte|opptatt|oppteken|på\ (?:ferie|kurs|reise|tur)|i\ møte|i\ permisjon)\b
      | (?:am|['’]?m)\ (?:sick|ill|busy|away|on\ (?:leave|vacation|holiday)|in\ a|at\ a)\b
      | har\ slutt(?:et|a)\b | er\ (?:ikke|ikkje)\ (?:rektor|lærer|lærar|leder|leiar)\b
      | (?:må|skal)\ (?:bare\ |berre\ )?(?:tenke|tenkje|svare)\b | (?:svarer|svarar)\ (?:senere|seinere|seinare)\b
      | (?:bare\ |berre\ )?(?:tuller|tullar|tulla|tullet)\b | prøver?\ igjen\b
      | (?:ikke|ikkje)\ (?:nå|no|i\ dag|aktuelt|relevant|meg)\b
      | (?:kommer|kjem|skal|må)\ (?:jeg\ |eg\ )?(?:tilbake|straks|attende)\b
    )
    | ^(?:sendt\ (?:fra|frå)|sent\ from|out\ of\ office|fraværsmelding|automatisk\ svar|automatic\ reply)\b
    | ^(?:kortet|knappen|teksten|svaret|spørsmålet)\b | ^(?:samme|same)\ som\b | ^som\ \w+\ (?:skrev|skreiv|sa)\b
    | ^(?:se|sjå|see)\ (?:ved\w+|bilde\w*|forrige|førre|mail|e-post|over|attach\w+|above|previous)\b
    | ^(?:beklager|beklagar|orsak|unnskyld|sorry)\b.*\b(?:sen|sent|sein|seint|late|delay)\b
    | \bfeil\ spørsmål\b | \btest\ message\b | \b(?:ikke|ikkje)\ dele?\b
    | \bvil\ ut\ av\b | ^you\ are\b | ^du\ er\b
    | \b(?:sendte|sende|sendt)\ (?:det\ |dette\ |deg\ )?(?:(?:til\ |i\ )?feil|(?:en|ein|ei)\ (?:mail|e-post))\b
    | ^(?:jeg|eg|i)\ (?:trenger|treng|need)\ (?:hjelp|help)\b
    | \b(?:feil|wrong)\ (?:person|folk|chatt?|vindu|vindauge|kanal|sted|stad|tråd|gruppe|window|channel|place|thread)
    | \b(?:senere|seinere|seinare|later|i\ morgen|i\ morgon|tomorrow|etterpå|snart|soon)\W*$
    | \b(?:jeg|eg)\W.*\b(?:svare?r?|svarar|svarte?|svara|svaret|spørsmålet|meldinga|meldingen|kortet)\b
    | ^i\W.*\b(?:answer(?:ed)?|question|message|reply|respond)\b
    | \b(?:roboten|boten|chatbot|sløyfa)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SKIP = re.compile(
    r"(?:(?:jeg|eg|vi|i|we)(?:['’]ll)? )?(?:vil |vil gjerne |ønsker å |skal |må |will |want to |would like to )?"
    r"(?:hopp(?:e|er|ar|a)? over|står? over|skip|pass)"
    r"(?: (?:denne|dette|den|det|this one|this|it|spørsmålet|dette spørsmålet|this question|the question))?"
    r"(?: takk| please| plis)?",
    re.IGNORECASE,
)


def is_plain(text: str) -> bool:
    """Whether the first sentence with content reads like an answer, and no sentence speaks to the bot."""
    sentences = _sentences(text[:_LOOKED_AT])
    if wants_to_skip(text) or any(_TO_THE_BOT.match(sentence) for sentence in sentences):
        return False
    telling = (sentence for sentence in sentences if not _says_nothing(sentence))
    return not _is_doubtful(next(telling, "?"))


def wants_to_skip(text: str) -> bool:
    return len(text) <= _LOOKED_AT and _SKIP.fullmatch(" ".join(_WORD.findall(text))) is not None


def _sentences(text: str) -> list[str]:
    found = (" ".join(sentence.split()) for sentence in _SENTENCE_END.split(_ADDRESS.sub(" ", text)))
    return [_without_greeting(sentence).strip(" *_-–•«»\"'") for sentence in found]


def _without_greeting(sentence: str) -> str:
    """The sentence without «Hei, » and «Takk for sist, »; a remark on what is thanked for stays with the thanks."""
    for courtesy in (_GREETING, _THANKS_BEFORE):
        found = courtesy.match(sentence)
        sentence = sentence[found.end() :] if found else sentence
    return sentence


def _says_nothing(sentence: str) -> bool:
    """Whether the sentence is too short to tell, or courtesy alone."""
    words = {word.casefold() for word in _WORD.findall(sentence)}
    is_short = len(words) < _FEWEST_WORDS and not sentence.endswith("?")
    return is_short or words <= _SMALL_TALK or _THANKS.match(sentence) is not None


def _is_doubtful(sentence: str) -> bool:
    is_short = len(_WORD.findall(sentence)) <= _SHORT_SENTENCE
    return (
        sentence.endswith("?")
        or _ASKS.match(sentence) is not None
        or (is_short and _ABOUT_ANSWERING.search(sentence) is not None)
    )
