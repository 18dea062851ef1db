"""What comes to an end says so in every answer and in the description, and for long enough."""

from datetime import date, timedelta

from litestar import Litestar, get
from litestar.testing import TestClient

from backend.api.deprecations import DEPRECATED, Ending, telling
from tests.security.doors import every_door

TWELVE_MONTHS = timedelta(days=365)


@get("/old", operation_id="old", sync_to_thread=False)
def old() -> str:
    """Answer as ever."""
    return ""


@get("/young", operation_id="young", sync_to_thread=False)
def young() -> str:
    """Answer as ever."""
    return ""


def test_an_answer_says_since_when_and_until_when() -> None:
    ending = Ending(since=date(2026, 12, 1), until=date(2027, 12, 1))
    app = Litestar([old, young], before_send=[telling({"old": ending})])
    with TestClient(app) as client:
        told, silent = client.get("/old").headers, client.get("/young").headers

    assert told["deprecation"] == "@1796083200"
    assert told["sunset"] == "Wed, 01 Dec 2027 00:00:00 GMT"
    assert 'rel="deprecation"' in told["link"]
    assert "deprecation" not in silent
    assert "sunset" not in silent


def test_what_ends_is_an_operation_and_ends_in_a_year_at_the_earliest() -> None:
    assert DEPRECATED.keys() <= {door.name for door in every_door()}
    assert [name for name, end in DEPRECATED.items() if end.until - end.since < TWELVE_MONTHS] == []
