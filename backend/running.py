"""Everything at once on one machine: started in order, told as it goes, kept alive, stopped together."""

import asyncio
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid5

import click
import segno
from msgspec import Struct

from backend.adapters.embedded_postgres import launch
from backend.adapters.ending import ended
from backend.adapters.migration import migrate
from backend.demo.loading import load
from backend.demo.simulation import Plan, Simulation, made_up
from backend.demo.telling import DEMO, Told, tell
from backend.house import opened
from backend.settings import Settings
from events.group import Role
from projections.runner import prepare
from projections.shipped import VIEWS

_ROOM_NEEDED: Final = 200 * 1024 * 1024
_READY_WITHIN: Final = 60.0
_STOP_WITHIN: Final = 8.0
_RESTART_AFTER: Final = (0.2, 1.0, 5.0)


class CannotRun(RuntimeError):
    """The house cannot be run here; the message says what to do."""


class Stage:
    """A line for each thing that is done, with how long it took."""

    def __init__(self, what: str) -> None:
        self._what = what

    def __enter__(self) -> None:
        """Say what begins."""
        click.echo(f"  {self._what} … ", nl=False)
        self._began = time.perf_counter()

    def __exit__(self, kind: object, *_: object) -> None:
        """Say how long it took."""
        took = time.perf_counter() - self._began
        click.echo(f"{took:.1f} s" if kind is None else "failed")


def check_port(port: int) -> None:
    """Raise CannotRun when something else listens on a port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CannotRun(
                f"Port {port} is taken by another program. Stop that one, or choose another port: "
                f"make run PORT={port + 1}"
            ) from error


def check_room(settings: Settings) -> None:
    """Raise CannotRun when the disk is nearly full."""
    settings.folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.folder).free
    if free < _ROOM_NEEDED:
        raise CannotRun(
            f"The disk with {settings.folder} has {free // 1024**2} MB left, and Kring wants "
            f"{_ROOM_NEEDED // 1024**2} MB. Make room and try again."
        )


class Child:
    """A process of ours, started again when it dies."""

    def __init__(self, name: str, environment: dict[str, str]) -> None:
        self.name = name
        self._environment = environment
        self._process: asyncio.subprocess.Process | None = None
        self._stopping = False

    async def keep(self) -> None:
        """Run it, for ever."""
        deaths = 0
        while not self._stopping:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "backend.cli", self.name, env=self._environment, start_new_session=True
            )
            await self._process.wait()
            if not self._stopping:
                click.echo(f"The {self.name} process stopped and is started again.", err=True)
                await asyncio.sleep(_RESTART_AFTER[min(deaths, len(_RESTART_AFTER) - 1)])
                deaths += 1

    async def stop(self) -> None:
        """Ask it to stop, and insist when it does not."""
        self._stopping = True
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(_STOP_WITHIN):
                await process.wait()
        except TimeoutError:
            process.kill()


@asynccontextmanager
async def _children(settings: Settings, url: str) -> AsyncIterator[None]:
    quietly = {"LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING")}
    environment = {**os.environ, **quietly, "DATABASE_URL": url, "PORT": str(settings.port)}
    children = [Child("worker", environment), Child("web", environment)]
    keeping = [asyncio.create_task(child.keep()) for child in children]
    try:
        yield
    finally:
        await asyncio.gather(*(child.stop() for child in children))
        await ended(*keeping)


async def _answers(port: int) -> None:
    """Wait until the web process listens."""
    try:
        async with asyncio.timeout(_READY_WITHIN):
            while True:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                except OSError:
                    await asyncio.sleep(0.05)
                else:
                    writer.close()
                    return
    except TimeoutError:
        raise CannotRun("The web process does not answer; its messages above say why.") from None


async def run_house(settings: Settings) -> None:
    """Run everything until somebody presses Ctrl-C."""
    check_port(settings.port)
    check_room(settings)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stopped.set)
    url, let_go = _database(settings)
    try:
        with Stage("Bring the database to the present shape"):
            migrate(url)
            await prepare(url, VIEWS.values())
        async with _children(settings, url):
            with Stage("Start the web process and the worker"):
                await _answers(settings.port)
            await _tell(settings, url)
            await stopped.wait()
            click.echo("\nStopping …")
    finally:
        let_go()
    click.echo("Stopped. Everything is kept; make run goes on where you were.")


def _database(settings: Settings) -> tuple[str, Callable[[], None]]:
    if settings.database_url is not None:
        click.echo("  The database is the one of DATABASE_URL")
        return settings.database_url, lambda: None
    with Stage("Start PostgreSQL"):
        server = launch(settings.folder / "postgres")
    return server.url, server.stop


async def _tell(settings: Settings, url: str) -> None:
    """Load the demo when it is wanted, and say where to go."""
    if not settings.demo:
        click.echo(
            f"\nKring is open at {settings.public_url}\n"
            "Form a group there, or sign in and make an organisation first; press Ctrl-C to stop."
        )
        _say_where_mail_goes(settings)
        return
    async with opened(settings, url) as house:
        with Stage("Load the demo: a group, three meetings, and a fourth ready to open"):
            told = await tell(house.ports, house.ports.clock.now())
        with Stage("Load a made-up organisation: 600 people, 90 groups, two and a half years"):
            now = house.ports.clock.now()
            simulation = made_up(uuid5(DEMO, "organisation"), told.facilitator, now)
            await load(house.database, simulation)
        identity, group = house.ports.identity, told.group
        _, joining = await identity.invite(group, group, role=Role.MEMBER, made_by=told.facilitator)
        _, leading = await identity.invite(
            group, group, role=Role.FACILITATOR, made_by=told.facilitator, person=told.facilitator
        )
        waits_for = told.people[told.waiting]
        _, waiting = await identity.invite(
            group, group, role=Role.MEMBER, made_by=told.facilitator, person=waits_for
        )
        _, administering = await identity.invite(
            group, group, role=Role.FACILITATOR, made_by=told.facilitator, person=told.facilitator
        )
    _say_where(settings, told, leading, waiting, joining)
    _say_where_figures_are(settings, simulation.plan.organisation, administering)


class Scale(Struct, frozen=True):
    """How large a made-up organisation is, and for how many years it goes on."""

    people: int
    groups: int
    years: float


async def make_up(settings: Settings, url: str, scale: Scale, seed: int) -> tuple[UUID, int]:
    """Make up an organisation and load it; return it, and how many events that were."""
    async with opened(settings, url) as house:
        now = house.ports.clock.now()
        plan = Plan(
            organisation=uuid5(DEMO, f"organisation {seed}"),
            admin=uuid5(DEMO, f"administrator {seed}"),
            since=now - timedelta(days=round(365.25 * scale.years)),
            until=now,
            people=scale.people,
            groups=scale.groups,
            seed=seed,
        )
        return plan.organisation, await load(house.database, Simulation(plan))


def _say_where_figures_are(settings: Settings, organisation: UUID, administering: str) -> None:
    click.echo(
        f"\nThe facilitator also administers a made-up organisation. On a computer, come in at\n"
        f"  {settings.public_url}/join#{administering}\n"
        f"and open {settings.public_url}/o/{organisation}/uptake ; its figures are made within a minute."
    )


def _say_where_mail_goes(settings: Settings) -> None:
    if settings.smtp_url is None:
        click.echo(
            f"Mail, such as a code to sign in with, is not sent: it lands in {settings.folder / 'mail'}."
        )


def _say_where(settings: Settings, told: Told, leading: str, waiting: str, joining: str) -> None:
    join = f"{settings.public_url}/join"
    click.echo(f"\nKring is open at {settings.public_url}\n")
    click.echo(f"  Facilitator (tablet)     {join}#{leading}")
    click.echo(f"  {told.waiting:<24} {join}#{waiting}")
    click.echo("                           (a member; an action of theirs waits for its report)")
    click.echo(f"  Join as somebody new     {join}#{joining}\n")
    segno.make(f"{join}#{joining}", error="l").terminal(compact=True, border=2)
    click.echo(
        "\nTry it: open the facilitator's address in one window and the other two in private windows "
        "(each is a phone of its own), open the meeting, and follow the steps. Ctrl-C stops everything."
    )
    _say_where_mail_goes(settings)
