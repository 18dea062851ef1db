"""Every answer binds the browser that reads it, and the cookie that signs in stays out of reach."""

import gzip
from pathlib import Path

import pytest

from backend.api.guarding import is_from_this_site
from tests.api.circle import Circle, form
from tests.api.house import House, open_house
from tests.api.people import Person

ANSWERS = [
    ("GET", "/api/v1/me", 200),
    ("GET", "/api/v1/nergens", 404),
    ("GET", "/api/v1/groups/geen", 404),
    ("GET", "/api/v1/openapi.json", 200),
    ("GET", "/api/v1/docs", 200),
    ("HEAD", "/api/v1/me", 405),
    ("POST", "/api/v1/me", 405),
    ("OPTIONS", "/api/v1/me", 204),
    ("PATCH", "/api/v1/me", 422),
    ("GET", "/health/live", 200),
    ("GET", "/", 200),
    ("GET", "/groups/1", 200),
    ("GET", "/assets/app-1a2b.js", 200),
    ("GET", "/assets/app-0000.js", 404),
    ("GET", "/sw.js", 200),
]


SMALL = gzip.compress(b"1", mtime=0)


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
async def test_every_kind_of_answer_binds_the_browser(
    circle: Circle, method: str, path: str, status: int
) -> None:
    maker = circle.facilitator
    answer = await maker.http.request(method, f"{maker.house.address}{path}")
    policy = answer.headers["content-security-policy"]

    assert answer.status_code == status
    assert policy.startswith("default-src 'none'; script-src 'self'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in answer.headers
    if path.startswith("/api/v1"):
        assert answer.headers["cache-control"] == "no-store"
    if status >= 400:
        assert answer.headers["content-type"] == "application/problem+json"


async def test_the_app_is_one_page_for_its_addresses_and_files_that_keep(circle: Circle) -> None:
    maker = circle.facilitator
    home = await maker.http.get(f"{maker.house.address}/")
    join = await maker.http.get(f"{maker.house.address}/join")
    script = await maker.http.get(f"{maker.house.address}/assets/app-1a2b.js")

    assert home.content == join.content
    assert home.headers["cache-control"] == "no-cache"
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    for path in ("/assets/../../pyproject.toml", "/..%2f..%2fetc%2fpasswd.txt", "/index.html.map"):
        assert (await maker.http.get(f"{maker.house.address}{path}")).status_code == 404


@pytest.mark.parametrize(
    ("accepted", "coding", "content"),
    [
        ("gzip, deflate, br, zstd", "br", b"brotli"),
        ("gzip, deflate", "gzip", SMALL),
        ("br;q=0, gzip;q=0.5", "gzip", SMALL),
        ("identity", None, b"1"),
        ("", None, b"1"),
        (",;=,br;q=x", None, b"1"),
    ],
)
async def test_a_file_is_sent_as_small_as_a_browser_takes_it(
    circle: Circle, accepted: str, coding: str | None, content: bytes
) -> None:
    maker = circle.facilitator
    address = f"{maker.house.address}/assets/app-1a2b.js"

    async with maker.http.stream("GET", address, headers={"Accept-Encoding": accepted}) as answer:
        sent = b"".join([part async for part in answer.aiter_raw()])

    assert answer.status_code == 200
    assert sent == content
    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert (await maker.http.get(f"{address}.br")).status_code == 404


async def signed_in(house: House) -> list[str]:
    """Form a group; return the parts of the cookie that signs its maker in."""
    async with Person(house, "Anna") as person:
        answer = await person.put(
            "/groups/0192f0c1-2b3a-7000-8000-000000000001", {"name": "Kring", "my_name": "A"}
        )
        return answer.headers["set-cookie"].split("; ")


async def test_the_cookie_on_this_machine(house: House) -> None:
    name, *attributes = await signed_in(house)

    assert name.startswith("kring=")
    assert {a.lower() for a in attributes} >= {"httponly", "path=/", "samesite=lax", "max-age=7776000"}
    assert not any(a.lower().startswith("domain") for a in attributes)


async def test_the_cookie_and_headers_over_https(database_url: str, tmp_path: Path, built: Path) -> None:
    async with open_house(database_url, tmp_path, built, PUBLIC_URL="https://kring.example") as house:
        name, *attributes = await signed_in(house)
        async with Person(house, "") as person:
            answer = await person.get("/methods")

    assert name.startswith("__Host-kring=")
    assert {a.lower() for a in attributes} >= {"httponly", "path=/", "samesite=lax", "secure"}
    assert not any(a.lower().startswith("domain") for a in attributes)
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")


async def test_without_https_nothing_promises_it(house: House) -> None:
    circle = await form(house, members=0)
    answer = await circle.facilitator.get("/me")
    await circle.close()

    assert "strict-transport-security" not in answer.headers


@pytest.mark.parametrize(
    ("origin", "secure", "ours"),
    [
        (b"https://kring.example", True, True),
        (b"http://kring.example", True, False),
        (b"http://kring.example", False, True),
        (b"https://evil.example", True, False),
        (b"null", False, False),
    ],
)
def test_a_page_over_http_is_none_of_ours_where_ours_are_read_over_https(
    origin: bytes, *, secure: bool, ours: bool
) -> None:
    headers = {b"origin": origin, b"host": b"kring.example"}

    assert is_from_this_site(headers, secure=secure) is ours
