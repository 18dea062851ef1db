"""``kring craft``: how well the question helper does, and where its weights come from."""

import sys
from pathlib import Path
from typing import Final

import click
import msgspec

from backend.domain.question_craft.checking import check
from backend.domain.question_craft.classifying import classify
from backend.domain.question_craft.labels import LANGUAGES, Language
from backend.domain.question_craft.weighing import Weights
from backend.training.crossing import crossed, folds, intervals
from backend.training.learning import learn
from backend.training.lines import Question, UnreadableLine, lessons, read
from backend.training.measuring import Tried, report, tried
from backend.training.surety import claims, surety

FOLDER: Final = Path(__file__).parent.parent / "domain" / "question_craft" / "weights"


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One prediction a line.")
@click.option("--train", is_flag=True, help="Make the weights again from the questions of the repository.")
@click.option("--cross", is_flag=True, help="Read each batch with what the others teach, with intervals.")
def craft(file: Path | None, *, as_json: bool, train: bool, cross: bool) -> None:
    """Try the question helper on FILE: language, label and text, a tab between, no header."""
    if train:
        _train()
    elif cross:
        _cross()
    elif file is None:
        raise click.UsageError("Name a file, or say --train or --cross.")
    else:
        _try(_questions(file), as_json=as_json)


def _questions(file: Path) -> list[Question]:
    try:
        return read(file.read_bytes())
    except UnreadableLine as error:
        raise click.ClickException(f"{file.name}: {error}") from error


def _try(questions: list[Question], *, as_json: bool) -> None:
    for language in {question.language for question in questions}:
        classify("", language)  # reads the weights, which is no part of the time of a question
    all_tried = tried(questions, classify)
    if not as_json:
        click.echo("\n".join(report(all_tried)))
        return
    for one in all_tried:
        sys.stdout.buffer.write(msgspec.json.encode(_prediction(one)) + b"\n")


def _prediction(one: Tried) -> dict[str, object]:
    advice = check(one.question.text, one.question.language)
    return {
        "language": one.question.language,
        "label": one.reading.label,
        "abstained": one.reading.abstained,
        "expected": one.question.label,
        "confidence": round(one.reading.chance, 3),
        "reason": advice.reason,
        "rephrasings": advice.rephrasings,
        "milliseconds": round(one.milliseconds, 3),
        "text": one.question.text,
    }


def made(language: Language) -> bytes:
    """Return the file of weights that the questions of the repository make."""
    return written(learn(lessons(language)))


def written(weights: Weights) -> bytes:
    """Return weights as a file: one feature a line, so that a change can be read."""
    lines = (
        f"{msgspec.json.encode(name).decode()}: {list(weight)}" for name, weight in sorted(weights.items())
    )
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _train() -> None:
    for language in LANGUAGES:
        (FOLDER / f"{language}.json").write_bytes(made(language))
        click.echo(f"{language}  {len(lessons(language))} questions, weights written")


def _cross() -> None:
    for language in LANGUAGES:
        learned = folds(lessons(language))
        those, sure = crossed(learned), surety(claims(learned))
        click.echo(
            "\n".join((*report(those), *intervals(those), f"surety that advice takes  {sure:.2f}", ""))
        )
