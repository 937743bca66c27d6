"""`make bench` prints its tables and nothing else."""

import subprocess
import sys


def test_a_table_is_all_that_is_printed() -> None:
    """Measures memory: a server in a process of its own ticks, sends, and makes digests in a child process."""
    subject = "from tests.bench import memory; memory.measure(100)"
    ended = subprocess.run([sys.executable, "-c", subject], capture_output=True, text=True, check=True)  # noqa: S603
    heading, *figures = ended.stdout.splitlines()
    assert heading == "memory of the serving process, 100 people known"
    assert [figure.partition(",")[0] for figure in figures] == [
        "resident at first",
        "highest at first",
        "resident",
        "highest",
    ]
    assert ended.stderr == ""
