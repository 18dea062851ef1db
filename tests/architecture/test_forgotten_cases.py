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


@pytest.mark.parametrize("book", _rule_books())
def test_a_forgotten_case_is_named(tmp_path: Path, book: str) -> None:
    module = ast.parse((ROOT / book).read_text(encoding="utf-8"))
    match = _exhaustive(module)[0]
    forgotten = _named(match.cases.pop(-2).pattern)
    assert forgotten is not None
    tree = planted(tmp_path, {})
    shutil.copy(ROOT / "README.md", tree)
    (tree / book).write_text(ast.unparse(module), encoding="utf-8")

    code, said = ask("mypy", "--no-incremental", "--follow-imports=silent", book, cwd=tree)

    assert code == 1
    assert forgotten in said
    assert "assert_never" in said or "exhaustive" in said
