"""What the page of commitments says and draws, in the page's language; the same sentences as on the cards."""

from datetime import date

from bot.entry.web.drawing.road import Road, road
from content.cards.committing import told_of, who
from content.cards.needing import answered_by, asked_by, state_of
from content.dates import full_date, short_date_and_year
from content.language import Language
from content.road_rows import RoadRow, looked_at, road_row
from content.shortening import first_words
from content.vocabulary.committing import Need, Promised, PromisesListed
from content.vocabulary.pictures import PromisesIn
from content.wording import phrase

_TITLE = 60  # characters of a commitment in the title of its road


class PromiseWords:
    """Each method is called by a template."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def open(self, listed: PromisesListed) -> list[Promised]:
        return [one for one in (*listed.shown, *listed.numbered) if not one.outcome]

    def told(self, listed: PromisesListed) -> list[Promised]:
        return [one for one in (*listed.shown, *listed.numbered) if one.outcome]

    def who(self, one: Promised) -> str:
        return who(one, self._language)

    def lines(self, one: Promised) -> list[tuple[str, str]]:
        """(line, people's words in the line) beneath a commitment's words.

        The lines of state and origin hold no words of people. An open commitment's state stands on the road.
        """
        words = ["", *([""] if one.origin else []), *(each for each in (one.sign, one.because, one.learnt) if each)]
        told = list(zip(told_of(one, self._language), words, strict=True))
        return told if one.outcome else told[1:]

    def road(self, one: Promised) -> Road:
        return road((True, bool(one.outcome), bool(one.outcome and one.learnt)))

    def stops(self, place: PromisesIn, one: Promised) -> list[tuple[str, str]]:
        """(name, day) of each stop; no day where none is told."""
        made = self._say(place, "made" if one.agreed else "proposed")
        return [
            (made, short_date_and_year(one.made_on, self._language) if one.made_on else ""),
            (self._look(place, one), looked_at(one, self._language)),
            (self._say(place, "learnt" if one.outcome and one.learnt else "learns"), ""),
        ]

    def title(self, place: PromisesIn, one: Promised) -> str:
        return self._say(place, "road", text=first_words(one.text, _TITLE))

    def description(self, place: PromisesIn, one: Promised) -> str:
        made = self._say(place, "made_told" if one.agreed else "proposed_told", made_on=self._day(one.made_on))
        learnt = [self._say(place, "learnt_told")] if one.outcome and one.learnt else []
        return " ".join([made, self._state_told(place, one), *learnt])

    def row(self, one: Promised) -> RoadRow:
        return road_row(one, self._language)

    def asked_by(self, need: Need) -> str:
        return asked_by(need, self._language)

    def need_state(self, need: Need) -> str:
        return state_of(need, self._language)

    def answered_by(self, need: Need) -> str:
        return answered_by(need, self._language)

    def _look(self, place: PromisesIn, one: Promised) -> str:
        return self._state(one) if one.outcome or one.is_past else self._say(place, "looks")

    def _state(self, one: Promised) -> str:
        return phrase(one, one.outcome or "open_still", self._language)

    def _state_told(self, place: PromisesIn, one: Promised) -> str:
        if one.outcome:
            outcome = self._state(one)
            told = outcome[:1].upper() + outcome[1:]
            return self._say(place, "outcome_told", outcome=told, told_on=self._day(one.told_on))
        part = "still_told" if one.is_past else "looks_told"
        return self._say(place, part, look_on=full_date(one.look_on, self._language))

    def _day(self, day: date | None) -> str:
        return full_date(day, self._language) if day is not None else ""

    def _say(self, place: PromisesIn, part: str, **extra: str) -> str:
        return phrase(place, part, self._language, **extra)
