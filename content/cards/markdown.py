"""What Markdown would read into a text: marks that would be taken away, a list of one, a link."""

import re

_MARKS = re.compile(
    r"[*_\\`\[\]<~]"  # emphasis, escapes, code, links, HTML, what is struck out
    r"|^\s*(?:[-+•>#=|]|\d+[.)](?:\s|$))"  # lists, quotations, headings, rules, tables
    r"|[\r\n]|^\s|\s{2}"  # lines and blanks that would be run together
    r"|&(?:#|\w+;)"  # letters spelt out
    r"|\{\{"  # a card's own dates
    r"|\w://|\bwww\.",  # links of their own accord
    re.MULTILINE,
)


def reads_as_written(text: str) -> bool:
    """Whether the text is the same read as Markdown, by every client: some honour a backslash, some show it."""
    return not _MARKS.search(text)
