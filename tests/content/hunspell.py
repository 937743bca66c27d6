"""Words looked up by hunspell; Debian's packages hunspell, hunspell-no and hunspell-en-gb."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from content.language import Language

DICTIONARIES = {Language.NB: "nb_NO", Language.NN: "nn_NO", Language.EN: "en_GB"}
_PACKAGES = {Language.NB: "hunspell-no", Language.NN: "hunspell-no", Language.EN: "hunspell-en-gb"}
_FOLDERS = (Path("/usr/share/hunspell"), Path("/usr/share/myspell/dicts"))


def missing(languages: Iterable[Language], folders: Iterable[Path] = ()) -> str:
    """Debian's package for a dictionary missing here, or ""; `folders` in place of the system's."""
    if not shutil.which("hunspell"):
        return "hunspell"
    places = tuple(folders) or (*map(Path, filter(None, os.environ.get("DICPATH", "").split(":"))), *_FOLDERS)
    lacking = [each for each in languages if not any((at / f"{DICTIONARIES[each]}.dic").exists() for at in places)]
    return _PACKAGES[lacking[0]] if lacking else ""


def unknown(words: Iterable[str], language: Language) -> set[str]:
    """Words missing in the dictionary; one process for all."""
    asked = "\n".join(sorted(words))
    command = ["hunspell", "-i", "utf-8", "-d", DICTIONARIES[language], "-l"]
    told = subprocess.run(  # noqa: S603 - the command is ours
        command, input=asked, capture_output=True, encoding="utf-8", check=True, timeout=60
    )
    return set(told.stdout.split())
