"""What reminds people: plans what is due, hands it to mail and push services, and records what became of it.

Everything is done at least once and shows once: a repeat has the same topic, and its event the same id.
Any number of workers may do this at the same time.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

from backend.domain.letters import Language
from backend.domain.notices import Words, notice
from backend.domain.reminding import MOVED, Became, Delivery, Push
from backend.reactions.needs import Clock
from backend.reactions.reminder_attempts import (
    MAIL,
    Attempt,
    attempt,
    channel_of,
    due,
    note_id,
    settled,
    target_of,
    wishes_of,
)
from backend.reactions.reminding_needs import Device, Devices, Drafts, Notes, Planned, Taken, Told
from backend.reactions.reminding_prepared import still_wanted
from events.person import ReminderFailed, ReminderSent, Setback
from events.reminding import Channel, Occasion

PLANNED_AT_ONCE: Final = 2000
TAKEN_AT_ONCE: Final = 500
_HANDS: Final = 3
"""How many times as much is in hand: some is written down while other notices are sealed and sent."""
_TURNS: Final = 5
"""How often a hand takes more before what is due is looked over again."""
_URGENT: Final = frozenset({Occasion.MEETING_OPENS})
_log = logging.getLogger("kring.reminders")


class Mail(Protocol):
    """Reminders as letters."""

    async def send(  # noqa: PLR0913 - a letter and its circumstances
        self, person: UUID, address: str, words: Words, *, language: Language, link: str, letter_id: str
    ) -> Delivery:
        """Try once to mail a reminder."""


class Pushing(Protocol):
    """Push services."""

    def signs_for(self, public: str) -> bool:
        """Tell whether a browser that subscribed with a key of ours can be reached."""

    async def send(self, pushes: Sequence[tuple[Any, Push]]) -> Sequence[Told]:
        """Hand notices over, each to a browser; return what became of each, in the same order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """Reminds people of what is due."""

    planned: Planned[Any, Any]
    notes: Notes
    mail: Mail
    pushing: Pushing
    devices: Devices[Any]
    drafts: Drafts
    public_url: str
    clock: Clock

    async def round(self) -> int:
        """Plan, hand over and settle what is due now; return how much was taken in hand."""
        now = self.clock.now()
        await self._plan(now)
        for late in await self.planned.too_late(now):
            for channel in sorted({channel_of(target) for target, again in late.asked.items() if again}):
                await self._note_failure(late, channel, Setback.UNREACHABLE, now)
        done = await asyncio.gather(*(self._take() for _ in range(_HANDS)))
        await self.planned.clear(now)
        await self.planned.note_round(self.clock.now())
        return sum(done)

    async def _take(self) -> int:
        count = 0
        for _ in range(_TURNS):
            now = self.clock.now()
            taken = await self.planned.take(now, TAKEN_AT_ONCE)
            if taken:
                wanted, prepared = await still_wanted(taken, self.drafts)
                await self._remind(wanted)
                stopped = [(one, Became("nothing", None, one.asked, one.reached)) for one in prepared]
                await self.planned.settle(stopped, MOVED)
                await self.planned.note_round(now)
            count += len(taken)
            if len(taken) < TAKEN_AT_ONCE:
                break
        return count

    async def _plan(self, now: datetime) -> None:
        full = True
        while full:
            found = await self.planned.unplanned(now, MOVED, PLANNED_AT_ONCE)
            await self.planned.plan([(one, due(one)) for one in found], MOVED)
            full = len(found) == PLANNED_AT_ONCE

    async def _remind(self, taken: Sequence[Taken]) -> None:
        pushed = [one.person_id for one in taken if Channel.PUSH in wishes_of(one).channels]
        known = await self.devices.of(pushed) if pushed else {}
        here = {
            person: [device for device in devices if self.pushing.signs_for(device.server_key)]
            for person, devices in known.items()
        }
        now = self.clock.now()
        attempts = [attempt(one, here.get(one.person_id, ()), now) for one in taken]
        await asyncio.gather(self._mail_all(attempts), self._push_all(attempts, here))
        now = self.clock.now()
        done = [(one, settled(one, now)) for one in attempts]
        await asyncio.gather(*(self._note(one, became, now) for one, became in done))
        await self.planned.settle([(one.taken, became) for one, became in done], MOVED)

    async def _mail_all(self, attempts: Sequence[Attempt]) -> None:
        async def mail(one: Attempt, address: str) -> None:
            said = await self.mail.send(
                one.taken.person_id,
                address,
                one.words,
                language=one.language,
                link=self._link(one.taken),
                letter_id=one.letter,
            )
            one.told[MAIL] = (said, None)

        wanted = [one for one in attempts if MAIL in one.targets]
        await asyncio.gather(*(mail(one, one.taken.address) for one in wanted if one.taken.address))

    async def _push_all(self, attempts: Sequence[Attempt], devices: Mapping[UUID, Sequence[Device]]) -> None:
        pairs = [
            (one, device)
            for one in attempts
            for device in devices.get(one.taken.person_id, ())
            if target_of(device) in one.targets
        ]
        told = await self.pushing.send([(device, self._push(one)) for one, device in pairs])
        gone = []
        for (one, device), said in zip(pairs, told, strict=True):
            one.told[target_of(device)] = (said.delivery, said.after)
            if said.delivery is Delivery.GONE:
                gone.append(device)
        if gone:
            await self.devices.gone(gone)

    def _push(self, one: Attempt) -> Push:
        words, link = one.words, self._link(one.taken)
        return Push(
            notice=notice(words, language=one.language, navigate=link, tag=one.topic),
            topic=one.topic,
            until=one.taken.until,
            urgent=one.taken.occasion in _URGENT,
        )

    def _link(self, one: Taken) -> str:
        """Return the address of the screen that a reminder opens."""
        match one.occasion:
            case Occasion.PLAN_MEETING:
                path = f"g/{one.group_id}"
            case Occasion.MEETING_OPENS:
                path = f"g/{one.group_id}/s/{one.session_id}"
            case _:
                path = f"report/{one.action_id}"
        return f"{self.public_url}/{path}"

    async def _note(self, one: Attempt, became: Became, now: datetime) -> None:
        """Record what arrived, and what was given up."""
        waiting = {channel_of(target) for target, again in became.asked.items() if again}
        for channel in one.channels:
            said = one.of(channel)
            if Delivery.TAKEN in said:
                await self._note_sent(one.taken, channel, now)
            elif channel not in waiting:
                await self._note_failure(one.taken, channel, _why(said), now)

    async def _note_sent(self, one: Taken, channel: Channel, now: datetime) -> None:
        sent = ReminderSent(
            channel=channel, occasion=one.occasion, about=one.about, action=one.action_id, at=now
        )
        await self.notes.note(one.person_id, note_id(one, channel, "sent"), sent)

    async def _note_failure(self, one: Taken, channel: Channel, why: Setback, now: datetime) -> None:
        """Record that nobody of a channel took it, unless another phone of it did earlier."""
        if await self.notes.is_noted(one.person_id, note_id(one, channel, "sent")):
            return
        failed = ReminderFailed(
            channel=channel, occasion=one.occasion, about=one.about, action=one.action_id, why=why, at=now
        )
        await self.notes.note(one.person_id, note_id(one, channel, "failed"), failed)
        _log.warning("A reminder by %s was given up (%s)", channel, why)


def _why(said: Sequence[Delivery]) -> Setback:
    """Return why nobody of a channel took it, from what they said last."""
    if Delivery.LATER in said:
        return Setback.UNREACHABLE
    return Setback.GONE if Delivery.GONE in said else Setback.REFUSED
