"""A search finds what people mean, however they type it."""

from dialogs.answering.searching import folded, is_found, sought


def test_letter_case_diacritics_and_norwegian_letters_make_no_difference() -> None:
    assert folded("Égne ØVINGAR på Åsen") == "egne ovingar pa asen"
    assert folded("LÆRINGSMILJØ") == folded("laeringsmiljo")


def test_each_word_has_to_stand_somewhere_also_within_a_longer_word() -> None:
    assert is_found(sought("øving  EGNE"), "Egne lese-øvinger", "")
    assert is_found(sought("rektor lesing"), "Lesing", "Rektorgruppa")
    assert not is_found(sought("øving alene"), "Egne øvinger")
    assert is_found(sought("  "), "")
