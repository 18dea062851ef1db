"""An organisation's people as users of SCIM: enrolled while they are active, signed out when they are not."""

from uuid import UUID

from scim2_models import NotFoundException, UniquenessException

from backend.api.organisations_ports import KnownPerson, Provisioned
from backend.api.scim_desk import Desk, check_version, described, id_of
from backend.api.scim_models import Email, Name, User
from backend.api.scim_waiting import unit_of, wait
from backend.api.texts import named
from backend.domain.addresses import normal_address
from backend.domain.organisation.commands import LetPeopleGo, PlacePeople, Placing
from backend.domain.organisation.state import Organisation

KIND = "User"
_LONGEST_NAME = 80


class Users:
    """The users of one organisation."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rows, self._people = desk.ports.offices.provisioned, desk.ports.offices.people

    async def all(self) -> list[User]:
        """Return everybody: whom the directory told of, and who was enrolled otherwise."""
        state = await self._desk.state()
        rows = await self._rows.of(self._desk.organisation, "user")
        told = {row.person for row in rows}
        known = await self._people.everybody(self._desk.organisation)
        others = [one for one in known if one.person in state.people and one.person not in told]
        return [_of_row(row, state) for row in rows] + [_of_person(one, state) for one in others]

    async def get(self, resource: str) -> User:
        """Return one of them. Raises NotFoundException."""
        user, _ = await self._find(resource)
        return user

    async def create(self, user: User) -> User:
        """Take in somebody new, and enrol them."""
        await self._check_unique(user, None)
        user.active = user.active is not False
        resource = self._desk.ports.clock.new_id()
        return await self._put(resource, None, user)

    async def update(self, user: User, expected: str | None) -> User:
        """Take in what the directory says of somebody now; who is not active any more leaves."""
        stored, person = await self._find(user.id)
        check_version(stored, expected)
        await self._check_unique(user, stored.id)
        return await self._put(id_of(user.id), person, user)

    async def delete(self, resource: str, expected: str | None) -> None:
        """Let somebody leave, and forget what the directory said of them."""
        stored, person = await self._find(resource)
        check_version(stored, expected)
        if person is not None:
            await self._let_go(person)
        await wait(self._desk, id_of(resource), None)
        await self._rows.drop(self._desk.organisation, id_of(resource))

    async def _find(self, resource: str | None) -> tuple[User, UUID | None]:
        wanted, organisation = id_of(resource), self._desk.organisation
        state = await self._desk.state()
        row = await self._rows.one(organisation, "user", wanted)
        if row is not None:
            return _of_row(row, state), row.person if row.person in state.people else None
        known = (await self._people.details(organisation, [wanted])).get(wanted)
        if known is None or wanted not in state.people:
            raise NotFoundException
        return _of_person(known, state), wanted

    async def _check_unique(self, user: User, but: str | None) -> None:
        address = address_of(user)
        for other in await self.all():
            same_name = (other.user_name or "").lower() == (user.user_name or "").lower()
            same_address = address is not None and other.active is not False and address_of(other) == address
            if other.id != but and (same_name or same_address):
                raise UniquenessException

    async def _put(self, resource: UUID, person: UUID | None, user: User) -> User:
        address = address_of(user)
        if user.active is False:
            if person is not None:
                unit = (await self._desk.state()).people[person].unit
                await self._let_go(person)
                await wait(self._desk, resource, unit)
            person = None
        elif address is not None:
            person = await self._enrol(resource, person, address, name_of(user))
        elif person is not None:
            await self._people.describe(self._desk.organisation, [(person, name_of(user))])
        body = user.model_dump(mode="json", exclude={"id", "meta", "schemas"}, exclude_none=True)
        await self._rows.keep(self._desk.organisation, "user", resource, person, body)
        return await self.get(str(resource))

    async def _enrol(self, user: UUID, person: UUID | None, address: str, name: str) -> UUID:
        organisation = self._desk.organisation
        if person is None:
            person = (await self._people.enlist(organisation, [(address, name)]))[address]
            state = await self._desk.state()
            if person not in state.people:
                unit = await unit_of(self._desk, user)
                placing = Placing(person=person, unit=unit if unit in state.units else None)
                await self._desk.ask(PlacePeople(people=(placing,), **self._desk.who))
                await wait(self._desk, user, None)
        else:
            await self._people.move(organisation, person, address)
        await self._people.describe(organisation, [(person, name)])
        return person

    async def _let_go(self, person: UUID) -> None:
        """Let somebody leave at once: out of the organisation, and signed out wherever they are.

        What is their own stays theirs; they come in again by another address or a passkey.
        """
        organisation, ports = self._desk.organisation, self._desk.ports
        accounts = await self._people.accounts(organisation, person)
        await self._desk.ask(LetPeopleGo(people=(person,), **self._desk.who))
        await self._people.forget(organisation, [person])
        for account in accounts:
            await ports.sign_ins.end_all(account)


def address_of(user: User) -> str | None:
    """Return the address by which an organisation knows a user: the primary one, or the user name."""
    emails = [one for one in user.emails or () if one.value]
    first = next((one for one in emails if one.primary), emails[0] if emails else None)
    return normal_address(str(first.value) if first is not None else user.user_name or "")


def name_of(user: User) -> str:
    """Return what an organisation calls a user."""
    name = user.name or Name()
    parts = " ".join(part for part in (name.given_name, name.family_name) if part)
    told = (user.display_name, name.formatted, parts, user.user_name)
    printable = "".join(c if c.isprintable() else " " for c in next((one for one in told if one), ""))
    return named(printable)[:_LONGEST_NAME].strip() or "?"


def _of_row(row: Provisioned, state: Organisation) -> User:
    user = User.model_validate(row.body)
    user.id = str(row.id)
    if row.person is not None and row.person not in state.people:
        user.active = False
    return described(user, KIND, row.made_at, row.changed_at)


def _of_person(known: KnownPerson, state: Organisation) -> User:
    user = User(
        user_name=known.address,
        display_name=known.name,
        emails=[Email(value=known.address, type=None, primary=True)],
        active=True,
    )
    user.id = str(known.person)
    since = state.registered.at if state.registered else None
    assert since is not None  # noqa: S101
    return described(user, KIND, since, since)
