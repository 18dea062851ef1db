"""A code is typed as it is read: in any case, with what separates it, and with look-alikes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.sign_in_codes import ALPHABET, LENGTH, shown, typed

CODES = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


@given(CODES)
def test_a_code_comes_back_however_it_is_typed(code: str) -> None:
    for form in (
        code,
        shown(code),
        code.lower(),
        f"  {shown(code)} ",
        " ".join(code),
        f"{code[:3]}-{code[3:]}",
    ):
        assert typed(form) == code


@given(CODES)
def test_look_alikes_are_read_as_what_they_look_like(code: str) -> None:
    assert typed(code.replace("0", "o").replace("1", "l")) == code
    assert typed(code.replace("0", "O").replace("1", "I")) == code


@pytest.mark.parametrize(
    "text", ["", "ABCD-EFG", "ABCD-EFGHJ", "ABCD-EFGU", "ÀBCDEFGH", "\u0661BCDEFGH", "--------"]
)
def test_what_cannot_be_a_code_is_none(text: str) -> None:
    assert typed(text) is None


@given(st.text())
def test_any_text_is_a_code_or_none(text: str) -> None:
    code = typed(text)

    assert code is None or (len(code) == LENGTH and set(code) <= set(ALPHABET))


def test_nothing_in_the_alphabet_looks_like_another() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 32
    assert not set("ILOU") & set(ALPHABET)
