"""Text that was misread is recognised; names of many languages are left alone."""

import pytest

from backend.api.mojibake import probable


@pytest.mark.parametrize(
    ("misread", "meant"),
    [
        ("ZoÃ«", "Zoë"),
        ("ZoÃƒÂ«", "Zoë"),
        ("ideeƫn", "ideeën"),
        ("â€™s-Heerenberg", "’s-Heerenberg"),  # noqa: RUF001 - as people write it
        ("FranÃ§ois en RenÃ©e", "François en Renée"),
        ("Ã‰lan", "Élan"),
        ("JÃ¼rgen MÃ¼ÃŸig", "Jürgen Müßig"),
        ("Noord â€“ Zuid", "Noord – Zuid"),  # noqa: RUF001 - as people write it
        ("Zo\ufffd", ""),
    ],
)
def test_what_was_misread_is_told_as_it_was_meant(misread: str, meant: str) -> None:
    assert probable(misread) == meant


@pytest.mark.parametrize(
    "name",
    ["Zoë", "’s-Heerenberg", "Renée", "Jürgen Müßig", "Šárka", "Łukasz", "Đorđe"],  # noqa: RUF001 - as people write it
)
def test_every_misreading_of_a_name_is_found(name: str) -> None:
    assert probable(name) is None
    assert probable(name.encode().decode("latin-1")) == name


@pytest.mark.parametrize(
    "name",
    [
        "Anna",
        "Ångström",
        "Ștefan",
        "Nguyễn Thị Hương",
        "Trương",
        "Иван",
        "Ýmir Þórður",
        "Œuvre",
        "À propos",
        "Čeněk",
    ],
)
def test_names_of_many_languages_are_left_alone(name: str) -> None:
    assert probable(name) is None
