"""An operator edits what registers ask; a file that cannot be used says which register of it, and why."""

from datetime import date
from typing import Any

import msgspec
import pytest

from backend.domain.register_files import LARGEST, WrongRegisters, profiles_in
from backend.domain.registers import PROFILES

TODAY = date(2026, 11, 28)
OWN: dict[str, Any] = {
    "key": "loopbaan",
    "country": "nl",
    "names": {"nl": "Loopbaancoaches", "en": "Career coaches", "de": "Laufbahncoaches"},
    "source": "register.example/intervisie",
    "checked_on": "2026-11-01",
    "rules": {"months": 12, "meetings": 4, "smallest": 4, "largest": 8},
    "unseen": ["Of de begeleider is geregistreerd"],
}


def read(*profiles: Any) -> Any:  # noqa: ANN401 - what somebody may write
    return profiles_in(msgspec.json.encode(profiles), TODAY)


def test_a_register_is_written_as_those_that_are_shipped() -> None:
    shipped = msgspec.json.encode(list(PROFILES.values()))

    assert profiles_in(shipped, TODAY) == PROFILES
    assert read(OWN)["loopbaan"].rules.meetings == 4
    assert read() == {}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"source": None}, "Register 1 (loopbaan): Expected `str`, got `null`"),
        ({"sauce": "x"}, "unknown field `sauce`"),
        ({"key": "Loop baan"}, "small letters"),
        ({"source": "https://register.example"}, "without https://"),
        ({"source": "javascript:alert(1)"}, "without https://"),
        ({"source": 'register.example/"><script>'}, "without https://"),
        ({"checked_on": "gisteren"}, "Invalid RFC3339"),
        ({"checked_on": "2026-11-29"}, "still to come"),
        ({"names": {"nl": "Loopbaancoaches", "en": "", "de": "x"}}, "a name in nl, en and de"),
        ({"names": {"nl": "Loopbaancoaches", "en": "Career coaches"}}, "a name in nl, en and de"),
        ({"rules": {"months": 0}}, "`$.rules.months`"),
        ({"rules": {"months": 12, "hours": 8}}, "unknown field `hours`"),
        ({"rules": {"months": 12, "smallest": 9, "largest": 8}}, "larger than the largest"),
        ({"unseen": [" "]}, "what is unseen"),
    ],
)
def test_what_cannot_be_used_is_named(change: dict[str, Any], said: str) -> None:
    with pytest.raises(WrongRegisters) as told:
        read(OWN | change)

    assert said in str(told.value)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (b"", "no list in JSON"),
        (b"{}", "no list in JSON"),
        (b"\xff\xfe[", "no list in JSON"),
        (b"[3]", "Register 1: Expected `object`"),
        (b" " * (LARGEST + 1), "larger than 256 KB"),
    ],
)
def test_what_is_no_list_of_registers_is_refused(document: bytes, said: str) -> None:
    with pytest.raises(WrongRegisters) as told:
        profiles_in(document, TODAY)

    assert said in str(told.value)


def test_a_key_stands_for_one_register() -> None:
    with pytest.raises(WrongRegisters, match="twice"):
        read(OWN, OWN)
