"""Question cards and difficult situations: the same for everybody, and kept by whoever asked once."""

from hashlib import sha256
from typing import Annotated, Final, TypeVar

import msgspec
from litestar import Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import HeaderParameter
from msgspec import Struct

from backend.api import documented
from backend.domain.guidance import PURPOSES, SITUATIONS, Purpose, Situation

Known = Annotated[
    str | None, HeaderParameter(name="If-None-Match", description="The ETag of what is known already.")
]


class QuestionCards(Struct, frozen=True):
    """All cards, by what they are for."""

    purposes: tuple[Purpose, ...]


class Situations(Struct, frozen=True):
    """All difficult situations."""

    situations: tuple[Situation, ...]


Shown = TypeVar("Shown", QuestionCards, Situations)


def _etag(shown: QuestionCards | Situations) -> str:
    return f'"{sha256(msgspec.json.encode(shown)).hexdigest()[:16]}"'


_CARDS: Final = QuestionCards(PURPOSES)
_SITUATIONS: Final = Situations(SITUATIONS)
_ETAGS: Final = {kind: _etag(shown) for kind, shown in (("cards", _CARDS), ("situations", _SITUATIONS))}
_KEPT_FOR: Final = "public, max-age=3600"
_SAME: Final = {
    304: ResponseSpec(None, description="Nothing has changed", generate_examples=False),
    **documented.query(),
}


def _unless_known(shown: Shown, etag: str, known: str | None) -> Response[Shown | None]:
    """Return something in full, or only that it is the same as what the caller has."""
    headers = {"ETag": etag, "Cache-Control": _KEPT_FOR}
    if known is not None and etag in known:
        return Response(None, status_code=304, headers=headers)
    return Response(shown, headers=headers)


@get("/question-cards", operation_id="list_question_cards", responses=_SAME)
async def list_question_cards(if_none_match: Known = None) -> Response[QuestionCards | None]:
    """See the question cards, by what they are for and the steps that they fit."""
    return _unless_known(_CARDS, _ETAGS["cards"], if_none_match)


@get("/situations", operation_id="list_situations", responses=_SAME)
async def list_situations(if_none_match: Known = None) -> Response[Situations | None]:
    """See what can be difficult in a meeting, and what whoever guides it can do."""
    return _unless_known(_SITUATIONS, _ETAGS["situations"], if_none_match)


ROUTES = (list_question_cards, list_situations)
