"""Our packages have plain names, so we make sure that nobody else's take their place."""

import importlib.metadata
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGES, ROOT, ask, planted


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in the wheel that the Dockerfile installs."""
    folder = tmp_path_factory.mktemp("wheel")
    copy = planted(folder / "tree", {})
    for name in ("README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, copy)
    app = copy / "backend" / "built_app"
    app.mkdir(parents=True)
    (app / "index.html").write_text("<!doctype html>")
    code, said = ask(
        "python", "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder), cwd=copy
    )
    assert code == 0, said
    return set(zipfile.ZipFile(next(folder.glob("*.whl"))).namelist())


@pytest.mark.parametrize("package", PACKAGES)
def test_no_other_distribution_brings_a_package_of_this_name(package: str) -> None:
    owners = importlib.metadata.packages_distributions().get(package, [])

    assert set(owners) <= {"kring"}


@pytest.mark.parametrize("package", PACKAGES)
def test_the_package_is_ours_from_another_working_directory(tmp_path: Path, package: str) -> None:
    asked = f"import {package}; print({package}.__file__)"
    answer = subprocess.run(
        [sys.executable, "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert Path(answer.stdout.strip()) == ROOT / package / "__init__.py"


def test_another_events_on_the_path_would_be_noticed(tmp_path: Path) -> None:
    info = tmp_path / "Events-0.5.dist-info"
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "__init__.py").touch()
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: Events\nVersion: 0.5\n")
    (info / "RECORD").write_text("events/__init__.py,,\n")
    asked = "import importlib.metadata as m; print({*m.packages_distributions()['events']})"
    answer = subprocess.run(
        [sys.executable, "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(tmp_path)},
    )  # fmt: skip

    assert answer.stdout.strip() == "{'Events'}"


def test_the_wheel_holds_all_that_runs_and_nothing_else(wheel: set[str]) -> None:
    files = (file for package in PACKAGES for file in (ROOT / package).rglob("*") if file.is_file())
    code = {str(file.relative_to(ROOT)) for file in files if "__pycache__" not in file.parts}
    carried = {name for name in wheel if not name.startswith("kring-")}

    assert carried == code | {"backend/built_app/index.html"}


def test_one_version_holds_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert importlib.metadata.version("kring") == project["version"]
