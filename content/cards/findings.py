"""What the answers say together, on a digest's card and in its plain lines."""

from collections.abc import Iterator, Sequence

from content.cards.elements import Element, heading, line, title
from content.cards.fitting import quotes
from content.language import Language
from content.vocabulary.digesting import Findings, PromptSection
from content.wording import phrase


def told_first(findings: Findings, prompts: Sequence[PromptSection], language: Language) -> Iterator[Element]:
    """Agreement, difference, and what is other than elsewhere or last time; the question where there are several."""
    are_several = len({prompt.question for prompt in prompts}) > 1
    for head, lines in first_lines(findings, language):
        yield heading(head)
        for question, told in lines:
            if question and are_several:
                yield title(question)
            yield line(told, spacing="Small")


def first_lines(findings: Findings, language: Language) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """(heading, (question, sentence) of each finding); "" for a finding of no one question."""
    views = (("found", findings.agreed), ("found", findings.differing))
    for part, found in views:
        if found:
            yield (
                phrase(found[0], "heading", language),
                [(one.question, phrase(one, part, language)) for one in found],
            )
    if findings.unsure:
        lines = [(one.question, phrase(one, "most" if one.are_most else "some", language)) for one in findings.unsure]
        yield phrase(findings.unsure[0], "heading", language), lines
    if findings.changes:
        told = [("", phrase(one, "more" if one.more else "fewer", language)) for one in findings.changes]
        yield phrase(findings.changes[0], "heading", language), told
    if findings.between:
        yield (
            phrase(findings.between[0], "heading", language),
            [("", phrase(one, "found", language)) for one in findings.between],
        )


def silence(findings: Findings, language: Language) -> Iterator[Element]:
    if findings.silent:
        yield heading(phrase(findings, "silent_heading", language))
        yield line(silent_line(findings, language), spacing="Small")


def silent_line(findings: Findings, language: Language) -> str:
    return phrase(findings, "silent", language, areas=", ".join(findings.silent))


def needs(findings: Findings, language: Language) -> Iterator[Element]:
    if findings.needs:
        yield heading(phrase(findings, "needs_heading", language))
        yield from quotes(findings.needs, len(findings.needs), language)
