"""Registers are edited in a file, without a restart; a mistake in it is told and changes nothing."""

import logging
from pathlib import Path

import msgspec
import pytest

from backend.adapters.clock import SystemClock
from backend.adapters.registers_file import Registers, UnusableRegisters
from backend.domain.registers import PROFILES
from tests.domain.test_register_files import OWN


def write(file: Path, *profiles: object) -> None:
    file.write_bytes(msgspec.json.encode(profiles))


def test_a_register_is_added_changed_and_taken_out_while_the_house_runs(tmp_path: Path) -> None:
    file = tmp_path / "registers.json"
    registers = Registers(file, SystemClock())
    before = registers.known()

    write(file, OWN, OWN | {"key": "skj", "rules": {"months": 60, "meetings": 3}})
    edited = registers.known()
    file.unlink()

    assert before == registers.known() == PROFILES
    assert edited.keys() == PROFILES.keys() | {"loopbaan"}
    assert (edited["skj"].rules.meetings, edited["skj"].source) == (3, OWN["source"])


def test_a_mistake_leaves_the_registers_as_they_were_and_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "registers.json"
    write(file, OWN)
    registers = Registers(file, SystemClock())

    write(file, OWN | {"checked_on": "ooit", "source": "elsewhere.example"})
    with caplog.at_level(logging.ERROR, "kring.registers"):
        kept = [registers.known(), registers.known()]

    assert [one["loopbaan"].source for one in kept] == [OWN["source"]] * 2
    (said,) = caplog.messages
    assert "registers.json cannot be used. Register 1 (loopbaan)" in said


def test_a_house_does_not_start_with_a_file_it_cannot_use(tmp_path: Path) -> None:
    file = tmp_path / "registers.json"
    file.write_text("[")

    with pytest.raises(UnusableRegisters, match="cannot be used"):
        Registers(file, SystemClock())
