"""Run the commands as a person does: in a new process, or faster, in the current process."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.entry.cli.commands import main
from bot.settings import EXAMPLES

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class CommandResult:
    """A command's output and exit code."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


def clean_environment(**settings: str) -> dict[str, str]:
    """This process's environment with `settings` as the bot's only settings."""
    kept = {name: value for name, value in os.environ.items() if name not in EXAMPLES}
    return {**kept, "PYTHONPATH": str(ROOT), **settings}


def run_in_subprocess(*arguments: str, cwd: Path, settings: Mapping[str, str]) -> CommandResult:
    command = [sys.executable, "-m", "bot", *arguments]
    done = subprocess.run(  # noqa: S603 - our own program
        command, cwd=cwd, env=clean_environment(**settings), capture_output=True, encoding="utf-8", check=False
    )
    return CommandResult(done.returncode, done.stdout, done.stderr)


@dataclass(frozen=True)
class Commands:
    """`python -m bot …` in the current process, without the seconds of starting a new one."""

    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str, **settings: str) -> CommandResult:
        self.capsys.readouterr()  # drop earlier output
        with self.monkeypatch.context() as context:
            for name in EXAMPLES:
                context.delenv(name, raising=False)
            for name, value in settings.items():
                context.setenv(name, value)
            context.setattr(sys, "argv", ["bot", *arguments])
            with pytest.raises(SystemExit) as ended:
                main()
        printed = self.capsys.readouterr()
        code = ended.value.code
        return CommandResult(code if isinstance(code, int) else 0, printed.out, printed.err)
