"""Who is let through to an operation, by its row in ``rights``: asked once, before anything is read."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from litestar import Request, Response

from backend.api.caller import caller_of
from backend.api.guarding import guard
from backend.api.limiting import address_of, limit, limit_entry
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.api.rights import GUARD, MAKER, OPERATOR, PEERS, RIGHTS, Right, Who
from backend.domain.errors import Reason, Refused
from backend.domain.group.state import Group
from backend.domain.session.state import Session

_BEARER: Final = "bearer "
_OUTSIDE: Final = Right(frozenset({Who.ANYBODY}))
"""For what is no operation: the app's files and the API's page."""
_BOTH: Final = PEERS | GUARD
_WATCHES: Final = frozenset({Who.OBSERVER})


class Unlisted(LookupError):
    """An operation has no row of rights, or a row has no operation; the message names them."""


def check_rows(operations: Iterable[str]) -> None:
    """Raise Unlisted unless exactly the operations of the API have their row."""
    known = set(operations)
    if missing := sorted(known - RIGHTS.keys()):
        raise Unlisted(f"Say in backend/api/rights.py who may: {', '.join(missing)}.")
    if gone := sorted(RIGHTS.keys() - known):
        raise Unlisted(f"These rows of backend/api/rights.py have no operation: {', '.join(gone)}.")


def right_of(request: Request[Any, Any, Any]) -> Right:
    """Return the row of the operation that is called."""
    operation = request.route_handler.operation_id
    return RIGHTS[operation] if isinstance(operation, str) else _OUTSIDE


async def admit(request: Request[Any, Any, Any]) -> Response[None] | None:
    """Let through who may begin to call an operation; comes before the body is read.

    Where it comes from is counted first, which costs least, then who it is. Which methods an
    address takes is answered here: the library forgets those that another router adds.
    """
    ports: Ports = request.app.state.ports
    limit(request, ports.limits, "address", address_of(request))
    if request.method == "OPTIONS":
        return _methods(request)
    await guard(request, secure=ports.secure)
    right = right_of(request)
    if Who.ANYBODY in right.who:
        limit_entry(request, ports.limits)
    elif right.who != OPERATOR and not _by_token(request, right):
        caller = await caller_of(request, ports)
        limit(request, ports.limits, "person", str(caller.person))
        request.scope["user"] = caller
    return None


def _methods(request: Request[Any, Any, Any]) -> Response[None]:
    template = request.scope["path_template"]
    methods = {method for route in request.app.routes if route.path == template for method in route.methods}
    return Response(None, status_code=204, headers={"Allow": ", ".join(sorted(methods))})


def _by_token(request: Request[Any, Any, Any], right: Right) -> bool:
    """Tell whether a token speaks for the caller, where one may: what knows the token checks it."""
    if Who.READER not in right.who:
        return False
    return request.headers.get("authorization", "").lower().startswith(_BEARER)


def check_in_group(right: Right, group: Group, person: UUID) -> None:
    """Refuse who may not do this in a group that they are in. Raises Problem or Refused."""
    standing = in_group(group, person)
    if right.who.isdisjoint(standing):
        raise _instead_in_group(right, standing)
    if right.accepted:
        group.admit(person)


def in_group(group: Group, person: UUID) -> frozenset[Who]:
    """Return what a member is in their group; nothing for a stranger."""
    member = group.members.get(person)
    if member is None:
        return frozenset()
    found = {Who(member.role.value)}
    if group.may_move(person):
        found.add(Who.FACILITATOR)
    if person == group.maker:
        found.add(Who.MAKER)
    return frozenset(found)


def check_in_meeting(right: Right, session: Session, person: UUID) -> None:
    """Refuse who may not do this in a meeting of their group. Raises Problem or Refused.

    Which of the peers is the contributor hangs on the case that something is about, also an
    earlier one: that is for the rules, which know it.
    """
    standing = in_meeting(session, person)
    if right.who.isdisjoint(standing):
        raise Refused(_instead(standing))
    if right.attended and not session.may_read(person):
        raise Refused("not-present")


def in_meeting(session: Session, person: UUID) -> frozenset[Who]:
    """Return what a member of the group is in a meeting; a peer may be its contributor."""
    if person in session.observers:
        return _WATCHES | GUARD if session.is_apprentice(person) else _WATCHES
    if session.is_dedicated(person):
        return GUARD
    return _BOTH if session.may_move(person) else PEERS


def _instead_in_group(right: Right, standing: frozenset[Who]) -> Exception:
    if Who.OBSERVER in standing:
        return Refused("observers-only-watch")
    if right.who == GUARD:
        return Refused("only-the-facilitator")
    return Refused("only-the-maker") if right.who == MAKER else Problem("not-your-part")


def _instead(standing: frozenset[Who]) -> Reason:
    if Who.OBSERVER in standing:
        return "observers-only-watch"
    return "only-the-facilitator" if Who.MEMBER in standing else "facilitator-has-no-content-rights"
