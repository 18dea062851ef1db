"""What is generated and committed is what would be generated now, and a difference is noticed."""

import json
import re
from pathlib import Path

from tests.architecture.tree import ROOT, ask, planted


def _check(tree: Path) -> tuple[int, str]:
    return ask("python", "-m", "backend.cli", "openapi", "--check", cwd=tree)


def test_the_committed_description_of_the_api_is_the_generated_one() -> None:
    code, said = _check(ROOT)

    assert code == 0, said


def test_every_operation_says_in_a_sentence_what_it_does() -> None:
    document = json.loads((ROOT / "backend" / "api" / "openapi.json").read_text(encoding="utf-8"))
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    named = {operation["operationId"]: operation["summary"] for operation in operations}

    assert len(named) == len(operations)
    assert [name for name, summary in named.items() if len(summary.split()) < 3] == []


def test_a_renamed_operation_is_noticed(tmp_path: Path) -> None:
    tree = planted(tmp_path, {})
    resource = next(
        file
        for file in sorted((tree / "backend" / "api").glob("*.py"))
        if 'operation_id="' in file.read_text()
    )
    named = re.search(r'operation_id="(\w+)"', resource.read_text())
    assert named is not None
    for file in (resource, tree / "backend" / "api" / "rights.py"):
        old, new = f'"{named.group(1)}"', f'"{named.group(1)}_anew"'
        file.write_text(file.read_text().replace(old, new, 1))

    code, said = _check(tree)

    assert code == 1
    assert "kring openapi --write" in said


def test_an_operation_missing_from_the_description_is_noticed(tmp_path: Path) -> None:
    tree = planted(tmp_path, {})
    description = tree / "backend" / "api" / "openapi.json"
    description.write_text(description.read_text(encoding="utf-8").replace('"operationId"', '"oldId"', 1))

    code, said = _check(tree)

    assert code == 1
    assert "kring openapi --write" in said
