"""What somebody learned of a meeting, for themselves alone (registers § 4.3): never in a certificate."""

from datetime import datetime
from typing import Final
from uuid import UUID

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct
from msgspec.structs import asdict

from backend.api import documented
from backend.api.caller import Caller
from backend.api.keeping import REFUSALS, found, keep
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.api.texts import OptionalText

_KIND: Final = "reflection"
Me = NamedDependency[Caller]
House = NamedDependency[Ports]


class ReflectionWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one learned about one's own work, as far as one writes it.

    ``technical``: what one did and can do; ``normative``: what one holds to be right; ``personal``:
    what it does to oneself.
    """

    technical: OptionalText = ""
    normative: OptionalText = ""
    personal: OptionalText = ""


class Reflection(ReflectionWords, frozen=True, kw_only=True):
    """A reflection on a meeting."""

    session: UUID
    changed_at: datetime


class MyReflections(Struct, frozen=True):
    """What one wrote about one's own learning."""

    reflections: list[Reflection]


async def reflections_of(person: UUID, ports: Ports) -> list[Reflection]:
    """Return the reflections of somebody, the one that was changed last at the end."""
    return [
        Reflection(session=draft.about, changed_at=draft.changed_at, **asdict(words))
        for draft, words in await found(person, ports, _KIND, ReflectionWords)
    ]


@get("/me/reflections", operation_id="list_my_reflections", responses=documented.query())
async def list_my_reflections(caller: Me, ports: House) -> MyReflections:
    """See what one wrote about one's own learning."""
    return MyReflections(await reflections_of(caller.person, ports))


@put(
    "/me/reflections/{session_id:uuid}",
    operation_id="keep_my_reflection",
    status_code=204,
    responses=documented.query(*REFUSALS),
)
async def keep_my_reflection(
    session_id: FromPath[UUID], data: JSONBody[ReflectionWords], caller: Me, ports: House
) -> Response[None]:
    """Keep a reflection on a meeting one was at, in the place of what one wrote before.

    Nobody else reads it; it is in one's own export, and goes with one's account.
    """
    home = await ports.record.home_of(session_id)
    if home is None or home.kind != "session":
        raise Problem("not-found")
    session = (await ports.sessions.state(home.tenant, session_id)).state
    if caller.person not in session.ever_present:
        raise Problem("not-found")
    await keep(caller, ports, _KIND, session_id, data)
    return Response(None, status_code=204)


@delete(
    "/me/reflections/{session_id:uuid}",
    operation_id="drop_my_reflection",
    status_code=204,
    responses=documented.query("other-site"),
)
async def drop_my_reflection(session_id: FromPath[UUID], caller: Me, ports: House) -> Response[None]:
    """Delete a reflection."""
    await ports.prepared.drop(caller.person, _KIND, [session_id])
    return Response(None, status_code=204)


ROUTES = (list_my_reflections, keep_my_reflection, drop_my_reflection)
