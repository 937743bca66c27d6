"""The table of pages examined in a real browser: a new page of the program needs a row here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.bot.web.network import COORDINATORS, MEMBERS

NOBODY = {"nb": "", "nn": ""}
"""Nobody is signed in; the browser asks for the language."""


@dataclass(frozen=True)
class Opened:
    """A page by its path, with places of `Network` in braces; `readers` are names of Tenkevik's people by language."""

    path: str
    readers: Mapping[str, str]
    status: int = 200


@dataclass(frozen=True)
class Sent:
    """The answer to a form of the page of `path`, sent by the `button` (CSS) with some fields `filled`.

    Ticks and choices are those told, where any of the name is; a hidden field tells what its reader is to have seen, as
    one who was overtaken. `file` is (name, content). `then` is a button of the
    answer, pressed too. `sees` (CSS) is what the answer alone has.
    """

    path: str
    readers: Mapping[str, str]
    button: str
    sees: str
    filled: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    file: tuple[str, bytes] | None = None
    then: str = ""
    status: int = 200


PAGES = (
    Opened("/", NOBODY),
    Opened("/signed-out", NOBODY),
    Opened("/there-is-no-such-page", NOBODY, status=404),
    Opened("/signin?state=made-up&code=x", NOBODY, status=400),
    Opened("/", COORDINATORS),
    Opened("/digests", COORDINATORS),
    Opened("/plan", COORDINATORS),
    Opened("/coverage", COORDINATORS),
    Opened("/promises", COORDINATORS),
    Opened("/bank", COORDINATORS),
    Opened("{entry}", COORDINATORS),
    Opened("/bank/new", COORDINATORS),
    Opened("/bank/own", COORDINATORS),
    Opened("{pack}", COORDINATORS),
    Opened("{pack}/room", COORDINATORS),
    Opened("{pack}/room?step=2", COORDINATORS),
    Opened("/calendar", COORDINATORS),
    Opened("{digest}", COORDINATORS),
    Opened("{origin}", COORDINATORS),
    Opened("{digest}/origin/gone", COORDINATORS, status=410),
    Opened("{session}", COORDINATORS),
    Opened("/glass-box", COORDINATORS),
    Opened("/me", MEMBERS),
    Opened("/privacy", MEMBERS),
    Opened("/answers", MEMBERS),
    Opened("{answer}", MEMBERS),
    Opened("{answer}/offer", MEMBERS),
    Opened("/plan/2026", COORDINATORS),
    Opened("/series", COORDINATORS),
    Opened("/series/2026", COORDINATORS),
    Opened("{series}", COORDINATORS),
    Opened("/meetings", COORDINATORS),
    Opened("{meeting}", COORDINATORS),
    Opened("/meetings/new/tenkevik", COORDINATORS),
    Opened("/school-year/tenkevik", COORDINATORS),
    Opened("/groups", COORDINATORS),
    Opened("{group}", COORDINATORS),
    Opened("/settings", COORDINATORS),
    Opened("/settings/tenkevik", COORDINATORS),
    Opened("/settings/tenkevik/quiet", COORDINATORS),
    Opened("/settings/tenkevik/networks", COORDINATORS),
    Opened("/people/tenkevik", COORDINATORS),
    Opened("/settings/tenkevik/overlay", COORDINATORS),
    Opened("{layer}", COORDINATORS),
    Opened("/settings/tenkevik/overlay/remove", COORDINATORS),
    Opened("/channels/19%3Atenkevik%40thread.tacv2", COORDINATORS),
    Opened("/plan/new", COORDINATORS),
    Opened("{series}/edit", COORDINATORS),
    Opened("{series}/questions", COORDINATORS),
    Opened("{question}", COORDINATORS),
    Opened("{phased}", COORDINATORS),
    Opened("{held}", COORDINATORS),
    Opened("/answers", COORDINATORS),
    *(Opened(path, MEMBERS) for path in ("/", "/meetings", "/series", "{series}", "{meeting}")),
)

_WRONG, _PREVIEW, _CONFLICT = "[role=alert]:focus", ".preview", 409
_DAYS = {"groups": "overgangsnettverket", "first": "2027-03-02", "until": "2027-03-30"}
_AREA = {"areas": "inkluderende-laeringsmiljoer"}
_PHASED = {"intention": "implementing", "phase_0_sessions": "9999", "phase_1_first": "2020-01-01"}
_SCHOOL_YEAR, _SETTINGS, _OVERLAY = (
    "/school-year/tenkevik",
    "/settings/tenkevik",
    "/settings/tenkevik/overlay",
)
_HOLIDAYS = "Høstferie 5.10.2026 - 9.10.2026\nJuleferie 21.12.2026 - 1.1.2027\nVinterferie 22.2.2027 - 26.2.2027"
_ASKED = {"nb": "Hva gjør overgangen trygg?", "nn": "Kva gjer overgangen trygg?", "area": _AREA["areas"]}
_NAMING = "Kari Hansen på 4. trinn får ny plass."
_AGREED = "Vi besøker hverandre i januar."
_PRACTICE = {
    "title": "Å lese høyt",
    "did": "Vi leste høyt hver morgen.",
    "saw": "Flere leste selv.",
    "subject": "inkluderende-laeringsmiljoer",
}
_LOOK, _SEND_FILE = "[name=look]", "form[action$='/file'] button"

SENT = (
    Sent("/plan/new", COORDINATORS, _LOOK, _WRONG, {"groups": "", "first": "2020-01-01", "until": "2019-01-01"}),
    Sent("/plan/new", COORDINATORS, _LOOK, _PREVIEW, {**_DAYS, **_AREA}),
    Sent("/plan/new", COORDINATORS, "[name=start]", _WRONG, {**_DAYS, **_AREA, "mark": "old"}, status=_CONFLICT),
    Sent("/plan/new", COORDINATORS, _LOOK, _WRONG, {**_DAYS, **_AREA, **_PHASED}),
    Sent("{series}/edit", COORDINATORS, _LOOK, _PREVIEW, {"need": "Et nytt behov"}),
    Sent("{series}/edit", COORDINATORS, "[name=start]", _WRONG, {"key": "0"}, status=_CONFLICT),
    Sent("{series}", COORDINATORS, "form[action$='/skip'] button", _WRONG, {"version": "0"}, status=_CONFLICT),
    Sent("{phased}", COORDINATORS, "[value=waived]", _WRONG, {"because": ""}, status=_CONFLICT),
    Sent("{phased}?group=prosjektgruppa", COORDINATORS, "[value=yes]", "[role=status]"),
    Sent("{phased}?group=prosjektgruppa", COORDINATORS, "[value=not_yet]", _WRONG, {"seen": "0"}, status=_CONFLICT),
    Sent("{question}", COORDINATORS, _LOOK, ".ds-card", _ASKED),
    Sent(
        "{question}",
        COORDINATORS,
        _LOOK,
        _WRONG,
        {**_ASKED, "nb": "Hva gjør vi når Kari Hansen i 4B ikke vil ut?"},
        status=_CONFLICT,
    ),
    Sent("{question}", COORDINATORS, "form[action$='/pick'] button", _WRONG, {"version": "0"}, status=_CONFLICT),
    Sent(
        "/people/tenkevik",
        COORDINATORS,
        "form[action$='/send'] button",
        "#files-refused",
        file=("x.pdf", b"%PDF"),
        status=_CONFLICT,
    ),
    Sent(
        "/people/tenkevik",
        COORDINATORS,
        "form[action$='/send'] button",
        "[action$='/carry-out']",
        file=("people.zip", b""),
    ),
    Sent(_SCHOOL_YEAR, COORDINATORS, _SEND_FILE, "[action$='/take']", {"text": _HOLIDAYS}),
    Sent(_SCHOOL_YEAR, COORDINATORS, _SEND_FILE, "[action$='/take']", file=("days.txt", _HOLIDAYS.encode())),
    Sent(_SCHOOL_YEAR, COORDINATORS, _SEND_FILE, _WRONG, {"text": "Høstferie en gang"}, status=_CONFLICT),
    Sent(_SCHOOL_YEAR, COORDINATORS, _SEND_FILE, _WRONG, file=("days.exe", b"MZ\0"), status=_CONFLICT),
    Sent(_SETTINGS, COORDINATORS, _LOOK, _PREVIEW, {"responsible": "Tenkevik, etaten"}),
    Sent(
        _SETTINGS,
        COORDINATORS,
        _LOOK,
        _WRONG,
        {"discussed_with_unions": "", "minutes_a_week": "9999"},
        status=_CONFLICT,
    ),
    Sent(_SETTINGS, COORDINATORS, _LOOK, _WRONG, {"responsible": "Tenkevik", "seen_responsible": "En annen"}),
    Sent(f"{_SETTINGS}/quiet", COORDINATORS, _LOOK, _PREVIEW, {"begins": "16:00", "ends": "07:30"}),
    Sent(f"{_SETTINGS}/quiet", COORDINATORS, _LOOK, _WRONG, {"begins": "", "ends": "07:30"}, status=_CONFLICT),
    Sent(
        _OVERLAY,
        COORDINATORS,
        "[action$='/overlay'] button",
        _WRONG,
        {"text": "[[areas]]\nid = 1", "by": "x"},
        status=_CONFLICT,
    ),
    Sent("{layer}", COORDINATORS, "[data-variant=primary]", _WRONG, {"mark": "old"}, status=_CONFLICT),
    Sent(f"{_OVERLAY}/remove", COORDINATORS, "[data-variant=primary]", _WRONG, {"mark": "old"}, status=_CONFLICT),
    Sent("{group}", COORDINATORS, "form[action$='/add'] button", _WRONG, {"who": "ingen"}, status=_CONFLICT),
    Sent("{group}", COORDINATORS, "form[action$='/end'] button", _WRONG, {"number": "99999"}, status=_CONFLICT),
    Sent(
        "/meetings/new/tenkevik",
        COORDINATORS,
        "main form button",
        _WRONG,
        {"day": "2020-01-01", "time": "09:00", "minutes": "x"},
        status=_CONFLICT,
    ),
    Sent(
        "{meeting}",
        COORDINATORS,
        "form[action$='/move'] button",
        _WRONG,
        {"day": "2020-01-01", "minutes": "x"},
        status=_CONFLICT,
    ),
    Sent("{meeting}", COORDINATORS, "form[action$='/call-off'] button", _WRONG, {"mark": "old"}, status=_CONFLICT),
    Sent("{held}", COORDINATORS, "form[action$='/decide'] button", _WRONG, {"text_0": _NAMING}, status=_CONFLICT),
    Sent("{held}", COORDINATORS, "form[action$='/decide'] button", "[action$='/forget']", {"text_0": _AGREED}),
    Sent("/bank", COORDINATORS, ".search button", ".rows", {"sought": "barn"}),
    Sent("/bank/new", COORDINATORS, "[value=look]", _WRONG, {"title": ""}, status=_CONFLICT),
    Sent("/bank/new", COORDINATORS, "[value=look]", "[value=put]", _PRACTICE),
    Sent("/answers", MEMBERS, ".search button", "main", {"sought": "barn"}),
    Sent("{answer}/offer", MEMBERS, "form[action$='/offer'] button", "[role=status]", {"seen": "0"}, status=_CONFLICT),
    Sent("/calendar", COORDINATORS, "[action='/calendar'] button", "main code, main input[readonly], main"),
    Sent("/me", MEMBERS, "[action='/me/erase'] button", "[name=words]"),
    Sent("/me", MEMBERS, "[action='/me/erase'] button", "main:not(:has(form))", then="[value=go]"),
)

ROWS: Sequence[Opened | Sent] = (*PAGES, *SENT)

SCRIPTED = tuple(one for one in PAGES if one.path.startswith("{pack}/room"))
"""Pages with a script of ours; every other page is the same without scripts by itself."""

NOT_OF_THE_NETWORK = (
    "/bank/{municipality}/{entry}/change",
    "/answers/{municipality}/{session}/{position}/further",
    "/glass-box/{municipality}/{first}",
    "/school-year",
)
"""Pages that the network's story has nothing for: it shares nothing further, has no practice, a short record, no layer
in force, and a single municipality, whose school year is opened at once."""
