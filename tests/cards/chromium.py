"""One headless chromium, told what to do through its DevTools over a pair of pipes."""

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

Json = dict[str, Any]

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
# chromium reads commands from descriptor 3 and answers on descriptor 4; every message ends with a zero byte.
_READS, _WRITES, _END = 3, 4, b"\0"
_SECONDS_TO_END = 10
# Where fontconfig looks. Liberation Sans is as wide as Arial; without it a card is wider and higher than in Teams.
_FONTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("~/.local/share/fonts").expanduser())


class ChromiumError(Exception):
    """chromium refused a command, or is gone."""


class Chromium:
    """A browser with one empty page, open until `open_chromium` ends."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands, self._answers = commands, answers
        self._read, self._sent, self._session = b"", 0, ""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def call(self, method: str, **given: object) -> Json:
        """Raises ChromiumError."""
        self._sent += 1
        asked: Json = {"id": self._sent, "method": method, "params": given}
        if self._session:
            asked["sessionId"] = self._session
        _write(self._commands, json.dumps(asked).encode() + _END)
        while (told := self._next()).get("id") != self._sent:
            pass
        if "error" in told:
            raise ChromiumError(f"{method}: {told['error']}")
        answer: Json = told["result"]
        return answer

    def run(self, script: str) -> Any:  # noqa: ANN401 - JSON
        """The value of the script's last expression, awaited where it is a promise."""
        told = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in told:
            raise ChromiumError(json.dumps(told["exceptionDetails"]))
        return told["result"].get("value")

    def resize(self, width: int, height: int) -> None:
        """The size of the window's inside, in CSS pixels."""
        sizes = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **sizes)

    def picture(self, x: float, y: float, width: float, height: float) -> bytes:
        """A part of the page as PNG."""
        clip = {"x": x, "y": y, "width": width, "height": height, "scale": 1}
        shot = self.call("Page.captureScreenshot", format="png", clip=clip, optimizeForSpeed=True)
        return base64.b64decode(shot["data"])

    def _next(self) -> Json:
        while _END not in self._read:
            part = os.read(self._answers, 1 << 20)
            if not part:
                raise ChromiumError("chromium has ended")
            self._read += part
        told, _, self._read = self._read.partition(_END)
        message: Json = json.loads(told)
        return message


def _write(pipe: int, data: bytes) -> None:
    while data:
        data = data[os.write(pipe, data) :]


def missing(fonts: Sequence[Path] = _FONTS) -> str:
    """The Debian package without which no card is drawn as Teams shows cards, or ""."""
    if not shutil.which("chromium"):
        return "chromium"
    return "" if any(True for folder in fonts for _ in folder.rglob("LiberationSans-Regular.*")) else "fonts-liberation"


@contextmanager
def open_chromium() -> Iterator[Chromium]:
    """A browser of its own, with a new and empty profile; it has ended when the context has."""
    with TemporaryDirectory(prefix="sloyfa-chromium-", ignore_cleanup_errors=True) as profile:
        told, commands = os.pipe()
        answers, saying = os.pipe()
        process = _start(Path(profile), told, saying)
        os.close(told)
        os.close(saying)
        try:
            yield Chromium(commands, answers)
        finally:
            os.close(commands)  # chromium ends when nobody can tell it anything
            _end(process)
            os.close(answers)


def _start(profile: Path, told: int, saying: int) -> subprocess.Popen[bytes]:
    command = ["chromium", *FLAGS, f"--user-data-dir={profile}", "--remote-debugging-pipe", "about:blank"]
    # bash gives the pipes the two numbers that chromium expects, and becomes chromium.
    renumbered = f'exec "$@" {_READS}<&{told} {_WRITES}>&{saying}'
    return subprocess.Popen(  # noqa: S603 - our own arguments
        ["/bin/bash", "-c", renumbered, "bash", *command],
        pass_fds=(told, saying),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
