"""Uptake for organisations: the figures that stand, by period, by measure, and as files."""

from asyncio import gather
from datetime import datetime
from typing import Annotated, Final

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from msgspec import Struct

from backend.api import documented
from backend.api.bearers import bearer_of
from backend.api.languages import language_of
from backend.api.organisations_offices import READING, Office
from backend.api.problems import Problem
from backend.api.uptake_answers import Asking, answered, tagged
from backend.api.uptake_ports import FileFormat, StandingPeriod
from backend.api.uptake_views import (
    DefinitionView,
    FigureView,
    Names,
    PeriodView,
    definition_view,
    figure_view,
    period_view,
    rows,
)
from backend.domain.uptake.definitions import DEFINITIONS, Dimension
from backend.domain.uptake.periods import Period, check_closed, quarter_of, read

Here = NamedDependency[Office]
By = Annotated[Dimension | None, QueryParameter(description="Broken down by one dimension.")]
_ENDINGS: Final[dict[FileFormat, str]] = {"csv": "csv", "csv-nl": "nl.csv", "parquet": "parquet"}
_FILE: Final = "application/octet-stream"
_PERIOD: Final = ("unknown-period", "period-open", "period-in-future", "not-published")


class UptakePeriods(Struct, frozen=True, kw_only=True):
    """The periods whose figures stand, a year after its quarters, and when the next ones are made."""

    periods: list[PeriodView]
    next_period: str
    next_at: datetime


class UptakeFigures(Struct, frozen=True, kw_only=True):
    """The figures of a period, in a stable order."""

    period: PeriodView
    by: Dimension | None
    figures: list[FigureView]


class UptakePoint(Struct, frozen=True, kw_only=True):
    """One measure in one period: one figure, or one for each part."""

    period: PeriodView
    figures: list[FigureView]


class UptakeSeries(Struct, frozen=True, kw_only=True):
    """One measure over all periods."""

    definition: DefinitionView
    by: Dimension | None
    points: list[UptakePoint]


@get(
    "/organisations/{organisation_id:uuid}/uptake/periods",
    operation_id="list_uptake_periods",
    responses=documented.query(*READING),
)
async def list_uptake_periods(office: Here, request: Asking) -> Response[UptakePeriods]:
    """See of which quarters and years there are figures."""
    standing = await office.ports.uptake.published.periods(office.id)
    coming = quarter_of(office.ports.clock.now())
    while (before := _before(coming)).settled > office.ports.clock.now():
        coming = before
    found = [period_view(one) for one in standing]
    return tagged(request, UptakePeriods(periods=found, next_period=coming.name, next_at=coming.settled))


def _before(period: Period) -> Period:
    return Period(period.year, period.quarter - 1) if period.quarter > 1 else Period(period.year - 1, 4)


@get(
    "/organisations/{organisation_id:uuid}/uptake/periods/{period:str}",
    operation_id="get_uptake",
    responses=documented.query(*READING, *_PERIOD),
)
async def get_uptake(
    period: FromPath[str], office: Here, request: Asking, by: By = None
) -> Response[UptakeFigures]:
    """See the figures of a quarter (2026-Q3) or a year (2026), as a whole or by one dimension."""
    standing = await _standing(office, period)
    figures, names, _ = await gather(
        office.ports.uptake.published.figures(office.id, period, by),
        _names(office),
        _note(office, request, "get_uptake"),
    )
    language = language_of(request)
    views = [figure_view(figure, names, language) for figure in figures]
    return tagged(request, UptakeFigures(period=period_view(standing), by=by, figures=views))


@get(
    "/organisations/{organisation_id:uuid}/uptake/measures/{metric:str}",
    operation_id="get_uptake_series",
    responses=documented.query(*READING, "unknown-measure", "unknown-breakdown"),
)
async def get_uptake_series(
    metric: FromPath[str], office: Here, request: Asking, by: By = None
) -> Response[UptakeSeries]:
    """See one measure over all periods, as a whole or by one dimension."""
    if metric not in DEFINITIONS:
        raise Problem("unknown-measure")
    if by is not None and by not in DEFINITIONS[metric].by:
        raise Problem("unknown-breakdown")
    published, language = office.ports.uptake.published, language_of(request)
    all_of_them, figures, names, _ = await gather(
        published.periods(office.id),
        published.series(office.id, metric, by),
        _names(office),
        _note(office, request, "get_uptake_series"),
    )
    points = [
        UptakePoint(
            period=period_view(standing),
            figures=[figure_view(one, names, language) for name, one in figures if name == standing.period],
        )
        for standing in all_of_them
    ]
    definition = definition_view(metric, language, office.organisation.fewest)
    return tagged(request, UptakeSeries(definition=definition, by=by, points=points))


@get(
    "/organisations/{organisation_id:uuid}/uptake/file",
    operation_id="download_uptake",
    media_type=_FILE,
    responses=documented.query(*READING, *_PERIOD),
)
async def download_uptake(
    office: Here,
    request: Asking,
    form: Annotated[FileFormat, QueryParameter(name="format", description="What kind of file.")] = "csv",
    period: Annotated[str | None, QueryParameter(description="One period; without it all.")] = None,
    by: By = None,
) -> Response[bytes]:
    """Download figures as a file: CSV, CSV as Dutch Excel opens it, or Parquet."""
    published, language = office.ports.uptake.published, language_of(request)
    all_of_them = await published.periods(office.id) if period is None else [await _standing(office, period)]
    names, _ = await gather(_names(office), _note(office, request, "download_uptake"))
    lines = [
        line
        for standing in all_of_them
        for line in rows(await published.figures(office.id, standing.period, by), standing, names, language)
    ]
    body = office.ports.uptake.files.write(lines, form)
    name = "-".join(["kring", period or "all", *([by] if by else [])])
    disposition = f'attachment; filename="{name}.{_ENDINGS[form]}"'
    return answered(request, body, _FILE, {"Content-Disposition": disposition})


async def _standing(office: Office, name: str) -> StandingPeriod:
    """Return a period that stands, or say why there is none."""
    check_closed(read(name), office.ports.clock.now())
    standing = await office.ports.uptake.published.period(office.id, name)
    if standing is None:
        raise Problem("not-published")
    return standing


async def _names(office: Office) -> Names:
    return await office.ports.offices.names.parts(office.id)


async def _note(office: Office, request: Asking, what: str) -> None:
    """Note what a program asks for."""
    bearer = await bearer_of(request, office.ports)
    if bearer is not None:
        today = office.ports.clock.now().date()
        await office.ports.uptake.published.note(office.id, bearer.token, today, what)


ROUTES = (list_uptake_periods, get_uptake, get_uptake_series, download_uptake)
