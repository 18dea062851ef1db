"""A command or an event that a rule forgets is found by the type checker, by name."""

import ast
import shutil
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, ask, planted

DOMAIN = ROOT / "backend" / "domain"


def _named(pattern: ast.pattern) -> str | None:
    first = next((node for node in ast.walk(pattern) if isinstance(node, ast.MatchClass)), None)
    return ast.unparse(first.cls) if first is not None else None


def _exhaustive(module: ast.Module) -> list[ast.Match]:
    return [
        node
        for node in ast.walk(module)
        if isinstance(node, ast.Match)
        and "assert_never" in ast.unparse(node.cases[-1])
        and _named(node.cases[-2].pattern)
    ]


def _rule_books() -> list[str]:
    files = (
        file for file in DOMAIN.rglob("*.py") if _exhaustive(ast.parse(file.read_text(encoding="utf-8")))
    )
    return sorted(str(file.relative_to(ROOT)) for file in files)


def test_the_rules_of_every_stream_are_taken_apart_exhaustively() -> None:
    books = {str(Path(book).parent) for book in _rule_books()}

    assert books == {f"backend/domain/{kind}" for kind in ("group", "organisation", "person", "session")}


@pytest.fixture(scope="module")
def forgotten(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], str]:
    """What each rule book forgets in a copy of the tree, its last case; and what the checker says of all."""
    tree, cases = planted(tmp_path_factory.mktemp("tree"), {}), {}
    shutil.copy(ROOT / "README.md", tree)
    for book in _rule_books():
        module = ast.parse((ROOT / book).read_text(encoding="utf-8"))
        match = _exhaustive(module)[0]
        cases[book] = _named(match.cases.pop(-2).pattern) or ""
        (tree / book).write_text(ast.unparse(module), encoding="utf-8")
    _, said = ask("mypy", "--no-incremental", "--follow-imports=silent", *cases, cwd=tree)
    return cases, said


@pytest.mark.parametrize("book", _rule_books())
def test_a_forgotten_case_is_named(forgotten: tuple[dict[str, str], str], book: str) -> None:
    cases, said = forgotten
    faults = [line for line in said.splitlines() if line.startswith(f"{book}:")]

    assert cases[book]
    assert any(cases[book] in line and ("assert_never" in line or "exhaustive" in line) for line in faults), (
        said
    )
