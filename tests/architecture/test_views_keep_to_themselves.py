"""A statement touches the tables of one view only, and a question never writes."""

import ast
import re
from collections.abc import Iterator, Mapping

import pytest

from projections.shipped import VIEWS
from tests.architecture.tree import ROOT

OWNER: Mapping[str, str] = {
    table: name
    for name, view in VIEWS.items()
    for table in re.findall(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+)", view.definition)
}
WRITES = re.compile(r"\b(INSERT INTO|UPDATE|DELETE FROM|TRUNCATE)\s+views\.")


def _statements(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _touched(statement: str) -> set[str]:
    named = re.findall(r"\b(?:FROM|JOIN|INTO|UPDATE|USING|TABLE|ON)\s+(?:views\.)?(\w+)", statement)
    return {OWNER[table] for table in named if table in OWNER}


def _all() -> list[tuple[str, str]]:
    files = sorted((ROOT / "projections").glob("*.py"))
    return [(file.name, said) for file in files for said in _statements(file.read_text(encoding="utf-8"))]


def test_every_view_has_tables_of_its_own() -> None:
    assert set(OWNER.values()) == set(VIEWS)


def test_no_statement_touches_the_tables_of_two_views() -> None:
    offenders = [(file, said) for file, said in _all() if len(_touched(said)) > 1]

    assert offenders == []


def test_no_question_writes() -> None:
    offenders = [(file, said) for file, said in _all() if WRITES.search(said)]

    assert offenders == []


def test_the_api_holds_no_statements() -> None:
    files = sorted((ROOT / "backend" / "api").rglob("*.py"))
    offenders = [
        file.name
        for file in files
        for said in _statements(file.read_text(encoding="utf-8"))
        if re.search(r"\b(SELECT .* FROM|INSERT INTO|DELETE FROM)\b", said)
    ]

    assert offenders == []


def test_a_statement_over_two_views_is_found() -> None:
    one, other = (next(table for table, view in OWNER.items() if view == name) for name in list(VIEWS)[:2])

    assert len(_touched(" ".join(["SELECT 1 FROM", f"views.{one}", "JOIN", f"views.{other}"]))) == 2


@pytest.mark.parametrize("verb", ["INSERT INTO", "UPDATE", "DELETE FROM", "TRUNCATE"])
def test_a_question_that_writes_is_found(verb: str) -> None:
    assert WRITES.search(f"{verb} views.agenda")
