"""A browser takes a promise for a yes: a wait whose answer has to be waited for asks ``comes_true``."""

import ast
from pathlib import Path

import pytest

from infra.house.places import ROOT

TRIALS = sorted((ROOT / "tests" / "browser").glob("*.py"))
PLANTED = {
    "an async function": 'page.wait_for_function("async () => false")',
    "a promise": 'page.wait_for_function("() => new Promise((done) => done(false))")',
    "an async function made of parts": 'page.wait_for_function(f"async () => !(await ({asked})())")',
    "what stands elsewhere": "page.wait_for_function(ASKED)",
}


def vacuous(source: str) -> list[int]:
    """Return the lines with a wait whose function may answer with a promise."""
    return [
        call.lineno
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "wait_for_function"
        and not _answers_at_once(call.args[0])
    ]


def _answers_at_once(function: ast.expr) -> bool:
    parts = [node.value for node in ast.walk(function) if isinstance(node, ast.Constant)]
    told = "".join(part for part in parts if isinstance(part, str))
    return bool(told) and not any(word in told for word in ("async", "await", "Promise"))


@pytest.mark.parametrize("trial", TRIALS, ids=lambda path: path.stem)
def test_no_trial_waits_for_a_promise_that_is_always_true(trial: Path) -> None:
    assert vacuous(trial.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("planted", PLANTED)
def test_a_wait_for_a_promise_is_found(planted: str) -> None:
    assert vacuous(f"async def wait(page):\n    await {PLANTED[planted]}\n") == [2]


def test_a_wait_for_what_is_known_at_once_may_stay() -> None:
    assert vacuous('page.wait_for_function("() => window.seen", timeout=5)') == []
