"""An address has one form, whoever writes it."""

import pytest

from backend.domain.addresses import normal_address


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Anna.de.Vries@Voorbeeld.NL", "anna.de.vries@voorbeeld.nl"),
        ("  anna@voorbeeld.nl\t", "anna@voorbeeld.nl"),
        ("o'neill+kring@sub.voorbeeld-zorg.nl", "o'neill+kring@sub.voorbeeld-zorg.nl"),
        ("Re\u0301mi@voorbeeld.nl", "rémi@voorbeeld.nl"),
        ("bo@münchen.example", "bo@münchen.example"),
    ],
)
def test_the_same_address_has_one_form(written: str, meant: str) -> None:
    assert normal_address(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "",
        "anna",
        "anna@",
        "@voorbeeld.nl",
        "anna@voorbeeld",
        "anna@@voorbeeld.nl",
        "anna@voorbeeld..nl",
        "anna@-voorbeeld.nl",
        ".anna@voorbeeld.nl",
        "anna vries@voorbeeld.nl",
        "anna@voorbeeld.nl\nBcc: bo@voorbeeld.nl",
        "Anna <anna@voorbeeld.nl>",
        "a" * 65 + "@voorbeeld.nl",
        "anna@" + "a" * 64 + ".nl",
        "anna@" + "é" * 60 + ".nl",
        "anna@\u200f\u05d0a.nl",
        "anna@" + "voorbeeld." * 30 + "nl",
    ],
)
def test_what_is_no_address_is_none(written: str) -> None:
    assert normal_address(written) is None


def test_a_long_wrong_address_is_told_apart_at_once() -> None:
    assert normal_address("a." * 100_000 + "@") is None
    assert normal_address("a@" + "a-" * 100_000) is None
