"""How the API says no: RFC 9457 problems, in the caller's language, with what to do next."""

import logging
import re
import traceback
from importlib.resources import files
from typing import Any, Final

import msgspec
from litestar import Request, Response
from litestar.exceptions import (
    ClientException,
    HTTPException,
    InternalServerException,
    MethodNotAllowedException,
    NotFoundException,
    ValidationException,
)
from litestar.types import ExceptionHandlersMap
from msgspec import UNSET, Struct, UnsetType

from backend.api.languages import language_of
from backend.domain.errors import Refused
from backend.domain.letters import Wordings

_LOG = logging.getLogger("kring.problems")
PROBLEM_JSON: Final = "application/problem+json"


class Wording(Struct, frozen=True):
    """A problem in one language."""

    title: str
    detail: str


class Words(Wordings[Wording], frozen=True):
    """A problem's words and its status."""

    status: int


WORDS: Final = msgspec.json.decode(
    files("backend.api").joinpath("problem_words.json").read_bytes(),
    type=dict[str, Words],
)
"""Every problem the API can answer with."""


class FieldError(Struct, frozen=True):
    """What is wrong with one field."""

    field: str
    detail: str


class ProblemDetails(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """RFC 9457; ``current`` is the session's version where a move was stale."""

    type: str
    title: str
    status: int
    detail: str
    current: int | UnsetType = UNSET
    errors: list[FieldError] | UnsetType = UNSET


class Problem(Exception):
    """An answer that is no."""

    def __init__(
        self,
        reason: str,
        *,
        current: int | None = None,
        errors: list[FieldError] | None = None,
        retry_after: int | None = None,
        clear_cookie: str | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.current = current
        self.errors = errors
        self.retry_after = retry_after
        self.clear_cookie = clear_cookie


def answer(request: Request[Any, Any, Any], problem: Problem) -> Response[bytes]:
    """Return a problem as a response in the caller's language."""
    words = WORDS[problem.reason]
    language = language_of(request)
    wording = words.into(language)
    details = ProblemDetails(
        type=f"/problems/{problem.reason}",
        title=wording.title,
        status=words.status,
        detail=wording.detail,
        current=UNSET if problem.current is None else problem.current,
        errors=UNSET if problem.errors is None else problem.errors,
    )
    headers: dict[str, str] = {"Content-Language": language}
    if problem.retry_after is not None:
        headers["Retry-After"] = str(problem.retry_after)
    return Response(
        content=msgspec.json.encode(details),
        status_code=words.status,
        media_type=PROBLEM_JSON,
        headers=headers,
    )


def _refused(request: Request[Any, Any, Any], error: Refused) -> Response[bytes]:
    if error.reason in {"not-a-member", "unknown-group", "unknown-organisation"}:
        return answer(request, Problem("not-found"))
    return answer(request, Problem(error.reason))


_ECHO: Final = re.compile(r"(unknown field|enum value) .*", re.DOTALL)
"""Where the decoder repeats what was sent, which no answer and no log of answers shall hold."""


def _malformed(request: Request[Any, Any, Any], error: ValidationException) -> Response[bytes]:
    extra = error.extra if isinstance(error.extra, list) else []
    errors = [
        FieldError(str(item.get("key", "")), _ECHO.sub(r"\1", str(item.get("message", ""))))
        for item in extra
        if isinstance(item, dict)
    ]
    return answer(request, Problem("invalid", errors=errors or None))


_BY_STATUS: Final = {
    400: "not-json",
    401: "sign-in-first",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    413: "too-large",
    415: "not-json",
}


def _hung_up(error: HTTPException) -> bool:
    """Tell whether a caller was gone before its body had come: no fault of ours, and nobody to tell."""
    innermost = traceback.extract_tb(error.__traceback__)[-1]
    return isinstance(error, InternalServerException) and innermost.name == "stream"


def _http(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    if isinstance(error, NotFoundException):
        return answer(request, Problem("not-found"))
    if isinstance(error, MethodNotAllowedException):
        response = answer(request, Problem("method-not-allowed"))
        response.headers.update(error.headers or {})
        return response
    if _hung_up(error):
        return answer(request, Problem("not-json"))
    reason = _BY_STATUS.get(error.status_code)
    if reason is None and isinstance(error, ClientException):
        reason = "invalid"
    if reason is None:
        return _internal(request, error)
    return answer(request, Problem(reason))


def _internal(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{f.name}:{f.lineno}" for f in reversed(frames[-6:]))
    template = request.scope.get("path_template")
    _LOG.error("%s in %s at %s", type(error).__name__, template, where)
    return answer(request, Problem("internal"))


def _unreadable(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Answer for a body that is no text or is nested without end; elsewhere these are our own faults."""
    innermost = traceback.extract_tb(error.__traceback__)[-1]
    if innermost.name == "decode_json":
        return answer(request, Problem("not-json"))
    return _internal(request, error)


HANDLERS: ExceptionHandlersMap = {
    Problem: answer,
    Refused: _refused,
    ValidationException: _malformed,
    HTTPException: _http,
    UnicodeDecodeError: _unreadable,
    RecursionError: _unreadable,
    Exception: _internal,
}
"""How every exception becomes a problem."""

__all__ = ["HANDLERS", "PROBLEM_JSON", "Problem", "ProblemDetails"]
