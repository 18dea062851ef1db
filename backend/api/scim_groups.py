"""An organisation's units as groups of SCIM, with who works in each: never a group that meets."""

from uuid import UUID

from scim2_models import InvalidValueException, NotFoundException, Reference, UniquenessException

from backend.api.scim_desk import Desk, check_version, described, id_of, refuse
from backend.api.scim_models import Group, Member, User
from backend.api.scim_waiting import group_body, waiting_in
from backend.api.texts import named
from backend.domain.organisation.commands import PlacePeople, PlaceUnit, Placing, RetireUnit
from backend.domain.organisation.naming import Part
from backend.domain.organisation.state import Organisation

KIND = "Group"
_LONGEST_NAME = 80


class Groups:
    """The units of one organisation."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rows, self._names = desk.ports.offices.provisioned, desk.ports.offices.names

    async def all(self) -> list[Group]:
        """Return every unit."""
        state = await self._desk.state()
        return await self._described(list(state.units), state)

    async def get(self, resource: str | None) -> Group:
        """Return a unit. Raises NotFoundException."""
        state, unit = await self._desk.state(), id_of(resource)
        if unit not in state.units:
            raise NotFoundException
        return (await self._described([unit], state))[0]

    async def create(self, group: Group) -> Group:
        """Add a unit at the top, and let its members work there."""
        unit = self._desk.ports.clock.new_id()
        await self._call(unit, group, None)
        await self._desk.ask(PlaceUnit(unit=unit, parent=None, **self._desk.who))
        return await self._put(unit, group)

    async def update(self, group: Group, expected: str | None) -> Group:
        """Name a unit anew, and let exactly these people work there."""
        check_version(await self.get(group.id), expected)
        unit = id_of(group.id)
        await self._call(unit, group, (await self._desk.state()).units[unit])
        return await self._put(unit, group)

    async def delete(self, resource: str, expected: str | None) -> None:
        """Retire a unit; who worked there works nowhere until they are placed elsewhere."""
        check_version(await self.get(resource), expected)
        unit, state = id_of(resource), await self._desk.state()
        if unit in state.units.values():
            refuse("unit-in-use")
        await self._place(dict.fromkeys(_in(unit, state)), state)
        await self._desk.ask(RetireUnit(unit=unit, **self._desk.who))
        await self._names.retire(self._desk.organisation, unit)
        await self._rows.drop(self._desk.organisation, unit)

    async def _call(self, unit: UUID, group: Group, parent: UUID | None) -> None:
        name = named(group.display_name or "")
        if not name or len(name) > _LONGEST_NAME or not name.isprintable():
            raise InvalidValueException(detail="displayName has 1 to 80 characters on one line.")
        organisation = self._desk.organisation
        part = Part("unit", parent or organisation, name)
        if await self._names.claim(organisation, unit, part) is not None:
            raise UniquenessException

    async def _put(self, unit: UUID, group: Group) -> Group:
        state = await self._desk.state()
        members = [await self._member(member, state) for member in group.members or ()]
        wanted = {person for _, person in members if person is not None}
        waiting = {user for user, person in members if person is None}
        present = _in(unit, state)
        leaving: dict[UUID, UUID | None] = dict.fromkeys(present - wanted)
        await self._place(leaving | dict.fromkeys(wanted - present, unit), state)
        body = group_body(group.external_id, waiting)
        await self._rows.keep(self._desk.organisation, "group", unit, None, body)
        return await self.get(str(unit))

    async def _member(self, member: Member, state: Organisation) -> tuple[UUID, UUID | None]:
        """Return a user and, while active, who they are. Raises InvalidValueException for a stranger."""
        try:
            user = UUID(member.value)
        except (ValueError, TypeError, AttributeError):
            raise InvalidValueException(detail="A member is the id of a user.") from None
        row = await self._rows.one(self._desk.organisation, "user", user)
        person = row.person if row is not None else user
        if row is None and user not in state.people:
            raise InvalidValueException(detail="Only users of the organisation are members.")
        return user, person if person in state.people else None

    async def _place(self, where: dict[UUID, UUID | None], state: Organisation) -> None:
        """Let people work elsewhere, and be for the rest what they were."""
        placings = tuple(
            Placing(
                person=person,
                unit=unit,
                role_family=state.people[person].role_family,
                level=state.people[person].level,
                manager=state.people[person].manager,
            )
            for person, unit in where.items()
        )
        if placings:
            await self._desk.ask(PlacePeople(people=placings, **self._desk.who))

    async def _described(self, units: list[UUID], state: Organisation) -> list[Group]:
        organisation = self._desk.organisation
        names = await self._names.parts(organisation)
        rows = {row.id: row for row in await self._rows.of(organisation, "group")}
        users = {row.person: row.id for row in await self._rows.of(organisation, "user")}
        since = state.registered.at if state.registered else self._desk.ports.clock.now()
        found = []
        for unit in units:
            group, row = Group(display_name=names.get(unit, "")), rows.get(unit)
            group.id = str(unit)
            group.external_id = row.body.get("externalId") if row else None
            placed = {users.get(person, person) for person in _in(unit, state)}
            members = sorted(str(user) for user in placed | waiting_in(row))
            group.members = [_member(user) for user in members] or None
            made, changed = (row.made_at, row.changed_at) if row else (since, since)
            found.append(described(group, KIND, made, changed))
        return found


def _in(unit: UUID, state: Organisation) -> set[UUID]:
    return {person for person, placed in state.people.items() if placed.unit == unit}


def _member(user: str) -> Member:
    return Member(value=user, ref=Reference[User](f"Users/{user}"), type="User")
