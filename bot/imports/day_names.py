"""What kind of day the words of a calendar name, in bokmål and nynorsk."""

import re

from dialogs.model import DayKind

# «Første skoledag etter høstferien» is about the day and not about the holiday; «Høstferie, SFO er åpen» is about both.
_BESIDE = re.compile(
    r"\b(etter|før) [\w-]*(ferien?|jula?|påsk(e|a|en)|pinsen?)\b|\b(sfo|skolefritid|skulefritid)\b[^,;()]*"
)
_OPEN = re.compile(
    r"sk[ou]le(start|slutt)|sk[ou]len? (start|slutt)|(første|fyrste|siste) (sk[ou]le)?dag|oppstart"
    r"|avslutning|avslutting"
)
_NO_DAY = re.compile(r"frist|påmelding")
_KINDS = (
    (DayKind.EXAM, re.compile(r"eksam(en|ar)")),
    (DayKind.PLANNING_DAY, re.compile(r"planlegg(ings|jings)dag|\bplan-?dag|\bkursdag|\bstudiedag")),
    (
        DayKind.CLOSED,
        re.compile(
            r"ferie(n|dag|dagar|dager)?\b|\b(elev|sk[ou]le|undervisnings|undervisings)?fri(e|dag|dagar|dager)?\b"
            r"|helligdag|heilagdag|helgedag|inneklemt|sk[ou]len? (er )?stengt"
            r"|skjærtorsdag|langfredag|påskedag|pinsedag|himmelfart|julaft[ae]n|juledag|romjul|nyttårs(dag|aft[ae]n)"
            r"|grunnlovsdag|arbeidernes dag|\b(1|17)\. mai\b"
        ),
    ),
)


def kind_named(words: str) -> DayKind | None:
    """Raises LookupError where nobody can tell; None is a school day like others, as «skolestart» is."""
    said = _BESIDE.sub(" ", " ".join(words.casefold().split()))
    kind = next((kind for kind, named in _KINDS if named.search(said)), None)
    is_open = bool(_OPEN.search(said))
    if _NO_DAY.search(said) or is_open is (kind is not None):
        # Neither, or both: «Høstferie, skolestart 12. oktober».
        raise LookupError(words)
    return kind
