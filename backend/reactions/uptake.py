"""A quarter or a year is over: its figures are made, and stand from then on."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID, uuid5

from backend.domain.errors import Refused
from backend.domain.organisation.commands import OrganisationCommand, PublishPeriod
from backend.domain.organisation.state import Organisation
from backend.domain.uptake.figures import Figure
from backend.domain.uptake.periods import Period, settled_between

_TRIES: Final = 120
_AT_ONCE: Final = 8
"""Organisations: whoever works figures out has the next one at hand, while others are read or kept."""
_MANY: Final = 24
"""Periods in all, from which others help: fewer are done before these have started."""
_PAUSE: Final = 0.5
"""Seconds; after a minute somebody else has to look what keeps the facts from following."""
_PASSED_OVER: Final = 8
"""Organisations of which something is wrong. When it is more of them, it is not about them."""
_log = logging.getLogger("kring.uptake")


class Press(Protocol):
    """Where facts come from, and figures are kept."""

    async def organisations(self) -> Sequence[tuple[UUID, datetime]]:
        """Return every organisation, and when it was registered."""

    async def done(self) -> Mapping[tuple[UUID, str], tuple[int, int]]:
        """Return which periods stand already."""

    async def forget_who_answered(self, now: datetime) -> None:
        """Forget who answered how a meeting was, where nobody can answer any more."""

    async def head(self) -> int:
        """Return how far the record has come."""

    async def reached(self) -> int:
        """Return how far the facts follow the record."""

    def helped(self) -> AbstractAsyncContextManager[None]:
        """Let others help with working out figures, for as long as the block lasts."""

    async def figures(self, organisation: UUID, period: Period, floor: int) -> tuple[Sequence[Figure], int]:
        """Return the figures of a period, and up to which position of the record they know it."""

    async def keep(  # noqa: PLR0913 - a publication and its circumstances
        self,
        organisation: UUID,
        period: Period,
        figures: Sequence[Figure],
        *,
        upto: int,
        floor: int,
        now: datetime,
    ) -> bool:
        """Keep the figures of a period, all or none."""

    async def whole(self, organisation: UUID, period: str) -> Sequence[Figure]:
        """Return the figures of the organisation as a whole that stand for a period."""


class Live(Protocol):
    """A stream's state."""

    @property
    def state(self) -> Organisation:
        """Return the state."""


class Programs(Protocol):
    """Programs of organisations that are told."""

    async def tell(self, organisation: UUID, period: str, figures: Sequence[Figure]) -> None:
        """Tell once of a published period, and of nothing that is not published."""


class Organisations(Protocol):
    """The live organisations."""

    async def state(self, tenant: UUID, stream: UUID) -> Live:
        """Return an organisation as it is now."""

    async def handle(
        self, tenant: UUID, stream: UUID, command: OrganisationCommand, *, command_id: UUID, exclusive: bool
    ) -> object:
        """Carry out a command once."""


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Return the time."""


class Uptake:
    """Publishes what is due, each period once; what a crash left unsaid is said in the next round."""

    def __init__(
        self, press: Press, organisations: Organisations, clock: Clock, programs: Programs | None = None
    ) -> None:
        self._press, self._organisations, self._clock = press, organisations, clock
        self._programs = programs
        self._said: set[tuple[UUID, str]] = set()

    async def round(self) -> int:
        """Publish every period that is settled and does not stand yet; return how many that were."""
        await self._press.forget_who_answered(self._clock.now())
        if not await self._is_current():
            return 0
        done, all_of_them = await self._press.done(), await self._press.organisations()
        due = sum(
            (organisation, period.name) not in done
            for organisation, registered in all_of_them
            for period in settled_between(registered, self._clock.now())
        )
        async with self._press.helped() if due >= _MANY else nullcontext():
            return await self._of_all(all_of_them, done)

    async def _of_all(
        self, all_of_them: Sequence[tuple[UUID, datetime]], done: Mapping[tuple[UUID, str], tuple[int, int]]
    ) -> int:
        """Let every organisation catch up; nobody waits because of another one whose figures fail."""
        room, failed = asyncio.Semaphore(_AT_ONCE), list[UUID]()

        async def catch_up(organisation: UUID, registered: datetime) -> int:
            async with room:
                try:
                    return await self._catch_up(organisation, registered, done)
                except Exception as error:
                    failed.append(organisation)
                    if len(failed) > _PASSED_OVER:
                        raise
                    _log.warning("No figures of %s yet (%s)", organisation, type(error).__name__)
                    return 0

        async with asyncio.TaskGroup() as tasks:
            caught_up = [tasks.create_task(catch_up(*one)) for one in all_of_them]
        return sum(task.result() for task in caught_up)

    async def _catch_up(
        self, organisation: UUID, registered: datetime, done: Mapping[tuple[UUID, str], tuple[int, int]]
    ) -> int:
        """Publish what is due of one organisation, its earlier periods first."""
        now, published = self._clock.now(), 0
        for period in settled_between(registered, now):
            counts = done.get((organisation, period.name))
            if counts is None:
                counts = await self._publish(organisation, period, now)
                published += 1
            await self._say(organisation, period, counts, now)
        return published

    async def _is_current(self) -> bool:
        """Wait until the facts know what was recorded until now: figures cannot be made again."""
        head = await self._press.head()
        for _ in range(_TRIES):
            if await self._press.reached() >= head:
                return True
            await asyncio.sleep(_PAUSE)
        return False

    async def _publish(self, organisation: UUID, period: Period, now: datetime) -> tuple[int, int]:
        floor = (await self._organisations.state(organisation, organisation)).state.fewest
        figures, upto = await self._press.figures(organisation, period, floor)
        if not await self._press.keep(organisation, period, figures, upto=upto, floor=floor, now=now):
            return (await self._press.done())[organisation, period.name]
        shown = sum(figure.is_shown for figure in figures)
        return shown, len(figures) - shown

    async def _say(self, organisation: UUID, period: Period, counts: tuple[int, int], now: datetime) -> None:
        """Tell programs of a published period, then say it in the record; who knows it already refuses."""
        if (organisation, period.name) in self._said:
            return
        live = await self._organisations.state(organisation, organisation)
        if period.name not in live.state.published:
            if self._programs is not None:
                whole = await self._press.whole(organisation, period.name)
                await self._programs.tell(organisation, period.name, whole)
            await self._record(organisation, period, counts, now)
        self._said.add((organisation, period.name))

    async def _record(
        self, organisation: UUID, period: Period, counts: tuple[int, int], now: datetime
    ) -> None:
        command = PublishPeriod(period=period.name, shown=counts[0], held_back=counts[1], at=now)
        key = uuid5(organisation, f"publishes {period.name}")
        try:
            await self._organisations.handle(
                organisation, organisation, command, command_id=key, exclusive=True
            )
        except Refused as refused:
            if refused.reason != "period-published":
                raise
