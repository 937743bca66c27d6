"""The lines of a meeting's pack that are ours: the agenda, what an item is about, and whose a promise is."""

from collections.abc import Iterator

from content.dates import full_date
from content.language import Language
from content.vocabulary.packing import AgendaItem, OpenPromise, Pack
from content.wording import phrase, plural_phrase


def items(pack: Pack, language: Language) -> Iterator[tuple[AgendaItem, str, str]]:
    """(item, what it is, from which minute to which) of the agenda."""
    begins = 0
    for item in pack.agenda:
        ends = begins + item.minutes
        what = item.title if item.kind == "own" else phrase(item, item.kind, language)
        yield item, what, phrase(item, "when", language, begins=begins, ends=ends)
        begins = ends


def item_about(pack: Pack, item: AgendaItem, language: Language) -> Iterator[str]:
    """What to do with the item, beside what people have written for it."""
    match item.kind:
        case "strength" if pack.strength is None:
            yield phrase(item, "read_there", language)
        case "dilemma" if pack.dilemma is None:
            yield phrase(item, "read_there", language)
        case "strength" | "decide" if pack.is_reading:
            yield phrase(item, f"{item.kind}_ahead", language)
        case "strength":
            yield phrase(item, "strength_how", language)
        case "tension" if pack.tension is not None:
            yield phrase(pack.tension, "text", language)
            yield phrase(item, "tension_how", language)
        case "dilemma":
            yield from _work(pack, language)
        case "talk":
            yield from pack.questions or (phrase(item, "talk_how", language),)
        case "decide":
            yield phrase(item, "decide_how", language)
        case _:
            return


def more_waiting(pack: Pack, item: AgendaItem, language: Language) -> Iterator[str]:
    """Beneath the dilemma: how many others wait, and what becomes of them."""
    if item.kind == "dilemma" and pack.more_dilemmas:
        yield plural_phrase(pack, "more_dilemmas", language, pack.more_dilemmas)


def _work(pack: Pack, language: Language) -> Iterator[str]:
    if not pack.protocol:
        return
    yield phrase(pack, "work", language)
    yield from (plural_phrase(step, "line", language, step.minutes) for step in pack.steps)


def promise_lines(one: OpenPromise, language: Language) -> tuple[str, str]:
    """Whose it is, "" for a person's; and the day to look at it and the sign to look for, "" for neither."""
    day = phrase(one, "day", language, look_on=full_date(one.look_on, language)) if one.look_on is not None else ""
    sign = phrase(one, "sign", language) if one.sign else ""
    return one.by, " ".join(filter(None, (day, sign)))
