"""What follows when a case is erased or a person forgotten: their keys go, and every meeting hears it.

The event comes first and lasts; everything here may be done again after a crash, by any process.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol
from uuid import UUID, uuid5

from backend.domain.errors import Refused
from backend.domain.group.commands import GroupCommand, LeaveGroup
from backend.domain.group.state import Group
from backend.domain.organisation.commands import LetPeopleGo, OrganisationCommand
from backend.domain.organisation.state import Organisation
from backend.domain.person.commands import ForgetPerson, PersonCommand
from backend.domain.person.state import Person
from backend.domain.session.commands import EraseCase, ForgetAuthor, SessionCommand
from backend.domain.session.state import Session
from backend.reactions.needs import Clock, Identity, Streams, Views
from projections import due, enrolment, membership
from projections.due import Due, Whereabouts


class Keys(Protocol):
    """The keys, and the list of those that are gone."""

    async def destroy(self, tenant: UUID, *, cases: Iterable[UUID] = (), people: Iterable[UUID] = ()) -> None:
        """Write down that keys of a tenant go, then destroy them; again changes nothing."""

    async def own_slots(self, tenant: UUID, person: UUID, about: Sequence[UUID]) -> list[UUID]:
        """Return what a person's own texts about these hang on; nothing for one who is gone."""

    async def tenants_of(self, person: UUID) -> set[UUID]:
        """Return where a person has a key that opens something."""

    async def gone_cases(self) -> set[tuple[UUID, UUID]]:
        """Return the tenants and ids of the cases whose keys are destroyed."""

    async def gone_people(self) -> set[UUID]:
        """Return the people some key of whom is destroyed."""

    async def is_done_with(self, person: UUID) -> bool:
        """Tell whether everything that follows from forgetting a person was done."""


class OfficialPeople(Protocol):
    """As whom organisations know accounts."""

    async def of_account(self, account: UUID) -> Mapping[UUID, UUID]:
        """Return as whom an account is known, by organisation."""

    async def forget(self, organisation: UUID, people: Sequence[UUID]) -> None:
        """Forget what an organisation calls people, and which accounts they were."""


class Done(NamedTuple):
    """How much was carried out, and up to which position nothing is left to do."""

    times: int
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgetting:
    """Carries out what the record demands."""

    persons: Streams[Person, PersonCommand]
    groups: Streams[Group, GroupCommand]
    sessions: Streams[Session, SessionCommand]
    organisations: Streams[Organisation, OrganisationCommand]
    identity: Identity
    people: OfficialPeople
    keys: Keys
    views: Views
    clock: Clock

    async def case(self, tenant: UUID, case: UUID) -> None:
        """Destroy the key of a case whose erasure the view of terms has seen; else do nothing yet."""
        async with self.views.everywhere() as connection:
            found = await due.whereabouts(connection, tenant, case)
        if found is not None and found.erased is not None:
            await self._erase(found)

    async def _erase(self, case: Whereabouts) -> None:
        async with self.views.everywhere() as connection:
            sessions = await due.carrying(connection, case.tenant, case.case)
        for session in sessions:
            command = EraseCase(case=case.case, by=None, at=self.clock.now(), keep_takeaways=case.keeps)
            await self.sessions.handle(
                case.tenant, session, command, command_id=uuid5(case.case, "erased"), exclusive=True
            )
        await self.keys.destroy(case.tenant, cases=[case.case, *await self._let_go(case)])

    async def _let_go(self, case: Whereabouts) -> list[UUID]:
        """Return the slots that go with a case whose contributor keeps nothing.

        What they noted for themselves may be about any case of the meeting: it goes with the last.
        """
        async with self.views.everywhere() as connection:
            there = await due.of_meeting(connection, case.tenant, case.session)
        slots: list[UUID] = []
        if not case.keeps:
            slots += await self.keys.own_slots(case.tenant, case.contributor, [case.case])
        if any(one.erased is None and one.case != case.case for one in there):
            return slots
        for one in there:
            if not (case if one.case == case.case else one).keeps:
                slots += await self.keys.own_slots(case.tenant, one.contributor, [case.session])
        return slots

    async def person(self, person: UUID) -> None:
        """Forget a person whose account is deleted, everywhere they have been, and erase their cases."""
        async with self.views.everywhere() as connection:
            attended = await due.attended(connection, person)
            groups = await membership.of(connection, person)
            known_as = await self.people.of_account(person)
            offices = await enrolment.of(connection, person, known_as)
            cases = await due.of_person(connection, person)
        tenants = {tenant for tenant, _ in attended} | {m.tenant_id for m in groups}
        for tenant in sorted(tenants - {person}):
            await self.keys.destroy(tenant, people=[person])
        await self._destroy_elsewhere(person)
        await self.identity.forget(person)
        for case in cases:
            await self.demand(case.tenant, case.session, case.case, keeps=False)
            await self._erase(_without_takeaways(case))
        now = self.clock.now()
        for tenant, session in attended:
            forget = ForgetAuthor(person=person, at=now)
            name = uuid5(session, f"forgets {person}")
            await self.sessions.handle(tenant, session, forget, command_id=name, exclusive=True)
        for member in groups:
            await self._leave(member.tenant_id, member.group_id, person)
        for organisation in {office.organisation for office in offices} | known_as.keys():
            await self._leave_organisation(organisation, person)
            if organisation in known_as:
                await self._leave_organisation(organisation, known_as[organisation])
                await self.people.forget(organisation, [known_as[organisation]])
        await self.keys.destroy(person, people=[person])
        await self._destroy_elsewhere(person)

    async def _destroy_elsewhere(self, person: UUID) -> None:
        """Destroy a person's keys in other tenants: all there will ever be, once their own is gone."""
        for tenant in sorted(await self.keys.tenants_of(person) - {person}):
            await self.keys.destroy(tenant, people=[person])

    async def _leave(self, tenant: UUID, group: UUID, person: UUID) -> None:
        command = LeaveGroup(person=person, at=self.clock.now(), for_good=True)
        name = uuid5(group, f"is left for good by {person}")
        try:
            await self.groups.handle(tenant, group, command, command_id=name, exclusive=True)
        except Refused as refused:
            if refused.reason != "not-a-member":
                raise

    async def _leave_organisation(self, organisation: UUID, person: UUID) -> None:
        """Leave an organisation; the only one to administer it stays on as an id that nobody is."""
        command = LetPeopleGo(by=person, at=self.clock.now(), people=(person,))
        name = uuid5(organisation, f"is left for good by {person}")
        try:
            await self.organisations.handle(
                organisation, organisation, command, command_id=name, exclusive=True
            )
        except Refused as refused:
            if refused.reason != "last-administrator":
                raise

    async def catch_up(self, after: int = 0) -> Done:
        """Do what the record demands after a position, and a crash may have left undone."""
        async with self.views.everywhere() as connection:
            upto = await due.standing(connection)
            cases = await due.erased(connection, after)
            people = await due.forgotten(connection, after)
        gone = await self.keys.gone_cases() if cases else set()
        left = [case for case in cases if (case.tenant, case.case) not in gone]
        waiting = [one.person for one in people if not await self.keys.is_done_with(one.person)]
        for case in left:
            await self._erase(case)
        for person in waiting:
            await self.person(person)
        return Done(len(left) + len(waiting), upto)

    async def reconcile(self) -> int:
        """Tell the record what it does not know to be gone, as after a restore; return how much."""
        gone = await self.keys.gone_cases()
        async with self.views.everywhere() as connection:
            unaware = await due.unaware(connection, gone)
            forgotten = {one.person for one in await due.forgotten(connection, 0)}
        for case in unaware:
            await self.demand(case.tenant, case.session, case.case, keeps=case.keeps)
        people = await self.keys.gone_people() - forgotten
        for person in people:
            await self.demand_person(person)
        return len(unaware) + len(people)

    async def demand(self, tenant: UUID, session: UUID, case: UUID, *, keeps: bool) -> None:
        """Record that a case is erased because its time is over."""
        command = EraseCase(case=case, by=None, at=self.clock.now(), keep_takeaways=keeps)
        await self.sessions.handle(tenant, session, command, command_id=uuid5(case, "erased"), exclusive=True)

    async def demand_person(self, person: UUID) -> int:
        """Record that a person is forgotten; return at which position."""
        command = ForgetPerson(at=self.clock.now())
        answer = await self.persons.handle(
            person, person, command, command_id=uuid5(person, "forgotten"), exclusive=True
        )
        return answer.position


def _without_takeaways(case: Due) -> Whereabouts:
    return Whereabouts(
        tenant=case.tenant,
        session=case.session,
        case=case.case,
        contributor=case.contributor,
        keeps=False,
        erased=None,
    )
