"""Why a file that was chosen in a form is not taken."""

from dataclasses import dataclass
from enum import StrEnum


class UploadTrouble(StrEnum):
    NOTHING = "nothing"  # no file was chosen
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"  # several files where one is taken


@dataclass(frozen=True)
class FileNotTaken:
    """`largest` is in megabytes, for all files of the form together. `trouble` chooses the words."""

    trouble: UploadTrouble
    largest: int
