"""Taking back for good: erasing and sharing one's own case, terms, and deleting one's account."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID, uuid5

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Struct

from backend.api import documented
from backend.api.caller import Caller, sign_in_cookie
from backend.api.places import After
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.api.receipts import Receipt, receipt
from backend.api.record_ports import Answer
from backend.domain.errors import Refused
from backend.domain.person.commands import ForgetPerson
from backend.domain.session.commands import (
    AnyForgettingCommand,
    EraseCase,
    RetainTakeaways,
    ShareCase,
)
from backend.domain.session.state import Session
from events.base import sealing_name
from events.contribution import ActionCommitted, CaseProposed
from projections import due, enrolment
from projections.due import Due

NOTICE = timedelta(days=14)
"""How long before its term a case is announced to its contributor."""
_TITLE = sealing_name(CaseProposed)
Keep = Annotated[
    bool, QueryParameter(description="Whether one's own takeaways and actions stay, for oneself alone.")
]


class Sharing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether the whole group may read a case, or only who was there."""

    shared: bool


class Keeping(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether one's own takeaways outlive the case."""

    keep_takeaways: bool


class Goodbye(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What deleting an account asks for, so that nobody does it by accident."""

    confirm: bool


class Term(Struct, frozen=True, kw_only=True):
    """One's own case and the day on which its texts go; ``soon`` within two weeks of it."""

    group: UUID
    session: UUID
    case: UUID
    title: str | None
    chosen: bool
    due_on: date
    soon: bool
    keep_takeaways: bool


class Terms(Struct, frozen=True):
    """One's own cases, the first one to go first."""

    cases: list[Term]


@dataclass(frozen=True, slots=True)
class Visit:
    """One caller and a meeting in which they may have said something."""

    tenant: UUID
    session: Session
    person: UUID
    ports: Ports

    async def do(self, command: AnyForgettingCommand, key: UUID) -> Answer:
        """Hand a command to the rules and to the record."""
        return await self.ports.sessions.handle(
            self.tenant, self.session.id, command, command_id=key, exclusive=True, actor=self.person
        )


async def _visit(session_id: UUID, person: UUID, ports: Ports) -> Visit:
    """Return a meeting for whoever may know of it.

    Who was there may, also after leaving the group: what is theirs stays theirs.
    """
    home = await ports.record.home_of(session_id)
    if home is None or home.kind != "session":
        raise Problem("not-found")
    session = (await ports.sessions.recent(home.tenant, session_id)).state
    if session.opened is None:
        raise Problem("not-found")
    group = (await ports.groups.recent(home.tenant, session.opened.group)).state
    if person not in session.ever_present and person not in group.members:
        raise Problem("not-found")
    return Visit(home.tenant, session, person, ports)


@delete(
    "/sessions/{session_id:uuid}/cases/{case_id:uuid}",
    operation_id="erase_case",
    status_code=200,
    responses=documented.command("not-a-proposal", "only-the-contributor"),
)
async def erase_case(
    session_id: FromPath[UUID],
    case_id: FromPath[UUID],
    caller: NamedDependency[Caller],
    ports: NamedDependency[Ports],
    *,
    keep_takeaways: Keep = False,
) -> Response[Receipt]:
    """Erase one's own case, at any time: what was said about it never opens again."""
    visit = await _visit(session_id, caller.person, ports)
    command = EraseCase(case=case_id, by=caller.person, at=ports.clock.now(), keep_takeaways=keep_takeaways)
    answer = await visit.do(command, uuid5(case_id, f"{caller.person} erased"))
    said = visit.session.said.values()
    actions = [one.id for one in said if isinstance(one, ActionCommitted) and one.case == case_id]
    await ports.prepared.drop(caller.person, "report", actions)
    if await ports.views.reached(answer.position, view="retention"):
        await ports.forgetting.case(visit.tenant, case_id)
    return receipt(answer)


@put(
    "/sessions/{session_id:uuid}/cases/{case_id:uuid}/sharing",
    operation_id="share_case",
    responses=documented.command("not-a-proposal", "only-the-contributor", "no-case-yet"),
)
async def share_case(
    session_id: FromPath[UUID],
    case_id: FromPath[UUID],
    data: JSONBody[Sharing],
    caller: NamedDependency[Caller],
    ports: NamedDependency[Ports],
) -> Response[Receipt]:
    """Let the whole group read one's own case, also who was not there, or take that back."""
    visit = await _visit(session_id, caller.person, ports)
    command = ShareCase(case=case_id, by=caller.person, shared=data.shared)
    return receipt(await visit.do(command, ports.clock.new_id()))


async def _mine(person: UUID, ports: Ports) -> list[Due]:
    async with ports.views.of_person(person) as connection:
        attended = await due.attended(connection, person)
    mine: list[Due] = []
    for tenant in dict.fromkeys(tenant for tenant, _ in attended):
        async with ports.views.of(tenant) as connection:
            mine += await due.of_person(connection, person)
    return sorted(mine, key=lambda case: case.due_on)


@get("/me/retention", operation_id="list_my_terms", responses=documented.query())
async def list_my_terms(
    caller: NamedDependency[Caller], ports: NamedDependency[Ports], after: After = 0
) -> Terms:
    """See when the texts of one's own cases go by themselves, and whether one's takeaways stay."""
    await ports.views.reached(after, view="retention")
    today, shown = ports.clock.now().date(), []
    for case in await _mine(caller.person, ports):
        sealed = [] if case.title is None else [case.title]
        opener = await ports.vault.opener(case.tenant, sealed)
        term = Term(
            group=case.group,
            session=case.session,
            case=case.case,
            title=opener.open(_TITLE, "title", sealed[0]) if sealed else None,
            chosen=case.chosen,
            due_on=case.due_on,
            soon=case.due_on - today <= NOTICE,
            keep_takeaways=case.keeps,
        )
        shown.append(term)
    return Terms(shown)


@put(
    "/me/retention/{case_id:uuid}",
    operation_id="keep_my_takeaways",
    responses=documented.command("not-a-proposal", "only-the-contributor"),
)
async def keep_my_takeaways(
    case_id: FromPath[UUID],
    data: JSONBody[Keeping],
    caller: NamedDependency[Caller],
    ports: NamedDependency[Ports],
) -> Response[Receipt]:
    """Say whether one's own takeaways and actions outlive the case, for oneself alone."""
    case = next((one for one in await _mine(caller.person, ports) if one.case == case_id), None)
    if case is None:
        raise Problem("not-found")
    visit = await _visit(case.session, caller.person, ports)
    command = RetainTakeaways(case=case_id, by=caller.person, keep=data.keep_takeaways)
    return receipt(await visit.do(command, ports.clock.new_id()))


async def _check_replaced(person: UUID, ports: Ports) -> None:
    """Refuse who is the only one left to administer an organisation."""
    known_as = await ports.offices.people.of_account(person)
    if not await ports.views.up_to_date("enrolment"):
        raise Problem("busy", retry_after=2)
    async with ports.views.of_person(person) as connection:
        mine = await enrolment.of(connection, person, known_as)
    for one in mine:
        organisation = (await ports.organisations.state(one.organisation, one.organisation)).state
        if organisation.administrators and organisation.administrators <= {
            person,
            known_as.get(one.organisation),
        }:
            raise Refused("last-administrator")


@delete(
    "/me",
    operation_id="delete_me",
    status_code=204,
    responses=documented.query("other-site", "not-json", "outcome-unknown", "last-administrator"),
)
async def delete_me(
    data: JSONBody[Goodbye], caller: NamedDependency[Caller], ports: NamedDependency[Ports]
) -> Response[None]:
    """Delete one's account, for good: what one said never opens again, and one's cases are erased.

    What others said on one's cases goes with them; what one asked and advised on theirs becomes
    unreadable, and what they said to one another stays.
    """
    if not data.confirm:
        raise Problem("invalid")
    await _check_replaced(caller.person, ports)
    command = ForgetPerson(at=ports.clock.now())
    answer = await ports.persons.handle(
        caller.person,
        caller.person,
        command,
        command_id=uuid5(caller.person, "forgotten"),
        exclusive=True,
        actor=caller.person,
    )
    if await ports.views.reached(answer.position):
        await ports.forgetting.person(caller.person)
    else:
        await ports.identity.forget(caller.person)
    ports.sign_ins.distrust(None)
    return Response(None, status_code=204, cookies=[sign_in_cookie(ports, "")])


ROUTES = (erase_case, share_case)
"""What a contributor does with their own case."""
ABOUT_ME = (list_my_terms, keep_my_takeaways, delete_me)
"""What is about the caller alone."""
