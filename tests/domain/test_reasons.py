"""Every command is tried and every reason is given: what no test reaches is not there."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from backend.domain import methods
from backend.domain.errors import REASONS, Refused
from backend.domain.group.commands import GroupCommand
from backend.domain.organisation.commands import OrganisationCommand
from backend.domain.session.commands import SessionCommand

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def _calls(*files: Path) -> Iterator[ast.Call]:
    for file in files:
        yield from (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call))


def _named(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _words(*files: Path) -> set[str]:
    nodes = (node for file in files for node in ast.walk(ast.parse(file.read_text())))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


TESTS = [*HERE.glob("test_*.py")]
RULES = [file for file in (ROOT / "backend" / "domain").rglob("*.py") if file.name != "errors.py"]


def test_every_reason_is_expected_of_a_rule() -> None:
    expected = _words(*TESTS) & set(REASONS)

    assert sorted(set(REASONS) - expected) == []


def test_every_reason_is_given_by_a_rule() -> None:
    given = _words(*RULES) & set(REASONS)

    assert sorted(set(REASONS) - given) == []


def test_every_command_is_tried() -> None:
    tried = {_named(call) for call in _calls(HERE.parent / "spec.py", *TESTS)}
    handed_on = {_named_first(call) for call in _calls(*TESTS) if _named(call) == "move"}
    commands = {
        kind.__name__
        for union in (SessionCommand, GroupCommand, OrganisationCommand)
        for kind in get_args(union)
    }

    assert sorted(commands - tried - handed_on) == []


def _named_first(call: ast.Call) -> str:
    return getattr(call.args[0], "id", "") if call.args else ""


def test_a_method_that_is_not_shipped_is_unknown() -> None:
    with pytest.raises(Refused) as refusal:
        methods.method("seance")

    assert refusal.value.reason == "unknown-method"
