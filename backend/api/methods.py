"""The methods that can be played, for anybody to read."""

from typing import Annotated

from litestar import get
from litestar.params import FromPath
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.problems import Problem
from backend.domain import methods
from events.method import AdviceMode, Method, Words

MethodKey = Annotated[str, Meta(max_length=40, pattern="^[a-z0-9_]+$")]
"""A method by its key."""


class MethodLine(Struct, frozen=True, kw_only=True):
    """A method in one line."""

    key: str
    names: Words
    when: Words
    minutes: int
    size_min: int
    size_max: int
    advice_mode: AdviceMode


class Methods(Struct, frozen=True):
    """All methods."""

    methods: list[MethodLine]


@get("/methods", operation_id="list_methods", responses=documented.query())
async def list_methods() -> Methods:
    """See which methods there are."""
    return Methods(
        [
            MethodLine(
                key=m.key,
                names=m.names,
                when=m.when,
                minutes=m.minutes,
                size_min=m.size_min,
                size_max=m.size_max,
                advice_mode=m.advice_mode,
            )
            for m in methods.shipped().values()
        ]
    )


@get("/methods/{key:str}", operation_id="get_method", responses=documented.query())
async def get_method(key: FromPath[str]) -> Method:
    """See a method, step by step."""
    found = methods.shipped().get(key)
    if found is None:
        raise Problem("not-found")
    return found


ROUTES = (list_methods, get_method)
