"""What the OpenAPI document says of answers: receipts, and every problem an operation can give."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from litestar.openapi.datastructures import ResponseSpec
from msgspec import Struct

from backend.api.problems import PROBLEM_JSON, WORDS, ProblemDetails
from backend.api.receipts import Receipt

_ALWAYS: Final = (
    "sign-in-first",
    "not-your-part",
    "not-found",
    "no-longer-a-member",
    "invalid",
    "too-many",
    "busy",
    "internal",
)
_UNSAFE: Final = (
    "erased",
    "other-site",
    "not-json",
    "too-large",
    "id-reused",
    "outcome-unknown",
    "group-closed",
    "observers-only-watch",
)
_MEETING: Final = ("ground-rules-first", "session-not-open", "not-present")


def _specs(reasons: Iterable[str]) -> dict[int, ResponseSpec]:
    by_status: dict[int, list[str]] = defaultdict(list)
    for reason in sorted(set(reasons)):
        by_status[WORDS[reason].status].append(reason)
    return {
        status: ResponseSpec(
            ProblemDetails,
            description=", ".join(f"/problems/{reason}" for reason in found),
            media_type=PROBLEM_JSON,
            generate_examples=False,
        )
        for status, found in sorted(by_status.items())
    }


def query(*reasons: str) -> dict[int, ResponseSpec]:
    """Return the problems of reading something."""
    return _specs((*_ALWAYS, *reasons))


def meeting_query(*reasons: str) -> dict[int, ResponseSpec]:
    """Return the problems of reading something of a meeting."""
    return query(*_MEETING, *reasons)


def meeting_change(*reasons: str) -> dict[int, ResponseSpec]:
    """Return the problems of changing what is no event of a meeting."""
    return meeting_query(*_UNSAFE, *reasons)


def command(*reasons: str, gives: type[Struct] = Receipt) -> dict[int, ResponseSpec]:
    """Return the answers of a command: new, known before, or refused.

    ``gives``: what a new one is answered with, when that is more than a receipt.
    """
    return {
        201: ResponseSpec(gives, description="Recorded", generate_examples=False),
        **_specs((*_ALWAYS, *_UNSAFE, *reasons)),
    }


def contribution(*reasons: str) -> dict[int, ResponseSpec]:
    """Return the answers of saying something in a meeting."""
    return command(*_MEETING, "step-not-open", "facilitator-has-no-content-rights", "too-late", *reasons)


def move(*reasons: str) -> dict[int, ResponseSpec]:
    """Return the answers of a move of the procedure."""
    return command(
        *_MEETING,
        "only-the-facilitator",
        "stale-version",
        "session-closed",
        "if-match-needed",
        "idempotency-key-needed",
        *reasons,
    )
