"""Which of the three languages of Kring a caller reads."""

from typing import Any, Final, Literal

from litestar.connection import ASGIConnection

Language = Literal["nl", "en", "de"]
LANGUAGES: Final[tuple[Language, ...]] = ("nl", "en", "de")


def language_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Language:
    """Return the best language for ``Accept-Language``; Dutch when nothing fits."""
    accepted = connection.headers.get("accept-language", "")[:200]
    ranked = [
        (-_quality(quality), place, language)
        for place, part in enumerate(accepted.split(","))
        for tag, _, quality in (part.strip().partition(";q="),)
        for language in LANGUAGES
        if tag.lower().split("-")[0] == language and _quality(quality) > 0
    ]
    return min(ranked)[2] if ranked else "nl"


def _quality(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
