"""Questions with their labels, as files hold them: language, label and text, a tab between, no header."""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final, get_args

from msgspec import Struct

from backend.domain.question_craft.labels import Label, Language

_LANGUAGES: Final = frozenset(get_args(Language))
_LABELS: Final = frozenset(Label)


class UnreadableLine(ValueError):
    """A file that the helper cannot be tried on, with the line that is to blame."""


class Question(Struct, frozen=True):
    """A question and what it is, according to whoever labelled it; ``batch`` names where it comes from."""

    language: Language
    label: Label
    text: str
    batch: str = ""


def read(data: bytes, batch: str = "") -> list[Question]:
    """Return the questions of a file. Raises UnreadableLine, naming the line.

    A mark of byte order, line ends of Windows and empty lines are no trouble.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UnreadableLine(f"Line {line} is not UTF-8. Save the file as UTF-8 and try again.") from error
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [_question(line, number, batch) for number, line in enumerate(lines, 1) if line.strip()]


def _question(line: str, number: int, batch: str) -> Question:
    parts = line.split("\t", 2)
    if len(parts) < len(Question.__struct_fields__) - 1:
        raise UnreadableLine(
            f"Line {number} has {len(parts)} of three columns: language, label and text, with a tab between."
        )
    language, label, text = (part.strip() for part in parts)
    if language not in _LANGUAGES:
        raise UnreadableLine(f"Line {number} has the language “{language}”; known are nl, en and de.")
    if label not in _LABELS:
        raise UnreadableLine(f"Line {number} has the label “{label}”; known are {', '.join(Label)}.")
    if not text:
        raise UnreadableLine(f"Line {number} has no text.")
    return Question(_as_language(language), Label(label), text, batch)


def _as_language(word: str) -> Language:
    for known in get_args(Language):
        if known == word:
            found: Language = known
            return found
    raise UnreadableLine(f"The language “{word}” is not known.")


def _own(folder: str) -> Iterator[Question]:
    here: Traversable = files("backend.training") / folder
    for file in sorted(here.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".tsv"):
            yield from read(file.read_bytes(), file.name.removesuffix(".tsv"))


def lessons(language: Language) -> list[Question]:
    """Return what the weights of a language are made from."""
    return [question for question in _own("questions") if question.language == language]


def trials(name: str) -> list[Question]:
    """Return questions that no weight was made from: ``development`` or ``blind``."""
    return [question for question in _own("trials") if question.batch.startswith(name)]
