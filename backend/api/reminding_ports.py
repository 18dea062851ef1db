"""What the API needs to reach people: mail, calendars, push, and how reminding does."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from backend.domain.calendars import Entry
from backend.domain.letters import NOTHING_MORE, Extras
from backend.domain.reminding import Delivery, Push


class Postage(Protocol):
    """Counts what is mailed for others."""

    async def stamp(self, addresses: Sequence[str], group: UUID) -> bool:
        """Count a letter of a group to each address; tell whether they may go: all of them, or none."""

    async def full(self, addresses: Sequence[str], group: UUID) -> AbstractSet[str]:
        """Return the addresses to which no letter of a group may go now."""


class Mail(Protocol):
    """Somebody who takes mail away."""

    async def send(self, to: str, subject: str, text: str, html: str, more: Extras = NOTHING_MORE) -> bool:
        """Send a mail; tell whether it was taken."""


class CalendarFeed(Protocol):
    """A calendar that a program fetches."""

    @property
    def feed(self) -> UUID:
        """Return its id."""

    @property
    def person(self) -> UUID:
        """Return whose it is."""

    @property
    def group(self) -> UUID | None:
        """Return of which group it is; None: of all."""

    @property
    def made_at(self) -> datetime:
        """Return when it was made."""

    @property
    def used_on(self) -> date | None:
        """Return when a program last fetched it."""


class Calendars(Protocol):
    """Calendars, and the secrets with which programs fetch them."""

    async def make(
        self, person: UUID, feed_id: UUID, group: UUID | None = None, tenant: UUID | None = None
    ) -> tuple[CalendarFeed, str]:
        """Make a calendar, or give the one of this id another secret; return it and its secret."""

    async def find(self, token: str) -> CalendarFeed | None:
        """Return the calendar behind a secret."""

    async def of(self, person: UUID) -> Sequence[CalendarFeed]:
        """Return the calendars of a person."""

    async def revoke(self, person: UUID, feed: UUID) -> bool:
        """Make a secret useless; tell whether the person had it."""

    def write(self, entries: Iterable[Entry], zone: str) -> bytes:
        """Return a calendar in the time of a zone."""


class PushDevice(Protocol):
    """A browser that shows notifications."""

    @property
    def device(self) -> UUID:
        """Return the id of the sign-in there."""

    @property
    def server_key(self) -> str:
        """Return our public key it subscribed with."""

    @property
    def made_at(self) -> datetime:
        """Return since when it shows them."""

    @property
    def seen_at(self) -> datetime:
        """Return when it last gave a sign of life."""


class PushDevices(Protocol):
    """The browsers that show notifications."""

    async def keep(  # noqa: PLR0913 - a browser and whose it is
        self,
        person: UUID,
        sign_in: UUID,
        *,
        endpoint: str,
        public_key: bytes,
        secret: bytes,
        server_key: str,
    ) -> bool:
        """Keep the browser of a sign-in; tell whether the sign-in lives."""

    async def of(self, people: Collection[UUID]) -> Mapping[UUID, Sequence[PushDevice]]:
        """Return the browsers of people."""

    async def drop(self, devices: Collection[UUID]) -> None:
        """Forget browsers that are to show nothing any more."""

    async def gone(self, devices: Sequence[Any]) -> None:
        """Forget browsers that are gone, but not those that subscribed anew meanwhile."""


class Told(Protocol):
    """What a push service said."""

    @property
    def delivery(self) -> Delivery:
        """Return what became of a notice."""


class PushSender(Protocol):
    """Push services, those that are allowed."""

    @property
    def key(self) -> str:
        """Return our public key."""

    def signs_for(self, public: str) -> bool:
        """Tell whether a browser that subscribed with a key of ours can be reached."""

    def allows(self, endpoint: str) -> bool:
        """Tell whether something may be sent there."""

    def is_key(self, public_key: bytes, secret: bytes) -> bool:
        """Tell whether something can be sealed with these."""

    async def send(self, pushes: Sequence[tuple[Any, Push]]) -> Sequence[Told]:
        """Hand notices over, each to a browser."""


class Stopping(Protocol):
    """Links with which mail stops."""

    def read(self, token: str) -> UUID | None:
        """Return whose mail a token stops."""


class RemindingState(Protocol):
    """How reminding does."""

    @property
    def running(self) -> bool:
        """Tell whether somebody looks for what is due."""

    @property
    def last_ran_at(self) -> datetime | None:
        """Return when somebody last did."""

    @property
    def lag(self) -> float:
        """Return how many seconds what is due is late."""

    @property
    def waiting(self) -> int:
        """Return how much waits to be handed over."""

    @property
    def given_up(self) -> int:
        """Return how much of the last three days reached nobody."""

    @property
    def mail_lost(self) -> int:
        """Return how many letters of the last three days no server took."""


class Reminding(Protocol):
    """Reminders on their way."""

    async def state(self) -> RemindingState:
        """Return how reminding does."""
