# ruff: noqa: INP001 - a script, in no package
"""Carries out the Dockerfile in a temporary folder, without a container engine: build, serve, check health, stop."""

import json
import os
import pwd
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

CONTEXT = Path(__file__).parent.parent
SECONDS_TO_START = 60
SECONDS_TO_STOP = 10
# What the app package is made with.
MADE_UP = (
    "MicrosoftAppId=00000000-0000-4000-8000-000000000001 SLOYFA_DEVELOPER=Nordvik SLOYFA_WEBSITE_URL=https://a.example "
    "SLOYFA_PRIVACY_URL=https://a.example SLOYFA_TERMS_URL=https://a.example"
)


class ImageError(Exception):
    """A step of the Dockerfile cannot be carried out."""


@dataclass
class Stage:
    """A FROM with the instructions below; `root` stands for the stage's file system."""

    name: str
    root: Path
    folder: str = "/"
    user: str = "0"
    env: dict[str, str] = field(default_factory=dict)
    health: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)

    def path(self, inside: str) -> Path:
        return self.root / os.path.join(self.folder, inside).lstrip("/")  # noqa: PTH118 - an absolute path inside wins

    def environment(self, more: Mapping[str, str]) -> dict[str, str]:
        """The environment of the stage's processes: paths inside the image become paths beneath `root`."""
        env = {name: self._beneath(value) for name, value in self.env.items()}
        return {**env, "LANG": "C.UTF-8", **more}

    def _beneath(self, value: str) -> str:
        return value.replace(self.folder, str(self.path("."))) if self.folder != "/" else value


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="sloyfa-image-") as scratch:
        top = Path(scratch)
        top.chmod(0o755)
        _put_python(top / "python")
        image = build(top)
        check_contents(image)
        serve(image)


def build(top: Path) -> Stage:
    stages: list[Stage] = []
    for word, rest in _instructions():
        print(f"    {word} {rest}", flush=True)
        if word == "FROM":
            name = rest.rpartition(" AS ")[2] if " AS " in rest else "image"
            stages.append(Stage(name, top / name, env={"PATH": f"{top / 'python'}:/usr/local/bin:/usr/bin:/bin"}))
            stages[-1].root.mkdir()
        else:
            _carry_out(stages[-1], word, rest, {stage.name: stage for stage in stages})
    return stages[-1]


def _instructions() -> list[tuple[str, str]]:
    text = (CONTEXT / "Dockerfile").read_text().replace("\\\n", "")
    lines = [line.strip() for line in text.splitlines()]
    return [(line.split()[0], line.partition(" ")[2]) for line in lines if line and not line.startswith("#")]


def _carry_out(stage: Stage, word: str, rest: str, stages: Mapping[str, Stage]) -> None:
    match word:
        case "WORKDIR":
            stage.folder = rest
            stage.path(".").mkdir(parents=True)
        case "ENV":
            name, _, value = rest.partition("=")
            stage.env[name] = value.replace(f"${name}", stage.env.get(name, ""))
        case "COPY":
            _copy(stage, shlex.split(rest), stages)
        case "RUN":
            _give(stage.path("."), _unprivileged(stage))
            _run(stage, ["/bin/sh", "-ec", rest], os.environ)
        case "USER":
            stage.user = rest.partition(":")[0]
        case "HEALTHCHECK":
            stage.health = json.loads(rest.partition("CMD ")[2])
        case "CMD":
            stage.command = json.loads(rest)
        case "VOLUME" | "EXPOSE":
            pass
        case _:
            raise ImageError(f"Dockerfile: {word} is not known here; teach .ci/image.py to carry it out")


def _copy(stage: Stage, words: list[str], stages: Mapping[str, Stage]) -> None:
    options = dict(word[2:].split("=", 1) for word in words if word.startswith("--"))
    source, target = (word for word in words if not word.startswith("--"))
    origin = stages[options["from"]].path(source) if "from" in options else _from_context(source)
    into = stage.path(target)
    if origin.is_dir():
        shutil.copytree(origin, into, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(origin, into)
    if "chown" in options:
        _give(into, int(options["chown"].partition(":")[0]))


def _from_context(source: str) -> Path:
    """A file or folder that .dockerignore lets in by name."""
    let_in = [line[1:] for line in (CONTEXT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    if source.rstrip("/") not in let_in:
        raise ImageError(f"Dockerfile: COPY {source}: .dockerignore does not let it in")
    return CONTEXT / source


def _run(stage: Stage, command: list[str], around: Mapping[str, str]) -> None:
    """`around` is the machine's environment, needed only to reach the package registry, and not part of the image."""
    env = {
        name: value for name, value in around.items() if name.startswith(("PIP_", "SSL_")) or "proxy" in name.lower()
    }
    user = _unprivileged(stage)
    subprocess.run(  # noqa: S603 - the Dockerfile's own steps
        command, check=True, cwd=stage.path("."), env=stage.environment({"HOME": str(stage.root), **env}),
        user=user, group=user, extra_groups=None if user is None else [],
    )  # fmt: skip


def check_contents(image: Stage) -> None:
    """Raises an error if the image runs as root, holds development tools, can change itself, or lacks what it needs."""
    if image.user in {"0", "root"}:
        raise ImageError("Dockerfile: the image would run as root")
    asked = "import importlib.util as u, sys; sys.exit(any(map(u.find_spec, ['pytest', 'mypy', 'ruff'])))"
    _run(image, ["/bin/sh", "-ec", f'python -c "{asked}"'], {})
    if os.geteuid() == 0:
        _run(image, ["/bin/sh", "-ec", "! test -w bot && test -w var"], {})
    _run(image, ["/bin/sh", "-ec", "! test -e tests && ! test -e .git"], {})
    _run(image, ["/bin/sh", "-ec", "test -e .venv/share/sloyfa/node_modules/@digdir/designsystemet-css"], {})
    _run(image, ["/bin/sh", "-ec", f"{MADE_UP} python -m bot package --host bot.example --out var/sloyfa.zip"], {})


def serve(image: Stage) -> None:
    """Run CMD until HEALTHCHECK succeeds; then stop the process by SIGTERM, as an engine would."""
    port = _free_port()
    # A container listens on every address; here only loopback, the only address allowed without an app id.
    env = image.environment(
        {
            "PORT": str(port),
            "SLOYFA_HOST": "127.0.0.1",
            "SLOYFA_INSECURE_LOCAL": "1",
            "SLOYFA_TENANTS": "a-made-up-tenant",
        }
    )
    user = _unprivileged(image)
    process = subprocess.Popen(  # noqa: S603 - the Dockerfile's own command
        ["/usr/bin/env", *image.command], cwd=image.path("."), env=env,
        user=user, group=user, extra_groups=None if user is None else [],
    )  # fmt: skip
    try:
        _wait_until_healthy(image, process, env)
        process.send_signal(signal.SIGTERM)
        if code := process.wait(SECONDS_TO_STOP):
            raise ImageError(f"{shlex.join(image.command)} ended with {code} when told to stop")
    finally:
        process.kill()
        process.wait()
    print(f"the image is built, healthy on port {port}, and stops when told to")


def _wait_until_healthy(image: Stage, process: subprocess.Popen[bytes], env: Mapping[str, str]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ImageError(f"{shlex.join(image.command)} ended with {process.returncode} instead of serving")
        asked = subprocess.run(  # noqa: S603 - the Dockerfile's own health check
            ["/usr/bin/env", *image.health], check=False, capture_output=True, cwd=image.path("."), env=env
        )
        if asked.returncode == 0:
            return
        time.sleep(0.5)
    raise ImageError(f"not healthy after {SECONDS_TO_START} s: {asked.stderr.decode()}")


def _put_python(folder: Path) -> None:
    """`python`, as in the base image: the machine's interpreter, if everybody may run the file."""
    folder.mkdir()
    everybodys = [python for python in (sys.executable, "/usr/bin/python3") if not _hidden(Path(python).resolve())]
    if not everybodys:
        raise ImageError("there is no Python here that an unprivileged user may run; Debian's python3-venv would do")
    for name in ("python", "python3"):
        (folder / name).write_text(f'#!/bin/sh\nexec {everybodys[0]} "$@"\n')
        (folder / name).chmod(0o755)


def _hidden(path: Path) -> bool:
    return not path.exists() or not all(parent.stat().st_mode & 0o001 for parent in [path, *path.parents])


def _unprivileged(stage: Stage) -> int | None:
    """The user id for a stage's commands: None unless run by root; the stage's user, or `nobody` for a root stage."""
    if os.geteuid():
        return None
    return int(stage.user) or pwd.getpwnam("nobody").pw_uid


def _give(path: Path, user: int | None) -> None:
    if user is None or os.geteuid():
        return
    for each in [path, *path.rglob("*")]:
        os.chown(each, user, user, follow_symlinks=False)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    try:
        main()
    except (ImageError, subprocess.CalledProcessError) as error:
        sys.exit(f"image: {error}")
