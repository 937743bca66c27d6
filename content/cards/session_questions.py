"""The card of a session's question, for planners: the present choice, other questions, a field for own words."""

from collections.abc import Iterator

from content.cards.asking import why_sentence
from content.cards.buttons import MOST_ACTIONS, action_set, button, command_button, unfolding
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, boxed, folded, heading, line, title
from content.cards.fields import choice_field, list_field, text_field
from content.cards.guarding import stopped_elements
from content.cards.icons import Icon
from content.cards.overview import names_listed
from content.dates import day_and_hour
from content.language import Language
from content.own_questions import LONGEST_OWN
from content.presses import AskOwn, LeaveQuestion, LookAtOwn, PickQuestion, ShowQuestion, ShowSeries
from content.series_lines import change_lines
from content.vocabulary.session_questions import QuestionDone, QuestionOffered, QuestionPreview, SessionQuestion
from content.wording import phrase

NOT_CHOSEN = "0"
"""No area and no prompt has this id; a choice without a value would read as no field at all."""
_OTHERS = "others"


def session_question_card(message: SessionQuestion, language: Language) -> Card:
    return card(message, language, list(_body(message, language)), actions=_ways(message, language))


def _body(message: SessionQuestion, language: Language) -> Iterator[Element]:
    under = (day_and_hour(message.at, language), names_listed(message.groups))
    yield band(Icon.QUESTION, phrase(message, "heading", language), *under, style="accent")
    yield from stopped_elements(message.stopped, language)
    yield from (line(told, bold=not n) for n, told in enumerate(outcome_lines(message, language)))
    if message.preview is not None:
        yield from preview_elements(message, message.preview, language)
    yield from _current(message, language)
    if not message.closed:
        yield from _offered(message, language)
        yield from _own(message, language)


def outcome_lines(message: SessionQuestion, language: Language) -> list[str]:
    """The outcome of the press, on card and page."""
    if message.done is not None:
        return [phrase(message, f"done_{message.done}", language)]
    if message.trouble is None:
        return []
    return [phrase(message, f"trouble_{message.trouble}", language), *change_lines(message.changes, language)]


def _current(message: SessionQuestion, language: Language) -> list[Element]:
    if not message.question:
        return [line(phrase(message, "none", language))]
    return [
        line(phrase(message, "asks_closed" if message.closed else "asks", language), subtle=True),
        title(message.question),
        line(f"{message.area}. {why_line(message, language)}".strip(), subtle=True, small=True, spacing="Small"),
    ]


def why_line(message: SessionQuestion, language: Language) -> str:
    return phrase(message, f"cause_{message.cause}", language) if message.cause is not None else ""


def offered_line(one: QuestionOffered, language: Language) -> str:
    """The area, the law behind the question, and why the question suits."""
    why = phrase(SessionQuestion, f"cause_{one.cause}", language)
    return f"{', '.join(filter(None, (one.area, one.paragraph)))}. {why}"


def _offered(message: SessionQuestion, language: Language) -> Iterator[Element]:
    yield heading(phrase(message, "instead", language))
    if message.offered:
        yield choice_field(
            "chosen",
            label=phrase(message, "chosen", language),
            offered=[(one.prompt, f"{one.question} – {offered_line(one, language)}") for one in message.offered],
            chosen=message.form.chosen or message.offered[0].prompt,
            missing=phrase(message, "trouble_not_chosen", language),
        )
    else:
        yield line(phrase(message, "none_offered", language))
    yield list_field(
        "sought",
        label=phrase(message, "sought", language),
        offered=[(NOT_CHOSEN, phrase(message, "all_areas", language)), *message.areas],
        chosen=message.form.sought or NOT_CHOSEN,
        missing=phrase(message, "trouble_no_area", language),
    )


def _own(message: SessionQuestion, language: Language) -> Iterator[Element]:
    yield heading(phrase(message, "own", language))
    if not message.takes_own:
        yield line(phrase(message, "trouble_statements", language))
        return
    yield line(phrase(message, "rules", language), subtle=True, small=True)
    yield _words(message, language, language)
    yield list_field(
        "area",
        label=phrase(message, "own_area", language),
        offered=[(NOT_CHOSEN, phrase(message, "choose_area", language)), *message.areas],
        chosen=message.form.area or NOT_CHOSEN,
        missing=phrase(message, "trouble_no_area", language),
    )
    yield action_set([unfolding(phrase(message, "languages", language), _OTHERS)])
    yield folded(_OTHERS, [_words(message, one, language) for one in Language if one is not language])


def _words(message: SessionQuestion, written: Language, language: Language) -> Element:
    label = phrase(message, f"words_{written}", language)
    text = str(getattr(message.form, written.value))
    return text_field(written.value, label=label, text=text, missing="", longest=LONGEST_OWN)


def preview_elements(message: SessionQuestion, preview: QuestionPreview, language: Language) -> list[Element]:
    return [
        heading(phrase(message, "preview", language)),
        boxed(
            [
                line(phrase(preview, "to", language), subtle=True),
                title(preview.question, "Large"),
                *([line(preview.hint, subtle=True)] if preview.hint else []),
                line(why_sentence(preview.because, language), spacing="Small"),
                line(preview.area, bold=True),
                line(preview.definition, subtle=True, spacing="Small"),
            ]
        ),
    ]


def _ways(message: SessionQuestion, language: Language) -> list[Action]:
    series, group = (message.municipality, message.series), message.form.group
    back = button(phrase(message, "back", language), ShowSeries(*series))
    if message.closed:
        return [back]
    its, version = (*series, message.session), message.version
    found: list[Action] = []
    if message.preview is not None:
        ask = AskOwn(*its, version, mark=message.mark, group=group)
        found.append(button(phrase(message, "ask_own", language), ask, reads=True))
    if message.offered:
        found.append(button(phrase(message, "pick", language), PickQuestion(*its, version, group=group), reads=True))
    found.append(button(phrase(message, "seek", language), ShowQuestion(*its, group=group), reads=True))
    if message.takes_own:
        found.append(button(phrase(message, "look", language), LookAtOwn(*its, version, group=group), reads=True))
    if message.by_hand:
        found.append(button(phrase(message, "leave", language), LeaveQuestion(*its, version, group=group)))
    if message.done == QuestionDone.WRITTEN:
        title = phrase(message, "propose", language)
        found.append(command_button("propose", language, argument=message.question, title=title))
    return [*found, back][:MOST_ACTIONS]
