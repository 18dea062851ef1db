"""One meeting of a simulated group, from its opening to its end, by the commands that people give."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from backend.demo.circles import METHOD, MINUTES, Circle
from backend.demo.diary import Diary
from backend.domain.methods import method
from backend.domain.session.commands import (
    UNPLACED,
    Arrive,
    CloseSession,
    ConsentToCase,
    Contribute,
    EraseCase,
    OfferCase,
    OpenSession,
    SkipFollowUp,
    StartStep,
)
from events.base import Sealed
from events.contribution import (
    ActionCommitted,
    ActionStatus,
    AnyContribution,
    CaseKind,
    CaseProposed,
    FollowUpReported,
    InsightNoted,
    QuestionAsked,
    TakeawayStated,
)
from events.group import Facilitation, Role
from events.method import AdviceMode
from events.session import OpenAction

_METHOD: Final = method(METHOD)
_PLACES: Final = {step.key: place for place, step in enumerate(_METHOD.steps)}
_STATUSES: Final = tuple(ActionStatus)
_KEPT: Final = timedelta(days=180)
_LATEST: Final = 2**40
"""More events than any meeting has: who moves has seen everything."""
_FEWEST: Final = 3
_USED_TO_IT: Final = 0.4


class Sitting:
    """A meeting that takes place; its texts are noise that no key opens, as after their time is over."""

    def __init__(self, diary: Diary, circle: Circle, session: UUID, chance: Random) -> None:
        self._diary, self._circle, self._id, self._chance = diary, circle, session, chance
        self._guide = circle.guide()

    def hold(self, starts: datetime, skill: float) -> dict[str, int]:
        """Let the group meet; return the kinds of questions asked. ``skill``: how well it goes, 0 to 1."""
        self._at = starts + timedelta(minutes=self._chance.randint(0, 6))
        there = self._open()
        self._report(there, skill)
        self._move(StartStep, step=_PLACES["collect"])
        peers = [one for one in there if one != self._circle.facilitator]
        owners = self._chance.sample(peers, min(len(peers), self._chance.choice((0, 1, 2, 2, 3, 3))))
        cases = [self._propose(one) for one in owners]
        asked = self._talk(cases[0], owners[0], peers, skill) if cases else {}
        self._move(StartStep, step=_PLACES["close"])
        for one in peers:
            if self._chance.random() < 0.3 + 0.3 * skill:
                self._say(InsightNoted, one, None, "text")
        over = (
            self._chance.choice((-12, -5, -2, 0, 3, 8, 8, 18))
            if skill > _USED_TO_IT
            else self._chance.choice((-5, 0, 8, 14, 22))
        )
        self._at = max(self._at, starts + timedelta(minutes=MINUTES + over))
        self._move(CloseSession)
        self._forget(cases)
        return asked

    def _open(self) -> list[UUID]:
        circle, group = self._circle, self._diary.groups[self._circle.id]
        inside = [one for one in circle.people if one in group.members]
        came = [one for one in inside if self._chance.random() < circle.zeal]
        came += [one for one in inside if one not in came][: max(0, _FEWEST - len(came))]
        self._guide = self._guide if self._guide in group.members else came[0]
        opening = OpenSession(
            group=circle.id,
            method=_METHOD,
            advice_mode=AdviceMode.ROUND,
            facilitation=circle.facilitation,
            facilitators=(self._guide,),
            members=tuple(dict.fromkeys([*inside, *([circle.facilitator] if circle.facilitator else [])])),
            open_actions=tuple(circle.open_actions),
            by=self._guide,
            at=self._at,
        )
        self._ask(opening)
        for one in came:
            self._at += timedelta(seconds=self._chance.choice((5, 5, 20, 90)))
            self._ask(Arrive(person=one, role=Role.MEMBER, at=self._at))
        peer = circle.facilitation is Facilitation.ROTATING_PEER
        return list(dict.fromkeys([*([self._guide] if peer else []), *came]))

    def _report(self, there: list[UUID], skill: float) -> None:
        if not self._circle.open_actions:
            return
        self._move(StartStep, step=_PLACES["follow_up"])
        left: list[OpenAction] = []
        for action in self._circle.open_actions:
            tells = action.contributor in there and self._chance.random() < 0.5 + 0.4 * skill
            if tells:
                status = self._chance.choices(_STATUSES, (5, 3, 2, 1))[0]
                about = {"action": action.action, "status": status, "effect": None, "learned": None}
                self._say(FollowUpReported, action.contributor, None, "did", **about)
            else:
                self._ask(SkipFollowUp(action=action.action, by=self._guide))
                left.append(action)
        self._circle.open_actions = left[-2:]

    def _propose(self, owner: UUID) -> UUID:
        kind = self._chance.choice(tuple(CaseKind))
        return self._say(CaseProposed, owner, "own", "title", "question", kind=kind, influence=4)

    def _talk(self, case: UUID, owner: UUID, peers: list[UUID], skill: float) -> dict[str, int]:
        self._move(OfferCase, case=case)
        self._ask(ConsentToCase(by=owner, advice_mode=AdviceMode.ROUND))
        kinds: dict[str, int] = {}
        for step in ("describe", "ask"):
            self._move(StartStep, step=_PLACES[step])
        for one in [peer for peer in peers if peer != owner]:
            self._say(QuestionAsked, one, case, "text", case=case)
            kind = (
                "open"
                if self._chance.random() < 0.45 + 0.35 * skill
                else self._chance.choice(("closed", "suggestive"))
            )
            kinds[kind] = kinds.get(kind, 0) + 1
        for step in ("advise", "take_away"):
            self._move(StartStep, step=_PLACES[step])
        self._say(TakeawayStated, owner, case, "text", case=case, helpful=())
        if self._chance.random() < 0.55 + 0.35 * skill:
            action = self._say(ActionCommitted, owner, case, "text", case=case, first_step=None, due=None)
            self._circle.open_actions.append(
                OpenAction(action=action, case=case, session=self._id, contributor=owner)
            )
        return kinds

    def _forget(self, cases: list[UUID]) -> None:
        """Let texts go when their time is over, if the story goes on for so long."""
        gone = self._at + _KEPT
        for case in cases:
            self._ask(EraseCase(case=case, by=None, at=gone), gone)

    def _say(
        self,
        what: Callable[..., AnyContribution],
        by: UUID,
        case: UUID | str | None,
        /,
        *fields: str,
        **more: object,
    ) -> UUID:
        said = self._diary.new_id()
        hangs_on = said if case == "own" else case
        texts = {field: self._noise(by, hangs_on) for field in fields}
        told = what(id=said, by=by, step=UNPLACED, **texts, **more)
        self._at += timedelta(seconds=40)
        self._ask(Contribute(said=told, at=self._at))
        return said

    def _noise(self, by: UUID, case: UUID | str | None) -> Sealed:
        bits = self._chance.randbytes
        return Sealed(
            case=case if isinstance(case, UUID) else None, person=by, nonce=bits(12), ciphertext=bits(80)
        )

    def _move(self, kind: Callable[..., object], **what: object) -> None:
        self._at += timedelta(minutes=2)
        self._ask(kind(by=self._guide, seen=_LATEST, at=self._at, **what))

    def _ask(self, command: object, at: datetime | None = None) -> None:
        self._diary.session_asked(self._id, command, at or self._at)
