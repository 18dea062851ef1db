"""``kring craft``: what it prints of a file of questions, and what it says of a file it cannot read."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backend.cli import kring
from backend.domain.question_craft.classifying import Reading
from backend.domain.question_craft.labels import Label
from backend.training.lines import Question
from backend.training.measuring import Tried, figures, macro_f1

HEADLESS = "nl\topen\tWat zag je toen?\nen\tclosed\tWas anyone with you?\n"


def craft(*arguments: str) -> Result:
    return CliRunner().invoke(kring, ["craft", *arguments])


def written(folder: Path, data: bytes) -> str:
    file = folder / "questions.tsv"
    file.write_bytes(data)
    return str(file)


def test_each_language_gets_its_matrix_and_its_figures(tmp_path: Path) -> None:
    said = craft(written(tmp_path, HEADLESS.encode())).output

    assert [line[:2] for line in said.splitlines() if "questions; rows are" in line] == ["nl", "en"]
    for word in ("precision", "recall", "F1", "abstained", "macro-F1", "time per question"):
        assert word in said


def test_a_prediction_is_one_line_of_json(tmp_path: Path) -> None:
    result = craft("--json", written(tmp_path, HEADLESS.encode()))
    first, second = (json.loads(line) for line in result.output.splitlines())

    assert first["language"] == "nl"
    assert first["expected"] == "open"
    assert second["label"] == "closed"
    assert second["abstained"] is False
    assert set(first) >= {"reason", "rephrasings", "milliseconds", "text"}


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + HEADLESS.encode(),
        HEADLESS.replace("\n", "\r\n").encode(),
        HEADLESS.rstrip("\n").encode(),
        ("\n" + HEADLESS + "\n\n").encode(),
    ],
    ids=["byte order mark", "line ends of Windows", "no last line end", "empty lines"],
)
def test_how_a_file_was_saved_makes_no_difference(tmp_path: Path, data: bytes) -> None:
    result = craft("--json", written(tmp_path, data))

    assert [json.loads(line)["text"] for line in result.output.splitlines()] == [
        "Wat zag je toen?",
        "Was anyone with you?",
    ]


@pytest.mark.parametrize(
    ("data", "blame"),
    [
        (b"nl\topen\tWat zag je?\nnl open Wat zag je?\n", "Line 2 has 1 of three columns"),
        (b"fr\topen\tQuoi ?\n", "Line 1 has the language"),
        (b"nl\tvaag\tWat zag je?\n", "Line 1 has the label"),
        (b"nl\topen\t \n", "Line 1 has no text"),
        (b"nl\topen\tWat zag je?\nnl\topen\tCaf\xe9?\n", "Line 2 is not UTF-8"),
        (b"lang\tlabel\ttext\n", "Line 1 has the language"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, data: bytes, blame: str) -> None:
    result = craft(written(tmp_path, data))

    assert result.exit_code == 1
    assert blame in result.output
    assert "Traceback" not in result.output


def test_an_empty_file_is_no_trouble(tmp_path: Path) -> None:
    empty = written(tmp_path, b"")

    assert craft(empty).output == "There are no questions in this file.\n"
    assert craft("--json", empty).output == ""


def test_without_a_file_it_says_what_it_wants() -> None:
    assert "Name a file" in craft().output


def test_abstaining_is_a_miss_and_no_mistake() -> None:
    def one(said: Label, *, abstained: bool) -> Tried:
        return Tried(Question("nl", Label.OPEN, "…"), Reading(said, 0.9, abstained), 0.1)

    some = [one(Label.OPEN, abstained=False), one(Label.CLOSED, abstained=True)]

    assert figures(some, Label.OPEN).precision == 1.0
    assert figures(some, Label.OPEN).recall == 0.5
    assert macro_f1(some) == pytest.approx(2 / 3)
