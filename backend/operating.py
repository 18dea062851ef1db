"""What an operator does by hand: forget a person or a case, and check that what is gone is gone."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final
from uuid import UUID

from msgspec import Struct

from backend.adapters.ending import ended
from backend.adapters.erasures import ErasureList
from backend.adapters.replaying import replay
from backend.adapters.sealing import Tampered
from backend.adapters.vault import Erasure, Subject
from backend.house import House, opened
from backend.settings import Settings
from events.base import Event, Recorded, Sealed, sealing_name
from events.contribution import ContributionCorrected
from projections import due
from projections.runner import Runner, prepare
from projections.shipped import VIEWS

_PATIENCE: Final = 60.0


class NotForgotten(RuntimeError):
    """Nothing was forgotten; the message says why."""


class Findings(Struct, frozen=True, kw_only=True):
    """What was found among all texts of the record."""

    erased: int
    """Cases and people that are gone."""
    keys_left: int
    """Those of them that still have a key."""
    readable: int
    gone: int
    opened: int
    """Texts that open though they should not."""
    tampered: int

    @property
    def holds(self) -> bool:
        """Tell whether everything that was erased is gone, and everything else still opens."""
        return not (self.keys_left or self.opened or self.tampered)


@asynccontextmanager
async def _house(settings: Settings, url: str) -> AsyncIterator[House]:
    """Open the house with its views kept, by a worker that runs elsewhere or else from here."""
    await prepare(url, VIEWS.values())
    async with opened(settings, url) as house:
        keeping = asyncio.create_task(Runner(url, VIEWS.values()).run())
        try:
            yield house
        finally:
            await ended(keeping)


async def _known(house: House, position: int) -> None:
    """Wait until every view has taken in a position."""
    try:
        async with asyncio.timeout(_PATIENCE):
            while not await house.ports.views.reached(position):
                pass
    except TimeoutError:
        raise NotForgotten("The views do not follow the record. Look at the worker's messages.") from None


async def forget_person(settings: Settings, url: str, person: UUID) -> None:
    """Forget a person everywhere, as if they had deleted their account. Raises NotForgotten."""
    async with _house(settings, url) as house:
        if not await house.ports.identity.names([person]) and not await house.vault.of_person(person):
            raise NotForgotten("Nobody here has this id.")
        await _known(house, await house.forgetting.demand_person(person))
        await house.forgetting.person(person)


async def forget_case(settings: Settings, url: str, case: UUID) -> None:
    """Erase a case, wherever it is. Raises NotForgotten."""
    async with _house(settings, url) as house:
        await _known(house, await house.ports.record.head())
        async with house.database.projecting() as connection:
            found = await due.named(connection, case)
        if not found:
            raise NotForgotten("No case here has this id.")
        for one in found:
            await house.forgetting.demand(one.tenant, one.session, one.case, keeps=False)
        await _known(house, await house.ports.record.head())
        for one in found:
            await house.forgetting.case(one.tenant, one.case)


async def replay_list(settings: Settings, url: str, file: Path) -> int:
    """Destroy again what another erasure list names; return how many keys had come back."""
    async with opened(settings, url) as house:
        others = ErasureList(file).read()
        today = house.ports.clock.now().date()
        house.erasures.add(house.erasures.missing(others), today)
        back = await replay(house.erasures, house.vault, house.ports.identity, today)
    return len(back)


async def examine(settings: Settings, url: str) -> Findings:
    """Try every text of the record: what was erased opens nowhere, everything else opens."""
    async with _house(settings, url) as house:
        await _known(house, await house.ports.record.head())
        async with house.database.projecting() as connection:
            cases = {(one.tenant, one.case) for one in await due.erased(connection, 0)}
            people = {one.person for one in await due.forgotten(connection, 0)}

        def is_gone(tenant: UUID, sealed: Sealed) -> bool:
            return sealed.person in people or (tenant, sealed.case) in cases

        left = await house.vault.living(
            [Erasure(tenant, Subject("case", case)) for tenant, case in cases], people
        )
        counts = await _try(house, is_gone)
    return Findings(
        erased=len(cases) + len(people),
        keys_left=len(left),
        readable=counts["readable"],
        gone=counts["gone"],
        opened=counts["opened"],
        tampered=counts["tampered"],
    )


async def _try(house: House, is_gone: Callable[[UUID, Sealed], bool]) -> dict[str, int]:
    counts = dict.fromkeys(("readable", "gone", "opened", "tampered"), 0)
    position = 0
    while batch := await house.record.since(position):
        position = batch[-1].position
        for recorded in batch:
            for field, sealed in sealed_texts(recorded.event):
                counts[await _opens(house, recorded, field, sealed, is_gone)] += 1
    return counts


async def _opens(
    house: House,
    recorded: Recorded[Event],
    field: str,
    sealed: Sealed,
    is_gone: Callable[[UUID, Sealed], bool],
) -> str:
    opener = await house.vault.opener(recorded.tenant, [sealed])
    try:
        text = opener.open(_sealed_as(recorded.event), field, sealed)
    except Tampered:
        return "tampered"
    if text is None:
        return "gone"
    return "opened" if is_gone(recorded.tenant, sealed) else "readable"


def _sealed_as(event: Event) -> str:
    """Return the name under which the texts of an event are sealed."""
    return f"session.{event.kind}" if isinstance(event, ContributionCorrected) else sealing_name(type(event))


def sealed_texts(event: Event) -> Iterator[tuple[str, Sealed]]:
    """Yield the sealed texts of an event, also those within a list such as of ground rules."""
    if isinstance(event, ContributionCorrected):
        yield from ((w.field, w.words) for w in event.wordings if w.words is not None)
        return
    for field in event.__struct_fields__:
        value = getattr(event, field)
        for part in value if isinstance(value, tuple) else (value,):
            text = getattr(part, "text", part)
            if isinstance(text, Sealed):
                yield field, text
