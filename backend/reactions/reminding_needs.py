"""What reminding needs from the world, as protocols: the adapters are handed in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol, Self, TypeVar
from uuid import UUID

from backend.domain.reminding import Became, Delivery, Moment
from events.person import PersonEvent
from events.reminding import Occasion
from projections.reminding import WishesRow

D = TypeVar("D", bound="Device")
U = TypeVar("U", bound="Unplanned")
T = TypeVar("T", bound="Taken")


class Wanted(Protocol):
    """What a person wants who is to be reminded."""

    @property
    def zone(self) -> str:
        """Return by which clock they live."""

    @property
    def wants(self) -> WishesRow | None:
        """Return how they want to be reminded; None: they were never asked."""


class Unplanned(Moment, Wanted, Protocol):
    """What is due by the record, and what its person wants."""

    @property
    def occasion(self) -> Occasion:
        """Return what it reminds of."""


class Taken(Wanted, Protocol):
    """A reminder that this worker has in hand, and what its person wants now."""

    @property
    def tenant_id(self) -> UUID:
        """Return whose group it is of."""

    @property
    def person_id(self) -> UUID:
        """Return who is reminded."""

    @property
    def occasion(self) -> Occasion:
        """Return of what."""

    @property
    def about(self) -> UUID:
        """Return the meeting it is about, or for an action's own date the action."""

    @property
    def group_id(self) -> UUID:
        """Return the group."""

    @property
    def session_id(self) -> UUID | None:
        """Return the meeting it leads to."""

    @property
    def action_id(self) -> UUID | None:
        """Return the action it leads to."""

    @property
    def actions(self) -> Sequence[UUID] | None:
        """Return all actions whose report is wanted at its meeting, where they are known."""

    def leading_to(self, action: UUID) -> Self:
        """Return the same reminder, leading to another action."""

    @property
    def anchor(self) -> datetime | None:
        """Return the moment that counts."""

    @property
    def day(self) -> date | None:
        """Return the day, where it is not that of a moment."""

    @property
    def until(self) -> datetime:
        """Return when it is of no use any more."""

    @property
    def tries(self) -> int:
        """Return how often it was taken, this time too."""

    @property
    def asked(self) -> Mapping[str, datetime | None]:
        """Return who was handed it, and when to try them again; None: not any more."""

    @property
    def reached(self) -> bool:
        """Tell whether somebody took it."""

    @property
    def language(self) -> str:
        """Return what the person reads."""

    @property
    def address(self) -> str | None:
        """Return where mail reaches them."""


class Planned(Protocol[U, T]):
    """Reminders on their way."""

    async def unplanned(self, now: datetime, moved: timedelta, limit: int) -> Sequence[U]:
        """Return what is to be planned, or planned anew."""

    async def plan(self, due: Iterable[tuple[U, datetime | None]], moved: timedelta) -> None:
        """Write down when each is due; None: it is of no use, or not wanted."""

    async def take(self, now: datetime, limit: int) -> Sequence[T]:
        """Take what is due, and leave it to others again after a while."""

    async def settle(self, done: Iterable[tuple[T, Became]], moved: timedelta) -> None:
        """Write down what became of each: its outcome, or when to look at it again."""

    async def too_late(self, now: datetime) -> Sequence[T]:
        """Give up what is of no use any more; return what was tried in vain."""

    async def clear(self, now: datetime) -> None:
        """Forget what stopped by itself, and what is long past."""

    async def note_round(self, now: datetime) -> None:
        """Write down that somebody looked for what is due."""


class Notes(Protocol):
    """Facts that no rule decides."""

    async def note(self, person: UUID, note: UUID, event: PersonEvent) -> None:
        """Record an event of a person, once under its id."""

    async def is_noted(self, person: UUID, note: UUID) -> bool:
        """Tell whether an event of a person is recorded under an id."""


class Device(Protocol):
    """A browser that shows notifications."""

    @property
    def device(self) -> UUID:
        """Return its id."""

    @property
    def server_key(self) -> str:
        """Return our public key it subscribed with."""


class Devices(Protocol[D]):
    """The browsers of people."""

    async def of(self, people: Collection[UUID]) -> Mapping[UUID, Sequence[D]]:
        """Return the browsers of people."""

    async def gone(self, devices: Sequence[D]) -> None:
        """Forget browsers that are gone, but not those that subscribed anew meanwhile."""


class Told(Protocol):
    """What whoever carries a reminder said."""

    @property
    def delivery(self) -> Delivery:
        """Return what became of it."""

    @property
    def after(self) -> datetime | None:
        """Return when to ask again at the earliest."""


class Drafts(Protocol):
    """What people prepare for themselves."""

    async def reported(self, actions: Sequence[tuple[UUID, UUID]]) -> Collection[UUID]:
        """Return of which actions, each after the person whose it is, there is a prepared report."""


class Stops(Protocol):
    """Links with which mail stops."""

    def token(self, person: UUID) -> str:
        """Return what stops mail to a person."""
