"""Cards and situations are read by anybody, and asked for in full only once."""

import pytest

from tests.api.circle import Circle


@pytest.mark.parametrize(
    ("path", "inside", "many"), [("/question-cards", "purposes", 8), ("/situations", "situations", 16)]
)
async def test_help_is_read_once_and_then_known(circle: Circle, path: str, inside: str, many: int) -> None:
    first = await circle.facilitator.get(path)
    again = await circle.facilitator.get(path, headers={"If-None-Match": first.headers["etag"]})

    assert (first.status_code, len(first.json()[inside])) == (200, many)
    assert first.headers["cache-control"] == "public, max-age=3600"
    assert (again.status_code, again.content) == (304, b"")
