"""The data held about a person, in words: sections for cards and files alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from content.cards.banking import parts_of
from content.cards.readers import readers_sentence, rung_label
from content.cards.signing import stands_with
from content.dates import full_date
from content.language import Language
from content.vocabulary.bank import PracticeShown
from content.vocabulary.knowing import (
    OwnAnswer,
    OwnChat,
    OwnData,
    OwnHeading,
    OwnMembership,
    OwnMessages,
    OwnMove,
    OwnNeed,
    OwnNote,
    OwnPost,
    OwnPractice,
    OwnProposal,
    OwnRecorded,
    OwnThemeName,
    OwnTry,
    OwnWaiting,
    WhatIKnow,
)
from content.wording import phrase, plural_phrase


@dataclass(frozen=True)
class Entry:
    """An entry: a title (a question, a group), sentences of ours, and the person's own words.

    `title` and `about` may be "". `quotes` are (question, words), the question "" for the title's own.
    """

    title: str = ""
    about: str = ""
    quotes: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """Entries of a kind, with readers and end; `until` is "" where each line tells an end."""

    heading: str
    entries: tuple[Entry, ...]
    readers: str
    until: str = ""


def sections(known: WhatIKnow, language: Language) -> tuple[Section, ...]:
    """Everything but the answers: a section tells their number and readers."""
    found = [section for about in known.about for section in _of_municipality(about, language)]
    if known.waiting:
        found.append(_section(OwnWaiting, [waiting(one, language) for one in known.waiting], language))
    if known.chat is not None:
        found += [_chat(known.chat, language), _technical(known.chat, language)]
    return tuple(found)


def _of_municipality(about: OwnData, language: Language) -> Iterator[Section]:
    yield _person(about, language)
    if about.memberships:
        yield _section(OwnMembership, [_membership(one, language) for one in about.memberships], language)
    if about.posts:
        yield _section(OwnPost, [Entry(lines=(phrase(one, one.post, language),)) for one in about.posts], language)
    yield _answers(about, language)
    yield from (_section(kind, entries, language) for kind, entries in _written(about, language) if entries)
    if about.recorded:
        lines = tuple(phrase(one, "line", language, at=full_date(one.at, language)) for one in about.recorded)
        yield _section(OwnRecorded, [Entry(lines=lines)], language)
    if about.messages != OwnMessages():
        yield _messages(about, language)
    if about.named_as:
        lines = tuple(phrase(about, f"named_{one}", language) for one in about.named_as)
        yield _named("named", about, (Entry(lines=lines),), language)


def _written(about: OwnData, language: Language) -> Iterator[tuple[type, Sequence[Entry]]]:
    """What the person has written beside answers, by its kind."""
    yield OwnNote, [_note(one, language) for one in about.notes]
    yield OwnProposal, [_proposal(one, language) for one in about.proposals]
    yield OwnPractice, [_practice(one, language) for one in about.practices]
    yield OwnTry, [_try(one, language) for one in about.tries]
    yield OwnNeed, [_need(one, language) for one in about.needs]
    yield OwnHeading, [_heading(one, language) for one in about.headings]
    yield OwnThemeName, [Entry(quotes=(("", one.name),)) for one in about.theme_names]


def _person(about: OwnData, language: Language) -> Section:
    lines = [
        phrase(about, "name" if about.name else "nameless", language),
        *([phrase(about, "user_name", language)] if about.user_name else []),
        plural_phrase(about, "accounts", language, about.accounts),
        phrase(about, f"speaks_{about.language or 'none'}", language),
        *([phrase(about, "language_chosen", language)] if about.chosen else []),
        phrase(about, f"reminders_{about.reminders}", language),
        *([phrase(about, "paused", language)] if about.paused_until else []),
        phrase(about, "notice" if about.notice_at else "no_notice", language),
    ]
    until = phrase(about, "until" if about.is_on_roster else "until_left", language)
    heading = phrase(about, "title", language)
    return Section(heading, (Entry(lines=tuple(lines)),), phrase(about, "readers", language), until)


def _membership(one: OwnMembership, language: Language) -> Entry:
    since = full_date(one.since, language)
    if one.until is None:
        period = phrase(one, "since", language, since=since)
    else:
        period = phrase(one, "period", language, since=since, until=full_date(one.until, language))
    return Entry(one.group, lines=(phrase(one, one.role, language), period))


def _answers(about: OwnData, language: Language) -> Section:
    if not about.answered:
        lines = [phrase(about, "answers_none", language)]
    else:
        lines = [plural_phrase(about, "answers", language, about.answered), phrase(about, "network", language)]
    until = phrase(about, _ruled("answers_until", about), language)
    return replace(_named("answers", about, (Entry(lines=tuple(lines)),), language), until=until)


def _messages(about: OwnData, language: Language) -> Section:
    messages = about.messages
    kinds = [kind for kind in ("questions", "reminders", "summaries", "notices", "others") if getattr(messages, kind)]
    lines = tuple(phrase(messages, kind, language) for kind in kinds)
    last = full_date(messages.kept_until, language) if messages.kept_until else ""
    until = phrase(messages, _ruled("until", about), language, kept_until=last)
    heading, readers = phrase(messages, "heading", language), phrase(messages, "readers", language)
    return Section(heading, (Entry(lines=lines),), readers, until)


def _ruled(part: str, about: OwnData) -> str:
    """The part of the words for data under a rule, under a hold of the archive, or without a rule."""
    return f"{part}_{about.rule}" if about.rule else part


def waiting(one: OwnWaiting, language: Language) -> Entry:
    return Entry(about=phrase(one, "said_at", language), quotes=(("", one.text),))


def _note(one: OwnNote, language: Language) -> Entry:
    about = phrase(one, "noted_at", language, noted_at=full_date(one.noted_at, language))
    return Entry(about=about, quotes=(("", one.text),), lines=(_end(one, language),))


def _proposal(one: OwnProposal, language: Language) -> Entry:
    proposed_at = full_date(one.proposed_at, language)
    told = (
        phrase(one, one.state, language),
        phrase(one, "signed" if one.signed else "unsigned", language),
        _end(one, language),
    )
    return Entry(
        about=phrase(one, "proposed_at", language, proposed_at=proposed_at), quotes=(("", one.text),), lines=told
    )


def _practice(one: OwnPractice, language: Language) -> Entry:
    """The title, and the words of each part beneath what the bank calls the part."""
    parts = parts_of(PracticeShown(one.did, one.saw, one.needs), language)
    told = (
        phrase(one, f"rung_{one.rung}", language),
        phrase(one, f"credit_{one.credit or 'nobody'}", language),
        *([_end(one, language)] if one.kept_until else []),
    )
    about = phrase(one, "put_at", language, put_at=full_date(one.put_at, language))
    return Entry(one.title, about, tuple(parts), told)


def _heading(one: OwnHeading, language: Language) -> Entry:
    about = phrase(one, "about", language, opened_at=full_date(one.opened_at, language))
    return Entry(about=about, quotes=(("", one.text),)) if one.text else Entry(about=about)


def _end(one: OwnNote | OwnProposal | OwnTry | OwnNeed | OwnPractice, language: Language) -> str:
    if one.kept_until is None:
        return phrase(one, "held", language)
    return phrase(one, "kept_until", language, kept_until=full_date(one.kept_until, language))


def _try(one: OwnTry, language: Language) -> Entry:
    """Who could read it, what came of it, and the person's own words, each beneath its name."""
    named = (("text", one.text), ("sign", one.sign), ("because", one.because), ("learnt", one.learnt))
    quotes = tuple(
        (phrase(one, f"{name}_was", language) if name != "text" else "", text) for name, text in named if text
    )
    told = (
        phrase(one, one.whose, language),
        phrase(one, f"rung_{one.rung}", language),
        *([phrase(one, "from_bank", language)] if one.from_bank else []),
        *([phrase(one, "told_on", language)] if one.told_on else []),
        *([phrase(one, one.outcome or "open", language)] if one.whose not in {"meeting", "checkpoint"} else []),
        _end(one, language),
    )
    made_at = phrase(one, "made_at", language, made_at=full_date(one.made_at, language))
    return Entry(about=made_at, quotes=quotes, lines=told)


def _need(one: OwnNeed, language: Language) -> Entry:
    told = (
        *([phrase(one, "signed" if one.signed else "unsigned", language)] if one.text else []),
        *([phrase(one, f"rung_{one.rung}", language)] if one.text else []),
        phrase(one, one.state, language),
        _end(one, language),
    )
    told_at = phrase(one, "told_at" if one.text else "answered_at", language, told_at=full_date(one.told_at, language))
    answer = [(phrase(one, "answer_was", language) if one.text else "", one.answer)] if one.answer else []
    return Entry(about=told_at, quotes=(*([("", one.text)] if one.text else []), *answer), lines=told)


def _chat(chat: OwnChat, language: Language) -> Section:
    lines = [
        *([phrase(chat, "name", language)] if chat.name else []),
        phrase(chat, "installed_at" if chat.installed_at else "not_installed", language),
        phrase(chat, "reachable" if chat.reachable else "unreachable", language),
        *([phrase(chat, "locale", language)] if chat.locale else []),
        *(phrase(chat, "channel", language, channels=group) for group in chat.channels),
    ]
    return _section(chat, [Entry(lines=tuple(lines))], language)


def _technical(chat: OwnChat, language: Language) -> Section:
    kinds = ("inbox", "links", "replies", "asked", "pages", "calendar", "numbers")
    lines = tuple(phrase(chat, f"technical_{kind}", language) for kind in kinds)
    return Section(
        phrase(chat, "technical_heading", language),
        (Entry(lines=lines),),
        phrase(chat, "technical_readers", language),
    )


def answer(one: OwnAnswer, language: Language) -> Entry:
    """The answer with the question as shown, the present readers, and the history."""
    about = phrase(one, "about", language, asked_at=full_date(one.asked_at, language))
    after = history(one, language)
    if one.kept_until:
        after.append(phrase(one, "kept_until", language, kept_until=full_date(one.kept_until, language)))
    if one.state != "given":
        return Entry(one.question, about, lines=(phrase(one, one.state, language), *after))
    further = ((pair.question, pair.text) for pair in one.further)
    keyword = [(phrase(one, "keyword", language), one.keyword)] if one.keyword else []
    quotes = (("", one.text), *further, *keyword)
    readers = readers_sentence(one.rung, language) if one.rung else phrase(one, "called_off", language)
    shared = phrase(one, "shared_at", language, shared_at=full_date(one.shared_at, language))
    signed = [stands_with(one.signed, language)] if one.signed else []
    alone = [phrase(one, "alone", language)] if one.alone else []
    offered = [phrase(one, "offered", language)] if one.offered else []
    given_back = [phrase(one, "given_back", language)] if one.given_back else []
    told = (readers, *_wished(one, language), *signed, *alone, *offered, shared, *given_back, *after)
    return Entry(one.question, about, quotes, told)


def history(one: OwnAnswer, language: Language) -> list[str]:
    """What the author has done with the answer, and who could read it from then on."""
    return [told for move in one.moves for told in _move(move, language)]


def _wished(one: OwnAnswer, language: Language) -> Iterator[str]:
    """What the author has chosen in, or before, a draft."""
    if one.wished is not None:
        is_out = one.rung is not None and one.rung.rung == "only_me"
        yield phrase(one, "taken_out" if is_out else "wished", language, rung=rung_label(one.wished, language))


def _move(move: OwnMove, language: Language) -> Iterator[str]:
    yield phrase(move, move.act, language, at=full_date(move.at, language))
    if move.rung:
        yield phrase(move, f"to_{move.rung}", language)


def by_school_year(answers: Sequence[OwnAnswer], language: Language) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """(heading, entries) of each school year, in the order of the answers."""
    years = dict.fromkeys(one.school_year for one in answers)
    return tuple(
        (
            phrase(OwnAnswer, "school_year", language, school_year=year),
            tuple(answer(one, language) for one in answers if one.school_year == year),
        )
        for year in years
    )


def _section(kind: object, entries: Sequence[Entry], language: Language) -> Section:
    """A section whose heading, readers and end stand in the words of its kind."""
    heading, readers, until = (phrase(kind, part, language) for part in ("heading", "readers", "until"))
    return Section(heading, tuple(entries), readers, until)


def _named(part: str, about: OwnData, entries: tuple[Entry, ...], language: Language) -> Section:
    heading, readers, until = (phrase(about, f"{part}_{name}", language) for name in ("heading", "readers", "until"))
    return Section(heading, entries, readers, until)
