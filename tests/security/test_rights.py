"""Every operation answers every role, at every step of a meeting, as its row of rights says."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Final
from typing import cast as seen_as
from uuid import UUID

import pytest

from backend.api.rights import PERSON, RIGHTS, Right
from backend.domain.group.state import Group, Member
from backend.domain.session.state import Session
from events.method import Kind
from tests.api.house import House
from tests.api.people import done
from tests.security.cast import ROLES, SIGNED_OUT, Cast, assembled, dismissed
from tests.security.cells import body_of, expected, holds, ids_of
from tests.security.doors import BODIES, Door, every_door

DOORS: Final = every_door()
MEETING: Final = [door for door in DOORS if door.is_in_meeting]
ENDS: Final = (
    *("erase_case", "let_person_go", "remove_member", "close_group", "reopen_group"),
    *("hand_over_group", "leave_group", "sign_out_other_devices", "sign_out"),
)
"""What would end something for the others: those who may do it are asked at last, in this order."""
ELSEWHERE: Final = [door for door in DOORS if not door.is_in_meeting]
STAGES: Final = [
    "check_in",
    "follow_up",
    "collect",
    "choose",
    "describe",
    "ask",
    "advise",
    "take_away",
    "close",
]


MAY: Final = {"open", "one's own", "not now"}
AFTERWARDS: Final = "afterwards"
BUT: Final = {
    ("", "absent", "arrive"),
    ("offered", "contributor", "consent_to_case"),
    ("offered", "contributor", "decline_case"),
}
"""Cells that would change the meeting for the others (stage, role, operation); without a stage in all."""


class Matrix:
    """The cells that were asked, and those that answered otherwise."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.asked: Counter[tuple[str, str]] = Counter()
        self.verdicts: Counter[str] = Counter()
        self.wrong: list[str] = []

    async def ask(self, stage: str, doors: Iterable[Door]) -> None:
        """Let every role knock on these doors, but for the cells that would end the walk."""
        await asyncio.gather(*(self._round(stage, list(doors), role) for role in ROLES))

    async def _round(self, stage: str, doors: list[Door], role: str) -> None:
        for door in doors:
            verdict = expected(door, role, self.cast)
            if (stage, role, door.name) in BUT or ("", role, door.name) in BUT:
                continue
            if door.name in ENDS and (stage == AFTERWARDS) != (verdict in MAY):
                continue
            body, ids = body_of(door, self.cast), ids_of(door, role, self.cast)
            answer = await door.knock(self.cast.people[role], ids, body=body, **{"If-Match": '"0"'})
            if role in SIGNED_OUT:
                self.cast.people[role].http.cookies.clear()
            self.asked[role, door.name] += 1
            self.verdicts[verdict] += 1
            if not holds(door, answer, verdict):
                said = answer.text if answer.is_stream_consumed else ""
                self.wrong.append(
                    f"{stage}: {door.name} as {role}: not {verdict!r} but {answer.status_code} {said}"
                )


async def walked(cast: Cast, at: Callable[[str], Awaitable[None]]) -> None:
    """Play the meeting, and stop at every step."""
    meeting, owner = cast.meeting, cast.people["contributor"]
    method = (await meeting.log())[0]["method"]
    kinds = {step["key"]: {Kind(kind) for kind in step["kinds"]} for step in method["steps"]}
    await at("opening")
    for step in STAGES:
        await meeting.start(step)
        cast.reached |= kinds[step]
        if step == "follow_up":
            report = BODIES["report_follow_up"] | {"action": str(cast.action)}
            await meeting.said(owner, "follow-ups", cast.action, **report)
        elif step == "choose":
            await meeting.propose(owner, meeting.case)
            await _chosen(cast, at)
        elif step == "ask":
            await meeting.said(cast.people["member"], "questions", cast.question, text="Wat als?")
        await at(step)
    await meeting.end()
    await at("closed")


async def _chosen(cast: Cast, at: Callable[[str], Awaitable[None]]) -> None:
    meeting, owner = cast.meeting, cast.people["contributor"]
    done(await meeting.move("choice/opening", {"cases": [str(meeting.case)]}))
    cast.choice = (await owner.seen(f"{meeting.path}/choice"))["choice"]
    await at("choosing")
    cast.reached.discard(Kind.VOTE)
    done(await meeting.move("choice/closing"))
    cast.is_offered = True
    await at("offered")
    done(await owner.post(f"{meeting.path}/choice/consent", {"advice_mode": "round"}))
    cast.is_offered, cast.is_chosen = False, True


@pytest.fixture
async def cast(house: House) -> AsyncIterator[Cast]:
    """Somebody for each role, at a meeting of their own."""
    assembly = await assembled(house)
    yield assembly
    await dismissed(assembly)


async def test_every_cell_answers_as_its_row_says(cast: Cast) -> None:
    matrix = Matrix(cast)

    async def at(stage: str) -> None:
        await matrix.ask(stage, MEETING)
        if stage == "ask":
            await matrix.ask(stage, ELSEWHERE)

    await walked(cast, at)
    moves = Counter(event["type"] for event in await cast.meeting.log())
    for name in ENDS:
        await matrix.ask(AFTERWARDS, [door for door in DOORS if door.name == name])

    assert not matrix.wrong, "\n".join(matrix.wrong)
    assert {operation for _, operation in matrix.asked} == {door.name for door in DOORS}
    per_role = {role: sum(n for (r, _), n in matrix.asked.items() if r == role) for role in ROLES}
    assert min(per_role.values()) > 500
    assert min(matrix.verdicts.values()) >= 3, matrix.verdicts
    assert moves["step_started"] == len(STAGES)


def anybody_moves(_session: Session, _person: UUID) -> bool:
    return True


def everybody_is_admitted(group: Group, person: UUID) -> Member:
    return group.members[person]


ROWS: Final = seen_as("dict[str, Right]", RIGHTS)
DEFECTS: Final[dict[str, tuple[str, Callable[[pytest.MonkeyPatch], None]]]] = {
    "a row that says more than the rules": (
        "start_step as member",
        lambda patch: patch.setitem(ROWS, "start_step", RIGHTS["arrive"]),
    ),
    "a row that says less than the rules": (
        "list_sessions as newcomer",
        lambda patch: patch.setitem(ROWS, "list_sessions", Right(PERSON)),
    ),
    "moves that nobody guards": (
        "close_session as maker",
        lambda patch: patch.setattr(Session, "may_move", anybody_moves),
    ),
    "ground rules that nobody asks about": (
        "check_in as newcomer",
        lambda patch: patch.setattr(Group, "admit", everybody_is_admitted),
    ),
}


@pytest.mark.parametrize("defect", DEFECTS)
async def test_the_matrix_notices(cast: Cast, defect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found, plant = DEFECTS[defect]
    doors = [door for door in DOORS if door.name == found.partition(" ")[0]]
    sound, planted = Matrix(cast), Matrix(cast)
    await sound.ask("opening", doors)
    plant(monkeypatch)
    await planted.ask("opening", doors)

    assert sound.wrong == []
    assert any(found in line for line in planted.wrong), planted.wrong
