"""People with a device: each a client of the API with a cookie jar of its own."""

import asyncio
from typing import Any, Final, Self
from uuid import UUID, uuid4

import httpx
from typing_extensions import override

from tests.api.house import TLS, House

Json = dict[str, Any]
_BUSY: Final = b"/problems/busy"
_TIMES: Final = 10


class _Patient(httpx.AsyncHTTPTransport):
    """Asks again, when the house wishes it, what that was too busy for: a late view decides no test."""

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        for _ in range(_TIMES):
            if answer.status_code != 503 or _BUSY not in await answer.aread():
                break
            await asyncio.sleep(float(answer.headers["Retry-After"]))
            answer = await super().handle_async_request(request)
        return answer


class Person:
    """Somebody with a phone or tablet, who reads English.

    ``known_as``: the id under which an organisation knows them.
    """

    def __init__(self, house: House, name: str) -> None:
        self.house, self.name = house, name
        self.id = UUID(int=0)
        self.known_as: UUID | None = None
        self.http = httpx.AsyncClient(
            base_url=f"{house.address}/api/v1",
            headers={"Accept-Language": "en"},
            transport=_Patient(verify=TLS, trust_env=False),
            timeout=20,
        )

    async def __aenter__(self) -> Self:
        """Take the device in hand."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Put the device away."""
        await self.http.aclose()

    async def get(self, path: str, **how: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own arguments
        """Read something."""
        return await self.http.get(path, **how)

    async def seen(self, path: str) -> Json:
        """Read something that is there."""
        answer = await self.http.get(path)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def put(self, path: str, body: object = None, **headers: str) -> httpx.Response:
        """Put something; without a body nothing is sent."""
        return await self.http.request("PUT", path, headers=headers, **_body(body))

    async def post(self, path: str, body: object = None, **headers: str) -> httpx.Response:
        """Post something; without a body nothing is sent."""
        return await self.http.request("POST", path, headers=headers, **_body(body))

    async def patch(self, path: str, body: object) -> httpx.Response:
        """Change something."""
        return await self.http.request("PATCH", path, **_body(body))

    async def delete(self, path: str) -> httpx.Response:
        """Delete something."""
        return await self.http.delete(path)

    async def join(self, token: str) -> httpx.Response:
        """Join with the secret of a link and, as a guest, a name."""
        name = self.name if self.id.int == 0 else None
        answer = await self.post("/invitations/redeem", {"token": token, "name": name, "language": "en"})
        if answer.status_code == 200:
            self.id = UUID(answer.json()["person"])
        return answer

    async def say(
        self, session: UUID, what: str, said: UUID | None = None, /, **body: object
    ) -> httpx.Response:
        """Say something in a meeting, under a new id unless one is given."""
        return await self.put(f"/sessions/{session}/{what}/{said or uuid4()}", body)


def _body(body: object) -> Json:
    return {} if body is None else {"json": body}


def refused(answer: httpx.Response, status: int, reason: str) -> Json:
    """Assert that an answer is a whole problem, and return it."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    problem: Json = answer.json()
    assert (answer.status_code, problem["type"]) == (status, f"/problems/{reason}"), problem
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    return problem


def done(answer: httpx.Response, status: int = 201) -> Json:
    """Assert that an answer is a receipt, and return it."""
    assert answer.status_code == status, answer.text
    receipt: Json = answer.json()
    return receipt
