"""A method as somebody writes it: its shape on the wire, and what keeps it from being played, in words."""

import hashlib
from importlib.resources import files
from typing import Annotated, Any, Final
from uuid import UUID, uuid5

import msgspec
from litestar import Request, post
from litestar.params import JSONBody
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.languages import Language, language_of
from backend.api.problems import FieldError, Problem
from backend.domain import method_rules
from backend.domain.own_methods import check_own
from events.method import AdviceMode, Kind, Method, Speaker, Stance, Step, Turn, Visibility, Words

LARGEST: Final = 256 * 1024
"""Bytes in a written method: thirty steps in three languages, and room to spare."""
_PRINTABLE: Final = r"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]*$"
_ON_ONE_LINE: Final = r"^[^\u0000-\u001F\u007F-\u009F]*$"
Short = Annotated[str, Meta(max_length=80, pattern=_ON_ONE_LINE)]
Long = Annotated[str, Meta(max_length=600, pattern=_PRINTABLE)]
Key = Annotated[str, Meta(max_length=40, pattern=_ON_ONE_LINE)]
Level = Annotated[int, Meta(ge=1, le=3)]
Size = Annotated[int, Meta(ge=1, le=100)]
Days = Annotated[int, Meta(ge=0, le=60)]


class ShortWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A title in at least one language; a language that is left out shows another."""

    nl: Short = ""
    en: Short = ""
    de: Short | None = None


class LongWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text in at least one language; a language that is left out shows another."""

    nl: Long = ""
    en: Long = ""
    de: Long | None = None


class WrittenStep(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step in the shape of a shipped method's."""

    key: Key
    title: ShortWords
    purpose: LongWords
    speakers: Annotated[tuple[Speaker, ...], Meta(max_length=8)]
    turns: Annotated[tuple[Turn, ...], Meta(max_length=5)]
    stance: Stance
    kinds: Annotated[tuple[Kind, ...], Meta(max_length=40)]
    minutes: Annotated[int, Meta(ge=0, le=480)]
    tip: LongWords
    days: Days | None = None
    visibility: Visibility = Visibility.LIVE
    required: bool = False


class WrittenMethod(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A method in the shape of a shipped one. Its key and version are given by the house."""

    key: Key = ""
    version: Annotated[int, Meta(ge=0, le=2**31)] = 1
    names: ShortWords
    when: LongWords
    avoid: LongWords
    size_min: Size
    size_max: Size
    advice_mode: AdviceMode
    steps: Annotated[tuple[WrittenStep, ...], Meta(max_length=200)]
    needs_trained_facilitator: bool = False
    online_ok: bool = True
    safety_level: Level = 1
    experience_level: Level = 1
    days: tuple[Days, Days] | None = None
    source: Annotated[str, Meta(max_length=300, pattern=_ON_ONE_LINE)] = ""
    confidence: Annotated[str, Meta(max_length=100, pattern=_ON_ONE_LINE)] = ""

    def method(self, key: str) -> Method:
        """Return it as the record has it, with every text in Dutch and in English too."""
        return msgspec.convert(_filled(msgspec.to_builtins(self) | {"key": key, "version": 1}), Method)


def _filled(written: Any) -> Any:  # noqa: ANN401 - a document of any depth
    """Return a document in which a text that lacks a language has that of another."""
    match written:
        case {"nl": str(nl), "en": str(en), "de": de}:
            said = [text.strip() for text in (nl, en, de or "")]
            whole = next((text for text in said if text), "")
            return {"nl": said[0] or whole, "en": said[1] or whole, "de": said[2] or None}
        case dict():
            return {name: _filled(value) for name, value in written.items()}
        case list() | tuple():
            return [_filled(value) for value in written]
        case _:
            return written


class NewMethodVersion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A method to publish. ``after``: the version that was edited; 0 for one that is new."""

    method: WrittenMethod
    after: Annotated[int, Meta(ge=0, le=2**31)] = 0


class MethodProblem(Struct, frozen=True, kw_only=True):
    """A rule that a method breaks: at which step (None: the whole method), and how to mend it."""

    rule: str
    step: int | None
    words: Words


class MethodProblems(Struct, frozen=True):
    """What keeps a method from being played; nothing when it is sound."""

    problems: list[MethodProblem]


WORDS: Final = msgspec.json.decode(
    files("backend.api").joinpath("method_problem_words.json").read_bytes(), type=dict[str, Words]
)
"""What to change for each rule that a method can break."""


def problems_of(method: Method) -> list[MethodProblem]:
    """Return what keeps an own method from being played, in three languages."""
    return [_problem(one, method.steps) for one in check_own(method)]


def _problem(one: method_rules.Problem, steps: tuple[Step, ...]) -> MethodProblem:
    places = [index for index, step in enumerate(steps) if step.key == one.step]
    return MethodProblem(rule=one.rule, step=places[-1] if places else None, words=WORDS[one.rule])


def check_sound(method: Method, request: Request[Any, Any, Any]) -> None:
    """Refuse a method that cannot be played, and name every place in the caller's language."""
    found = problems_of(method)
    if found:
        language = language_of(request)
        errors = [FieldError(_place(one), _into(one.words, language)) for one in found]
        raise Problem("unsound-method", errors=errors)


def _place(one: MethodProblem) -> str:
    return "method" if one.step is None else f"method.steps[{one.step}]"


def _into(words: Words, language: Language) -> str:
    match language:
        case "nl":
            return words.nl
        case "en":
            return words.en
        case "de":
            return words.de or words.en


def publication(method: UUID, written: NewMethodVersion) -> UUID:
    """Return the id of publishing these very words after that version: a repeat has the same one."""
    digest = hashlib.sha256(msgspec.json.encode(written)).hexdigest()
    return uuid5(method, f"published {digest}")


@post(
    "/methods/checks",
    operation_id="check_method",
    status_code=200,
    request_max_body_size=LARGEST,
    responses=documented.query("other-site", "not-json", "too-large"),
)
async def check_method(data: JSONBody[WrittenMethod]) -> MethodProblems:
    """See what keeps a method from being played, without publishing it."""
    return MethodProblems(problems_of(data.method("draft")))


ROUTES = (check_method,)
