"""A person's own note, offered on a prompt's card: read with the person, without a statement of its own."""

from dataclasses import replace

from content.vocabulary.messages import Message
from content.vocabulary.prompting import PromptAsked
from dialogs.asking import noting
from dialogs.model import Person


def with_offer(card: Message, person: Person, area: str) -> Message:
    """The card with the offer of a note; a card whose field is filled offers none."""
    if not isinstance(card, PromptAsked) or card.text or not noting.fits(person.noted, area):
        return card
    return replace(card, note="offered")
