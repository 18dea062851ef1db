"""How the house does, for who runs it: with a token of their own, and never a word that was said."""

from datetime import datetime
from hmac import compare_digest
from typing import Any, Literal

from litestar import Request, get
from litestar.di import NamedDependency
from msgspec import Struct

from backend.api import documented
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.api.streams import Rooms

_BEARER = "Bearer "


class StateOfReminders(Struct, frozen=True, kw_only=True):
    """Whether a worker looks for what is due and when one last did; ``lag``: seconds that it is late.

    ``waiting``: how many are to be handed over now; ``given_up``: how many of the last three days
    reached nobody; ``mail_lost``: how many letters of them no server took, also where a phone was
    reached.
    """

    status: Literal["running", "stopped"]
    last_ran_at: datetime | None
    lag: float
    waiting: int
    given_up: int
    mail_lost: int


class StateOfHouse(Struct, frozen=True, kw_only=True):
    """How far views are behind, where mail goes, how many phones listen, and how reminding does.

    ``mail_folder``: where letters lie when no server takes them. ``helper_not_right``: how often a
    writer said so, by language and kind of question.
    """

    lag: dict[str, int]
    mail: Literal["file", "smtp"]
    mail_folder: str | None
    listening: int
    reminders: StateOfReminders
    helper_not_right: dict[str, int]


@get("/service/state", operation_id="get_state_of_house", responses=documented.query())
async def get_state_of_house(
    request: Request[Any, Any, Any], ports: NamedDependency[Ports], rooms: NamedDependency[Rooms]
) -> StateOfHouse:
    """See how the house does, as who runs it; to everybody else there is nothing here."""
    _check(ports.operator_token, request.headers.get("authorization", ""))
    return StateOfHouse(
        lag=await ports.views.lag(),
        mail=ports.mail_by,
        mail_folder=ports.mail_folder,
        listening=rooms.listening,
        reminders=await _reminders(ports),
        helper_not_right=dict(await ports.craft.all_not_right()),
    )


async def _reminders(ports: Ports) -> StateOfReminders:
    state = await ports.reminding.state()
    return StateOfReminders(
        status="running" if state.running else "stopped",
        last_ran_at=state.last_ran_at,
        lag=state.lag,
        waiting=state.waiting,
        given_up=state.given_up,
        mail_lost=state.mail_lost,
    )


def _check(token: str | None, authorization: str) -> None:
    if token is None or not compare_digest(f"{_BEARER}{token}".encode(), authorization.encode()):
        raise Problem("not-found")


ROUTES = (get_state_of_house,)
