"""Towards a register: whose rules somebody chose, and how far their meetings bring them."""

from datetime import datetime
from typing import Final
from uuid import UUID

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Struct

from backend.api import documented
from backend.api.caller import Caller
from backend.api.keeping import found, keep
from backend.api.own_meetings import earlier_of, held, held_earlier, meetings_of
from backend.api.places import After
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.domain.registers import Profile, Progress, Rules, progress
from backend.domain.zones import zone_of

_KIND: Final = "register"
Me = NamedDependency[Caller]
House = NamedDependency[Ports]


class RegisterChoice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A register by its key; ``rules`` where somebody knows them better than the example does."""

    profile: str
    rules: Rules | None = None


class ChosenRegister(Struct, frozen=True, kw_only=True):
    """What somebody works towards; ``own_rules``: they wrote the rules themselves."""

    profile: str
    rules: Rules
    own_rules: bool
    chosen_at: datetime


class MyRegister(Struct, frozen=True, kw_only=True):
    """The registers that Kring knows as examples, the chosen one, and how far one is.

    No promise: whether a meeting counts is for the register to say.
    """

    profiles: list[Profile]
    chosen: ChosenRegister | None
    progress: Progress | None


async def chosen_by(person: UUID, ports: Ports) -> ChosenRegister | None:
    """Return the register that somebody works towards."""
    for draft, choice in await found(person, ports, _KIND, RegisterChoice):
        profile = ports.registers.known().get(choice.profile)
        rules = choice.rules or (profile.rules if profile else None)
        if rules is not None:
            return ChosenRegister(
                profile=choice.profile,
                rules=rules,
                own_rules=choice.rules is not None,
                chosen_at=draft.changed_at,
            )
    return None


@get("/me/register", operation_id="get_my_register", responses=documented.query())
async def get_my_register(caller: Me, ports: House, after: After = 0) -> MyRegister:
    """See the registers, which one is one's own, and how far one's meetings bring one by its rules."""
    await ports.views.reached(after)
    chosen = await chosen_by(caller.person, ports)
    far = None
    if chosen is not None:
        zone = zone_of((await ports.identity.person(caller.person)).time_zone)
        meetings = [held(one, caller.person, zone) for one, _ in await meetings_of(caller.person, ports)]
        meetings += [held_earlier(one.entered, zone) for one in await earlier_of(caller.person, ports)]
        far = progress(meetings, chosen.rules, ports.clock.now().astimezone(zone).date())
    return MyRegister(profiles=list(ports.registers.known().values()), chosen=chosen, progress=far)


@put(
    "/me/register",
    operation_id="choose_my_register",
    status_code=204,
    responses=documented.query("other-site", "not-json", "too-large", "erased", "too-many-prepared"),
)
async def choose_my_register(data: JSONBody[RegisterChoice], caller: Me, ports: House) -> Response[None]:
    """Choose the register one works towards, with its rules as they are or as one knows them."""
    if data.profile not in ports.registers.known():
        raise Problem("not-found")
    await keep(caller, ports, _KIND, caller.person, data)
    return Response(None, status_code=204)


@delete(
    "/me/register",
    operation_id="drop_my_register",
    status_code=204,
    responses=documented.query("other-site"),
)
async def drop_my_register(caller: Me, ports: House) -> Response[None]:
    """Work towards no register any more."""
    await ports.prepared.drop(caller.person, _KIND, [caller.person])
    return Response(None, status_code=204)


ROUTES = (get_my_register, choose_my_register, drop_my_register)
