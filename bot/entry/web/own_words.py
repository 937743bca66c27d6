"""What the templates of pages about oneself say, in the page's language; the same sentences as on the cards."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from content import own_data
from content.cards.furthering import beneath, groups_line
from content.cards.glass_box import days, held, rule_lines, what_goes
from content.cards.guarding import how_to_go_on, why_stopped
from content.cards.knowing import erased_lines, erasure_lines
from content.cards.offering import may_widen, offered_to
from content.cards.privacy import notice_told
from content.cards.readers import rung_label
from content.dates import full_date
from content.language import Language
from content.render import render
from content.shortening import first_words
from content.vocabulary.conversing import PrivacyNotice
from content.vocabulary.glass_box import GlassBox
from content.vocabulary.guarding import Stopped
from content.vocabulary.knowing import Erased, ErasureAsked, OwnAnswer, OwnAnswerInBrief, WhatIKnow
from content.vocabulary.messages import Message
from content.vocabulary.prompting import FurtherAsked, OfferAsked, RungOffered
from content.wording import phrase

_BETWEEN = re.compile(r"\n{2,}")
_WORDS = 160  # characters of an answer in the list


class OwnWords:
    """Each method is called by a template."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def years(self, answers: Sequence[OwnAnswerInBrief]) -> Iterator[tuple[str, list[OwnAnswerInBrief]]]:
        """(heading, answers) of each school year, in the order of the answers."""
        for year, of_year in groupby(answers, key=lambda one: one.school_year):
            yield phrase(OwnAnswer, "school_year", self._language, school_year=year), list(of_year)

    def about(self, one: OwnAnswerInBrief) -> str:
        at = full_date(one.asked_at, self._language)
        return phrase(OwnAnswer, "about", self._language, group=one.group, asked_at=at)

    def first(self, one: OwnAnswerInBrief) -> str:
        """The answer's first words, "" without words; what was pressed and what was written stand apart."""
        return first_words(_BETWEEN.sub(" · ", one.text), _WORDS) if one.text else ""

    def entry(self, answer: OwnAnswer) -> own_data.Entry:
        """The answer without its history."""
        return own_data.answer(replace(answer, moves=()), self._language)

    def history(self, answer: OwnAnswer) -> list[str]:
        return own_data.history(answer, self._language)

    def notice(self, notice: PrivacyNotice) -> list[str]:
        return notice_told(notice, self._language)

    def sections(self, known: WhatIKnow) -> tuple[own_data.Section, ...]:
        return own_data.sections(known, self._language)

    def all_answers(self, known: WhatIKnow) -> Iterator[tuple[str, tuple[own_data.Entry, ...]]]:
        """(school year, answers); with the municipality's name where there are several."""
        for about in known.about:
            place = f"{about.municipality}: " if len(known.about) > 1 else ""
            for year, entries in own_data.by_school_year(about.answers, self._language):
                yield f"{place}{year}", entries

    def rung(self, rung: RungOffered) -> str:
        return rung_label(rung, self._language)

    def told(self, message: Message) -> list[str]:
        """A message of the chat as paragraphs; the buttons of a card are left out."""
        rendered = render(message, self._language)
        return [rendered.text] if rendered.text else list(_texts(rendered.card))

    def why_stopped(self, stopped: Stopped) -> list[str]:
        return why_stopped(stopped, self._language)

    def how_to_go_on(self, stopped: Stopped) -> list[str]:
        return how_to_go_on(stopped, self._language)

    def groups(self, asked: FurtherAsked) -> str:
        return groups_line(asked, self._language)

    def beneath(self, asked: FurtherAsked) -> list[str]:
        return beneath(asked, self._language)

    def offered_to(self, asked: OfferAsked) -> list[str]:
        return offered_to(asked, self._language)

    def may_widen(self, asked: OfferAsked) -> bool:
        return may_widen(asked)

    def erasure(self, asked: ErasureAsked) -> list[str]:
        return erasure_lines(asked, self._language)

    def erased(self, erased: Erased) -> list[str]:
        return erased_lines(erased, self._language)

    def rules(self, box: GlassBox) -> list[str]:
        return rule_lines(box.rules, self._language)

    def held(self, box: GlassBox) -> str:
        return held(box.hold, self._language) if box.hold is not None else ""

    def what_goes(self, box: GlassBox) -> list[str]:
        return list(what_goes(box, self._language))

    def days(self, box: GlassBox) -> Iterator[tuple[str, list[str]]]:
        return days(box, self._language)


def _texts(element: object) -> Iterator[str]:
    """The texts of a card's JSON that are not on buttons, in order."""
    if isinstance(element, dict):
        text = element.get("text")
        if isinstance(text, str):
            yield text
        for key in ("body", "items", "columns", "inlines"):
            yield from _texts(element.get(key))
    elif isinstance(element, list):
        for each in element:
            yield from _texts(each)
