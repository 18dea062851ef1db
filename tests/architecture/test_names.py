"""Names say what a thing does; words that say nothing are refused."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, tracked

EMPTY_WORDS = {
    "util", "utils", "helper", "helpers", "common", "manager", "managers",
    "service", "services", "handler", "handlers", "misc", "stuff",
}  # fmt: skip
HOUSE = {"backend", "events", "projections", "infra", "tests", "pwa"}
TOP_LEVEL = HOUSE | {"docs", ".ci"}


def _words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def _empty(name: str) -> bool:
    return bool(_words(name) & EMPTY_WORDS)


def _defined(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


def _paths() -> list[Path]:
    files = (file.relative_to(ROOT) for file in tracked())
    return [file for file in files if file.parts[0] in HOUSE]


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    offenders = [path for path in _paths() if any(_empty(part.split(".")[0]) for part in path.parts)]

    assert offenders == []


def test_no_class_or_function_has_a_name_that_says_nothing() -> None:
    sources = [path for path in _paths() if path.suffix == ".py"]
    offenders = [
        f"{path}: {name}"
        for path in sources
        for name in _defined((ROOT / path).read_text(encoding="utf-8"))
        if _empty(name) and not name.startswith("test_")
    ]

    assert offenders == []


@pytest.mark.parametrize(
    "name", ["utils", "session_helpers", "GroupManager", "mail_service", "HTTPHandler", "CommonThings"]
)
def test_a_name_that_says_nothing_is_found(name: str) -> None:
    assert _empty(name)


@pytest.mark.parametrize("name", ["handle", "handled", "uncommon", "serve", "serviceable"])
def test_a_name_that_only_resembles_one_is_left_alone(name: str) -> None:
    assert not _empty(name)


def test_nothing_else_becomes_a_top_level_folder() -> None:
    folders = {file.relative_to(ROOT).parts[0] for file in tracked() if len(file.relative_to(ROOT).parts) > 1}

    assert folders <= TOP_LEVEL


def test_every_module_opens_with_a_sentence() -> None:
    silent = [
        path
        for path in _paths()
        if path.suffix == ".py"
        and path.name != "__init__.py"
        and not (ast.get_docstring(ast.parse((ROOT / path).read_text(encoding="utf-8"))) or "").strip()
    ]

    assert silent == []
