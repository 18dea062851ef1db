"""The erasure list keeps its lines through crashes and beside other processes."""

import multiprocessing
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from backend.adapters.erasures import ErasureList, UnusableErasures
from backend.adapters.vault import Erasure, Subject

DAY = date(2026, 3, 2)
TENANT = UUID(int=1)


def case(number: int) -> Erasure:
    return Erasure(TENANT, Subject("case", UUID(int=number)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "apart" / "erasures.log"


def test_what_was_added_is_read_once_each_and_in_order(file: Path) -> None:
    erasures = ErasureList(file)
    person = Erasure(TENANT, Subject("person", UUID(int=9)))
    erasures.add([case(2), person], DAY)
    erasures.add([case(1), case(2)], DAY)

    assert erasures.read() == [case(2), person, case(1)]
    assert file.read_text().splitlines()[0] == f"2026-03-02 case {TENANT} {UUID(int=2)}"
    assert file.stat().st_mode & 0o077 == 0


def test_without_a_file_nothing_was_erased(file: Path) -> None:
    assert ErasureList(file).read() == []
    ErasureList(file).add([], DAY)

    assert not file.exists()


def test_a_torn_last_line_is_passed_over_and_the_next_one_stands_by_itself(file: Path) -> None:
    erasures = ErasureList(file)
    erasures.add([case(1), case(2)], DAY)
    whole = file.read_bytes()
    for torn in range(len(whole) - 40, len(whole)):
        file.write_bytes(whole[:torn])
        erasures.add([case(3)], DAY)

        assert erasures.read() in ([case(1), case(3)], [case(1), case(2), case(3)])
        assert (erasures.read()[1] == case(2)) == (torn == len(whole) - 1)


def test_what_is_no_line_is_passed_over(file: Path) -> None:
    erasures = ErasureList(file)
    erasures.add([case(1)], DAY)
    with file.open("ab") as lines:
        lines.write(b"\xff\x00\n2026-03-02 group 1 2\n\n")
    erasures.add([case(2)], DAY)

    assert erasures.read() == [case(1), case(2)]


def _add(file: Path, count: int) -> None:
    for _ in range(count):
        ErasureList(file).add([Erasure(TENANT, Subject("case", uuid4()))], DAY)


def test_several_processes_add_at_once(file: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_add, args=(file, 25)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)

    assert len(ErasureList(file).read()) == 75
    assert len(file.read_text().splitlines()) == 75


def test_a_list_that_cannot_be_written_is_told_before_anything_is_served(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("no folder")

    with pytest.raises(UnusableErasures, match="KRING_ERASURES_FILE"):
        ErasureList(tmp_path / "taken" / "erasures.log").check()
    ErasureList(tmp_path / "new" / "erasures.log").check()
    assert (tmp_path / "new" / "erasures.log").stat().st_mode & 0o077 == 0
