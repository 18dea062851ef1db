"""Which ids a client may begin something new under: none that a person has."""

from uuid import UUID

from backend.api.ports import Ports
from backend.api.problems import Problem


async def check_not_a_person(stream: UUID, ports: Ports) -> None:
    """Refuse the id of a person as if it were a stranger's.

    A person has a stream under their own id, in which their end is recorded; whoever could begin
    another under it could keep them from being forgotten.
    """
    if await ports.identity.names([stream]):
        raise Problem("not-found")
