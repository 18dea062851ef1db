"""What figures mean, what nobody can see in them, who asked for them, and the floor that only rises."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.languages import language_of
from backend.api.organisations_offices import READING, Office
from backend.api.receipts import Receipt, receipt
from backend.api.uptake_answers import Asking, tagged
from backend.api.uptake_views import DefinitionView, definition_view
from backend.domain.organisation.commands import RaiseThreshold
from backend.domain.uptake.definitions import DEFINITIONS
from backend.domain.uptake.figures import Why
from backend.domain.uptake.floors import HIGHEST, PERSONS
from backend.domain.uptake.visibility import VISIBILITY, Sight

Here = NamedDependency[Office]
_MOST_ASKED: Final = 400


class UptakeDefinitions(Struct, frozen=True):
    """Every measure."""

    definitions: list[DefinitionView]


class UptakeVisibility(Struct, frozen=True, kw_only=True):
    """What the organisation can see, what it cannot, by which rules, and who sees what."""

    floor: int
    groups: int
    can: list[str]
    cannot: list[str]
    rules: list[str]
    who: list[Sight]
    why: dict[Why, str]
    definitions: list[DefinitionView]


class UptakeQuestion(Struct, frozen=True, kw_only=True):
    """How often a program asked for something on a day."""

    token: UUID
    label: str
    day: date
    what: str
    times: int


class UptakeQuestions(Struct, frozen=True):
    """What programs asked for, the latest day first."""

    questions: list[UptakeQuestion]


class NewThreshold(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The fewest people that figures are to be about; it only rises."""

    persons: Annotated[int, Meta(ge=PERSONS, le=HIGHEST)]


@get(
    "/organisations/{organisation_id:uuid}/uptake/definitions",
    operation_id="list_uptake_definitions",
    responses=documented.query(*READING),
)
async def list_uptake_definitions(office: Here, request: Asking) -> Response[UptakeDefinitions]:
    """See what each figure means: its formula in words, its unit, and its floors."""
    return tagged(request, UptakeDefinitions(_definitions(office, request)))


@get(
    "/organisations/{organisation_id:uuid}/uptake/visibility",
    operation_id="get_uptake_visibility",
    responses=documented.query(*READING),
)
async def get_uptake_visibility(office: Here, request: Asking) -> Response[UptakeVisibility]:
    """See what the organisation can and cannot learn: for its people and their works council."""
    words, floor = VISIBILITY[language_of(request)], office.organisation.fewest
    view = UptakeVisibility(
        floor=floor,
        groups=min(one.groups for one in DEFINITIONS.values()),
        can=list(words.can),
        cannot=list(words.cannot),
        rules=[rule.format(floor=floor) for rule in words.rules],
        who=list(words.who),
        why=dict(words.why),
        definitions=_definitions(office, request),
    )
    return tagged(request, view)


@get(
    "/organisations/{organisation_id:uuid}/uptake/questions",
    operation_id="list_uptake_questions",
    responses=documented.query(*READING),
)
async def list_uptake_questions(office: Here) -> UptakeQuestions:
    """See which programs asked for figures, and how often on which day."""
    kept = await office.ports.offices.tokens.of(office.id)
    asked = await office.ports.uptake.published.asked(office.id, _MOST_ASKED)
    return UptakeQuestions(
        [
            UptakeQuestion(
                token=one.token,
                label=kept[one.token].label if one.token in kept else "",
                day=one.day,
                what=one.what,
                times=one.times,
            )
            for one in asked
        ]
    )


@put(
    "/organisations/{organisation_id:uuid}/uptake/threshold",
    operation_id="raise_threshold",
    responses=documented.command("only-administrators", "floor-only-rises"),
)
async def raise_threshold(data: JSONBody[NewThreshold], office: Here) -> Response[Receipt]:
    """Let figures be about more people than five at the least; it cannot be taken back."""
    command = RaiseThreshold(persons=data.persons, by=office.by, at=office.ports.clock.now())
    return receipt(await office.handle(command))


def _definitions(office: Office, request: Asking) -> list[DefinitionView]:
    language, floor = language_of(request), office.organisation.fewest
    return [definition_view(metric, language, floor) for metric in DEFINITIONS]


ROUTES = (list_uptake_definitions, get_uptake_visibility, list_uptake_questions, raise_threshold)
