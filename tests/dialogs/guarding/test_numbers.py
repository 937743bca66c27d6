"""Identity numbers are always found; other numbers are told apart."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.cues import guard_data
from dialogs.guarding.finding import Kind
from dialogs.guarding.identity import is_valid
from dialogs.guarding.judging import Guard
from tests.dialogs.guarding.numbers import KINDS, account, as_written, identity

GUARD = Guard(guard_data())
AROUND = [
    "{}",
    "fnr {}",
    "Se {}.",
    "x{}y",
    "«{}»",
    "Ring 22 33 44 55 eller {}",
    "{}, {}",
    "uke 12 {} og 3 elever",
    "\n{}\n",
]


@given(st.randoms(use_true_random=False), st.sampled_from(KINDS), st.sampled_from(AROUND))
def test_every_identity_number_is_found(random: Random, kind: str, around: str) -> None:
    number = identity(random, kind)
    text = around.replace("{}", as_written(random, number))
    finding = GUARD.judge(text)
    found = [text[one.start : one.end] for one in finding.found if one.kind is Kind.NATIONAL_ID]
    assert number in ["".join(filter(str.isdigit, each)) for each in found]
    assert finding.stop
    assert not finding.overridable


@pytest.mark.parametrize(
    "number",
    [
        "02013299997",
        "30108299920",
        "30108299939",
        "02013299903",
        "01019049961",
        "42013299980",
        "01419040017",
        "01912450097",
        "42912450281",
        "10915596784",
    ],
)
def test_the_tax_authority_s_own_examples_are_valid(number: str) -> None:
    assert is_valid(number)
    assert Kind.NATIONAL_ID in GUARD.judge(number).kinds


def test_a_number_with_a_century_with_invisible_signs_or_in_another_script_is_found() -> None:
    for text in (
        "01.01.1990 49961",
        "01011990 49961",
        "010190\u200b49961",
        "0\u200d1019049961",
        "٠١٠١٩٠٤٩٩٦١",
        "０１０１９０４９９６１",
    ):
        assert Kind.NATIONAL_ID in GUARD.judge(text).kinds, text


def test_a_mistyped_number_is_suspected_where_it_is_written_as_one() -> None:
    assert Kind.NATIONAL_ID in GUARD.judge("010190 49962").kinds
    assert Kind.NATIONAL_ID in GUARD.judge("personnummer 99999999999").kinds


@given(st.randoms(use_true_random=False))
def test_an_account_is_found_and_cannot_be_overruled(random: Random) -> None:
    finding = GUARD.judge(f"Betal til konto {account(random)}.")
    assert finding.kinds & {Kind.ACCOUNT, Kind.NATIONAL_ID}
    assert not finding.overridable


@pytest.mark.parametrize(
    "text",
    [
        "Skoleåret 2026 2027",
        "20260817",
        "17082026",
        "Org.nr. 974 760 673",
        "ISBN 978-82-15-03312-9",
        "116 117",
        "uke 41 42 43 44",
        "Resultatene var 41 52 63 74",
        "45 000 000 kroner",
        "12 %",
        "1 250 000",
        "kl. 08.15",
        "12.03.2027",
        "rom 204",
        "02800",
    ],
)
def test_numbers_of_other_things_stop_nobody(text: str) -> None:
    assert not GUARD.judge(text).stop


@pytest.mark.parametrize(
    "text", ["90 12 34 56", "901 23 456", "90123456", "+47 901 23 456", "0047 90123456", "+46 70 123 45 67"]
)
def test_a_telephone_number_is_found(text: str) -> None:
    [found] = GUARD.judge(f"Nummeret er {text}!").found
    assert found.kind is Kind.PHONE
    assert f"Nummeret er {text}!"[found.start : found.end] == text
