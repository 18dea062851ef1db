"""Long lists, some at a time: how many at most, and where the next ones are."""

from typing import Annotated, Any
from urllib.parse import urlencode

from litestar import Request
from litestar.params import QueryParameter

Limit = Annotated[int, QueryParameter(ge=1, le=200, description="How many at most.")]


def next_page(request: Request[Any, Any, Any], cursor: object) -> dict[str, str]:
    """Return the header that links to the next page; nothing after the last one."""
    if cursor is None:
        return {}
    kept = [(name, text) for name, text in request.query_params.multi_items() if name != "cursor"]
    return {"Link": f'<{request.url.path}?{urlencode([*kept, ("cursor", str(cursor))])}>; rel="next"'}
