"""My devices: where I am signed in, and how to end it."""

from datetime import date, datetime
from uuid import UUID

from litestar import delete, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from backend.api import documented
from backend.api.caller import Caller
from backend.api.ports import Ports
from backend.api.problems import Problem


class DeviceView(Struct, frozen=True, kw_only=True):
    """A device on which I am signed in. ``current``: the one that asks. ``label``: may be empty."""

    device: UUID
    label: str
    created_at: datetime
    last_seen_on: date
    current: bool


class Devices(Struct, frozen=True):
    """Where I am signed in, the latest used first."""

    devices: list[DeviceView]


@get("/me/devices", operation_id="list_my_devices", responses=documented.query())
async def list_my_devices(caller: NamedDependency[Caller], ports: NamedDependency[Ports]) -> Devices:
    """See on which devices one is signed in."""
    return Devices(
        [
            DeviceView(
                device=one.device,
                label=one.label,
                created_at=one.created_at,
                last_seen_on=one.last_seen_on,
                current=one.device == caller.sign_in,
            )
            for one in await ports.sign_ins.devices(caller.person)
        ]
    )


@delete(
    "/me/devices/{device_id:uuid}",
    operation_id="sign_out_device",
    status_code=204,
    responses=documented.query("other-site"),
)
async def sign_out_device(
    device_id: FromPath[UUID],
    caller: NamedDependency[Caller],
    ports: NamedDependency[Ports],
) -> None:
    """Sign a device out at once, also from a meeting it follows.

    Links that sign one in on another device end too, unless it is the device that calls.
    """
    elsewhere = device_id != caller.sign_in
    if not await ports.sign_ins.end(device_id, caller.person, elsewhere=elsewhere):
        raise Problem("not-found")


@delete(
    "/me/devices",
    operation_id="sign_out_other_devices",
    status_code=204,
    responses=documented.query("other-site"),
)
async def sign_out_other_devices(caller: NamedDependency[Caller], ports: NamedDependency[Ports]) -> None:
    """Sign every other device out; links that sign one in on another device end too."""
    await ports.sign_ins.end_others(caller.person, caller.sign_in)


ROUTES = (list_my_devices, sign_out_device, sign_out_other_devices)
