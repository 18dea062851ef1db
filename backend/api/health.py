"""Whether this house is up: alive, and ready to be used."""

from litestar import Response, get
from litestar.di import NamedDependency
from msgspec import Struct

from backend.api.ports import Ports

MOST_BEHIND = 5_000
"""Events that a view may be behind before the house says that it is not ready."""


class Alive(Struct, frozen=True):
    """The process answers."""

    status: str


class Readiness(Struct, frozen=True, kw_only=True):
    """Whether the house can be used; ``lag`` is how many events each view is behind."""

    status: str
    database: bool
    lag: dict[str, int]


@get("/health/live", operation_id="check_live")
async def check_live() -> Alive:
    """Tell that the process answers."""
    return Alive("live")


@get("/health/ready", operation_id="check_ready")
async def check_ready(ports: NamedDependency[Ports]) -> Response[Readiness]:
    """Tell whether the database answers and the views keep up."""
    try:
        lag = await ports.views.lag()
    except Exception:  # noqa: BLE001 - whatever is wrong with the database, the answer is the same
        lag, database = {}, False
    else:
        database = True
    ready = database and bool(lag) and max(lag.values()) <= MOST_BEHIND
    readiness = Readiness(status="ready" if ready else "not-ready", database=database, lag=lag)
    return Response(readiness, status_code=200 if ready else 503)


ROUTES = (check_live, check_ready)
