"""Somebody who reads along in a meeting, and checks after every event that it is theirs to read."""

from dataclasses import dataclass, field
from uuid import UUID

from tests.api.circle import Meeting
from tests.api.people import Json, Person


@dataclass(slots=True)
class Scene:
    """What a careful observer of a meeting knows without asking the house: its steps and what was shown."""

    steps: list[Json]
    contributor: UUID
    case: UUID
    running: int = -1
    open_: set[int] = field(default_factory=set)
    shown: set[int] = field(default_factory=set)
    """The steps whose words everybody reads by now."""
    passes: set[str] = field(default_factory=set)
    closed: bool = False
    said: dict[str, tuple[UUID, int, bool]] = field(default_factory=dict)
    """By id: who said something, in which step, and whether it is a note."""
    free: set[str] = field(default_factory=set)
    """What was said in a step that is not for it, because the method has none that is."""

    def start(self, step: int) -> None:
        """Start a step: what was written in those before it shows."""
        self.shown |= {each for each in self.open_ if each < step}
        self.running = step
        self.open_.add(step)

    def may_read(self, who: UUID, said: str) -> bool:
        """Tell whether somebody may read something that was said."""
        by, step, is_note = self.said[said]
        if who == by or said in self.passes | self.free:
            return True
        match self.steps[step]["visibility"]:
            case "after_reveal":
                return not is_note and (self.closed or step in self.shown)
            case "hidden_from_contributor_until_end":
                return not is_note and (self.closed or who != self.contributor)
            case "private":
                return False
            case _:
                return not is_note


class Watcher:
    """A person's copy of the log, kept as a phone keeps it, and compared with what they may read."""

    def __init__(self, meeting: Meeting, person: Person, scene: Scene) -> None:
        self.meeting, self.person, self.scene = meeting, person, scene
        self.events: list[Json] = []

    async def look(self) -> None:
        """Read what is new, from the start when the house says so, and check all of it."""
        after = len(self.events)
        log = await self.person.seen(f"{self.meeting.path}/events?after={after}")
        if log["anew"]:
            log = await self.person.seen(f"{self.meeting.path}/events")
            self.events = []
        self.events += log["events"]
        self._check(log)

    def _check(self, log: Json) -> None:
        assert [event["version"] for event in self.events] == list(range(1, log["version"] + 1))
        seen = {event["id"] for event in self.events if "late" in event}
        expected = {said for said in self.scene.said if self.scene.may_read(self.person.id, said)}
        assert seen == expected, (self.person.name, seen ^ expected)

    async def check_board(self) -> None:
        """Compare the board with the log: the same things, and not one word more."""
        board = await self.person.seen(f"{self.meeting.path}?after=0")
        on_board = {entry["id"] for entry in board["entries"] if entry["version"] <= len(self.events)}
        assert on_board <= {event["id"] for event in self.events if "late" in event}

    def check_advice(self) -> None:
        """No advice is before its gate, and what came in time is not marked late."""
        gates = [n for n, step in enumerate(self.scene.steps) if "advice" in step["kinds"]]
        opened = [e["version"] for e in self.events if e["type"] == "step_started" and e["step"] in gates]
        given = [event for event in self.events if event["type"] == "advice_given"]
        assert all(opened and event["version"] > opened[0] for event in given)
        assert not any(event["late"] for event in given)
