"""A phone that follows a meeting live, as a browser's EventSource would."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx

from tests.api.circle import Meeting
from tests.api.people import Json, Person


@dataclass(frozen=True, slots=True)
class Message:
    """One server-sent event."""

    event: str
    id: int | None
    data: Json


class Phone:
    """The messages of one connection."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self._lines = answer.aiter_lines()

    async def next(self) -> Message:
        """Return the next message that says something; raises StopAsyncIteration when the connection ended.

        A sign of life comes at any moment, whatever a test waits for.
        """
        message = await self._heard()
        while message.event == "ping":
            message = await self._heard()
        return message

    async def sign_of_life(self) -> Message:
        """Return the next sign of life, whatever is said before it."""
        message = await self._heard()
        while message.event != "ping":
            message = await self._heard()
        return message

    async def _heard(self) -> Message:
        fields: dict[str, str] = {}
        while True:
            line = await anext(self._lines)
            if not line and fields:
                number = fields.get("id")
                return Message(fields["event"], int(number) if number else None, json.loads(fields["data"]))
            name, _, value = line.partition(": ")
            if name:
                fields[name] = value

    async def until(self, version: int) -> list[Message]:
        """Return messages up to and with the one that has a version."""
        messages = [await self.next()]
        while messages[-1].id != version:
            messages.append(await self.next())
        return messages


@asynccontextmanager
async def listening(
    meeting: Meeting, person: Person, *, last: int | None = None, after: int | None = None
) -> AsyncIterator[Phone]:
    """Follow a meeting from what was seen last."""
    headers = {} if last is None else {"Last-Event-ID": str(last)}
    query = "" if after is None else f"?after={after}"
    async with person.http.stream("GET", f"{meeting.path}/stream{query}", headers=headers) as answer:
        assert answer.status_code == 200
        yield Phone(answer)
