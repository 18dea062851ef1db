"""A made-up organisation over the years: one seed, and the same events every time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from backend.demo.circles import Circle, Circles
from backend.demo.diary import Diary
from backend.demo.sitting import Sitting
from backend.demo.staff import Staff

_WEEK: Final = timedelta(days=7)
_FIRST_GROUPS: Final = 0.25
_ANSWERING: Final = 0.6
_ENDING: Final = 0.012
"""Of the groups, each month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How large an organisation is to be at the end, and from when until when it is told."""

    organisation: UUID
    admin: UUID
    since: datetime
    until: datetime
    people: int = 600
    groups: int = 90
    seed: int = 1


def made_up(organisation: UUID, admin: UUID, now: datetime) -> "Simulation":
    """Return the organisation of the demo: two and a half years of it, up to now."""
    return Simulation(
        Plan(organisation=organisation, admin=admin, since=now - timedelta(days=940), until=now)
    )


class Simulation:
    """The whole story; it is told when it is made."""

    def __init__(self, plan: Plan) -> None:
        chance = Random(plan.seed)  # noqa: S311 - a story keeps no secret
        self.plan, self._chance = plan, chance
        self.diary = Diary(plan.organisation, chance)
        self.staff = Staff(self.diary, chance, plan.admin)
        self.circles = Circles(self.diary, self.staff, chance)
        self.questions: list[tuple[UUID, str, int]] = []
        """Session, kind and how often, where a group counts kinds of questions."""
        self.pulses: list[tuple[UUID, str, list[int]]] = []
        """Session, question and how often 1 to 5 was answered."""
        self._mood = Random(plan.seed)  # noqa: S311 - a story keeps no secret
        self.staff.found(plan.since, round(plan.people * 0.93))
        self.staff.live(plan.since, plan.until)
        self._form_groups()
        self.pages = [page for page in self.diary.in_order() if page.at <= plan.until]

    def _form_groups(self) -> None:
        """Let groups begin one after the other, the later ones sooner; each then lives its own life."""
        plan, length = self.plan, self.plan.until - self.plan.since
        first = round(plan.groups * _FIRST_GROUPS)
        for nth in range(plan.groups):
            late = 0.0 if nth < first else ((nth - first) / max(plan.groups - first, 1)) * 0.85
            at = (
                plan.since + timedelta(days=20) + length * late + timedelta(hours=self._chance.randint(0, 90))
            )
            circle = self.circles.form(at)
            self._live(circle, at)

    def _live(self, circle: Circle, begun: datetime) -> None:
        at = begun
        while True:
            session, starts, held = self.circles.plan(circle, at)
            if starts >= self.plan.until or not circle.people:
                return
            if held:
                sitting = Sitting(self.diary, circle, session, self._chance)
                asked = sitting.hold(starts, self._skill(starts))
                if circle.counts:
                    self.questions += [(session, kind, times) for kind, times in asked.items()]
                self._say_how_it_was(session, len(circle.people), starts)
            at = starts + _WEEK
            if self._chance.random() < _ENDING * 1.5:
                self.circles.end(circle, at)
                return
            self.circles.change(circle, at)

    def _say_how_it_was(self, session: UUID, people: int, at: datetime) -> None:
        """Let most of those who were there say what it was worth, and how freely they spoke."""
        for question, usual in (("value", 3.2), ("safety", 3.7)):
            counts = [0] * 5
            for _ in range(people):
                if self._mood.random() < _ANSWERING:
                    step = round(self._mood.gauss(usual + self._skill(at), 0.8))
                    counts[min(max(step, 1), 5) - 1] += 1
            self.pulses.append((session, question, counts))

    def _skill(self, at: datetime) -> float:
        """Return how far everybody has come: it goes up over the years, and the summer costs a little."""
        return 0.2 + 0.7 * ((at - self.plan.since) / (self.plan.until - self.plan.since))
