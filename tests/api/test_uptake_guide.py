"""The examples in the guide to uptake can be run: they parse, and name only what the API has.

Those in R and Power Query are parsed in ``pwa/tests/unit/snippets.test.ts``.
"""

import ast
import json
import re
from pathlib import Path

import pytest

from backend.adapters.uptake_files import COLUMNS
from backend.cli import OPENAPI_FILE
from backend.domain.uptake.definitions import DEFINITIONS

GUIDE = (Path(__file__).parents[2] / "docs" / "uptake.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"```(\w+)\n(.*?)```", GUIDE, re.DOTALL)
PATHS = json.loads(OPENAPI_FILE.read_text(encoding="utf-8"))["paths"]
PYTHON = [text for language, text in SNIPPETS if language == "python"]


def test_there_is_an_example_for_each_program() -> None:
    assert [language for language, _ in SNIPPETS] == ["python", "python", "r", "powerquery"]
    assert "import pandas" in PYTHON[0]
    assert "import polars" in PYTHON[1]


@pytest.mark.parametrize("text", PYTHON)
def test_an_example_in_python_parses(text: str) -> None:
    assert ast.parse(text).body


def test_the_guide_names_every_column_and_none_that_is_not_there() -> None:
    table = GUIDE.split("A file has one line for each value:")[1].split("A suppressed figure")[0]
    named = [
        word
        for line in table.splitlines()
        for word in re.findall(r"`(\w+)`", line.split("|")[1:2][0] if "|" in line else "")
    ]

    assert sorted(named) == sorted(COLUMNS)


def test_the_examples_ask_for_measures_that_there_are() -> None:
    asked = set(re.findall(r"metric\"?\)? == ['\"](\w+)['\"]", "".join(text for _, text in SNIPPETS)))

    assert len(asked) == 3
    assert asked <= DEFINITIONS.keys()


@pytest.mark.parametrize("ending", ["periods", "file", "definitions", "visibility", "questions", "threshold"])
def test_the_addresses_in_the_guide_exist(ending: str) -> None:
    assert f"uptake/{ending}" in GUIDE
    assert f"/api/v1/organisations/{{organisation_id}}/uptake/{ending}" in PATHS
