"""The rules of a basis6 meeting once more, written as plainly as possible and without the domain's code.

Nine steps, counted from 0; people, cases and contributions are known by their ids.
Every method does what it says and returns True, or returns False and changes nothing.
"""

from typing import Final, NamedTuple
from uuid import UUID

Id = UUID | None

WHERE: Final = {
    "check_in": {0},
    "report": {1},
    "go_on": {1},
    "feedback": {1},
    "propose": {2},
    "nothing": {2},
    "describe": {4},
    "ask": {5},
    "answer": {5},
    "observe": {5},
    "advise": {6},
    "take_away": {7},
    "act": {7},
    "insight": {8},
    "check_out": {8},
    "suppose": set[int](),
    "think": set[int](),
    "mark": set[int](),
    "note": set[int](),
}
"""In which step something is said; passing is not among them, being possible in each."""

ABOUT_A_CASE: Final = {
    "describe",
    "ask",
    "answer",
    "observe",
    "advise",
    "take_away",
    "act",
    "suppose",
    "think",
    "mark",
}
BY_THE_CONTRIBUTOR: Final = {"describe", "answer", "take_away", "act", "mark"}
BY_OTHERS: Final = {"ask", "observe", "advise", "suppose"}
COVERED: Final = 5
"""The step in which everybody writes for themselves until it is revealed."""
BEHIND_THE_CONTRIBUTOR: Final = 6
"""The step of which the contributor reads nothing until the end."""
Scene = tuple[int, Id]
"""A step, as it is played for one case."""
ONE_TEXT: Final = set(WHERE) - {"report", "go_on", "propose", "nothing", "describe"}
"""What is one text, which may be put in other words under that name."""
LEAST_ADVICE_FIRST: Final = ["none", "on_request", "written", "round"]


class Said(NamedTuple):
    """Something said: what, by whom, about which case, in reply to what."""

    what: str
    who: Id
    case: Id
    to: Id


class Plain:
    """What a careful note-taker would know of a meeting."""

    def __init__(self, guard: Id, *, dedicated: bool, peers: set[Id], waiting: dict[Id, UUID]) -> None:
        self.guard, self.dedicated, self.peers = guard, dedicated, peers
        self.actions = waiting
        self.skipped = set[Id]()
        self.came: set[Id] = {guard}
        self.watched = False
        self.running: list[int] = []
        self.were_open: set[int] = set()
        self.said: dict[Id, Said] = {}
        self.taken_back: set[Id] = set()
        self.placed: dict[Id, tuple[int, bool]] = {}
        self.choices: dict[Id, set[Id]] = {}
        self.choice: Id = None
        self.offered: Id = None
        self.declined: Id = None
        self.case: Id = None
        self.contributor: dict[Id, Id] = {}
        self.mode: dict[Id, str] = {}
        self.wish: dict[Id, bool] = {}
        self.open_for: dict[Id, set[int]] = {}
        self.shown = set[Scene]()
        self.shown_by_starts: list[set[Scene]] = []
        self.shown_by_end = set[Scene]()
        self.ended: int | None = None
        self.reopened = False
        """The day on which the meeting ended."""

    @property
    def waiting(self) -> set[Id]:
        """The actions that still wait for a report."""
        reported = {s.to for i, s in self.said.items() if s.what == "report" and i not in self.taken_back}
        return set(self.actions) - reported - self.skipped

    def stands(self, case: Id) -> bool:
        """Tell whether a case is proposed."""
        return case in self.said and self.said[case].what == "propose" and case not in self.taken_back

    def moves(self, who: Id) -> bool:
        """Tell whether somebody may move the procedure, now."""
        return self.ended is None and (who == self.guard or (not self.dedicated and who in self.peers))

    def begun(self, case: Id) -> bool:
        """Tell whether anything was said about a case."""
        return any(said.case == case for said in self.said.values())

    def start(self, who: Id, step: int) -> bool:
        """Start a step."""
        told = self.case is not None or step <= 3 or step == 8
        unwanted = step == 6 and self.case is not None and not self._wants_advice(self.case)
        if not self.moves(who) or not 0 <= step <= 8 or self.running[-1:] == [step] or not told or unwanted:
            return False
        if self.choice is not None or (step == 2 and self.waiting):
            return False
        over = {scene for scene in self._scenes() if scene[0] < step} - self.shown
        self.shown_by_starts.append(over)
        self.shown |= over
        self.running.append(step)
        self._opened(step)
        return True

    def undo(self, who: Id) -> bool:
        """Take a start back."""
        if not self.moves(who) or not self.running:
            return False
        self.running.pop()
        self.shown -= self.shown_by_starts.pop()
        return True

    def reveal(self, who: Id, step: int) -> bool:
        """Show everybody what was written in a step."""
        if not self.moves(who) or step != COVERED or step not in self.were_open:
            return False
        self.shown |= {scene for scene in self._scenes() if scene[0] == step}
        return True

    def may_read(self, who: Id, new: UUID) -> bool:
        """Tell whether somebody reads what was said, as far as its step decides it."""
        said, (step, _) = self.said[new], self.placed[new]
        if said.what == "pass" or who == said.who:
            return True
        if step == COVERED:
            return (step, said.case) in self.shown
        if step == BEHIND_THE_CONTRIBUTOR and who == self.contributor[said.case]:
            return self.ended is not None or self.case not in {None, said.case}
        return True

    def wishes(self, who: Id, wanted: bool) -> bool:  # noqa: FBT001 - the answer itself
        """Answer whether advice is wanted."""
        case = self.case
        if case is None or self.contributor[case] != who or self.ended is not None:
            return False
        if self.mode[case] != "on_request":
            return False
        self.wish[case] = wanted
        return True

    def _wants_advice(self, case: Id) -> bool:
        mode = self.mode[case]
        return mode != "none" and (mode != "on_request" or self.wish.get(case, False))

    def _scenes(self) -> set[Scene]:
        of_cases = {(step, case) for case, steps in self.open_for.items() for step in steps}
        return of_cases | {(step, None) for step in self.were_open}

    def skip(self, who: Id, action: Id) -> bool:
        """Go on without a report."""
        guards = who == self.guard or (not self.dedicated and who in self.peers)
        if action not in self.actions or not (guards or self.actions[action] == who):
            return False
        if action in self.waiting and self.ended is not None:
            return False
        self.skipped |= {action} & self.waiting
        return True

    def open_choice(self, who: Id, choice: Id) -> bool:
        """Let the group choose between all that stands."""
        if not self.moves(who):
            return False
        if self.choice is not None:
            return self.choice == choice
        cases = {case for case in self.said if self.stands(case) and case not in self.contributor}
        if not self._may_choose() or self.running[-1:] != [3] or choice == self._last() or not cases:
            return False
        self.choice, self.choices[choice], self.offered = choice, cases, None
        return True

    def close_choice(self, who: Id, winner: Id) -> bool:
        """Close the choice, with one winner or none."""
        if not self.moves(who) or self.choice is None:
            return False
        self.choice = None
        if winner is not None and self.stands(winner):
            self.offered, self.declined = winner, None
        return True

    def offer(self, who: Id, case: Id) -> bool:
        """Ask an owner."""
        may = self.moves(who) and self._may_choose() and self.choice is None
        if not may or not self.stands(case) or case in self.contributor:
            return False
        self.offered, self.declined = case, None
        return True

    def consent(self, who: Id, mode: str) -> bool:
        """Contribute the case."""
        if self.offered is None and self.case is not None and self.contributor[self.case] == who:
            return _height(mode) >= _height(self.mode[self.case])
        if not self._asked(who):
            return False
        self.case = self.offered
        self.contributor[self.case], self.mode[self.case] = who, mode
        self.open_for[self.case] = set(self.running[-1:])
        self.offered = None
        return True

    def decline(self, who: Id) -> bool:
        """Rather not."""
        if self.offered is None and self.declined is not None and self.declined == who:
            return True
        if not self._asked(who):
            return False
        self.offered, self.declined = None, who
        return True

    def put_back(self, who: Id) -> bool:
        """Undo the choice of a case."""
        if not self.moves(who) or self.case is None or self.begun(self.case):
            return False
        del self.contributor[self.case], self.mode[self.case], self.open_for[self.case]
        self.case = None
        return True

    def lower(self, who: Id, mode: str) -> bool:
        """Want less advice."""
        if self.case is None or self.contributor[self.case] != who:
            return False
        if _height(mode) > _height(self.mode[self.case]):
            return False
        self.mode[self.case] = mode
        return True

    def come(self, who: Id) -> bool:
        """Arrive; nobody leaves here."""
        if who in self.came:
            return True
        if self.ended is not None or self.reopened:
            return False
        self.came.add(who)
        return True

    def watch(self) -> bool:
        """Let an observer arrive, who changes nothing here and may do nothing."""
        self.watched |= self.ended is None and not self.reopened
        return self.watched

    def end(self, who: Id, day: int) -> bool:
        """End the meeting."""
        if not self.moves(who) or self.choice is not None:
            return False
        self.ended = day
        self.shown_by_end = self._scenes() - self.shown
        self.shown |= self.shown_by_end
        return True

    def reopen(self, who: Id, day: int) -> bool:
        """Take the end back."""
        guards = who == self.guard or (not self.dedicated and who in self.peers)
        if not guards or self.ended is None or day - self.ended > 1:
            return False
        self.ended, self.reopened = None, True
        self.shown -= self.shown_by_end
        return True

    def take_back(self, who: Id, said: Id) -> bool:
        """Take back what was said."""
        if said not in self.said or self.said[said].who != who:
            return False
        if said in self.contributor and said not in self.taken_back:
            return False
        self.taken_back.add(said)
        return True

    def reword(self, who: Id, said: Id, day: int) -> bool:
        """Put what was said in other words."""
        if said not in self.said or said in self.taken_back or self.said[said].who != who:
            return False
        if self.ended is not None and day - self.ended > 7:
            return False
        return self.said[said].what in ONE_TEXT

    def say(self, new: Id, said: Said, written_in: int, day: int) -> bool:
        """Say something."""
        if new in self.said:
            return self.said[new] == said
        if self.ended is not None and day - self.ended > 7:
            return False
        if not self._may_say(said):
            return False
        been_open = self.open_for[said.case] if said.what in ABOUT_A_CASE else self.were_open
        if said.what == "pass":
            step = written_in if written_in in been_open else (self.running or [0])[-1]
        else:
            fitting = been_open & WHERE[said.what]
            if not fitting:
                return False
            step = max(fitting)
        over = self.running[-1] != step if self.running else step in self.were_open
        over |= said.what in ABOUT_A_CASE and said.case != self.case
        self.said[new], self.placed[new] = said, (step, over or self.ended is not None)
        return True

    def _may_say(self, said: Said) -> bool:
        if said.who not in self.came:
            return False
        if said.who == self.guard and self.dedicated and said.what not in {"check_in", "check_out"}:
            return False
        if said.what in {"propose", "nothing"}:
            return not self.waiting
        if said.what in {"report", "go_on"}:
            told = {s.what for s in self._standing() if s.to == said.to} & {"report", "go_on"}
            before = {"report"} if said.what == "go_on" else told - {"report"}
            return self.actions.get(said.to) == said.who and told == before
        if said.what == "feedback":
            about = self._standing_at(said.to)
            return about is not None and about.what == "report" and about.who != said.who
        return said.what not in ABOUT_A_CASE or self._may_say_about_a_case(said)

    def _may_say_about_a_case(self, said: Said) -> bool:
        if said.case not in self.contributor:
            return False
        own = self.contributor[said.case] == said.who
        if (said.what in BY_THE_CONTRIBUTOR and not own) or (said.what in BY_OTHERS and own):
            return False
        if said.what == "answer":
            about = self._standing_at(said.to)
            readable = said.to is not None and said.to in self.said and self.may_read(said.who, said.to)
            return about is not None and (about.what, about.case) == ("ask", said.case) and readable
        return said.what != "advise" or (said.who != self.guard and self._wants_advice(said.case))

    def _standing(self) -> list[Said]:
        return [said for new, said in self.said.items() if new not in self.taken_back]

    def _standing_at(self, said: Id) -> Said | None:
        return None if said in self.taken_back else self.said.get(said)

    def _may_choose(self) -> bool:
        return self.case is None or (self.begun(self.case) and self.running[-1:] == [3])

    def _asked(self, who: Id) -> bool:
        case = self.offered
        return self.ended is None and case is not None and self.stands(case) and self.said[case].who == who

    def _last(self) -> Id:
        return next(reversed(self.choices), None)

    def _opened(self, step: int) -> None:
        self.were_open.add(step)
        if self.case is not None:
            self.open_for[self.case].add(step)


def _height(mode: str) -> int:
    return LEAST_ADVICE_FIRST.index(mode)
