"""Organisations made in a few words, by the calls that the app makes."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from tests.api.house import House
from tests.api.mailbox import asked
from tests.api.people import Json, Person, done

UNTIL = (datetime.now(UTC) + timedelta(days=200)).strftime("%Y-%m-%dT00:00:00Z")


@dataclass(slots=True, kw_only=True)
class Office:
    """An organisation and who registered it."""

    id: UUID
    admin: Person

    @property
    def path(self) -> str:
        """The organisation's address."""
        return f"/organisations/{self.id}"

    async def unit(self, name: str, parent: UUID | None = None) -> UUID:
        """Add a unit."""
        unit = uuid4()
        body = {"name": name, "parent": str(parent) if parent else None}
        done(await self.admin.put(f"{self.path}/units/{unit}", body))
        return unit

    async def family(self, name: str) -> UUID:
        """Add a role family."""
        family = uuid4()
        done(await self.admin.put(f"{self.path}/role-families/{family}", {"name": name}))
        return family

    async def enrol(self, name: str, address: str, **where: object) -> UUID:
        """Enrol somebody."""
        body = {"name": name, "address": address, **where}
        return UUID(done(await self.admin.post(f"{self.path}/people", body))["person"])

    async def token(self, *scopes: str, expires_at: str = UNTIL) -> Json:
        """Issue a token; return it with its id."""
        body = {"label": "Rooster", "scopes": list(scopes), "expires_at": expires_at}
        return done(await self.admin.post(f"{self.path}/tokens", body))

    async def people(self) -> dict[str, Json]:
        """Return the people by address."""
        listed = await self.admin.seen(f"{self.path}/people?limit=200")
        return {one["address"]: one for one in listed["people"]}

    async def audit(self) -> list[Json]:
        """Return the audit log, the latest first, once it knows everything."""
        receipt = done(
            await self.admin.post(
                f"{self.path}/tokens", {"label": "Nu", "scopes": ["audit:read"], "expires_at": UNTIL}
            )
        )
        log = await self.admin.seen(f"{self.path}/audit?limit=200&after={receipt['position']}")
        entries: list[Json] = log["entries"]
        return entries[1:]


async def guest(person: Person) -> Person:
    """Let somebody come in with a name only, by forming a group of their own."""
    done(await person.put(f"/groups/{uuid4()}", {"name": "Kring", "my_name": person.name}))
    person.id = UUID((await person.seen("/me"))["person"])
    return person


async def with_account(person: Person, address: str) -> Person:
    """Let somebody come in who has proven an address."""
    code = await asked(person, address)
    entered = await person.post("/sign-in/codes/redeem", {"code": code, "name": person.name})
    assert entered.status_code == 200, entered.text
    person.id = UUID(entered.json()["person"])
    return person


async def prove(person: Person, address: str) -> None:
    """Let a guest claim an address."""
    claimed = await person.post("/sign-in/codes/redeem", {"code": await asked(person, address)})
    assert (claimed.status_code, claimed.json()["person"]) == (200, str(person.id))


async def register(house: House, name: str = "Het Voorbeeld", by: Person | None = None) -> Office:
    """Register an organisation, by somebody new unless told otherwise."""
    admin = by or await with_account(Person(house, "Hanneke"), f"{uuid4().hex}@voorbeeld.nl")
    office = Office(id=uuid4(), admin=admin)
    done(await admin.put(office.path, {"name": name}))
    return office
