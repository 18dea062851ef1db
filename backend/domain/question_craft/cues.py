"""Cues: what in the build of a question tells of which kind it is."""

from backend.domain.question_craft.labels import Language
from backend.domain.question_craft.speech import SPEECH


def cues_of(tokens: list[str], language: Language) -> list[str]:
    """Return the names of the cues in a draft."""
    line = f" {' '.join(tokens)} "
    return [name for name, pattern in SPEECH[language].cues.items() if pattern.search(line)]
