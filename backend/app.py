"""The web process: the house opened, its API served, and what other processes did taken in."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from math import ceil
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import psycopg
from litestar import Litestar, Request, Response
from litestar.datastructures import State
from litestar.di import Provide
from psycopg.errors import UniqueViolation
from psycopg_pool import PoolTimeout

from backend.adapters.appending import ForeignStream, OutcomeUnknown, RecordBusy, StaleVersion
from backend.adapters.clock import Clock
from backend.adapters.ending import are_stopped, ended
from backend.adapters.processes import SELDOM
from backend.adapters.refusing import SignInRefused
from backend.adapters.vault import Erased, Erasure, Subject
from backend.api.admitting import admit
from backend.api.caller import provide_caller, provide_device, provide_visitor
from backend.api.circles import provide_circle
from backend.api.deprecations import DEPRECATED, telling
from backend.api.guarding import binding
from backend.api.meetings import provide_meeting
from backend.api.moving import provide_moving
from backend.api.organisations_offices import provide_office
from backend.api.pages import BuiltApp
from backend.api.ports import Ports
from backend.api.problems import HANDLERS, Problem, answer
from backend.api.streams import Rooms
from backend.document import OPENAPI, with_nothing_after_204, with_rights, with_summaries
from backend.house import House, opened
from backend.routes import BESIDE, version_1
from backend.settings import Settings
from events.base import Event, Recorded
from events.forgetting import AuthorForgotten, CaseErased

LARGEST_BODY: Final = 64 * 1024
"""Bytes of a request; a text of 4,000 characters fits several times."""
_log = logging.getLogger("kring.web")
_HERE: Final = Path(__file__).parent
BUILT_APP: Final = next(
    (folder for folder in (_HERE / "built_app", _HERE.parent / "pwa" / "dist") if folder.is_dir()),
    _HERE / "built_app",
)
"""Where the built app lies: inside a distribution, or in the checkout."""


def _as_problem(error: Exception) -> Problem:
    """Return what the API says when an adapter cannot do what was asked."""
    match error:
        case RecordBusy(retry_after=seconds):
            return Problem("busy", retry_after=ceil(seconds))
        case OutcomeUnknown():
            return Problem("outcome-unknown", retry_after=1)
        case StaleVersion(current=current):
            return Problem("stale-version", current=current)
        case ForeignStream():
            return Problem("not-found")
        case Erased():
            return Problem("erased")
        case SignInRefused(reason=reason, retry_after=wait):
            return Problem(reason, retry_after=wait)
        case UniqueViolation():
            return Problem("id-reused")
        case _:
            return Problem("busy", retry_after=2)


def _worldly(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    return answer(request, _as_problem(error))


_WORLD: Final = (
    RecordBusy,
    OutcomeUnknown,
    StaleVersion,
    ForeignStream,
    Erased,
    SignInRefused,
    UniqueViolation,
    psycopg.OperationalError,
    PoolTimeout,
)
"""What can go wrong outside the rules: each has an answer, and none of them is a 500."""


async def _observe(house: House) -> None:
    """Keep the states in memory up with what other processes record."""
    async for batch in house.tail.follow():
        house.vault.let_go(_gone_in(batch))
        for live in (house.groups, house.sessions, house.organisations):
            try:
                live.observe(batch)
            except Exception as error:  # noqa: BLE001 - a command reads on by itself; the rest must go on
                _log.error("What was recorded cannot be observed: %s", type(error).__name__)


def _gone_in(batch: Sequence[Recorded[Event]]) -> list[Erasure]:
    """Return whose keys a process may use no longer, though it has them at hand."""
    gone = []
    for recorded in batch:
        match recorded.event:
            case CaseErased(case=case):
                gone.append(Erasure(recorded.tenant, Subject("case", case)))
            case AuthorForgotten(person=person):
                gone.append(Erasure(recorded.tenant, Subject("person", person)))
            case _:
                pass
    return gone


async def _hang_up(house: House, rooms: Rooms, endings: asyncio.Queue[UUID | None]) -> None:
    """Let go of every device that was signed out, by whatever process."""
    while not are_stopped():
        sign_in = await endings.get()
        house.ports.sign_ins.distrust(sign_in)
        if sign_in is not None:
            rooms.hang_up({sign_in})
            continue
        try:
            listening = rooms.sign_ins
            rooms.hang_up(listening - await house.ports.sign_ins.living(listening))
        except (psycopg.Error, PoolTimeout):
            rooms.drop_all()


def application(
    settings: Settings, url: str, *, built: Path = BUILT_APP, clock: Clock | None = None
) -> Litestar:
    """Return the web application for a migrated database at an address."""

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with opened(settings, url, clock) as house:
            rooms = Rooms(house.ports)
            app.state.ports, app.state.rooms = house.ports, rooms
            gc.set_threshold(*SELDOM)
            endings = asyncio.Queue[UUID | None]()
            house.tail.hear_ended(endings.put_nowait)
            house.tail.hear_counts(rooms.tell_count)
            tasks = [
                asyncio.create_task(_observe(house), name="observe"),
                asyncio.create_task(rooms.follow(house.tail.follow()), name="rooms"),
                asyncio.create_task(rooms.beat(), name="heartbeat"),
                asyncio.create_task(_hang_up(house, rooms, endings), name="hang up"),
            ]
            try:
                yield
            finally:
                rooms.drop_all()
                await ended(*tasks)

    return _litestar(settings, BuiltApp(built, offline=settings.offline_app), [lifespan])


def described() -> Litestar:
    """Return the application without anything behind it, for its OpenAPI document."""
    return _litestar(Settings.from_environment({}), BuiltApp(BUILT_APP), [])


def _litestar(settings: Settings, built: BuiltApp, lifespan: Sequence[Any]) -> Litestar:
    return Litestar(
        route_handlers=[version_1(), *BESIDE],
        dependencies={
            "ports": Provide(_ports, sync_to_thread=False),
            "rooms": Provide(_rooms, sync_to_thread=False),
            "built": Provide(lambda: built, sync_to_thread=False),
            "visitor": Provide(provide_visitor),
            "caller": Provide(provide_caller),
            "device": Provide(provide_device, sync_to_thread=False),
            "circle": Provide(provide_circle),
            "meeting": Provide(provide_meeting),
            "moving": Provide(provide_moving),
            "office": Provide(provide_office),
        },
        before_request=admit,
        before_send=[binding(secure=settings.keeps_to_https), telling(DEPRECATED)],
        exception_handlers={**HANDLERS, **dict.fromkeys(_WORLD, _worldly)},
        lifespan=list(lifespan),
        request_max_body_size=LARGEST_BODY,
        openapi_config=OPENAPI,
        on_app_init=[with_summaries, with_nothing_after_204, with_rights],
        logging_config=None,
        debug=False,
    )


def _ports(state: State) -> Ports:
    ports: Ports = state.ports
    return ports


def _rooms(state: State) -> Rooms:
    rooms: Rooms = state.rooms
    return rooms
