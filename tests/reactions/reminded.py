"""A house without a web process whose clock the test sets, a push service, and people to be reminded."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import psycopg
from typing_extensions import override

from backend.adapters.clock import SystemClock
from backend.adapters.ending import ended
from backend.domain.person.commands import SetReminderPreferences
from backend.house import House, opened
from backend.settings import Settings
from events.base import Event
from events.group import SessionScheduled
from events.method import AdviceMode
from events.reminding import Channel, Occasion, QuietHours
from projections.runner import Runner, prepare
from projections.shipped import VIEWS
from tests.adapters.push_server import Browser, PushServer, push_server
from tests.api.house import MASTER_KEY
from tests.projections.circle import Circle, Meeting, sealed

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
_ADDRESS = "UPDATE identity.persons SET address = %s, time_zone = %s WHERE person_id = %s"
_SIGN_IN = "SELECT sign_in_id FROM identity.sign_ins WHERE person_id = %s"
_DEVICES = "SELECT count(*) FROM identity.push_devices WHERE person_id = %s"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BOTH = frozenset({Channel.PUSH, Channel.MAIL})


class SetClock(SystemClock):
    """A clock that stands where the test put it."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC)

    @override
    def now(self) -> datetime:
        return self.at


@dataclass(slots=True, kw_only=True)
class World:
    """Everything that a test of reminding needs."""

    house: House
    clock: SetClock
    push: PushServer
    database_url: str
    folder: Path

    async def circle(self) -> Circle:
        """Form a group whose members are known by name."""
        circle = Circle(self.house.appender)
        await circle.form()
        for person in (circle.facilitator, *circle.members):
            await self.house.ports.identity.welcome(name="Anna", language="en", person=person)
        return circle

    async def met(self, circle: Circle, at: datetime) -> Meeting:
        """Let a group have a meeting that ended with an action, without a date of its own."""
        meeting = Meeting(circle, at)
        events = [one for one in meeting.everything() if one != meeting.committed()]
        closed = events.pop()
        events += [replaced(meeting), closed]
        await circle.write(meeting.id, *events)
        return meeting

    async def plan(self, circle: Circle, at: datetime, session: UUID | None = None) -> UUID:
        """Plan a meeting."""
        session = session or uuid4()
        await circle.write(circle.group, planned(circle, session, at))
        return session

    async def before_a_meeting(self, *channels: Channel) -> tuple[Browser, str, datetime]:
        """Let somebody have an action, and a meeting planned in twenty days; return when it begins."""
        circle, day = await self.circle(), (self.clock.at + 20 * DAY).astimezone(AMSTERDAM)
        begins = day.replace(hour=19, minute=0, second=0, microsecond=0)
        meeting = await self.met(circle, self.clock.at - HOUR)
        await self.plan(circle, begins.astimezone(UTC))
        browser, address = await self.reach(meeting.contributor, *channels)
        await self.know()
        return browser, address, begins

    async def reach(
        self,
        person: UUID,
        *channels: Channel,
        zone: str = "Europe/Amsterdam",
        quiet: QuietHours | None = None,
    ) -> tuple[Browser, str]:
        """Let somebody be reminded by these channels; return their browser and their address."""
        address, browser = f"{person.hex}@example.org", self.push.browser(person.hex)
        with psycopg.connect(self.database_url) as connection:
            connection.execute(_ADDRESS, (address, zone, person))
            row = connection.execute(_SIGN_IN, (person,)).fetchone()
        assert row is not None
        ports = self.house.ports
        assert await ports.push_devices.keep(
            person,
            row[0],
            endpoint=browser.endpoint,
            public_key=browser.public_key,
            secret=browser.secret,
            server_key=ports.push.key,
        )
        await self.wants(person, *channels, quiet=quiet)
        return browser, address

    async def wants(self, person: UUID, *channels: Channel, **how: object) -> None:
        """Let somebody say how they want to be reminded."""
        said: dict[str, object] = {
            "occasions": frozenset(Occasion),
            "hour": time(9),
            "quiet": None,
            "paused_until": None,
        }
        command = SetReminderPreferences(channels=frozenset(channels), at=self.clock.now(), **(said | how))  # type: ignore[arg-type]
        await self.house.ports.persons.handle(person, person, command, command_id=uuid4(), exclusive=True)

    async def prepare(self, person: UUID, action: UUID) -> None:
        """Let somebody prepare the report on an action of theirs."""
        assert await self.house.ports.prepared.keep(person, "report", action, sealed(person, "did"))

    async def know(self) -> None:
        """Wait until the view has taken in everything."""
        ports = self.house.ports
        assert await ports.views.reached(await ports.record.head(), view="reminders_due")

    async def look(self, at: datetime) -> int:
        """Look for what is due at a moment."""
        self.clock.at = at
        return await self.house.reminders.round()

    async def notes(self, person: UUID) -> list[Event]:
        """Return what is recorded of a person."""
        await asyncio.sleep(0)
        return [one.event for one in await self.house.record.read(person, person)]

    def devices(self, person: UUID) -> int:
        """Return how many browsers of a person are known."""
        with psycopg.connect(self.database_url) as connection:
            row = connection.execute(_DEVICES, (person,)).fetchone()
        return int(row[0]) if row else 0


def replaced(meeting: Meeting) -> Event:
    """Return the action of a meeting without a date of its own."""
    committed = meeting.committed()
    return type(committed)(
        id=committed.id,
        by=committed.by,
        step=committed.step,
        case=committed.case,
        text=committed.text,
        first_step=None,
        due=None,
    )


def planned(circle: Circle, session: UUID, at: datetime) -> SessionScheduled:
    """Return the plan of a meeting."""
    return SessionScheduled(
        session=session,
        by=circle.facilitator,
        starts_at=at,
        minutes=90,
        method="basis6",
        advice_mode=AdviceMode.ROUND,
        facilitator=None,
    )


def settings(folder: Path, push: PushServer) -> Settings:
    """Return how the house of these tests is run."""
    return Settings.from_environment(
        {
            "KRING_FOLDER": str(folder),
            "KRING_MASTER_KEY": MASTER_KEY,
            "PUBLIC_URL": "https://kring.example",
            "KRING_PUSH_HOSTS": push.origin,
        }
    )


@asynccontextmanager
async def world(url: str, folder: Path) -> AsyncIterator[World]:
    """Open a house with its views kept, and a push service beside it."""
    await prepare(url, VIEWS.values())
    clock = SetClock()
    async with push_server() as push, opened(settings(folder, push), url, clock) as house:
        keeping = asyncio.create_task(Runner(url, [VIEWS["reminders_due"]], news=_soon).run())
        try:
            yield World(house=house, clock=clock, push=push, database_url=url, folder=folder)
        finally:
            await ended(keeping)


async def _soon(_position: int) -> None:
    await asyncio.sleep(0.005)
