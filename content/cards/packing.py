"""The pack ahead of a meeting, as the part of the card above what was shared."""

from content.cards.buttons import button
from content.cards.elements import Element, chapter, line, quote, row, title
from content.cards.fitting import Opens, quotes
from content.language import Language
from content.packs import item_about, items, more_waiting, promise_lines
from content.presses import OpenDilemmas
from content.vocabulary.digesting import DigestRef
from content.vocabulary.packing import AgendaItem, Chosen, Pack
from content.wording import phrase, plural_phrase


def pack_elements(pack: Pack, language: Language, opens: Opens, ref: DigestRef | None) -> list[Element]:
    """The agenda; each item with what there is for it. Words of people stand in quotes, and everything else is ours."""
    length = plural_phrase(pack, "minutes", language, pack.minutes)
    head = phrase(pack, "agenda", language)
    body: list[Element] = [chapter(head, length)]
    for item, what, when in items(pack, language):
        body += [{**title(what), "spacing": "ExtraLarge"}, line(when, subtle=True, small=True, spacing="None")]
        body += _item(pack, item, language, opens)
        for told in more_waiting(pack, item, language):
            body += [line(told), *([_choosing(pack, ref, language)] if ref is not None else [])]
    return body


def _choosing(pack: Pack, ref: DigestRef, language: Language) -> Element:
    title = plural_phrase(pack, "choose", language, pack.more_dilemmas)
    return row([line(title)], button(title, OpenDilemmas(ref.municipality, ref.digest)))


def _item(pack: Pack, item: AgendaItem, language: Language, opens: Opens) -> list[Element]:
    match item.kind:
        case "promises":
            return _promises(pack, language)
        case "strength":
            return _chosen(pack.strength, language, opens) + _told(pack, item, language)
        case "dilemma":
            return _chosen(pack.dilemma, language, opens) + _told(pack, item, language)
        case _:
            return _told(pack, item, language)


def _told(pack: Pack, item: AgendaItem, language: Language) -> list[Element]:
    return [line(told, subtle=True, spacing="Small") for told in item_about(pack, item, language)]


def _promises(pack: Pack, language: Language) -> list[Element]:
    body: list[Element] = []
    if pack.decided:
        body += [
            line(phrase(pack, "decided", language), subtle=True, small=True),
            *(quote(one) for one in pack.decided),
        ]
    if pack.decided and pack.promises:
        body.append(line(phrase(pack, "promised", language), subtle=True, small=True))
    for one in pack.promises:
        by, when = promise_lines(one, language)
        told = [line(when, subtle=True, small=True, spacing="Small")] if when else []
        body += [quote(one.text, by=by), *told]
    return body


def _chosen(chosen: Chosen | None, language: Language, opens: Opens) -> list[Element]:
    if chosen is None:
        return []
    return [line(chosen.question, subtle=True, small=True), *quotes((chosen.quote,), 1, language, opens=opens)]
