"""The rules of a group told once more, plainly: sets and words, no events."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

Id = object
GUARDED_BY_PEERS: Final = {"rotating_peer", "self_guided"}
WEEK: Final = 7


@dataclass
class PlainGroup:
    """What is true of a group. Every method returns the reason of a refusal, or None."""

    maker: Id
    facilitation: str
    people: dict[Id, str]
    """Who is in it, as what, in the order of joining."""
    gone: set[Id] = field(default_factory=set)
    let_go: dict[Id, int] = field(default_factory=dict)
    """Whom the maker let go, and on which day."""
    accepted: dict[Id, int] = field(default_factory=dict)
    version: int = 1
    rules: object = None
    expectations: dict[Id, tuple[Id, object]] = field(default_factory=dict)
    keeps: tuple[int, int] = (30, 180)
    closed_on: int | None = None
    custom: object = None
    size: object = None
    reminds_of: object = None
    question_help: tuple[bool, bool] = (True, False)
    """Whether phones help with questions, and whether the group counts their kinds."""
    plans: dict[Id, object] = field(default_factory=dict)
    methods: dict[str, tuple[object, int, bool]] = field(default_factory=dict)
    """Each method's steps, its version, and whether it was retired."""
    called_off: set[Id] = field(default_factory=set)
    earlier: dict[Id, object] = field(default_factory=dict)
    proven: dict[Id, int] = field(default_factory=dict)
    revoked: set[Id] = field(default_factory=set)
    """What is known of each meeting that was entered afterwards."""

    def guards(self, who: Id) -> bool:
        """Tell whether somebody may move the procedure."""
        role = self.people.get(who)
        return role == "facilitator" or (role == "member" and self.facilitation in GUARDED_BY_PEERS)

    def _inside(self, who: Id) -> str | None:
        if who in self.people:
            return None
        return "no-longer-a-member" if who in self.gone else "not-a-member"

    def _takes_part(self, who: Id) -> str | None:
        return self._inside(who) or ("observers-only-watch" if self.people[who] == "observer" else None)

    def _may_change(self, who: Id) -> str | None:
        return self._takes_part(who) or ("group-closed" if self.closed_on is not None else None)

    def join(self, who: Id, role: str, invited_on: int) -> str | None:
        """Join through an invitation."""
        if who in self.people:
            return None
        if self.closed_on is not None:
            return "group-closed" if who not in self.let_go or invited_on > self.let_go[who] else OUT
        if who in self.let_go and invited_on <= self.let_go[who]:
            return OUT
        self.people[who] = role
        self.gone.discard(who)
        self.accepted[who] = 0
        return None

    def leave(self, who: Id, day: int, *, for_good: bool) -> str | None:
        """Leave."""
        if who in self.gone:
            return None
        if (reason := self._inside(who)) is not None:
            return reason
        others = [other for other in self.people if other != who]
        heirs = [other for other in others if self.people[other] != "observer"]
        keeps_it = who == self.maker or not others
        if self.closed_on is None and keeps_it:
            if heirs and not for_good:
                return "hand-over-first"
            if heirs:
                self.maker = heirs[0]
            else:
                self.closed_on = day
        self._go(who)
        return None

    def _go(self, who: Id) -> None:
        del self.people[who]
        self.gone.add(who)

    def let_somebody_go(self, whom: Id, by: Id, day: int) -> str | None:
        """Let somebody go."""
        if (reason := self._may_change(by)) is not None:
            return reason
        if whom == by:
            return self.leave(whom, day, for_good=False)
        if by != self.maker:
            return "only-the-maker"
        if whom in self.gone:
            return None
        if whom not in self.people:
            return "not-a-member"
        self._go(whom)
        self.let_go[whom] = day
        return None

    def hand_over(self, whom: Id, by: Id) -> str | None:
        """Hand the group over."""
        if (reason := self._may_change(by)) is not None:
            return reason
        if whom == self.maker:
            return None
        if by != self.maker:
            return "only-the-maker"
        if (reason := self._takes_part(whom)) is not None:
            return reason
        self.maker = whom
        return None

    def close(self, by: Id, day: int) -> str | None:
        """End the group."""
        if (reason := self._takes_part(by)) is not None:
            return reason
        if by != self.maker:
            return "only-the-maker"
        if self.closed_on is None:
            self.closed_on = day
        return None

    def reopen(self, by: Id, day: int) -> str | None:
        """Take the end back."""
        if (reason := self._takes_part(by)) is not None:
            return reason
        if by != self.maker:
            return "only-the-maker"
        if self.closed_on is None:
            return "nothing-to-undo"
        if day - self.closed_on > WEEK:
            return "too-late"
        self.closed_on = None
        return None

    def propose(self, rules: object, by: Id) -> str | None:
        """Propose ground rules."""
        if (reason := self._may_change(by)) is not None:
            return reason
        if rules != self.rules:
            self.rules, self.version = rules, self.version + 1
        return None

    def accept(self, version: int, by: Id) -> str | None:
        """Accept the ground rules."""
        if (reason := self._inside(by)) is not None:
            return reason
        if self.closed_on is not None:
            return "group-closed"
        if version != self.version:
            return "unknown-rules-version"
        self.accepted[by] = version
        return None

    def expect(self, new: Id, words: object, by: Id) -> str | None:
        """State an expectation."""
        if (reason := self._may_change(by)) is not None:
            return reason
        if new in self.expectations:
            return None if self.expectations[new][1] == words else "id-reused"
        self.expectations[new] = (by, words)
        return None

    def arrange(self, custom: object, facilitation: str, size: object, by: Id) -> str | None:
        """Arrange how the group meets."""
        if (reason := self._may_change(by)) is not None:
            return reason
        if by != self.maker and not self.guards(by):
            return "only-the-facilitator"
        self.custom, self.facilitation, self.size = custom, facilitation, size
        return None

    def keep(self, days: tuple[int, int], by: Id) -> str | None:
        """Keep texts for so many days."""
        if (reason := self._may_change(by)) is not None:
            return reason
        if by != self.maker:
            return "only-the-maker"
        if days[0] > self.keeps[0] or days[1] > self.keeps[1]:
            return "retention-only-shortens"
        self.keeps = days
        return None

    def remind(self, occasions: object, by: Id) -> str | None:
        """Choose of what people are reminded."""
        if (reason := self._may_keep(by)) is not None:
            return reason
        self.reminds_of = occasions
        return None

    def help_with_questions(self, wanted: tuple[bool, bool], by: Id) -> str | None:
        """Choose whether phones help, and whether kinds are counted; anybody in it may end the counting."""
        if (reason := self._may_change(by)) is not None:
            return reason
        ends_counting = wanted == (self.question_help[0], False)
        if not ends_counting and wanted != self.question_help and not (by == self.maker or self.guards(by)):
            return "only-the-facilitator"
        self.question_help = wanted
        return None

    def publish(self, key: str, steps: object, after: int, by: Id) -> str | None:
        """Publish a method, or a next version."""
        if (reason := self._may_keep(by)) is not None:
            return reason
        known = self.methods.get(key, (None, 0, False))
        if known == (steps, after + 1, False):
            return None
        if known[1] != after:
            return "method-changed"
        if not steps:
            return "unsound-method"
        self.methods[key] = (steps, after + 1, False)
        return None

    def retire(self, key: str, by: Id) -> str | None:
        """Retire a method."""
        if (reason := self._may_keep(by)) is not None:
            return reason
        if key not in self.methods:
            return "unknown-method"
        self.methods[key] = (*self.methods[key][:2], True)
        return None

    def _may_keep(self, who: Id) -> str | None:
        if (reason := self._may_change(who)) is not None:
            return reason
        return None if who == self.maker or self.guards(who) else "only-the-facilitator"

    def plan(self, session: Id, starts_at: object, guard: Id | None, by: Id) -> str | None:
        """Plan a meeting."""
        if (reason := self._may_change(by)) is not None:
            return reason
        if session in self.plans:
            return None if self.plans[session] == (starts_at, guard) else "id-reused"
        if guard is not None:
            if not self.guards(by):
                return "only-the-facilitator"
            if guard not in self.people:
                return "not-a-member"
            if self.people[guard] == "observer":
                return "observers-only-watch"
        self.plans[session] = (starts_at, guard)
        return None

    def move(self, session: Id, starts_at: object, by: Id) -> str | None:
        """Move a planned meeting."""
        if (reason := self._may_change(by) or self._planned(session)) is not None:
            return reason
        known = self.plans[session]
        assert isinstance(known, tuple)
        self.plans[session] = (starts_at, known[1])
        return None

    def call_off(self, session: Id, by: Id) -> str | None:
        """Call a planned meeting off."""
        if (reason := self._may_change(by)) is not None:
            return reason
        if session in self.called_off:
            return None
        if (reason := self._planned(session)) is not None:
            return reason
        self.called_off.add(session)
        return None

    def enter(
        self, meeting: Id, facts: object, present: AbstractSet[Id], by: Id, *, over: bool
    ) -> str | None:
        """Enter a meeting from before."""
        if (reason := self._may_keep(by)) is not None:
            return reason
        if self.earlier.get(meeting) == facts:
            return None
        if not over:
            return "not-over-yet"
        if not present <= self.people.keys() | self.gone:
            return "not-a-member"
        self.earlier[meeting] = facts
        return None

    def drop(self, meeting: Id, by: Id) -> str | None:
        """Take a meeting from before back."""
        if (reason := self._may_keep(by)) is not None:
            return reason
        self.earlier.pop(meeting, None)
        return None

    def prove(self, certificate: Id, year: int, by: Id, *, met: bool) -> str | None:
        """Take proof of a year."""
        if (reason := self._may_keep(by)) is not None:
            return reason
        if certificate in self.proven:
            return None if self.proven[certificate] == year else "id-reused"
        if not met:
            return "attendance-not-confirmed"
        self.proven[certificate] = year
        return None

    def revoke(self, certificate: Id, by: Id) -> str | None:
        """Let the proof of a year count no longer."""
        if (reason := self._may_keep(by)) is not None:
            return reason
        if certificate in self.proven:
            self.revoked.add(certificate)
        return None

    def _planned(self, session: Id) -> str | None:
        if session not in self.plans:
            return "not-scheduled"
        return "session-cancelled" if session in self.called_off else None


OUT: Final = "no-longer-a-member"
