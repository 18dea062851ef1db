"""Nobody but the adapters asks for the time or makes an id, and the linter says so."""

from pathlib import Path

import pytest

from tests.architecture.tree import ask, planted

ASKING = {
    "datetime.datetime.now": "import datetime\n\nHERE = datetime.datetime.now(tz=datetime.UTC)",
    "datetime.date.today": "from datetime import date\n\nHERE = date.today()",
    "time.time": "import time\n\nHERE = time.time()",
    "uuid.uuid4": "from uuid import uuid4\n\nHERE = uuid4()",
}


def _lint(tree: Path, file: str) -> tuple[int, str]:
    return ask(
        "ruff", "check", "--no-cache", "--select", "TID251", "--output-format", "concise", file, cwd=tree
    )


@pytest.mark.parametrize("banned", ASKING)
@pytest.mark.parametrize("folder", ["backend/domain", "backend/api", "events", "projections"])
def test_a_clock_or_a_die_outside_the_adapters_is_named(tmp_path: Path, banned: str, folder: str) -> None:
    file = f"{folder}/planted.py"

    code, said = _lint(planted(tmp_path, {file: ASKING[banned]}), file)

    assert code == 1
    assert f"`{banned}` is banned" in said


@pytest.mark.parametrize("banned", ASKING)
def test_the_adapters_may_ask(tmp_path: Path, banned: str) -> None:
    file = "backend/adapters/planted.py"

    code, said = _lint(planted(tmp_path, {file: ASKING[banned]}), file)

    assert code == 0, said
