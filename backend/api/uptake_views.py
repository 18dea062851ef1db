"""Figures as the API shows them: with their names, in the caller's language, and why one is not there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from backend.api.languages import Language
from backend.api.uptake_ports import FigureRow, StandingPeriod
from backend.domain.uptake.definitions import DEFINITIONS, Dimension, Unit
from backend.domain.uptake.figures import Bound, Figure, Slice, Why
from backend.domain.uptake.parts import Part
from backend.domain.uptake.visibility import VISIBILITY

_REST: Mapping[Language, str] = {"nl": "overig", "en": "other", "de": "Übrige"}
Names = Mapping[UUID, str]


class NamedPart(Struct, frozen=True):
    """A unit, role family or programme by name."""

    id: UUID
    name: str


class PartView(Struct, frozen=True, kw_only=True):
    """What a figure is of. ``rest``: of what remains of ``id``, or of the whole when that is None.

    ``holds``: what is too small to be shown alone and is in this rest.
    """

    key: str
    id: UUID | None
    name: str
    rest: bool
    holds: list[NamedPart]


class FigureView(Struct, frozen=True, kw_only=True):
    """One figure. ``bound``: the value is less or more than this, and no more is said.

    ``n``: about how much is behind it, rounded down to fives. ``suppressed``: there is no value, and
    ``why`` in one word and in a sentence.
    """

    metric: str
    name: str
    unit: Unit
    definition_version: int
    by: Dimension | None
    part: PartView | None
    value: float | None
    bound: Bound | None
    n: int | None
    slices: list[Slice]
    suppressed: bool
    why: Why | None
    why_in_words: str | None


class PeriodView(Struct, frozen=True, kw_only=True):
    """A period whose figures stand. ``floor``: the fewest people they are about."""

    period: str
    computed_at: datetime
    floor: int
    rules: int
    shown: int
    held_back: int


class DefinitionView(Struct, frozen=True, kw_only=True):
    """A measure: what it is called, how it is counted, and by what it is broken down."""

    metric: str
    version: int
    name: str
    formula: str
    unit: Unit
    by: list[Dimension]
    persons: int
    groups: int


def period_view(standing: StandingPeriod) -> PeriodView:
    """Return a period as it is shown."""
    return PeriodView(
        period=standing.period,
        computed_at=standing.computed_at,
        floor=standing.floor,
        rules=standing.rules,
        shown=standing.shown,
        held_back=standing.held_back,
    )


def definition_view(metric: str, language: Language, floor: int) -> DefinitionView:
    """Return what a measure means, under an organisation's floor."""
    one = DEFINITIONS[metric]
    words = one.words.into(language)
    return DefinitionView(
        metric=one.key,
        version=one.version,
        name=words.name,
        formula=words.formula,
        unit=one.unit,
        by=list(one.by),
        persons=max(one.persons, floor),
        groups=one.groups,
    )


def figure_view(figure: Figure, names: Names, language: Language) -> FigureView:
    """Return a figure as it is shown."""
    definition = DEFINITIONS[figure.metric]
    return FigureView(
        metric=figure.metric,
        name=definition.words.into(language).name,
        unit=definition.unit,
        definition_version=definition.version,
        by=figure.by,
        part=None if figure.part is None else part_view(figure.part, names, language),
        value=figure.value,
        bound=figure.bound,
        n=figure.n,
        slices=list(figure.slices),
        suppressed=not figure.is_shown,
        why=figure.why,
        why_in_words=None if figure.why is None else VISIBILITY[language].why[figure.why],
    )


def part_view(part: Part, names: Names, language: Language) -> PartView:
    """Return a part by its present name."""
    called = names.get(part.id, "") if part.id else ""
    rest = _REST[language]
    return PartView(
        key=part.name,
        id=part.id,
        name=called if not part.rest else f"{called} ({rest})" if called else rest,
        rest=part.rest,
        holds=[NamedPart(one, names.get(one, "")) for one in part.holds],
    )


def rows(
    figures: Sequence[Figure], standing: StandingPeriod, names: Names, language: Language
) -> list[FigureRow]:
    """Return figures as lines of a file; a distribution or curve has one for each of its values."""
    return [
        FigureRow(
            period=standing.period,
            metric=view.metric,
            name=view.name,
            by=view.by,
            part=view.part.key if view.part else None,
            part_name=view.part.name if view.part else None,
            slice=key,
            value=value,
            unit=view.unit,
            bound=view.bound,
            n=view.n,
            suppressed=view.suppressed,
            why=view.why,
            floor=standing.floor,
            definition_version=view.definition_version,
            computed_at=standing.computed_at,
        )
        for view in (figure_view(figure, names, language) for figure in figures)
        for key, value in _values(view)
    ]


def _values(view: FigureView) -> list[tuple[str | None, float | None]]:
    if not view.slices:
        return [(None, view.value)]
    return [(one.key, one.value) for one in view.slices]
