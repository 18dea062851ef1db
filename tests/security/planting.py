"""Plants a word of its own into every text there is, and remembers whose it is and what it is about."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from tests.api.circle import Circle, Meeting
from tests.api.people import Json, Person, done


@dataclass(frozen=True, slots=True)
class Word:
    """A planted word: in which field of what, by whom, about which case, in which meeting."""

    text: str
    kind: str
    by: UUID
    case: UUID | None = None
    session: UUID | None = None


@dataclass(slots=True)
class Garden:
    """A group in which everything that can be written was written."""

    circle: Circle
    mark: str
    words: list[Word] = field(default_factory=list)

    def word(self, kind: str, by: Person, case: UUID | None = None, session: UUID | None = None) -> str:
        """Return a sentence with a new word in it."""
        text = f"{self.mark}{len(self.words):03}x"
        self.words.append(Word(text, kind, by.id, case, session))
        return f"Over {text} gesproken"

    async def agree(self) -> None:
        """Let everybody state an expectation, and the facilitator a ground rule of their own."""
        lead, path = self.circle.facilitator, self.circle.path
        everybody = (lead, *self.circle.members)
        for person in everybody:
            body = {"text": self.word("expectation", person)}
            done(await person.put(f"{path}/expectations/{uuid4()}", body))
        done(await lead.post(f"{path}/ground-rules", {"rules": [{"text": self.word("ground_rule", lead)}]}))
        for person in everybody:
            await self.circle.accept(person)

    async def meet(self, owner: Person, method: str) -> "Planted":
        """Hold a meeting about a case of somebody, and write in every step what it allows."""
        meeting = await self.circle.meeting(method=method)
        planted = Planted(self, meeting, owner)
        steps: list[Json] = (await meeting.log())[0]["method"]["steps"]
        proposes = any("proposal" in step["kinds"] for step in steps)
        for step in steps:
            if "follow_up" not in step["kinds"] and not proposes:
                await planted.bring_in()
            await meeting.start(step["key"])
            for kind in step["kinds"]:
                await planted.write(kind, step["speakers"])
            if "vote" in step["kinds"] or "proposal" in step["kinds"]:
                await planted.choose()
        await meeting.end()
        return planted


@dataclass(slots=True)
class Planted:
    """One meeting in which everything was written."""

    garden: Garden
    meeting: Meeting
    owner: Person
    question: UUID = field(default_factory=uuid4)
    chosen: bool = False
    reported: bool = False

    @property
    def case(self) -> UUID:
        """The case of the meeting."""
        return self.meeting.case

    @property
    def peers(self) -> list[Person]:
        """Those whose case it is not."""
        return [person for person in self.garden.circle.members if person is not self.owner]

    async def _say(self, by: Person, kind: str, fields: tuple[str, ...], /, **more: object) -> UUID:
        about = self.case if self.chosen and kind not in _OF_THE_MEETING else None
        words = {name: self.garden.word(kind, by, about, self.meeting.id) for name in fields}
        return await self.meeting.said(by, kind, **words, **more)

    async def write(self, kind: str, speakers: list[str]) -> None:
        """Let everybody write what a kind of step is for."""
        if kind in {"check_in", "check_out", "insight", "note"}:
            for person in self.garden.circle.members:
                await self._say(person, _PATHS[kind], ("text",))
        elif kind in {"question", "hypothesis", "observation", "reflection", "advice", *_THOUGHTS}:
            thought = {"kind": kind} if kind in _THOUGHTS else {}
            for person in [self.owner] if speakers == ["contributor"] else self.peers:
                said = await self._say(person, _PATHS[kind], ("text",), **thought)
                self.question = said if kind == "question" else self.question
        elif kind == "answer":
            await self._say(self.owner, "answers", ("text",), question=str(self.question))
        elif kind == "description":
            await self._say(self.owner, "descriptions", ("context", "question", "own_behaviour", "effect"))
        elif kind in {"takeaway", "action"}:
            fields = ("text",) if kind == "takeaway" else ("text", "first_step")
            await self._say(self.owner, _PATHS[kind], fields)
        elif kind == "proposal":
            await self._propose()
        elif kind == "follow_up":
            await self._look_back()

    async def _propose(self) -> None:
        for person in (self.owner, self.peers[0]):
            case = self.case if person is self.owner else uuid4()
            words = {
                name: self.garden.word("cases", person, case, self.meeting.id)
                for name in ("title", "question")
            }
            await self.meeting.said(person, "cases", case, kind="success", **words)

    async def bring_in(self) -> None:
        """Agree on the case before a method that has no step for it begins."""
        if not self.chosen:
            await self._propose()
            await self.choose()

    async def choose(self) -> None:
        """Let the case be chosen, once."""
        if self.chosen:
            return
        done(await self.meeting.move("choice/offer", {"case": str(self.case)}))
        done(await self.owner.post(f"{self.meeting.path}/choice/consent", {"advice_mode": "round"}))
        self.chosen = True

    async def _look_back(self) -> None:
        carried: list[Json] = (await self.meeting.log())[0]["open_actions"]
        for known in carried:
            by = next(p for p in self.garden.circle.members if str(p.id) == known["contributor"])
            case, session = UUID(known["case"]), self.meeting.id
            body = {
                name: self.garden.word("follow-ups", by, case, session)
                for name in ("did", "effect", "learned")
            }
            report = await self.meeting.said(by, "follow-ups", action=known["action"], status="done", **body)
            peer = next(p for p in self.garden.circle.members if p is not by)
            text = self.garden.word("feedback", peer, case, session)
            await self.meeting.said(peer, "feedback", follow_up=str(report), text=text)
            first = self.garden.word("carried-on", by, case, session)
            await self.meeting.said(by, "carried-on", action=known["action"], first_step=first)


_THOUGHTS = ("association", "reformulation", "evaluation")
_PATHS = {
    "check_in": "check-ins",
    "check_out": "check-outs",
    "insight": "insights",
    "question": "questions",
    "hypothesis": "hypotheses",
    "observation": "observations",
    "reflection": "reflections",
    "advice": "advice",
    "takeaway": "takeaways",
    "action": "actions",
    "note": "own-notes",
    **dict.fromkeys(_THOUGHTS, "thoughts"),
}
_OF_THE_MEETING = {"check-ins", "check-outs", "insights"}
