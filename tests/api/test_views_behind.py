"""Who asks while a view is behind is told what is true a moment later, and not refused or told less."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
from psycopg import sql

from tests.api.circle import Circle
from tests.api.house import House
from tests.api.offices import register
from tests.api.people import refused

AWHILE = 0.2
"""Seconds that somebody waits before a view goes on."""


@contextmanager
def behind(house: House, table: str) -> Iterator[psycopg.Connection]:
    """Keep the view that writes a table from going on, until the transaction or the block ends."""
    with psycopg.connect(house.database_url) as holding:
        holding.execute(sql.SQL("LOCK TABLE views.{} IN EXCLUSIVE MODE").format(sql.Identifier(table)))
        yield holding


async def test_a_meeting_that_began_just_now_is_shown(house: House, circle: Circle) -> None:
    with behind(house, "session_board") as holding:
        meeting = await circle.meeting()
        asked = asyncio.create_task(meeting.owner.get(meeting.path))
        await asyncio.sleep(AWHILE)
        holding.rollback()
        answer = await asked

    assert answer.status_code == 200, answer.text


async def test_who_founded_an_organisation_just_now_does_not_leave_it_to_nobody(house: House) -> None:
    await house.known()
    with behind(house, "administration") as holding:
        office = await register(house)
        asked = asyncio.create_task(office.admin.http.request("DELETE", "/me", json={"confirm": True}))
        await asyncio.sleep(AWHILE)
        holding.rollback()
        answer = await asked

    refused(answer, 409, "last-administrator")
    await office.admin.http.aclose()


async def test_what_was_said_just_now_is_taken_along(house: House, circle: Circle) -> None:
    with behind(house, "retention_meetings") as holding:
        meeting = await circle.meeting()
        await meeting.start("check_in")
        await meeting.said(meeting.owner, "check-ins", uuid4(), text="Mijn woord")
        asked = asyncio.create_task(meeting.owner.get("/me/export"))
        await asyncio.sleep(AWHILE)
        holding.rollback()
        answer = await asked

    assert "Mijn woord" in answer.text
