"""Preparing a checkout: what is skipped, what is said when something is wrong, where packages come from."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.adapters.embedded_postgres import launch
from infra.house import app, clean, machine, stages
from infra.house.node import Node
from infra.house.packages import uv_settings
from infra.house.places import ROOT
from infra.house.stages import Trouble, explain, fingerprint
from infra.house.trials import _counted


@pytest.fixture
def taken_port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A port that somebody listens on, named by PORT."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port: int = listener.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        yield port


def test_a_taken_port_is_named_before_anything_is_installed(taken_port: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "infra.house", "run"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert f"Port {taken_port} is taken" in done.stderr
    assert "PORT=" in done.stderr


@pytest.mark.parametrize("said", ["eighty", "0", "65536", "-1", "80 80"])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("PORT", said)

    with pytest.raises(Trouble, match="a port is a number"):
        machine.need_port()


def test_a_free_port_is_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    monkeypatch.setenv("PORT", str(port))

    machine.need_port()


def test_a_full_disk_is_named_with_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    full = shutil.disk_usage(ROOT)._replace(free=90_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)

    with pytest.raises(Trouble, match="90 MB free and Kring needs 1500 MB"):
        machine.need_room(installing=True)


@pytest.mark.parametrize(
    ("tool_says", "reader_learns"),
    [
        ("npm error code ENOTFOUND\nnpm error network", "registry could not be reached"),
        ("error: error sending request for url", "registry could not be reached"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("npm error code EINTEGRITY", "refused"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "refused"),
        ("npm error code EUSAGE", "disagree"),
        ("npm error code SELF_SIGNED_CERT_IN_CHAIN", "unknown authority"),
        ("something nobody has seen before", "All it said: log.txt"),
    ],
)
def test_a_failed_tool_is_explained(tool_says: str, reader_learns: str) -> None:
    explained = explain("npm packages", tool_says, Path("log.txt"))

    assert explained.startswith("npm packages failed.")
    assert tool_says.splitlines()[0] in explained
    assert reader_learns in explained


def test_an_old_python_is_refused_in_a_sentence() -> None:
    done = subprocess.run(["make", "PYTHON=", "check"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode != 0
    assert "Kring needs Python 3.11 or newer" in done.stderr


def test_pip_settings_hold_for_uv() -> None:
    pip_says = (
        "global.index-url='https://mirror.example/simple'\n"
        "global.extra-index-url='https://one.example https://two.example'\n"
        ":env:.find-links='wheels more'\n"
        "global.cert='mirror.pem'\n"
        "global.timeout='60'\n"
    )

    assert uv_settings(pip_says) == {
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_INDEX": "https://one.example https://two.example",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_FIND_LINKS": "wheels,more",
        "SSL_CERT_FILE": "mirror.pem",
    }


def test_work_is_done_again_when_an_input_changes() -> None:
    lock = ROOT / "infra" / "lock" / "uv.txt"
    before = fingerprint([lock], "3.11")

    assert fingerprint([lock], "3.11") == before
    assert fingerprint([lock], "3.12") != before
    assert fingerprint([lock, ROOT / "Makefile"], "3.11") != before


def test_half_a_job_never_counts_as_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "STAMPS", tmp_path)
    stages.remember("app", "one")
    done_before = stages.is_current("app", "one")
    stages.forget("app")

    assert done_before
    assert not stages.is_current("app", "one")


def test_what_changes_while_the_app_is_built_is_built_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(stages, "ROOT", tmp_path)
    pwa = tmp_path / "pwa"
    monkeypatch.setattr(app, "PWA", pwa)
    (pwa / "dist").mkdir(parents=True)
    source = pwa / "main.ts"
    source.write_text("old")
    builds = 'cp "$0" dist/index.html; echo new > "$0"'
    npm = ("sh", "-c", builds, str(source))
    node = Node(program=Path("/bin/sh"), npm=npm, version="24")
    seen = []
    for _ in range(2):
        app.build(node)
        seen.append((pwa / "dist" / "index.html").read_text().strip())

    assert seen == ["old", "new"]


def test_a_report_is_counted(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite tests="5" failures="1" errors="1" skipped="1"/>'
        '<testsuite tests="2"/></testsuites>'
    )

    assert _counted(report) == "4 passed, 1 failures, 1 errors, 1 skipped"
    assert _counted(tmp_path / "missing.xml") == "did not run"


def test_cleaning_names_what_it_could_not_remove(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clean, "ROOT", tmp_path)
    (tmp_path / "build").touch()  # a folder is removed, and this is none

    with pytest.raises(Trouble, match=str(tmp_path / "build")):
        clean.clean()


def test_cleaning_removes_what_was_made_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(clean, "ROOT", tmp_path)
    for made in (
        ".venv/bin/python",
        "pwa/dist/index.html",
        "build/bench.json",
        "events/__pycache__/base.pyc",
    ):
        (tmp_path / made).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / made).touch()
    (tmp_path / "events" / "base.py").touch()

    clean.clean()

    assert "4 folders that were made" in capsys.readouterr().out
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"events/base.py"}


def test_a_running_database_is_not_cleaned_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clean, "ROOT", tmp_path)
    running = launch(tmp_path / "var" / "postgres")

    with pytest.raises(Trouble, match="still runs"):
        clean.clean()

    assert running.folder.is_dir()
    running.stop()
    clean.clean()
    assert not running.folder.exists()


def test_git_ignores_all_that_is_made() -> None:
    made = {f"{name}/" for name in (*clean.MADE, "events/__pycache__")}
    asked = subprocess.run(
        ["git", "check-ignore", "--no-index", *made], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert set(asked.stdout.split()) == made
