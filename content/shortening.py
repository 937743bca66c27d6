"""The beginning of a long text, for lists."""


def first_words(text: str, most: int) -> str:
    """At most `most` characters on one line, whole words where words are short enough, and «…» for what is left out."""
    whole = " ".join(text.split())
    if len(whole) <= most:
        return whole
    cut = whole[: most - 1]
    at_blank = cut.rpartition(" ")[0] if whole[most - 1] != " " else cut
    return f"{(at_blank if len(at_blank) > most // 2 else cut).rstrip()}…"
