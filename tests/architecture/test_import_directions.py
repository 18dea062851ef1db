"""Imports run one way, and each contract turns red when somebody goes against it."""

from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, ask, planted

UPWARD = [
    ("towers", "events/base.py", "from projections import base", "events.base -> projections.base"),
    ("towers", "projections/base.py", "import backend.domain", "projections.base -> backend.domain"),
    (
        "layers",
        "backend/domain/errors.py",
        "import backend.api.wire",
        "backend.domain.errors -> backend.api.wire",
    ),
    (
        "layers",
        "backend/api/wire.py",
        "import backend.adapters.database",
        "backend.api.wire -> backend.adapters.database",
    ),
    (
        "layers",
        "backend/adapters/database.py",
        "import backend.reactions",
        "backend.adapters.database -> backend.reactions",
    ),
    ("purity", "events/base.py", "import socket", "events.base -> socket"),
    ("purity", "events/session.py", "import random", "events.session -> random"),
    ("purity", "backend/domain/errors.py", "import litestar", "backend.domain.errors -> litestar"),
    (
        "purity",
        "backend/domain/group/rules.py",
        "from time import time",
        "backend.domain.group.rules -> time",
    ),
    (
        "library",
        "backend/adapters/database.py",
        "from eventsourcing import persistence",
        "backend.adapters.database -> eventsourcing",
    ),
    ("edges", "backend/api/wire.py", "import psycopg", "backend.api.wire -> psycopg"),
    ("shipped", "backend/api/wire.py", "from tests import spec", "backend.api.wire -> tests"),
]


def test_the_tree_keeps_its_contracts() -> None:
    code, said = ask("lint-imports", "--no-cache", cwd=ROOT)

    assert code == 0, said


@pytest.mark.parametrize(("contract", "file", "line", "reason"), UPWARD)
def test_an_import_against_the_direction_is_named(
    tmp_path: Path, contract: str, file: str, line: str, reason: str
) -> None:
    code, said = ask(
        "lint-imports", "--no-cache", "--contract", contract, cwd=planted(tmp_path, {file: line})
    )

    assert code == 1
    assert "1 broken" in said
    assert reason in said


def test_a_folder_without_a_place_in_the_layers_is_named(tmp_path: Path) -> None:
    tree = planted(tmp_path, {"backend/spare_room/__init__.py": ""})

    code, said = ask("lint-imports", "--no-cache", "--contract", "layers", cwd=tree)

    assert code == 1
    assert "spare_room" in said


def test_the_library_is_open_to_the_store_alone(tmp_path: Path) -> None:
    tree = planted(tmp_path, {"backend/adapters/store.py": "from eventsourcing import persistence"})

    code, said = ask("lint-imports", "--no-cache", "--contract", "library", cwd=tree)

    assert code == 0, said
