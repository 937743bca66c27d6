"""Which commands suit a person just now, by the ids of content/words/commands.toml."""

from collections.abc import Iterator

from dialogs.model import Actor, Role

_LEADING = frozenset({Role.FACILITATOR, Role.LEADER})


def suited(actor: Actor, *, has_open: bool) -> tuple[str, ...]:
    """The best first: an open question, else what the person's roles are about, else what was shared last."""
    return tuple(dict.fromkeys(_suited(actor, has_open=has_open)))


def _suited(actor: Actor, *, has_open: bool) -> Iterator[str]:
    roles = {role for one in actor.identities for _, role in one.roles}
    if has_open:
        yield "week"
    if has_open and Role.FACILITATOR in roles:
        yield "next_step"
    if Role.COORDINATOR in roles:
        yield from ("plan", "digests")
    if roles & _LEADING:
        yield "plan"
    yield from ("digests", "week") if roles else ("privacy", "known")
