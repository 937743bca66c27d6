"""A page looked through for what somebody's words must never become: markup, or letters that turn others around."""

from html.parser import HTMLParser

_VOID = frozenset({"meta", "link", "input", "img", "br", "hr", "path", "rect", "circle", "line", "use"})


class Looked(HTMLParser):
    """Scripts and pictures of others on a page, and texts able to turn the text beside."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.turning: list[str] = []
        self.markup: list[str] = []
        self.told = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.markup += [f"<{tag} {name}>" for name in given if name.startswith("on")]
        if tag in ("script", "img") and not str(given.get("src")).startswith("/look/"):
            self.markup.append(f"<{tag} {given}>")
        if tag not in _VOID:
            self.open.append((tag, tag in ("bdi", "title", "textarea", "option") or given.get("dir") == "auto"))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            while self.open and self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.told += "\u202e" in data
        if "\u202e" in data and not any(is_apart for _, is_apart in self.open):
            self.turning.append(f"{'/'.join(tag for tag, _ in self.open[-3:])}: {data.strip()[:60]}")
