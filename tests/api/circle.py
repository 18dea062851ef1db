"""Groups and meetings made in a few words, by the calls that the app makes."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx

from tests.api.house import House
from tests.api.people import Json, Person, done

SOON = "2030-01-07T19:00:00Z"
FIRST = 1
"""The version of the ground rules that a group begins with."""
NAMES = ("Anna", "Bo", "Cas", "Dee", "Eva", "Finn")


@dataclass(slots=True, kw_only=True)
class Circle:
    """A group: its facilitator, who made it, and its members."""

    id: UUID
    facilitator: Person
    members: list[Person]

    @property
    def path(self) -> str:
        """The group's address."""
        return f"/groups/{self.id}"

    async def invited(self, role: str = "member", by: Person | None = None) -> str:
        """Return the secret of a new link."""
        answer = await (by or self.facilitator).post(f"{self.path}/invitations", {"role": role})
        token: str = done(answer)["token"]
        return token

    async def welcome(self, person: Person, *, accepts: bool = True) -> Person:
        """Let somebody join by link and, unless told otherwise, accept the ground rules."""
        assert (await person.join(await self.invited())).status_code == 200
        if accepts:
            await self.accept(person)
        self.members.append(person)
        return person

    async def accept(self, person: Person, version: int | None = None) -> None:
        """Let somebody accept the ground rules: the present ones, unless it is known which these are."""
        version = version or (await person.seen(self.path))["ground_rules"]["version"]
        done(await person.put(f"{self.path}/ground-rules/{version}/acceptance"))

    async def planned(self, **how: object) -> UUID:
        """Plan a meeting and return its id."""
        session = uuid4()
        body = {"starts_at": SOON, **how}
        done(await self.facilitator.put(f"{self.path}/sessions/{session}", body))
        return session

    async def meeting(
        self, *, without: tuple[Person, ...] = (), session: UUID | None = None, **how: object
    ) -> "Meeting":
        """Open a meeting, a new one unless named, at which everybody is present, but for those named."""
        session = session or await self.planned(**how)
        done(await self.facilitator.post(f"{self.path}/sessions/{session}/opening"))
        meeting = Meeting(id=session, circle=self)
        for person in self.members:
            if person not in without:
                done(await person.put(f"{meeting.path}/attendance"))
        log = await meeting.log()
        meeting.steps = [step["key"] for step in log[0]["method"]["steps"]]
        return meeting

    async def close(self) -> None:
        """Put all devices away."""
        for person in (self.facilitator, *self.members):
            await person.http.aclose()


@dataclass(slots=True, kw_only=True)
class Meeting:
    """An open meeting; ``case`` is the chosen case, ``owner`` who contributed it."""

    id: UUID
    circle: Circle
    steps: list[str] = field(default_factory=list)
    case: UUID = field(default_factory=uuid4)

    @property
    def path(self) -> str:
        """The meeting's address."""
        return f"/sessions/{self.id}"

    @property
    def owner(self) -> Person:
        """Who contributes the case: the first member."""
        return self.circle.members[0]

    @property
    def asker(self) -> Person:
        """The second member."""
        return self.circle.members[1]

    async def log(self, by: Person | None = None, after: int = 0) -> list[Json]:
        """Return the events as somebody sees them."""
        found = await (by or self.circle.facilitator).seen(f"{self.path}/events?after={after}")
        events: list[Json] = found["events"]
        return events

    async def version(self) -> int:
        """Return the present version."""
        version: int = (await self.circle.facilitator.seen(f"{self.path}/events"))["version"]
        return version

    async def move(
        self,
        what: str,
        body: object = None,
        *,
        by: Person | None = None,
        key: UUID | None = None,
        seen: int | None = None,
    ) -> httpx.Response:
        """Move the procedure, as the facilitator on what is true now unless told otherwise."""
        headers = {
            "Idempotency-Key": str(key or uuid4()),
            "If-Match": f'"{await self.version() if seen is None else seen}"',
        }
        return await (by or self.circle.facilitator).post(f"{self.path}/{what}", body, **headers)

    async def start(self, step: str) -> None:
        """Start a step by its key."""
        done(await self.move(f"steps/{self.steps.index(step)}/start"))

    async def said(self, person: Person, what: str, said: UUID | None = None, /, **body: Any) -> UUID:  # noqa: ANN401
        """Let somebody say something that is accepted; return its id."""
        said = said or uuid4()
        done(await person.say(self.id, what, said, **body))
        return said

    async def propose(self, person: Person, case: UUID | None = None, title: str = "Rooster") -> UUID:
        """Let somebody propose a case."""
        body = {"kind": "bottleneck", "title": title, "question": "Hoe zeg ik nee?", "influence": 4}
        return await self.said(person, "cases", case, **body)

    async def choose(self, advice_mode: str = "round") -> None:
        """Go to the chosen case: proposed, agreed and consented to."""
        await self.start("collect")
        await self.propose(self.owner, self.case)
        done(await self.move("choice/offer", {"case": str(self.case)}))
        done(await self.owner.post(f"{self.path}/choice/consent", {"advice_mode": advice_mode}))

    async def reach(self, step: str, advice_mode: str = "round") -> None:
        """Play on until a step after the choice runs."""
        await self.choose(advice_mode)
        for key in ("describe", "ask", "advise", "take_away", "close"):
            await self.start(key)
            if key == step:
                return

    async def end(self) -> None:
        """Close the meeting."""
        done(await self.move("closing"))


async def form(house: House, *, members: int = 3, name: str = "Kring Oost", **how: object) -> Circle:
    """Form a group with a facilitator and members who all accepted the ground rules."""
    maker = Person(house, "Fieke")
    group = uuid4()
    body = {"name": name, "my_name": maker.name, "my_role": "facilitator", "language": "en", **how}
    done(await maker.put(f"/groups/{group}", body))
    maker.id = UUID((await maker.seen("/me"))["person"])
    circle = Circle(id=group, facilitator=maker, members=[])
    await circle.accept(maker, FIRST)
    link = await circle.invited()
    for called in NAMES[:members]:
        member = Person(house, called)
        assert (await member.join(link)).status_code == 200
        await circle.accept(member, FIRST)
        circle.members.append(member)
    return circle
