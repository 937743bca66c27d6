"""A text judged as a whole: all rules applied, the findings in order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from content.cues import GuardData
from content.language import Language
from dialogs.guarding.accounts import accounts, ibans
from dialogs.guarding.addresses import Addresses
from dialogs.guarding.births import birth_dates
from dialogs.guarding.cases import Cases
from dialogs.guarding.digits import Run, runs
from dialogs.guarding.emails import emails
from dialogs.guarding.finding import Finding, Found, Kind
from dialogs.guarding.identity import identity_numbers
from dialogs.guarding.lexicon import Lexicon
from dialogs.guarding.names import Names
from dialogs.guarding.passage import Passage
from dialogs.guarding.phones import phones
from dialogs.guarding.plates import plates
from dialogs.guarding.quoting import is_quotable
from dialogs.guarding.reading import plain, sentences, tokens
from dialogs.guarding.whistles import whistles

_Spans = Sequence[tuple[int, int]]
GoOn = Callable[[], None]
"""Raises where the time is over."""


def _always() -> None:
    """For callers without a limit."""


@dataclass(frozen=True)
class _Reading:
    text: str
    passages: Sequence[Passage]


class Guard:
    """Judges texts by the lists and cues of `data`; keeps nothing of any text."""

    def __init__(self, data: GuardData) -> None:
        self._data = data
        self._lexicon = Lexicon(data.cues)
        self._names = Names(data)
        self._cases = Cases({name: cue.weight for name, cue in data.cues.items() if cue.weight})
        cues = data.cues
        self._not_plates = frozenset(cues["number.not_plate"].words)
        self._addresses = Addresses(cues["street.ending"].words, cues["street.not"].words, data.places)

    def judge(self, text: str, *, language: Language | None = None, go_on: GoOn = _always) -> Finding:
        """The findings, with places in the text as given.

        `language` is the author's, and counts where the words tell nothing; `go_on` is called between the rules.
        """
        read = plain(text)
        reading = _Reading(read.text, [*self._passages(read.text, go_on)])
        found = {
            Found(*read.span(start, end), kind)
            for kind, spans in self._asked(reading, language, go_on)
            for start, end in spans
        }
        quotable = not found and is_quotable(reading.text, reading.passages, self._data.places)
        return Finding(tuple(sorted(found)), quotable)

    def _passages(self, text: str, go_on: GoOn) -> Iterator[Passage]:
        all_tokens = tokens(text)
        for start, end in sentences(text, all_tokens):
            go_on()
            own = all_tokens[start:end]
            yield Passage(own, self._lexicon.hits(own))

    def _asked(self, reading: _Reading, language: Language | None, go_on: GoOn) -> Iterator[tuple[Kind, _Spans]]:
        text, passages = reading.text, reading.passages
        yield from self._numbers(reading, go_on)
        go_on()
        names = []
        for passage in passages:
            names.append(self._names.found(passage))
            yield Kind.BIRTH_DATE, [*birth_dates(text, passage, names[-1])]
            yield Kind.ADDRESS, [*self._addresses.found(passage)]
            go_on()
        mails = [*emails(text)]
        yield Kind.EMAIL, mails
        yield Kind.NAME, [span for spans in names for span in spans if not _is_within(span, mails)]
        yield Kind.PLATE, [*plates(text, self._not_plates, named=_has(passages, "number.plate"))]
        yield Kind.ACCOUNT, [*ibans(text)]
        go_on()
        yield Kind.CASE, [*self._cases.found(text, passages, names, language)]
        yield Kind.WHISTLE, [*whistles(passages)]

    def _numbers(self, reading: _Reading, go_on: GoOn) -> Iterator[tuple[Kind, _Spans]]:
        speaks_of = {
            name: _has(reading.passages, f"number.{name}") for name in ("identity", "account", "phone", "not_phone")
        }
        for run in runs(reading.text):
            go_on()
            identities, bank = _told_apart(run, of_identity=speaks_of["identity"], of_account=speaks_of["account"])
            yield Kind.NATIONAL_ID, identities
            yield Kind.ACCOUNT, bank
            if not identities and not bank:
                yield Kind.PHONE, [*phones(run, named=speaks_of["phone"], numbers=speaks_of["not_phone"])]


def _told_apart(run: Run, *, of_identity: bool, of_account: bool) -> tuple[_Spans, _Spans]:
    """Identity numbers and accounts: every identity number has an account's control digit, too.

    A valid identity number is one whatever is said of it; one that only looks so is an account where accounts are
    spoken of.
    """
    identities = {(one.start, one.end): one.valid for one in identity_numbers(run, named=of_identity)}
    bank = [(one.start, one.end) for one in accounts(run, named=of_account)]
    if of_account:
        return [span for span, valid in identities.items() if valid or span not in bank], bank
    return [*identities], [span for span in bank if not identities.get(span)]


def _is_within(span: tuple[int, int], others: _Spans) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _has(passages: Sequence[Passage], cue: str) -> bool:
    return any(passage.has(cue) for passage in passages)
