"""What is known of a meeting from its events."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from backend.domain.errors import Refused
from backend.domain.session.attending import Attended
from backend.domain.session.curtain import Audience, Curtain, Scene
from events.base import Sealed
from events.contribution import (
    ActionCarriedOn,
    AnyContribution,
    CaseContribution,
    CaseProposed,
    Contribution,
    FollowUpReported,
    ThoughtShared,
)
from events.group import Facilitation
from events.method import AdviceMode, Kind, NamedRole, Visibility
from events.session import Duty, SessionOpened, Tally


@dataclass(slots=True)
class StepRun:
    """One run of a step; ``ends_at`` is when its planned time is over."""

    step: int
    started_at: datetime
    ends_at: datetime


@dataclass(slots=True)
class Choice:
    """A choice between cases; ``tally`` is None while it is open."""

    id: UUID
    cases: tuple[UUID, ...]
    tally: tuple[Tally, ...] | None = None


@dataclass(slots=True)
class ChosenCase:
    """A case that its owner consented to contribute."""

    contributor: UUID
    advice_mode: AdviceMode
    wishes_advice: bool | None = None
    """What the contributor answered when advice is given on request; None: nothing yet."""
    steps: set[int] = field(default_factory=set)
    """The steps that have been open for this case: a set that only grows."""


@dataclass(slots=True)
class Session:
    """A meeting. ``moved`` is the version at which the procedure last moved."""

    id: UUID
    version: int = 0
    moved: int = 0
    opened: SessionOpened | None = None
    closed_at: datetime | None = None
    reopened: bool = False
    """Whether its end was ever taken back."""
    paused_at: datetime | None = None
    members: dict[UUID, None] = field(default_factory=dict)
    facilitators: set[UUID] = field(default_factory=set)
    guarded: set[UUID] = field(default_factory=set)
    """Who ever only guarded the procedure here, and so is no peer: a set that only grows."""
    observers: set[UUID] = field(default_factory=set)
    duties: dict[Duty, UUID] = field(default_factory=dict)
    present: set[UUID] = field(default_factory=set)
    ever_present: set[UUID] = field(default_factory=set)
    runs: list[StepRun] = field(default_factory=list)
    steps: set[int] = field(default_factory=set)
    """The steps that have been open at all: a set that only grows."""
    covering: dict[int, Visibility] = field(default_factory=dict)
    """The steps of the method that do not show at once what is said in them."""
    free: frozenset[Kind] = frozenset()
    """What belongs to no step of the method: it is said in whichever runs, and none covers it."""
    lengths: dict[int, timedelta] = field(default_factory=dict)
    """The steps that take another time than the method says."""
    skipped: set[UUID] = field(default_factory=set)
    awaited_again: Counter[UUID] = field(default_factory=Counter)
    """How often skipping the report on an action was taken back."""
    said: dict[UUID, AnyContribution] = field(default_factory=dict)
    withdrawn: dict[UUID, Audience] = field(default_factory=dict)
    """What was taken back, and who could read it until then: others are not told that it was there."""
    noted: dict[UUID, UUID] = field(default_factory=dict)
    """Who wrote a contribution down for the one who said it."""
    corrected: dict[UUID, dict[str, Sealed | None]] = field(default_factory=dict)
    """The last words of what was put in other words, by contribution and field."""
    erased: set[UUID] = field(default_factory=set)
    """Cases that are gone for good, also one of an earlier meeting whose action was carried here."""
    shared: set[UUID] = field(default_factory=set)
    let_go: set[UUID] = field(default_factory=set)
    """Cases whose contributor does not keep their takeaways when its time is over."""
    forgotten: set[UUID] = field(default_factory=set)
    choice: Choice | None = None
    offered: UUID | None = None
    declined_by: UUID | None = None
    """Whose case was offered last, when they would rather not; None once another is offered."""
    case: UUID | None = None
    chosen: dict[UUID, ChosenCase] = field(default_factory=dict)
    curtain: Curtain = field(default_factory=Curtain)
    cast: dict[NamedRole, tuple[UUID, ...]] = field(default_factory=dict)
    """Who has which named part."""
    ever_cast: set[tuple[NamedRole, UUID]] = field(default_factory=set)
    """Who ever had which part: a set that only grows."""
    pairs: dict[int, tuple[tuple[UUID, ...], ...]] = field(default_factory=dict)
    """By step, who talks with whom."""
    drawn: int = 0
    """How often pairs were drawn."""
    attended: Attended = field(default_factory=Attended)

    @property
    def begun(self) -> SessionOpened:
        """Return how the meeting began, or refuse when it has not."""
        if self.opened is None:
            raise Refused("session-not-open")
        return self.opened

    @property
    def run(self) -> StepRun | None:
        """Return the running step."""
        return self.runs[-1] if self.runs else None

    @property
    def reported_actions(self) -> set[UUID]:
        """Return the actions of earlier cases on which there is a report that stands."""
        return {
            said.action
            for said in self.said.values()
            if isinstance(said, FollowUpReported) and said.id not in self.withdrawn
        }

    @property
    def carried_on(self) -> set[UUID]:
        """Return the actions with which their contributor goes on after the report."""
        return {
            said.action
            for said in self.said.values()
            if isinstance(said, ActionCarriedOn) and said.id not in self.withdrawn
        }

    @property
    def waiting_actions(self) -> set[UUID]:
        """Return the open actions of earlier cases without report and not skipped (R-89)."""
        carried = {
            known.action
            for known in self.begun.open_actions
            if known.case not in self.erased and known.contributor not in self.forgotten
        }
        return carried - self.reported_actions - self.skipped

    @property
    def proposals(self) -> dict[UUID, CaseProposed]:
        """Return the proposals that stand."""
        return {
            case: said
            for case, said in self.said.items()
            if isinstance(said, CaseProposed)
            and case not in self.withdrawn
            and case not in self.erased
            and said.by not in self.forgotten
        }

    @property
    def candidates(self) -> tuple[UUID, ...]:
        """Return the proposals that stand and are not a case of this meeting already."""
        return tuple(case for case in self.proposals if case not in self.chosen)

    def owner_of(self, case: UUID) -> UUID:
        """Return who proposed a standing case, or refuse."""
        proposal = self.proposals.get(case)
        if proposal is None:
            raise Refused("not-a-proposal")
        return proposal.by

    def brought_in_by(self, case: UUID) -> UUID | None:
        """Return whose case it is, proposed here or carried here by an action; None for no case."""
        proposal = self.said.get(case)
        if isinstance(proposal, CaseProposed) and not self.is_carried(case):
            return proposal.by
        return next((known.contributor for known in self.begun.open_actions if known.case == case), None)

    def is_carried(self, case: UUID) -> bool:
        """Tell whether an action of this case, of an earlier meeting, is spoken of here."""
        return any(known.case == case for known in self.begun.open_actions)

    def scenes(self) -> set[Scene]:
        """Return every step to be revealed that was open, once for each case that it was open for."""
        if not self.covering:
            return set()
        revealed = [step for step, how in self.covering.items() if how is Visibility.AFTER_REVEAL]
        of_cases = {
            Scene(step, case)
            for case, chosen in self.chosen.items()
            for step in revealed
            if step in chosen.steps
        }
        return of_cases | {Scene(step, None) for step in revealed if step in self.steps}

    def has_step_for(self, kind: Kind) -> bool:
        """Tell whether the method has a step for a kind at all."""
        return any(kind in step.kinds for step in self.begun.method.steps)

    def is_dedicated(self, person: UUID) -> bool:
        """Tell whether a person only guards the procedure (S003, invariant 3)."""
        return person in self.facilitators and person not in self.members

    def may_read(self, person: UUID) -> bool:
        """Tell whether a person is or was there, or guards the procedure and does nothing else (invariant 7).

        A peer who was to guide and does not come reads nothing: each could plan that for themselves.
        """
        return person in self.ever_present or self.is_dedicated(person)

    def is_advising_barred(self, person: UUID) -> bool:
        """Tell whether a person guards the procedure among peers: asks, does not advise (§ 8.3)."""
        if self.begun.facilitation is not Facilitation.ROTATING_PEER:
            return False
        guide = self.duties.get(Duty.GUIDE)
        return person == guide if guide is not None else person in self.begun.facilitators

    def check_takes_part(self, person: UUID) -> None:
        """Refuse an observer, who is present and reads, and has no part in anything (R-63)."""
        if person in self.observers:
            raise Refused("observers-only-watch")

    def may_move(self, person: UUID) -> bool:
        """Tell whether a person may move the procedure (requirements § 1.4)."""
        if person in self.facilitators or self.is_apprentice(person):
            return True
        by_peers = self.begun.facilitation.is_by_peers or not self.facilitators
        return by_peers and person in self.members and person not in self.forgotten

    def is_apprentice(self, person: UUID) -> bool:
        """Tell whether an observer was given the moves, to learn how to facilitate (R-63)."""
        return person in self.observers and self.duties.get(Duty.APPRENTICE) == person

    def left_time(self, at: datetime) -> datetime | None:
        """Return when the running step ends after a pause that ends now."""
        if self.run is None or self.paused_at is None:
            return None
        return self.run.ends_at + max(at - self.paused_at, timedelta(0))


def case_of(said: Contribution) -> UUID | None:
    """Return the case that something is about, or None for what is about none."""
    match said:
        case CaseContribution(case=case) | ThoughtShared(case=case):
            return case
        case _:
            return None
