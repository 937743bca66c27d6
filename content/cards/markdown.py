"""Detection of text that Markdown would change: marks, lists, links, line breaks."""

import re

_MARKS = re.compile(
    r"[*_\\`\[\]<~]"  # emphasis, escapes, code, links, HTML, strikethrough
    r"|^\s*(?:[-+•>#=|]|\d+[.)](?:\s|$))"  # lists, quotations, headings, rules, tables
    r"|[\r\n]|^\s|\s{2}"  # line breaks and blanks that would be collapsed
    r"|&(?:#|\w+;)"  # character entities
    r"|\{\{"  # an Adaptive Card's date functions
    r"|\w://|\bwww\.",  # links without markup
    re.MULTILINE,
)


def reads_as_written(text: str) -> bool:
    """Whether every client's Markdown leaves the text as it is.

    Escaping is no way out: some clients show the backslash.
    """
    return not _MARKS.search(text)
