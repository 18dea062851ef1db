"""Help with choosing a method: the situations to choose from, and what suits one."""

from collections.abc import Sequence
from typing import Annotated, Final, NamedTuple

from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from msgspec import Struct

from backend.api import documented
from backend.api.circles import Circle
from backend.api.method_finding import own_of
from backend.api.problems import FieldError, Problem
from backend.domain.choosing_a_method import Match, Situation, Suggestion, situations, suggest
from backend.domain.misfits import Circumstances
from events.method import AdviceMode, Method, Words

Wanted = Annotated[
    str | None,
    QueryParameter(
        name="situation",
        max_length=40,
        description="What it is about, by the key of `list_method_situations`.",
    ),
]
Present = Annotated[
    int | None,
    QueryParameter(
        ge=1, le=1_000, description="How many take part; who only guards the procedure is not counted."
    ),
]
Minutes = Annotated[int | None, QueryParameter(ge=5, le=1_440, description="How much time there is.")]
Experience = Annotated[
    int | None, QueryParameter(ge=1, le=3, description="How used to intervision the group is, from 1 to 3.")
]
Safety = Annotated[
    int | None, QueryParameter(ge=1, le=3, description="How safe the group is for its people, from 1 to 3.")
]
Facilitated = Annotated[
    bool | None, QueryParameter(description="Whether somebody facilitates who has learned to.")
]
Advised = Annotated[bool | None, QueryParameter(description="Whether the contributor wants advice.")]
Online = Annotated[bool | None, QueryParameter(description="Whether the meeting is at a distance.")]


class SituationView(Struct, frozen=True, kw_only=True):
    """A situation that a method can be chosen for, in three languages."""

    key: str
    words: Words


class SituationViews(Struct, frozen=True):
    """The situations, in the order in which they are shown."""

    situations: list[SituationView]


class SuggestionView(Struct, frozen=True, kw_only=True):
    """A method that can be taken. ``why`` it fits and what to ``watch`` are a sentence each.

    ``match``: whether it is the first choice for the situation, suits it also, or is another.
    ``fits``: false when something speaks against it; it can be taken all the same.
    """

    key: str
    names: Words
    minutes: int
    size_min: int
    size_max: int
    advice_mode: AdviceMode
    match: Match
    fits: bool
    why: Words
    watch: Words


class SuggestionViews(Struct, frozen=True, kw_only=True):
    """Methods, the best first. ``notice`` tells why the first choice of a situation is not on top."""

    suggestions: list[SuggestionView]
    notice: Words | None


@get("/methods/situations", operation_id="list_method_situations", responses=documented.query())
async def list_method_situations() -> SituationViews:
    """See for which situations a method can be suggested."""
    return SituationViews([SituationView(key=one.key, words=one.words) for one in situations().values()])


class Asked(NamedTuple):
    """What a method is looked for: a situation, and what is known around it."""

    situation: Situation | None
    around: Circumstances

    def found(self, own: Sequence[Method] = ()) -> SuggestionViews:
        """Return what suits, methods of one's own among it."""
        found = suggest(self.situation, self.around, own)
        return SuggestionViews(suggestions=[_view(one) for one in found.methods], notice=found.notice)


def asked(  # noqa: PLR0913, PLR0917 - each is one question of the chooser
    wanted: Wanted = None,
    present: Present = None,
    minutes: Minutes = None,
    experience: Experience = None,
    safety: Safety = None,
    facilitator: Facilitated = None,
    advice: Advised = None,
    online: Online = None,
) -> Asked:
    """Return what is asked of the chooser; all of it may be left out."""
    if wanted is not None and wanted not in situations():
        raise Problem("invalid", errors=[FieldError("situation", "one of /methods/situations")])
    around = Circumstances(
        present=present,
        minutes=minutes,
        experience=experience,
        safety=safety,
        facilitator=facilitator,
        advice=advice,
        online=online,
    )
    return Asked(situations()[wanted] if wanted is not None else None, around)


_ASKED: Final = {"asked": Provide(asked, sync_to_thread=False)}


@get(
    "/methods/suggestions",
    operation_id="suggest_methods",
    responses=documented.query(),
    dependencies=_ASKED,
)
async def suggest_methods(asked: NamedDependency[Asked]) -> SuggestionViews:
    """Find the methods that suit best, each explained in two sentences.

    All that is asked may be left out. What does not suit comes last and is never forbidden.
    """
    return asked.found()


@get(
    "/groups/{group_id:uuid}/methods/suggestions",
    operation_id="suggest_group_methods",
    responses=documented.query(),
    dependencies=_ASKED,
)
async def suggest_group_methods(
    asked: NamedDependency[Asked], circle: NamedDependency[Circle]
) -> SuggestionViews:
    """Find the methods that suit best, those that the group or its host wrote among them."""
    own = await own_of(circle)
    return asked.found([one.method for one in own.values() if not one.retired])


def _view(one: Suggestion) -> SuggestionView:
    method = one.method
    return SuggestionView(
        key=method.key,
        names=method.names,
        minutes=method.minutes,
        size_min=method.size_min,
        size_max=method.size_max,
        advice_mode=method.advice_mode,
        match=one.match,
        fits=one.fits,
        why=one.why,
        watch=one.watch,
    )


ROUTES = (list_method_situations, suggest_methods, suggest_group_methods)
