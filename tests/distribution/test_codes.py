"""Codes: unguessable, readable aloud, and a slip is told from a code that nobody has."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangla.digits import to_bangla
from distribution import codes

CODE = st.builds(codes.new_code)


@given(CODE)
def test_a_code_is_read_as_it_is_printed(code: str) -> None:
    assert codes.read(codes.printed(code)) == code
    assert len(code) == codes.LENGTH


def test_codes_are_drawn_from_more_than_fifty_bits() -> None:
    drawn = {codes.new_code() for _ in range(2000)}

    assert len(drawn) == 2000
    assert [{code[place] for code in drawn} for place in range(codes.LENGTH)] == [set(codes.ALPHABET)] * codes.LENGTH
    assert len(codes.ALPHABET) ** (codes.LENGTH - 1) >= 2**50


def test_no_two_letters_look_alike() -> None:
    assert not set(codes.ALPHABET) & set("ILOU")


@given(CODE, st.sampled_from(["", " ", "-", "–", " - ", "\u2060", "."]))
def test_it_is_read_in_whatever_spelling_it_is_typed(code: str, between: str) -> None:
    typed = between.join(code).lower().replace("0", "o").replace("1", "l")

    assert codes.read(typed) == codes.read(to_bangla(code)) == code


@given(CODE)
def test_it_is_read_out_of_its_address(code: str) -> None:
    assert codes.read(f" https://portal.example/verify/{codes.printed(code)}/ ") == code


@given(CODE, st.data())
def test_a_wrong_character_is_told(code: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, codes.LENGTH - 1))
    wrong = data.draw(st.sampled_from(sorted(set(codes.ALPHABET) - {code[place]})))

    with pytest.raises(codes.MistypedCodeError):
        codes.read(code[:place] + wrong + code[place + 1 :])


@given(CODE, st.tuples(st.integers(0, codes.LENGTH - 1), st.integers(0, codes.LENGTH - 1)))
def test_two_exchanged_characters_are_told(code: str, places: tuple[int, int]) -> None:
    letters = list(code)
    first, second = places
    letters[first], letters[second] = letters[second], letters[first]
    if "".join(letters) == code:
        return
    with pytest.raises(codes.MistypedCodeError):
        codes.read("".join(letters))


@pytest.mark.parametrize("typed", ["", "K7QM", "K7QM-2XRT-9B4", "K7QM-2XRT-9B4DD", "U7QM-2XRT-9B4D", "কখগঘ-কখগঘ-কখগঘ"])
def test_what_has_not_the_form_of_a_code_is_told_apart(typed: str) -> None:
    with pytest.raises(codes.IncompleteCodeError):
        codes.read(typed)


@given(st.text())
def test_whatever_is_typed_is_a_code_or_told(typed: str) -> None:
    with suppress(codes.CodeError):
        assert len(codes.read(typed)) == codes.LENGTH
