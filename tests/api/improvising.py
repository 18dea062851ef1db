"""A meeting by any method, in which everybody says what its steps ask of them."""

import asyncio
from typing import Any, Final
from uuid import UUID, uuid4

from tests.api.circle import Meeting
from tests.api.listening import Message, Phone
from tests.api.people import Json, Person, done, refused
from tests.api.watching import Scene, Watcher

OWN: Final = {"description", "rating", "takeaway", "action"}
"""What only the contributor says."""
ALL: Final = {"check_in", "check_out", "insight", "evaluation", "note"}
"""What everybody may say in whatever step has it."""
THOUGHTS: Final = {"association", "reformulation", "position", "argument", "feedback", "evaluation"}
OF_OTHERS: Final = {"question_asked", "advice_given", "hypothesis_offered", "thought_shared"}
PLACES: Final = {
    "check_in": "check-ins",
    "description": "descriptions",
    "question": "questions",
    "answer": "answers",
    "rating": "marks",
    "hypothesis": "hypotheses",
    "observation": "observations",
    "reflection": "reflections",
    "advice": "advice",
    "takeaway": "takeaways",
    "action": "actions",
    "insight": "insights",
    "note": "own-notes",
    "check_out": "check-outs",
    **dict.fromkeys(THOUGHTS, "thoughts"),
}
WITH_THE_GROUP: Final = {"expectation", "explanation", "agreement", "relation", "arrangement", "vote"}
"""What is kept with the group, said aloud, or a ballot: nothing of it is a contribution."""

FREE = {"cases": "proposal", "follow-ups": "follow_up", "feedback": "feedback"}
"""What shows at once, in whatever step, where a method has no step for it."""


def _said_in(kinds: list[str]) -> set[str]:
    """Return what is said by its kind; a case is proposed where one is chosen, feedback is with a report."""
    return (
        set(kinds)
        - WITH_THE_GROUP
        - {"proposal"}
        - ({"follow_up", "feedback"} if "follow_up" in kinds else set())
    )


class Player:
    """One meeting that is played, and three who watch it: the contributor, a peer and the facilitator."""

    def __init__(self, meeting: Meeting, method: Json) -> None:
        self.meeting, self.method = meeting, method
        self.owner, self.peer, self.other = meeting.circle.members[:3]
        self.phone: Phone | None = None
        self.heard: list[Message] = []
        """What the contributor's phone was told live, in that order."""
        self.steps: list[Json] = []
        self.unsaid: set[str] = {kind for step in method["steps"] for kind in _said_in(step["kinds"])}
        """What the method asks for and nobody has said yet."""
        self.scene = Scene([], self.owner.id, meeting.case)
        self.watchers = [
            Watcher(meeting, person, self.scene)
            for person in (self.owner, self.peer, meeting.circle.facilitator)
        ]

    async def play(self) -> None:
        """Play the method from its first step to the end."""
        opened = (await self.meeting.log())[0]
        self.steps = self.scene.steps = opened["method"]["steps"]
        await self._report(opened["open_actions"])
        await self._name_roles()
        if not any({"proposal"} & set(step["kinds"]) for step in self.steps):
            await self._choose()
        for number, step in enumerate(self.steps):
            await self._start(number, step)
            for kind in step["kinds"]:
                await self._say(kind, number, step)
            await self._end_step(number, step)
        await self._close()

    def told(self, version: int) -> str:
        """Return what the contributor is told of a version by now."""
        kind: str = self.watchers[0].events[version - 1]["type"]
        return kind

    async def _report(self, waiting: list[Json]) -> None:
        """Let who chose an action before tell what came of it, in the step for it."""
        if not waiting:
            return
        step = next((n for n, s in enumerate(self.steps) if "follow_up" in s["kinds"]), None)
        if step is not None:
            await self._move(f"steps/{step}/start")
            self.scene.start(step)
            await self._look()
        for action in waiting:
            said = uuid4()
            await self._recorded(
                self.owner,
                "follow-ups",
                said,
                step or 0,
                action=action["action"],
                status="done",
                did="Gebeld",
            )
            if step is not None and "feedback" in self.steps[step]["kinds"]:
                text = "Je klinkt lichter."
                await self._recorded(self.peer, "feedback", uuid4(), step, follow_up=str(said), text=text)

    async def _name_roles(self) -> None:
        speakers = {speaker for step in self.steps for speaker in step["speakers"]}
        for role in sorted({"consultant", "coach"} & speakers):
            await self._move(f"roles/{role}", {"people": [str(self.peer.id)]})

    async def _choose(self) -> None:
        if self.method["key"] == "start_meeting":
            return
        await self._recorded(
            self.owner,
            "cases",
            self.meeting.case,
            max(self.scene.running, 0),
            kind="bottleneck",
            title="Rooster",
            question="Hoe zeg ik nee?",
        )
        await self._move("choice/offer", {"case": str(self.meeting.case)})
        await self._look()
        mode = self.method["advice_mode"]
        done(await self.owner.post(f"{self.meeting.path}/choice/consent", {"advice_mode": mode}))
        await self._look()

    async def _start(self, number: int, step: Json) -> None:
        if self.scene.running == number:
            return
        on_request = self.method["advice_mode"] == "on_request"
        if step["kinds"] == ["advice"] and on_request:
            refused(await self.meeting.move(f"steps/{number}/start"), 409, "advice-not-asked-for")
            done(await self.owner.post(f"{self.meeting.path}/advice-wish", {"wanted": True}))
            await self._look()
        await self._move(f"steps/{number}/start")
        self.scene.start(number)
        await self._look()
        await self.watchers[2].look()

    async def _say(self, kind: str, number: int, step: Json) -> None:
        if kind in {"proposal", "vote"}:
            if not any(event["type"] == "case_chosen" for event in self.watchers[1].events):
                await self._choose()
            return
        if kind in WITH_THE_GROUP or kind == "follow_up":
            return
        for person in self._sayers(kind, step):
            body = self._body(kind, person)
            if body is not None:
                self.unsaid.discard(kind)
                await self._recorded(person, PLACES[kind], uuid4(), number, is_note=kind == "note", **body)

    def _sayers(self, kind: str, step: Json) -> list[Person]:
        if kind in OWN or kind == "answer":
            return [self.owner]
        if kind in ALL:
            return [self.owner, self.peer]
        found: list[Person] = []
        for speaker in step["speakers"]:
            found += {
                "contributor": [self.owner],
                "members": [self.peer, self.other],
                "everyone": [self.owner, self.peer],
                "consultant": [self.peer],
                "coach": [self.peer],
                "observers": [self.other],
            }.get(speaker, [])
        people = list(dict.fromkeys(found))
        if kind == "advice" or (kind == "question" and "everyone" not in step["speakers"]):
            people = [person for person in people if person is not self.owner]
        return people

    def _body(self, kind: str, person: Person) -> Json | None:
        text = f"{kind} van {person.name}"
        heard = [
            e for e in self.watchers[0].events if e["type"] in OF_OTHERS and e["by"] != str(self.owner.id)
        ]
        asked = [event for event in heard if event["type"] == "question_asked"]
        match kind:
            case "answer":
                return {"question": asked[-1]["id"], "text": text} if asked else None
            case "rating":
                return {"on": heard[-1]["id"], "mark": "warm"} if heard else None
            case "description":
                return {"context": text, "question": "Hoe zeg ik nee?"}
            case _ if kind in THOUGHTS:
                return self._thought(kind, text)
            case _:
                return {"text": text}

    def _thought(self, kind: str, text: str) -> Json | None:
        has_case = any(event["type"] == "case_chosen" for event in self.watchers[1].events)
        if not has_case and kind not in {"position", "argument", "evaluation"}:
            return None
        return {"kind": kind, "text": text}

    async def _end_step(self, number: int, step: Json) -> None:
        """Reveal every other written step by hand; pass late, and see that it is marked."""
        if step["visibility"] == "after_reveal" and number % 2:
            await self._move(f"steps/{number}/reveal")
            self.scene.shown.add(number)
            await self._look()
        if number == 1 and 0 in self.scene.open_:
            said = await self._recorded(self.peer, "passes", uuid4(), 0)
            assert next(e for e in self.watchers[1].events if e.get("id") == str(said))["late"]
        await self.watchers[0].check_board()

    async def _close(self) -> None:
        await self.meeting.end()
        self.scene.closed = True
        await self._look()
        await self.watchers[2].look()
        self.watchers[1].check_advice()
        if self.method["advice_mode"] == "none":
            text = {"text": "Ik zou bellen."}
            answer = await self.peer.say(self.meeting.id, "advice", **text)
            assert answer.status_code == 409, answer.text

    async def _move(self, what: str, body: object = None) -> None:
        done(await self.meeting.move(what, body, seen=len(self.watchers[0].events) or None))

    async def _recorded(
        self,
        person: Person,
        place: str,
        said: UUID,
        step: int,
        *,
        is_note: bool = False,
        **body: Any,  # noqa: ANN401
    ) -> UUID:
        done(await person.say(self.meeting.id, place, said, step=step, **body))
        self.scene.said[str(said)] = (person.id, step, is_note)
        if place in FREE and not any(FREE[place] in each["kinds"] for each in self.steps):
            self.scene.free.add(str(said))
        if place == "passes":
            self.scene.passes.add(str(said))
        await self._look()
        return said

    async def _look(self) -> None:
        """Let everybody read what is new: nothing is on the wire that is not theirs."""
        await asyncio.gather(*(watcher.look() for watcher in self.watchers[:2]))
        version = len(self.watchers[0].events)
        if self.phone and (not self.heard or version > (self.heard[-1].id or 0)):
            self.heard += await self.phone.until(version)
