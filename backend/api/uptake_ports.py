"""What the API of uptake needs from the world: figures that stand, and files made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol
from uuid import UUID

from msgspec import Struct

from backend.domain.uptake.definitions import Dimension
from backend.domain.uptake.figures import Figure

FileFormat = Literal["csv", "csv-nl", "parquet"]
"""``csv``: commas and decimal points; ``csv-nl``: semicolons and decimal commas, as Dutch Excel wants."""


class StandingPeriod(Protocol):
    """A period whose figures stand."""

    @property
    def period(self) -> str:
        """Return its name."""

    @property
    def floor(self) -> int:
        """Return under which floor they were made."""

    @property
    def rules(self) -> int:
        """Return by which version of the rules they were made."""

    @property
    def computed_at(self) -> datetime:
        """Return when they were made."""

    @property
    def shown(self) -> int:
        """Return how many have a value."""

    @property
    def held_back(self) -> int:
        """Return how many have none."""


class Asked(Protocol):
    """How often a program asked for something on a day."""

    @property
    def token(self) -> UUID:
        """Return the program's token."""

    @property
    def day(self) -> date:
        """Return the day."""

    @property
    def what(self) -> str:
        """Return the operation."""

    @property
    def times(self) -> int:
        """Return how often."""


class Published(Protocol):
    """Figures that stand."""

    async def periods(self, organisation: UUID) -> Sequence[StandingPeriod]:
        """Return the periods that stand, in order."""

    async def period(self, organisation: UUID, name: str) -> StandingPeriod | None:
        """Return a period if it stands."""

    async def figures(self, organisation: UUID, period: str, by: Dimension | None) -> list[Figure]:
        """Return the figures of a period, as a whole or by one dimension."""

    async def series(self, organisation: UUID, metric: str, by: Dimension | None) -> list[tuple[str, Figure]]:
        """Return one measure over all periods."""

    async def note(self, organisation: UUID, token: UUID, day: date, what: str) -> None:
        """Note that a program asked for something."""

    async def asked(self, organisation: UUID, limit: int) -> Sequence[Asked]:
        """Return what programs asked for."""


class FigureRow(Struct, frozen=True, kw_only=True):
    """A line of a file: one value, with all that it takes to read it alone."""

    period: str
    metric: str
    name: str
    by: str | None
    part: str | None
    part_name: str | None
    slice: str | None
    value: float | None
    unit: str
    bound: str | None
    n: int | None
    suppressed: bool
    why: str | None
    floor: int
    definition_version: int
    computed_at: datetime


class Files(Protocol):
    """Files that other programs read."""

    def write(self, rows: Sequence[FigureRow], form: FileFormat) -> bytes:
        """Return a file with a line for each row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UptakePorts:
    """What is needed for uptake."""

    published: Published
    files: Files
