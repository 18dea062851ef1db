"""A meeting by any method on real phones, in which everybody says what its steps ask of them.

Who is asked for what follows from the method alone: the kinds of a step, whose step it is, and who
may read it. A method that is added later is played as well.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from playwright.async_api import expect

from tests.browser import offering, playing, story, table, whose
from tests.browser.screen import Screen
from tests.browser.story import BAS, NOOR
from tests.browser.whose import Json, Seat


@dataclass(slots=True, kw_only=True)
class Asked:
    """A question that was asked."""

    by: Seat
    words: str
    answered: bool = False


class Play:
    """One meeting by a method: a tablet that guides, and three phones that say what they are asked for.

    Noor brings in, Esra has nothing today, and Bas, who reports on his action of the last time, has
    the part that a method names.
    """

    def __init__(self, address: str, laid: table.Table, phones: Iterable[Screen], method: Json) -> None:
        self.group, self.guide, self.method = f"{address}/g/{laid.group}", laid.guide, method
        self.noor, self.bas, self.esra = self.seats = [Seat(phone=phone) for phone in phones]
        self.steps: list[Json] = []
        self.session = ""
        self.brings_in: Seat | None = None
        self.questions: list[Asked] = []
        self.told: dict[str, str] = {}
        """By kind, the last that was said of it."""
        self.outcome: list[str] = []
        """What the history of the group must tell: the case, and what became of it."""
        self.unsaid: set[str] = set()
        """What a step has and nobody could say on a phone, such as ``interview.question``."""

    @property
    def screens(self) -> list[Screen]:
        """The tablet and the phones."""
        return [self.guide, *(seat.phone for seat in self.seats)]

    async def from_opening_to_close(self) -> None:
        """Plan the meeting, open it, play every step and round it off.

        Esra is early: she looks at what the group learned before the meeting is over.
        """
        await self._open()
        for number, step in enumerate(self.steps):
            if whose.needs_a_case(step) and not self.brings_in:
                await self._choose()
            await self._cast(step)
            await self._begin(number, step)
            await self._take_part(number, step)
        await self.esra.phone.go(f"{self.group}/history#{self.session}")
        await self.esra.phone.is_at(self.esra.phone.words("history.title"))
        await playing.end(self.guide)

    async def _open(self) -> None:
        await self.guide.go(self.group)
        await playing.plan(self.guide, self.method["key"])
        self.session = await playing.open_meeting(self.guide)
        await self._all(lambda seat: playing.sit_down(seat.phone, self.group, self.session))
        await self.guide.sees("round.title", n=len(self.seats))
        log = await table.told(self.guide, "GET", f"/sessions/{self.session}/events?after=0")
        self.steps = log["events"][0]["method"]["steps"]

    async def _begin(self, number: int, step: Json) -> None:
        if step["kinds"] == ["advice"] and self.method["advice_mode"] == "on_request":
            await self.noor.phone.press("wish.yes")
            await self.guide.sees("wish.wanted", name=NOOR.name)
        title = step["title"][self.guide.language]
        await self.guide.press("lead.next" if number else "lead.start", title=title)
        await asyncio.gather(*(each.is_at(step["title"][each.language]) for each in self.screens))

    async def _cast(self, step: Json) -> None:
        """Give the part that a step is for to Bas, who brings nothing in; who observes needs no part."""
        for role in {"consultant", "coach"} & set(step["speakers"]):
            if self.bas.part == role:
                continue
            title = self.guide.words("roles.choose", role=self.guide.words(f"roles.{role}"))
            people = self.guide.page.get_by_role("group", name=title)
            await people.get_by_role("button", name=BAS.name).click()
            await expect(people.get_by_role("button", name=BAS.name, pressed=True)).to_be_visible()
            self.bas.part = role

    async def _take_part(self, number: int, step: Json) -> None:
        self.told = {}
        for seat in self.seats:
            seat.said = set()
        for kind in step["kinds"]:
            await self._play(kind, step)
        await self._all(lambda seat: self._say_what_else_is_offered(seat, step))
        said = {kind for seat in self.seats for kind in seat.said} | set(step["kinds"]) - set(offering.TABS)
        self.unsaid |= {f"{step['key']}.{kind}" for kind in step["kinds"] if kind not in said}
        await self._check_who_reads(number, step)

    async def _play(self, kind: str, step: Json) -> None:
        """Let everybody say what a step asks of them; each must find it on the phone."""
        match kind:
            case "proposal":
                await self._propose()
                if not any("vote" in each["kinds"] for each in self.steps):
                    await self._vote()
            case "vote":
                await self._vote()
            case "follow_up":
                await self._report()
            case "relation":
                await self._all(self._declare)
            case "expectation":
                await self._all(self._expect_more)
            case _ if kind in offering.WITH_THE_GROUP:
                await self._all(lambda seat: offering.bring_forward(seat.phone, kind))
            case _:
                await self._let_say(kind, step)

    async def _let_say(self, kind: str, step: Json) -> None:
        """Let those say something who are asked to; feedback beside a report was given with it."""
        asked = whose.asked(kind, step, self.seats, self.brings_in)
        if kind == "answer":
            for seat in asked:
                await self._answer(seat, step)
        elif kind != "feedback" or "follow_up" not in step["kinds"]:
            await self._all(lambda seat: self._say(seat, kind, step), asked)

    async def _choose(self) -> None:
        """Propose and choose where the method has no step for it."""
        if not any("proposal" in step["kinds"] for step in self.steps):
            await self._propose()
        await self._vote()

    async def _propose(self) -> None:
        for seat, member in ((self.noor, NOOR), (self.bas, BAS)):
            await offering.bring_forward(seat.phone, "proposal", seat.phone.find("button", "propose.title"))
            await playing.propose(seat.phone, member.title, member.question)
        await offering.bring_forward(
            self.esra.phone, "proposal", self.esra.phone.find("button", "propose.nothing")
        )
        await self.esra.phone.press("propose.nothing")
        await self.esra.phone.reads(BAS.title)

    async def _vote(self) -> None:
        await self.guide.press("choice.open")
        for seat, title in ((self.noor, BAS.title), (self.bas, NOOR.title), (self.esra, NOOR.title)):
            await playing.vote(seat.phone, title)
        await self.guide.sees("choice.progress", n=len(self.seats), of=len(self.seats))
        await self.guide.press("choice.close")
        await self.noor.phone.sees("consent.title")
        await self.noor.phone.press("consent.yes")
        await self.guide.sees("choice.contributor", name=NOOR.name)
        self.brings_in = self.noor
        self.outcome.append(NOOR.title)

    async def _report(self) -> None:
        """Let Bas tell what came of his action, and the others give something for it."""
        form = self.bas.phone.find("button", "report.title")
        await offering.bring_forward(self.bas.phone, "follow_up", form)
        await playing.report(self.bas.phone, story.DID)
        for seat in (self.noor, self.esra):
            await seat.phone.reads(story.DID)
            label = seat.phone.find("textbox", "task.feedback.label", name=BAS.name)
            await offering.bring_forward(seat.phone, "feedback", label)
            words = f"Feedback van {seat.phone.name}."
            await playing.say(seat.phone, "task.feedback.label", words, name=BAS.name)
            await self.bas.phone.reads(words)
            seat.said.add("feedback")

    async def _all(self, act: Callable[[Seat], Awaitable[None]], seats: Iterable[Seat] | None = None) -> None:
        """Let people do something at the same time; everybody, unless ``seats`` says who."""
        await asyncio.gather(*(act(seat) for seat in (self.seats if seats is None else seats)))

    async def _declare(self, seat: Seat) -> None:
        phone = seat.phone
        await offering.bring_forward(seat.phone, "relation", phone.page.get_by_label(story.GUIDE))
        await phone.page.get_by_label(story.GUIDE).select_option(label=phone.words("relations.none"))

    async def _expect_more(self, seat: Seat) -> None:
        """Change what one expected when one joined."""
        phone, words = seat.phone, f"{seat.phone.name} verwacht nu meer."
        await offering.bring_forward(phone, "expectation")
        await phone.press("expectations.change")
        await phone.fill("hope.field", words)
        await phone.press("hope.state")
        await phone.reads(words)
        await phone.sent()

    async def _say(self, seat: Seat, kind: str, step: Json) -> None:
        phone, words = seat.phone, _words(seat, kind, step)
        await offering.bring_forward(phone, kind)
        seat.said.add(kind)
        if kind == "rating":
            return await offering.mark(phone)
        await offering.say(phone, kind, words)
        self.told[kind] = words
        if kind in {"takeaway", "action"}:
            self.outcome.append(words)
        if kind == "question":
            self.questions.append(Asked(by=seat, words=words))
        return None

    async def _answer(self, seat: Seat, step: Json) -> None:
        """Answer every question that somebody else asked."""
        for number, asked in enumerate(self.questions):
            if asked.answered or asked.by is seat:
                continue
            await offering.bring_forward(seat.phone, "answer")
            self.told["answer"] = f"{_words(seat, 'answer', step)} {number}"
            await playing.answer(seat.phone, asked.words, self.told["answer"])
            asked.answered = True
            seat.said.add("answer")

    async def _say_what_else_is_offered(self, seat: Seat, step: Json) -> None:
        """Say what a phone offers without being expected to: an offer must not be refused."""
        taken = {*seat.said, "answer", *(["feedback"] if "follow_up" in step["kinds"] else [])}
        for kind in await offering.offered(seat.phone):
            if kind not in taken:
                await self._say(seat, kind, step)

    async def _check_who_reads(self, number: int, step: Json) -> None:
        """See what was said on the phones of those who may read it now, and nowhere else."""
        words = list(self.told.values())
        match step["visibility"]:
            case "live":
                await self._read(words, self.seats)
            case "hidden_from_contributor_until_end":
                await self._read(words, [self.bas, self.esra])
                await _miss(words, self.noor)
            case _:
                for seat in self.seats:
                    await _miss([each for each in words if seat.phone.name not in each], seat)
        if step["visibility"] == "after_reveal" and number % 2:
            await self.guide.press("reveal.show")
            await self._read(words, self.seats)

    async def _read(self, words: list[str], seats: list[Seat]) -> None:
        async def read(seat: Seat) -> None:
            for each in words:
                await seat.phone.reads(each)

        await self._all(read, seats)


async def _miss(words: list[str], seat: Seat) -> None:
    """See that none of these words is on a phone."""
    for each in words:
        await expect(seat.phone.page.get_by_text(each)).to_have_count(0)


def _words(seat: Seat, kind: str, step: Json) -> str:
    return f"Dit is {kind} van {seat.phone.name} bij {step['key']}."
