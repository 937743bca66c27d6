"""The open questions, and answers to be given a keyword, as plain lines for whoever cannot use the cards."""

from collections.abc import Iterator

from content.cards.readers import readers_sentence, without_name_sentences
from content.language import Language
from content.vocabulary.prompting import NumberedPrompt, OnePress, PromptsInText
from content.vocabulary.tagging import KeywordsInText, TaggedInText
from content.wording import phrase


def plain_prompts(message: PromptsInText, language: Language) -> str:
    """Who reads is told before anybody writes, as on a card."""
    blocks = ["\n".join(_prompt(prompt, language)) for prompt in message.prompts]
    how = phrase(message, "how", language, number=message.prompts[0].number)
    return "\n\n".join((phrase(message, "heading", language), *blocks, how))


def plain_keywords(message: KeywordsInText, language: Language) -> str:
    """Words of the catalogue alone: nothing that anybody typed."""
    blocks = ["\n".join(_answered(each, language)) for each in message.answers]
    how = phrase(message, "how", language, number=message.answers[0].number)
    return "\n\n".join((phrase(message, "heading", language), *blocks, how))


def _answered(one: TaggedInText, language: Language) -> Iterator[str]:
    yield phrase(one, "question", language)
    if one.has_keyword:
        yield phrase(one, "has_keyword", language)
    if one.offered:
        yield phrase(one, "offered", language, offered=", ".join(one.offered))


def _prompt(prompt: NumberedPrompt, language: Language) -> Iterator[str]:
    yield phrase(prompt, "question", language)
    if prompt.one_press is not None:
        yield phrase(prompt.one_press, "in_text", language, choices=_choices(prompt.one_press))
    yield phrase(prompt, "until", language)
    yield readers_sentence(prompt.rung, language)
    yield from without_name_sentences([prompt.rung], language)
    if prompt.answered:
        yield phrase(prompt, "answered", language)


def _choices(offered: OnePress) -> str:
    """«1 = aldri, 5 = alltid», or every option with its number."""
    if offered.ends:
        return f"1 = {offered.ends[0]}, {len(offered.answers)} = {offered.ends[1]}"
    return ", ".join(f"{number} = {answer}" for number, answer in enumerate(offered.answers, start=1))
