"""How far a coordinator may change a municipality's settings; everything further is the operator's.

As a data protection officer would have it:

- The controller, the officer, the assessment and the discussion with the unions may be given and corrected, and never
  emptied: people have a right to be told of them.
- A rule of deletion may only become shorter, and only for answers and for the outbox's rows: nobody's working notes
  should stay longer than people were promised. Digests may be the archive's, and the record tells what coordinators
  themselves have done. The first rule, and the end of all rules, are the archivist's.
- A hold stops deletion, or lets deletion go on: begun and ended on the archive's word alone.
- A school may be taken out of the comparison at once. A school's yes to being named is the school's, and nobody else
  gives that yes in a form.
"""

from dialogs.model import KeptKind, MunicipalitySettings, Retention
from dialogs.retention import days_in, is_longer

NEVER_EMPTIED = ("responsible", "data_protection_officer", "discussed_with_unions", "dpia")
SHORTENED = (KeptKind.ANSWERS, KeptKind.DELIVERIES)

_LENGTHS = ("P1M", "P3M", "P6M", "P1Y", "P2Y", "P3Y", "P5Y")


def beyond(before: MunicipalitySettings, after: MunicipalitySettings) -> frozenset[str]:
    """The keys of the settings, as in a file, that are changed further than a coordinator may."""
    was, becomes = before.as_in_file, after.as_in_file
    emptied = {key for key in NEVER_EMPTIED if was[key] and not becomes[key]}
    held = {key for key in was if key.startswith("hold.") and was[key] != becomes[key]}
    named = {"compared"} if set(after.compared) - set(before.compared) else set[str]()
    return frozenset(emptied | held | named | _of_rules(before.retention, after.retention))


def _of_rules(before: Retention | None, after: Retention | None) -> set[str]:
    if before is None or after is None:
        return set() if before == after else {f"retention.{kind}" for kind in KeptKind}
    changed = [kind for kind in KeptKind if before.of(kind) != after.of(kind)]
    return {
        f"retention.{kind}" for kind in changed if kind not in SHORTENED or is_longer(after.of(kind), before.of(kind))
    }


def lengths(rules: Retention | None, kind: KeptKind) -> tuple[str, ...]:
    """The lengths that a coordinator may choose, the shortest first, the present length last; () without rules."""
    if rules is None:
        return ()
    now = rules.of(kind)
    return (*(length for length in _LENGTHS if days_in(length) < days_in(now)), now)
