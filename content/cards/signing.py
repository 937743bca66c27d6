"""The signature of an answer, in words."""

from content.language import Language
from content.vocabulary.prompting import SignatureOffered, Signed
from content.wording import phrase


def signature_label(signed: Signed, language: Language) -> str:
    """«Tor Rektor», «rektor»."""
    return phrase(signed, signed.kind, language)


def signature_line(signed: Signed | None, language: Language) -> str:
    """The line beneath a quote, "" for an answer without a name."""
    return signature_label(signed, language) if signed is not None else ""


def stands_with(signed: Signed, language: Language) -> str:
    """The whole sentence, addressed to the author."""
    if signed.kind == "name":
        return phrase(signed, "stands_name", language)
    if is_hidden(signed):
        return signature_label(signed, language)
    return phrase(signed, "stands_role", language, kind=signature_label(signed, language))


def is_hidden(signed: Signed) -> bool:
    return signed.kind == "hidden"


def offered_label(offered: SignatureOffered, language: Language) -> str:
    """«Uten navn», «Med rolle: rektor», «Med navnet ditt»."""
    if offered.signed is None:
        return phrase(offered, "none", language)
    part = "name" if offered.signed.kind == "name" else "role"
    return phrase(offered, part, language, signed=signature_label(offered.signed, language))


def sole_sentence(offered: SignatureOffered, language: Language) -> str:
    """What the only one with a role is told before choosing the role; "" for everybody else."""
    if offered.signed is None or not offered.is_sole:
        return ""
    return phrase(offered, "sole", language, kind=signature_label(offered.signed, language))
