"""The meaning of day names in calendars, in bokmål and nynorsk: the kind of day, and for whom."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from bot.imports.encodings import Unreadable, check_letters
from content.vocabulary.calendar_faults import WhyLeftOut
from dialogs.model import DayKind, UnitKind

_HOLIDAY = r"[\w-]*(?:feri(?:e|en|ar|er)|jul|jula|romjula|påsk[ea]|påsken|pinsen?|pinsa)\b"
# «Første skoledag etter høstferien» names a school day, not a holiday.
_ABOUT_ANOTHER_DAY = re.compile(rf"\b(etter|før|til|i|under|gjennom) {_HOLIDAY}")
_OPEN_DAY = re.compile(
    r"sk[ou]le(start|slutt)|elev\w+ (slutt|start|begynn|byrj)\w*"
    r"|sk[ou]le(n|året?s?)? (start|slutt|begynn|byrj|åpn|opn)\w*"
    r"|(første|fyrste|siste) dag (før|etter|for elev\w+)\b|\bsk[ou]ledag|oppstart|avslutning|avslutting"
    r"|tilbake på sk[ou]len"
)
_BEFORE_A_REMARK = re.compile(r"([,;:()/–—]|\s-|\b(før|etter|til|og|med))\s*((første|fyrste|siste) )?$")
_AFTER_A_REMARK = re.compile(r"\w*\s*(er |den |for elevene )*([a-zæøå]+dag )?(den )?\d{1,2}\.")
_NO_DAY = re.compile(
    r"frist|påmelding|møte|konsert|\bgod (jul|påske|sommer|sommar|ferie)|kurs i\b|tilbud|tilbod"
    r"|lille julaften|l[ie]tle ?jul|veslejul|eksamens(oppmelding|melding|kontor|resultat|fag)|trekkfag|sensur"
)
_CALLED_OFF = re.compile(
    r"avlyst|avlys|utgår|utsatt|utsett|flytt(et|a)\b"
    r"|\b(ikke|ikkje) (elev|sk[ou]le)?(fri|ferie|planlegg|stengt|stengd)\w*"
    r"|\b(ingen|inga) (\w*ferie|fri|fridag|planlegg\w+)"
)
_BEGINS_OR_ENDS = re.compile(
    r"ferien? (er )?(slutt\w*|ferdig|over|start\w*|begynn\w*|byrj\w*)\b|(slutt|start) på \w*ferie"
    r"|ferie(start|slutt)\b"
)
_PART_OF_A_DAY = re.compile(r"\b(fra|frå|etter|til|før) (kl|klokk[ea]n?)\b|\b\d\. time\b|halv ?dag")
_SOME_GRADES = re.compile(
    r"\d{1,2}\.?\s*(års?)?(trinn|klasse|steg)|\bvg ?[123]\b|årstrinn|(ungdoms|barne|små|mellom)(trinn|steg)"
)
_ALL_GRADES = re.compile(r"\b1\.?\s*([-–]|til)\s*10\.")
_FREE = (
    r"(?<![\w-])(elev|elevane|elevene|sk[ou]le|undervisnings|undervisings|lov|romjuls|vinter|høst|haust|påske|jule|ferie)?"
    r"fri(dag|dagar|dager|dagen|dagane|dagene)\b|(?<![\w-])(elev|sk[ou]le|undervisnings|undervisings)-?fri(e|tt)?\b"
    r"|(?<![\w-])(har|er|får|alle|elevane|elevene|elever|elevar) fri\b"
    r"|(?<![\w-])fri(uke|uka|veke|veka)?(?=\s*($|[,;:().–—/-]|\d|for (alle|elev|samtlige|sk[ou]le|barn)"
    r"|(man|tys|ti|ons|tors|fre)dag|(fra|frå|pga|grunnet|grunna|hele|heile|dag(en)?|før|etter|ettermiddag|og)\b))"
)
_KINDS = (
    (DayKind.EXAM, re.compile(r"eksam(en|ar)")),
    (
        DayKind.PLANNING_DAY,
        re.compile(
            r"planlegg(ings|jings)?[- ]?dag|\bpl(anl)?\. ?dag|\bplan(\.|-| )?dag|\bp-dag"
            r"|\bkursdag|\bstudiedag"
        ),
    ),
    (
        DayKind.CLOSED,
        re.compile(
            r"feri(e|en|a)(n|dag|dagar|dager|dagen|uke|uka|uken|veke|veka|perioden?|tid|fri)?\b|ferie-(uke|veke)\w*"
            rf"|{_FREE}|avspasering|helligdag|heilagdag|helgedag|høytidsdag|høgtidsdag|rød dag|raud dag|inneklem[td]"
            r"|\b(ingen|inga|ikke|ikkje) (sk[ou]le|undervisning|undervising|elever|elevar)\b"
            r"|\bsk[ou]l(e|en|ene|ane|er|ar) (er |held |holder )?(stengt|stengd|lukk)|^steng[td]\b"
            r"|skj[æe]rtorsdag|langfredag|påskedag|pinsedag|himmelf[ae]r|julaft[ae]n|julek?veld|juledag|romjul|påskeaft[ae]n"
            r"|pinseaft[ae]n|nyttårs(dag|aft[ae]n)|palmesøndag|grunnlovsdag|nasjonaldag|arbeidernes dag"
            r"|arbeidarane sin dag|\b(1|17)\. ?mai\b|^(påsken?|påskeuk[ae]n?|påskevek[ae]|jula?|jul og nyttår|pinsen?)$"
        ),
    ),
)
_SFO = r"\b(sfo|aks|aktivitetssk[ou]len?|sk[ou]lefritid\w*)\b"
_KINDERGARTEN = r"\b(barneha[gv]\w*|bhg)\b"
_WITH_A_SCHOOL = re.compile(
    rf"(?P<a>\b\w*sk[ou]l(e|en|ene|er|ar|ane)) ?(og|/|&) ?({_SFO}|{_KINDERGARTEN})"
    rf"|({_SFO}|{_KINDERGARTEN}) ?(og|/|&) ?(?P<b>\w*sk[ou]l(e|en|ene|er|ar|ane)\b)"
)
"""SFO or a kindergarten named beside a school: the day is the school's."""
_OPEN_OR_NOT = r"(åp[en]{2}t?|åpne|open|ope|opne|opent|stengt|stengd|stengde|lukket|lukka)"
_SAID_OF_SFO = re.compile(
    rf"{_SFO}[^,;()]*?\b({_OPEN_OR_NOT}|som vanl[ie]g|heldag\w*|hei?le dagen|kl|tilbud|tilbod)\b[^,;()]*"
    rf"|\b(åpen|åpent|ope|open|stengt|stengd|uten|utan|med|heldags?|heildags?|ikke|ikkje)[ -]?{_SFO}"
)
_KINDERGARTEN_OPEN = re.compile(rf"{_KINDERGARTEN} (er |har |held |holder )?(åp[en]{{2}}t?|åpne|open|ope|opne|opent)\b")
_KINDERGARTEN_CLOSED = re.compile(
    rf"{_KINDERGARTEN} (er |held |holder |har )?(sommer|sommar)?(stengt|stengde?|lukk\w+|fri)\b"
)
_OTHERS = re.compile(
    r"\w*(kultur|musikk|folkehøg|folkehøy|svømme|symje|søndags|voksen|vaksen)(sk[ou]le|opplæring|hall)\w*"
    r"|\b(vid[ea]r?egå\w+|vgs|bibliotek\w*|rådhus\w*|helsestasjon\w*|svømmehall\w*|ppt)\b"
)
_CLAUSES = re.compile(r"[,;:()/–—]|\s-\s|\.\s")
_AUDIENCE = re.compile(rf"\s*((for|i|kun|bare|berre|og|gjelder|gjeld|{_SFO}|{_KINDERGARTEN}|\w*sk[ou]le\w*)\s*)+")
_SCHOOL = re.compile(r"(?<!barnehage)sk[ou]l|elev|lærer|lærar")
_HOLIDAYS = (
    ("Juleferie", re.compile(r"jul(?!i)|nyttår")),
    ("Påskeferie", re.compile("påsk")),
    ("Vinterferie", re.compile("vinterferi|(før|etter) vinter")),  # «Skolestart høsten 2026» names no holiday
    ("Høstferie", re.compile("(høst|haust)feri|(før|etter) (høst|haust)")),
    ("Pinse", re.compile("pinse")),
)
_LAST = re.compile(r"siste sk[ou]ledag|siste dag (for elev|før)")
_ENDS = re.compile(r"sk[ou]leslutt|(sk[ou]le(n|året?s?)|elev\w+) slutt")
_AT_AN_HOUR = re.compile(r"\bkl\b|\bklokk")
_FIRST = re.compile(
    r"(første|fyrste|1\.) sk[ou]ledag|(første|fyrste) dag (for elev|etter)|sk[ou]lestart"
    r"|(sk[ou]le(n|året?s?)|elev\w+) (start|begynn|byrj)"
)


class Edge(Enum):
    """The first or last day of the school year, or of a part of it."""

    FIRST_DAY = "first"
    LAST_DAY = "last"


class Unclear(LookupError):
    """The words do not tell whether a school is closed."""

    def __init__(self, why: WhyLeftOut) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class DayMeaning:
    """`kind` is None for an ordinary school day, such as «skolestart». `only` limits the day to a kind of unit.

    `edge` is set for a school day next to days off: the days of `holiday`, or "" for the summer's.
    """

    kind: DayKind | None
    only: UnitKind | None = None
    edge: Edge | None = None
    holiday: str = ""


def day_meaning(words: str) -> DayMeaning:
    """Raises Unclear."""
    said = _plain(words)
    try:
        check_letters(words)
    except Unreadable as error:
        raise Unclear(WhyLeftOut.LOST_LETTERS) from error
    if _NO_DAY.search(said) or _CALLED_OFF.search(said) or _BEGINS_OR_ENDS.search(said):
        raise Unclear(WhyLeftOut.UNKNOWN)
    about = _without(said, _ABOUT_ANOTHER_DAY, _SAID_OF_SFO, _KINDERGARTEN_OPEN)
    if not _KINDERGARTEN_CLOSED.match(said):  # «Planleggingsdag, barnehagene stengt» is the schools' day too
        about = _without(about, _KINDERGARTEN_CLOSED)
    found = next(((kind, match) for kind, named in _KINDS if (match := named.search(about))), None)
    is_open = _OPEN_DAY.search(said)
    if found is None:
        return DayMeaning(None, edge=_edge(said), holiday=holiday_in(said)) if is_open else _of_kindergartens(said)
    kind, match = found
    if is_open and not _is_a_remark(said, match, is_open):
        raise Unclear(WhyLeftOut.UNKNOWN)
    _check_is_whole(said, kind)
    return DayMeaning(kind, _only(about))


def holiday_in(words: str) -> str:
    """The holiday that the words name, "" for none and for the summer."""
    said = _plain(words)
    return next((holiday for holiday, named in _HOLIDAYS if named.search(said)), "")


def _plain(words: str) -> str:
    visible = (letter for letter in unicodedata.normalize("NFC", words) if unicodedata.category(letter) != "Cf")
    return _WITH_A_SCHOOL.sub(lambda found: found["a"] or found["b"], " ".join("".join(visible).casefold().split()))


def _without(said: str, *patterns: re.Pattern[str]) -> str:
    """The text with matches of the patterns blanked, so positions stay the same."""
    for pattern in patterns:
        said = pattern.sub(lambda found: " " * len(found[0]), said)
    return said


def _of_kindergartens(said: str) -> DayMeaning:
    if _KINDERGARTEN_CLOSED.search(said):
        return DayMeaning(DayKind.CLOSED, UnitKind.KINDERGARTEN)
    raise Unclear(WhyLeftOut.ONLY_SFO if re.search(_SFO, said) else WhyLeftOut.UNKNOWN)


def _is_a_remark(said: str, kind: re.Match[str], is_open: re.Match[str]) -> bool:
    """Whether the school day is only a remark: «Juleferie (første skoledag 4. januar)» names the holiday."""
    apart = _BEFORE_A_REMARK.search(said[: is_open.start()]) or _AFTER_A_REMARK.match(said[is_open.end() :])
    return kind.start() < is_open.start() and apart is not None


def _check_is_whole(said: str, kind: DayKind) -> None:
    if kind is DayKind.EXAM:
        return
    if _PART_OF_A_DAY.search(said):
        raise Unclear(WhyLeftOut.PART_OF_DAY)
    if _SOME_GRADES.search(said) and not _ALL_GRADES.search(said):
        raise Unclear(WhyLeftOut.SOME_GRADES)


def _only(about: str) -> UnitKind | None:
    """KINDERGARTEN for a kindergarten's day alone, None for a school's; «planleggingsdag skole og barnehage» is both's.

    Raises Unclear for SFO and other services.
    """
    said = " ".join(clause for clause in _CLAUSES.split(about) if _tells_whom(clause))
    rest = _without(said, re.compile(_SFO), _OTHERS)
    if _SCHOOL.search(rest):
        return None
    if re.search(_KINDERGARTEN, rest):
        return UnitKind.KINDERGARTEN
    if re.search(_SFO, said):
        raise Unclear(WhyLeftOut.ONLY_SFO)
    if _OTHERS.search(said):
        raise Unclear(WhyLeftOut.OTHERS)
    return None


def _tells_whom(clause: str) -> bool:
    """Whether the clause names a kind of day, or only an audience: «Planleggingsdag (barnehage)»."""
    patterns = (*(named for _, named in _KINDS), _KINDERGARTEN_CLOSED)
    return any(pattern.search(clause) for pattern in patterns) or _AUDIENCE.fullmatch(clause) is not None


def _edge(said: str) -> Edge | None:
    """FIRST_DAY or LAST_DAY. The last day of some grades is not the school's; their first day may be."""
    ends = _ENDS.search(said) and not _AT_AN_HOUR.search(said)  # «Skoleslutt kl. 11» is about one day, not the year
    if _LAST.search(said) or ends:
        return None if _SOME_GRADES.search(said) and not _ALL_GRADES.search(said) else Edge.LAST_DAY
    return Edge.FIRST_DAY if _FIRST.search(said) else None
