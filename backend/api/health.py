"""Whether this house is up: alive, and ready to be used."""

from datetime import datetime
from typing import Literal

from litestar import Response, get
from litestar.di import NamedDependency
from msgspec import Struct

from backend.api.ports import Ports

MOST_BEHIND = 5_000
"""Events that a view may be behind before the house says that it is not ready."""


class Alive(Struct, frozen=True):
    """The process answers."""

    status: str


class RemindersHealth(Struct, frozen=True, kw_only=True):
    """Whether somebody looks for what is due, when that was last, and how many seconds it is late."""

    status: Literal["running", "stopped", "unknown"]
    last_ran_at: datetime | None
    lag: float


class Readiness(Struct, frozen=True, kw_only=True):
    """Whether the house can be used; ``lag`` is how many events each view is behind.

    Reminders that stopped are told and do not make it unfit: what people do with it still works.
    """

    status: str
    database: bool
    lag: dict[str, int]
    reminders: RemindersHealth


_UNKNOWN = RemindersHealth(status="unknown", last_ran_at=None, lag=0.0)


async def reminders_health(ports: Ports) -> RemindersHealth:
    """Return how reminding does."""
    state = await ports.reminding.state()
    return RemindersHealth(
        status="running" if state.running else "stopped", last_ran_at=state.last_ran_at, lag=state.lag
    )


@get("/health/live", operation_id="check_live")
async def check_live() -> Alive:
    """Tell that the process answers."""
    return Alive("live")


@get("/health/ready", operation_id="check_ready")
async def check_ready(ports: NamedDependency[Ports]) -> Response[Readiness]:
    """Tell whether the database answers and the views keep up."""
    try:
        lag, reminders = await ports.views.lag(), await reminders_health(ports)
    except Exception:  # noqa: BLE001 - whatever is wrong with the database, the answer is the same
        lag, reminders, database = {}, _UNKNOWN, False
    else:
        database = True
    ready = database and bool(lag) and max(lag.values()) <= MOST_BEHIND
    readiness = Readiness(
        status="ready" if ready else "not-ready", database=database, lag=lag, reminders=reminders
    )
    return Response(readiness, status_code=200 if ready else 503)


ROUTES = (check_live, check_ready)
