"""What a draft of a question can be, and in which languages the helper reads."""

from enum import StrEnum
from typing import Final, Literal

Language = Literal["nl", "en", "de"]


class Label(StrEnum):
    """The kind of a question, in the order of precedence: advice before judgement before number."""

    HIDDEN_ADVICE = "hidden_advice"
    """An action or a resource of the asker's, with a question mark around it (S004)."""
    SUGGESTIVE = "suggestive"
    """The asker's judgement, feeling word or assumption, to confirm or to defend."""
    MULTIPLE = "multiple"
    """Two requests or more, each of which could be answered alone."""
    CLOSED = "closed"
    """Yes or no, a choice or one fact is enough."""
    OPEN = "open"
    """The answer belongs to whoever is asked."""


LABELS: Final = tuple(Label)
LANGUAGES: Final[tuple[Language, ...]] = ("nl", "en", "de")
