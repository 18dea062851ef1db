"""One person for each role at a running meeting, and the meeting walked from opening to end."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from backend.api.rights import Who
from events.method import Kind
from tests.api.circle import Circle, Meeting
from tests.api.house import House
from tests.api.offices import Office, register, with_account
from tests.api.people import Person, done
from tests.security.doors import BODIES

ROLES: Final[dict[str, frozenset[Who]]] = {
    "nobody": frozenset(),
    "stranger": frozenset({Who.PERSON}),
    "newcomer": frozenset({Who.PERSON, Who.MEMBER}),
    "absent": frozenset({Who.PERSON, Who.MEMBER}),
    "member": frozenset({Who.PERSON, Who.MEMBER}),
    "maker": frozenset({Who.PERSON, Who.MEMBER, Who.MAKER}),
    "contributor": frozenset({Who.PERSON, Who.CONTRIBUTOR}),
    "facilitator": frozenset({Who.PERSON, Who.FACILITATOR}),
    "observer": frozenset({Who.PERSON, Who.OBSERVER}),
    "administrator": frozenset({Who.PERSON, Who.ADMINISTRATOR}),
    "employee": frozenset({Who.PERSON, Who.EMPLOYEE}),
    "reader": frozenset({Who.READER}),
    "narrow reader": frozenset({Who.READER}),
}
"""What each role of the matrix is. A newcomer has not accepted the rules; an absent one is not there; an
administrator and an employee are of an organisation, and readers its programs: a narrow one may read the
audit log alone.
"""
SCOPES: Final = ("organisation:read", "people:read", "uptake:read", "audit:read")
PROGRAMS: Final = {"reader", "narrow reader"}
SIGNED_OUT: Final = PROGRAMS | {"nobody"}


@dataclass(slots=True, kw_only=True)
class Cast:
    """The people by their role, and what of the meeting they can name."""

    people: dict[str, Person]
    meeting: Meeting
    office: Office
    action: UUID
    invitation: str
    choice: UUID
    question: UUID
    method: UUID
    reached: set[Kind]
    is_offered: bool = False
    is_chosen: bool = False

    @property
    def ids(self) -> dict[str, str]:
        """What the paths of this meeting name."""
        return {
            "group_id": str(self.meeting.circle.id),
            "session_id": str(self.meeting.id),
            "person_id": str(self.people["contributor"].id),
            "invitation_id": self.invitation,
            "choice_id": str(self.choice),
            "organisation_id": str(self.office.id),
            "method_id": str(self.method),
            "version": "999",
        }


async def assembled(house: House) -> Cast:
    """Let everybody take their place at a meeting that is open and before its first step."""
    maker = Person(house, "Mira")
    group = uuid4()
    body = {"name": "Kring", "my_name": "Mira", "my_role": "member", "language": "en"}
    done(await maker.put(f"/groups/{group}", body))
    maker.id = UUID((await maker.seen("/me"))["person"])
    facilitator = Person(house, "Fieke")
    circle = Circle(id=group, facilitator=facilitator, members=[])
    assert (await facilitator.join(await circle.invited("facilitator", maker))).status_code == 200
    await circle.accept(maker)
    await circle.accept(facilitator)
    names = ("contributor", "member", "absent", "newcomer")
    people = {name: await circle.welcome(Person(house, name), accepts=name != "newcomer") for name in names}
    observer = Person(house, "Olga")
    assert (await observer.join(await circle.invited("observer", maker))).status_code == 200
    await circle.accept(observer)
    circle.members = [people["contributor"], people["member"], maker, observer]
    stranger = Person(house, "Stan")
    done(await stranger.put(f"/groups/{uuid4()}", body | {"my_name": "Stan"}))
    office = await register(house)
    people |= {"administrator": office.admin} | await _of_office(office)
    action = await _earlier_action(circle)
    meeting = await circle.meeting()
    invitations = await maker.seen(f"{circle.path}/invitations")
    return Cast(
        people={
            **people,
            "nobody": Person(house, ""),
            "stranger": stranger,
            "maker": maker,
            "facilitator": facilitator,
            "observer": observer,
        },
        meeting=meeting,
        office=office,
        action=action,
        invitation=invitations["invitations"][0]["invitation"],
        choice=uuid4(),
        question=uuid4(),
        method=await _own_method(facilitator, circle, office),
        reached=set(),
    )


async def _of_office(office: Office) -> dict[str, Person]:
    """Return somebody who works there, and a program for each kind of token."""
    address = f"{uuid4().hex}@voorbeeld.nl"
    employee = await with_account(Person(office.admin.house, "Emma"), address)
    employee.known_as = await office.enrol("Emma", address)
    programs = {}
    for name, scopes in {"reader": SCOPES, "narrow reader": ("audit:read",)}.items():
        programs[name] = Person(office.admin.house, name)
        token = (await office.token(*scopes))["token"]
        programs[name].http.headers["Authorization"] = f"Bearer {token}"
    return {"employee": employee, **programs}


async def _own_method(facilitator: Person, circle: Circle, office: Office) -> UUID:
    """Let the group and the organisation each have a method of their own, under the same id."""
    method, body = uuid4(), BODIES["publish_group_method"]
    done(await facilitator.put(f"{circle.path}/methods/{method}", body))
    done(await office.admin.put(f"{office.path}/methods/{method}", body))
    return method


async def _earlier_action(circle: Circle) -> UUID:
    """Let the contributor leave an earlier meeting with an action."""
    earlier = await circle.meeting()
    await earlier.reach("take_away")
    action = await earlier.said(earlier.owner, "actions", text="Bellen")
    position = done(await earlier.move("closing"))["position"]
    await circle.facilitator.seen(f"{circle.path}/open-actions?after={position}")
    return action


async def dismissed(cast: Cast) -> None:
    """Put all devices away."""
    for person in cast.people.values():
        await person.http.aclose()
