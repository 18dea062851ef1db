"""A meeting that is already under way: people at the table in the question step, set up through the API.

What the screens do on the way there is tested where two meetings are played; these tests begin later.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from tests.browser import story, wording
from tests.browser.screen import Screen
from tests.browser.story import NOOR

_numbers = count(1)
_BUSY = "/problems/busy"
_TIMES = 10
_ASK_AGAIN = 2.0
"""Seconds, as a house wishes that is busy."""


def fresh_id() -> str:
    """Return an id of the kind that clients make: version 7, unlike any other here."""
    return str(
        UUID(int=(0x0190_0000_0000_7000_8000 << 48) + (uuid4().int & 0xFFFF_FFFF_0000) + next(_numbers))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A meeting under way: where it is found, and who guides and who brings in."""

    group: str
    session: str
    guide: Screen
    contributor: Screen

    @property
    def address(self) -> str:
        """The path of the meeting on a phone."""
        return f"/g/{self.group}/s/{self.session}"


async def told(screen: Screen, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """Ask the API something that must succeed, again while it is busy; return the body of its answer."""
    answer = await screen.ask(path, method, body)
    for _ in range(_TIMES):
        if (answer["body"] or {}).get("type") != _BUSY:
            break
        await asyncio.sleep(_ASK_AGAIN)
        answer = await screen.ask(path, method, body)
    assert answer["status"] < 300, f"{method} {path}: {answer}"
    return answer["body"] or {}


async def move(guide: Screen, session: str, path: str, body: dict[str, Any] | None = None) -> None:
    """Make a move of the procedure."""
    version = (await told(guide, "GET", f"/sessions/{session}/events?after=0"))["version"]
    headers = {"Idempotency-Key": fresh_id(), "If-Match": f'"{version}"'}
    answer = await guide.ask(f"/sessions/{session}/{path}", "POST", body, headers)
    assert answer["status"] < 300, f"{path}: {answer}"


async def start(guide: Screen, session: str, step: str, of: str = "basis6") -> None:
    """Start a step of a method by its key."""
    keys = [each["key"] for each in wording.method(of)["steps"]]
    await move(guide, session, f"steps/{keys.index(step)}/start")


async def _join(screen: Screen, address: str, group: str, token: str) -> None:
    await screen.go(f"{address}/settings")
    await told(
        screen,
        "POST",
        "/invitations/redeem",
        {"token": token, "name": screen.name, "language": screen.language},
    )
    await told(screen, "PUT", f"/groups/{group}/ground-rules/1/acceptance")
    await told(
        screen, "PUT", f"/groups/{group}/expectations/{fresh_id()}", {"text": "Ik hoop te leren vragen."}
    )


async def _at_once(_step: str) -> None:
    """Let a step begin without delay."""


async def gathered(
    address: str,
    guide: Screen,
    *phones: Screen,
    through: str = "",
    method: str = "basis6",
    organisation: str | None = None,
) -> Table:
    """Gather a group with a dedicated facilitator in its first meeting, before the first step.

    The first phone is the contributor's to be. ``through``: where the phones reach the house, if elsewhere.
    ``organisation``: who hosts the group, if anybody.
    """
    group, session = fresh_id(), fresh_id()
    await guide.go(f"{address}/settings")
    form = {"name": story.GROUP, "purpose": story.PURPOSE, "facilitation": "internal_dedicated"}
    mine = {"my_name": guide.name, "my_role": "facilitator", "language": guide.language}
    mine |= {"organisation": organisation} if organisation else {}
    await told(guide, "PUT", f"/groups/{group}", {**form, "method": "basis6", "advice_mode": "round", **mine})
    await told(guide, "PUT", f"/groups/{group}/ground-rules/1/acceptance")
    token = (await told(guide, "POST", f"/groups/{group}/invitations", {"role": "member"}))["token"]
    for each in phones:
        await _join(each, through or address, group, token)
    await told(
        guide,
        "PUT",
        f"/groups/{group}/sessions/{session}",
        {"starts_at": "2030-01-01T13:00:00Z", "minutes": 90, "method": method},
    )
    await told(guide, "POST", f"/groups/{group}/sessions/{session}/opening")
    for each in (guide, *phones):
        await told(each, "PUT", f"/sessions/{session}/attendance")
    return Table(group=group, session=session, guide=guide, contributor=phones[0])


async def laid(
    address: str,
    guide: Screen,
    contributor: Screen,
    *peers: Screen,
    before: Callable[[str], Awaitable[None]] = _at_once,
    through: str = "",
) -> Table:
    """Lay a table: a group with a dedicated facilitator in the question step of its first meeting.

    ``before`` is awaited with the key of each step that is about to begin.
    """

    async def begin(step: str) -> None:
        await before(step)
        await start(guide, session, step)

    table = await gathered(address, guide, contributor, *peers, through=through)
    session, case = table.session, fresh_id()
    for step in ("check_in", "follow_up", "collect"):
        await begin(step)
    proposal = {"kind": "bottleneck", "title": NOOR.title, "question": NOOR.question}
    await told(contributor, "PUT", f"/sessions/{session}/cases/{case}", proposal)
    await begin("choose")
    await move(guide, session, "choice/offer", {"case": case})
    await move(contributor, session, "choice/consent", {"advice_mode": "round"})
    await begin("describe")
    description = {"context": story.CONTEXT, "own_behaviour": story.OWN_BEHAVIOUR, "effect": story.EFFECT}
    await told(contributor, "PUT", f"/sessions/{session}/descriptions/{fresh_id()}", description)
    await begin("ask")
    return table


async def ask(screen: Screen, session: str, text: str) -> str:
    """Ask a question; return its id."""
    question = fresh_id()
    await told(screen, "PUT", f"/sessions/{session}/questions/{question}", {"text": text})
    return question


async def answer(screen: Screen, session: str, question: str, text: str) -> None:
    """Answer a question."""
    body = {"question": question, "text": text}
    await told(screen, "PUT", f"/sessions/{session}/answers/{fresh_id()}", body)


async def own_method(laid: Table) -> str:
    """Let the group have a method of its own; return where it is written."""
    path = f"/groups/{laid.group}/methods/{fresh_id()}"
    basis6 = await told(laid.guide, "GET", "/methods/basis6")
    await told(laid.guide, "PUT", path, {"method": basis6, "after": 0})
    return path.replace("/groups/", "/g/")
