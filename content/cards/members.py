"""The cards about a group's people: the groups to choose among, and a group's people with a form."""

from typing import assert_never

from content.cards.buttons import MOST_ACTIONS, button
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, line, row
from content.cards.fields import line_field
from content.cards.icons import Icon
from content.dates import full_date
from content.language import Language
from content.presses import AddMember, EndMember, ShowMembers, SubstituteMember
from content.vocabulary.members import GroupMembers, GroupsLookedAfter, Member, TeamCounts
from content.wording import phrase, plural_phrase

MembersCard = GroupMembers | GroupsLookedAfter
NOT_CHOSEN = "0"
"""No place has this number; a choice without a value would read as no field at all."""
_SHOWN = 30  # people on a card; a page shows all
_LONGEST_NAME = 200


def members_card(message: MembersCard, language: Language) -> Card:
    match message:
        case GroupsLookedAfter():
            return card(message, language, _groups(message, language))
        case GroupMembers():
            return card(message, language, _people(message, language), actions=_ways(message, language))
        case _:
            assert_never(message)


def _groups(message: GroupsLookedAfter, language: Language) -> list[Element]:
    head = band(Icon.PEOPLE, phrase(message, "heading", language))
    rows = [
        row(
            [line(one.name, bold=True), line(plural_phrase(one, "people", language, one.people), subtle=True)],
            button(one.name, ShowMembers(one.municipality, one.group)),
        )
        for one in message.groups
    ]
    return [head, line(phrase(message, "body" if message.groups else "none", language)), *rows]


def _people(message: GroupMembers, language: Language) -> list[Element]:
    told = [line(_told(one, message, language), spacing="Small") for one in message.members[:_SHOWN]]
    more = len(message.members) - len(told)
    return [
        band(Icon.PEOPLE, message.name, phrase(message, "summary", language), style="accent"),
        *_outcome(message, language),
        *(told or [line(phrase(message, "nobody", language))]),
        *([line(plural_phrase(message, "more", language, more, more=more), subtle=True)] if more > 0 else []),
        *_team(message.team, language),
        *_form(message, language),
    ]


def _team(counts: TeamCounts | None, language: Language) -> list[Element]:
    if counts is None or not (counts.team_alone or counts.group_alone):
        return []
    numbers = {"team_alone": counts.team_alone, "group_alone": counts.group_alone}
    told = [plural_phrase(counts, part, language, number) for part, number in numbers.items() if number]
    return [line(" ".join([*told, phrase(counts, "pages", language)]), subtle=True)]


def _told(one: Member, message: GroupMembers, language: Language) -> str:
    begins = phrase(one, "from", language, from_day=full_date(one.from_day, language)) if one.from_day else ""
    ends = phrase(one, "until", language, until_day=full_date(one.until_day, language)) if one.until_day else ""
    return ", ".join(filter(None, [one.name, phrase(message, f"role_{one.role}", language), begins, ends]))


def _outcome(message: GroupMembers, language: Language) -> list[Element]:
    if message.done is not None:
        return [line(phrase(message, f"done_{message.done}", language), bold=True)]
    if message.trouble is None:
        return []
    nothing, why = (phrase(message, part, language) for part in ("not_changed", f"trouble_{message.trouble}"))
    among = (line(f"{one.name} ({one.user})", spacing="Small") for one in message.among)
    return [line(nothing, bold=True), line(why), *among]


def _form(message: GroupMembers, language: Language) -> list[Element]:
    form = message.form
    yours = [(one.number, _told(one, message, language)) for one in message.members if one.is_yours]
    places = [(NOT_CHOSEN, phrase(message, "nobody_chosen", language)), *yours]
    roles = [(role, phrase(message, f"role_{role}", language)) for role in message.roles]
    first, last = (phrase(message, part, language) for part in ("first_day", "last_day"))
    return [
        line_field("who", label=phrase(message, "who", language), text=form.who, missing="", longest=_LONGEST_NAME),
        _choice(message, language, ("role", "no_role"), roles, form.role or _usual(message)),
        *([_choice(message, language, ("number", "not_chosen"), places, form.number or NOT_CHOSEN)] if yours else []),
        {"type": "Input.Date", "id": "from_day", "label": first, **_given(form.from_day)},
        {"type": "Input.Date", "id": "until_day", "label": last, **_given(form.until_day)},
    ]


def _usual(message: GroupMembers) -> str:
    return "participant" if "participant" in message.roles else message.roles[0]


def _choice(
    message: GroupMembers, language: Language, named: tuple[str, str], offered: list[tuple[str, str]], chosen: str
) -> Element:
    """A list that opens: a group may have many people. `named` are the field, and the trouble of a field left alone."""
    name, trouble = named
    return {
        "type": "Input.ChoiceSet",
        "id": name,
        "label": phrase(message, name, language),
        "errorMessage": phrase(message, f"trouble_{trouble}", language),
        "value": chosen,
        "choices": [{"title": title, "value": value} for value, title in offered],
        "style": "compact",
        "wrap": True,
    }


def _given(value: str) -> dict[str, str]:
    return {"value": value} if value else {}


def _ways(message: GroupMembers, language: Language) -> list[Action]:
    its = (message.municipality, message.group)
    changes = [
        button(phrase(message, "substitute", language), SubstituteMember(*its), reads=True),
        button(phrase(message, "end", language), EndMember(*its), reads=True),
    ]
    add = button(phrase(message, "add", language), AddMember(*its), reads=True)
    yours = any(one.is_yours for one in message.members)
    return [add, *(changes if yours else [])][:MOST_ACTIONS]
