"""`python -m tests.bench [SUBJECT ...]`: print each subject's table when done, and write all of them to
build/bench.json.
"""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.bench import answering, bank, catalogue, digest, growth, guard, memory, page, sending, starting, themes

FILE = Path("build/bench.json")

Subject = Callable[[], Mapping[str, object]]
"""Prints a table, and returns the measured figures."""

SUBJECTS: Mapping[str, Subject] = {
    "catalogue": catalogue.measure,
    "answering": answering.measure,
    "sending": sending.measure,
    "growth": growth.measure,
    "digest": digest.measure,
    "page": page.measure,
    "bank": bank.measure,
    "guard": guard.measure,
    "themes": themes.measure,
    "memory": memory.measure,
    "starting": starting.measure,
}


def main(names: list[str]) -> None:
    strange = sorted(set(names) - SUBJECTS.keys())
    if strange:
        sys.exit(f"there is no subject {', '.join(strange)}; there are {', '.join(SUBJECTS)}")
    measured = {name: SUBJECTS[name]() for name in names or SUBJECTS}
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(measured, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
