"""The server of a folder starts when first wanted, is shared, and stops when nobody wants it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from backend.adapters import postgres_process
from backend.adapters.embedded_postgres import RunningServer, launch
from backend.adapters.postgres_binaries import (
    Account,
    PostgresMissing,
    account,
    binaries,
)
from backend.adapters.postgres_process import ServerFailed

COUNT = count(1)
HOLD = """
import sys
from pathlib import Path
from backend.adapters.embedded_postgres import launch
server = launch(Path(sys.argv[1]))
print(server.started, server.url, flush=True)
sys.stdin.readline()
server.stop()
"""


@pytest.fixture
def folder(enterable_tmp: Path) -> Iterator[Path]:
    """A folder whose path has a space, and whose server has gone after the test."""
    place = enterable_tmp / f"my kring {next(COUNT)}" / "var"
    yield place
    if place.exists():
        launch(place).stop()


def asked(server: RunningServer, question: str) -> object:
    with psycopg.connect(server.url) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def another_process(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_server_starts_in_a_moment_and_writes_durably(folder: Path) -> None:
    """Half a second on an idle machine; the limit leaves room for a busy one."""
    server = launch(folder)

    assert server.started
    assert server.took < 10
    assert asked(server, "SHOW fsync") == "on"
    assert asked(server, "SHOW synchronous_commit") == "on"
    assert asked(server, "SHOW full_page_writes") == "on"
    server.stop()


def test_a_stopped_server_refuses_and_starts_again_with_its_data(folder: Path) -> None:
    first = launch(folder)
    with psycopg.connect(first.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    first.stop()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(first.url)

    second = launch(folder)

    assert asked(second, "SELECT n FROM kept") == 7
    assert second.url == first.url
    second.stop()


def test_it_answers_on_the_loopback_only_and_wants_the_password(folder: Path) -> None:
    server = launch(folder)

    assert asked(server, "SHOW listen_addresses") == "127.0.0.1"
    with psycopg.connect(server.tcp_url) as connection:
        assert connection.info.host == "127.0.0.1"
    for url in (server.url, server.tcp_url):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(url, password=url[:5])
    assert "kring:" not in repr(server)
    server.stop()


def test_it_never_runs_as_root(folder: Path) -> None:
    server = launch(folder)
    owner = (server.folder / "data").stat().st_uid

    assert owner == account().uid
    assert owner != 0
    assert (server.folder / "server.json").stat().st_mode & 0o077 == 0
    server.stop()


def test_the_last_one_to_let_go_stops_it(folder: Path) -> None:
    first, second = launch(folder), launch(folder)
    assert not second.started

    first.stop()
    first.stop()

    assert asked(second, "SELECT 1") == 1
    second.stop()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(second.url)


def test_processes_that_start_at_once_share_one_server(folder: Path) -> None:
    processes = [another_process(folder) for _ in range(4)]
    said = [process.stdout.readline().split() for process in processes if process.stdout]
    for process in processes:
        process.communicate("\n")

    assert sorted(started for started, _ in said) == ["False", "False", "False", "True"]
    assert len({url for _, url in said}) == 1
    assert [process.returncode for process in processes] == [0] * 4
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(said[0][1])


def test_a_server_whose_starter_was_killed_is_joined_and_stopped(folder: Path) -> None:
    starter = another_process(folder)
    assert starter.stdout is not None
    starter.stdout.readline()
    starter.kill()
    starter.communicate()

    server = launch(folder)

    assert not server.started
    assert asked(server, "SELECT 1") == 1
    server.stop()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.url)


def test_a_killed_server_is_started_again(folder: Path) -> None:
    server = launch(folder)
    pid = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    time.sleep(0.2)

    again = launch(folder)

    assert again.started
    assert asked(again, "SELECT 1") == 1
    again.stop()
    server.stop()


def test_a_pid_file_that_names_a_living_stranger_is_not_believed(folder: Path) -> None:
    server = launch(folder)
    server.stop()
    with subprocess.Popen(["sleep", "30"], user=account().uid) as stranger:
        lines = [str(stranger.pid), str(server.folder / "data"), "1", "1", "", "", ""]
        (server.folder / "data" / "postmaster.pid").write_text("\n".join(lines))

        again = launch(folder)

        assert again.started
        again.stop()
        stranger.kill()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(ServerFailed, match=r"file/var cannot be written"):
        launch(tmp_path / "file" / "var")


@pytest.mark.parametrize(
    ("sign", "reason"),
    [("No space left on device", "the disk is full"), ("Read-only file system", "read-only")],
)
def test_a_start_that_fails_says_what_to_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch, sign: str, reason: str
) -> None:
    programs = folder.parent / "bin"
    programs.mkdir(parents=True)
    for name in ("initdb", "postgres"):
        (programs / name).write_text(f"#!/bin/sh\necho 'FATAL: could not write: {sign}' >&2\nexit 1\n")
        (programs / name).chmod(0o755)
    monkeypatch.setattr(postgres_process, "binaries", lambda _: programs)

    with pytest.raises(ServerFailed, match=reason):
        launch(folder)
    assert not (folder / "data").exists()


def test_a_cluster_that_was_half_made_is_made_anew(folder: Path) -> None:
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "rest").touch()

    server = launch(folder)

    assert asked(server, "SELECT 1") == 1
    server.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts servers for another user")
def test_a_folder_that_the_server_cannot_enter_is_replaced_by_a_private_one(tmp_path: Path) -> None:
    hidden = tmp_path / "root only"
    hidden.mkdir(mode=0o700)

    server = launch(hidden / "var")

    assert hidden not in server.folder.parents
    assert asked(server, "SELECT 1") == 1
    again = launch(hidden / "var")
    assert again.folder == server.folder
    again.stop()
    server.stop()
    subprocess.run(["rm", "-r", str(server.folder)], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts servers for another user")
def test_programs_that_the_server_may_not_run_are_copied(tmp_path: Path) -> None:
    package = tmp_path / "hidden" / "pginstall"
    (package / "bin").mkdir(parents=True)
    for name in ("initdb", "postgres"):
        (package / "bin" / name).write_text("#!/bin/sh\n")
        (package / "bin" / name).chmod(0o755)
    (tmp_path / "hidden").chmod(0o700)

    found = binaries(account(), {"PG_BIN": str(package / "bin")})

    assert account().can_enter(found / "initdb")
    assert found != package / "bin"
    subprocess.run(["rm", "-r", str(found.parents[2])], check=True)


def test_pg_bin_comes_first(tmp_path: Path) -> None:
    nowhere = {"PG_BIN": str(tmp_path)}
    (tmp_path / "initdb").touch(mode=0o755)

    assert binaries(Account(os.geteuid(), os.getegid()), nowhere) == tmp_path


def test_without_any_postgresql_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.adapters.postgres_binaries._SYSTEM", ())
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)

    with pytest.raises(PostgresMissing, match="DATABASE_URL"):
        binaries(account(), {})
