"""Other words for what one said: the author's alone to give, as long as anything may still arrive."""

from functools import cache
from uuid import UUID

from msgspec.structs import fields

from backend.domain.errors import Refused
from backend.domain.session.commands import Correct
from backend.domain.session.contributing import check_time
from backend.domain.session.forgetting import check_not_erased
from backend.domain.session.state import Session
from events.base import Sealed, short_name
from events.contribution import AnyContribution, Contribution, ContributionCorrected, Wording


def correct(command: Correct, session: Session) -> list[ContributionCorrected]:
    """Record the new words of a contribution; the same words again change nothing."""
    said = session.said.get(command.contribution)
    if said is None or said.id in session.withdrawn:
        raise Refused("unknown-contribution")
    if said.by != command.by:
        raise Refused("not-yours")
    check_time(command.at, session)
    check_not_erased(said, session)
    for wording in command.wordings:
        _check_place(wording, type(said))
    known = _present(said, session)
    if all(known[wording.field] == wording.words for wording in command.wordings):
        return []
    return [
        ContributionCorrected(
            id=command.id,
            contribution=said.id,
            kind=short_name(said),
            by=command.by,
            wordings=command.wordings,
        )
    ]


def hanging(said: AnyContribution) -> UUID | None:
    """Return what the texts of a contribution hang on beside their author, so that new ones do too."""
    texts = (getattr(said, field) for field in _places(type(said)))
    known = next((text for text in texts if text is not None), None)
    return known.case if known is not None else getattr(said, "case", None)


def _check_place(wording: Wording, kind: type[Contribution]) -> None:
    """Refuse words where the contribution has none, and silence where it cannot be silent."""
    places = _places(kind)
    if wording.field not in places or (wording.words is None and not places[wording.field]):
        raise Refused("no-such-text")


def _present(said: AnyContribution, session: Session) -> dict[str, Sealed | None]:
    first: dict[str, Sealed | None] = {field: getattr(said, field) for field in _places(type(said))}
    return first | session.corrected.get(said.id, {})


@cache
def _places(kind: type[Contribution]) -> dict[str, bool]:
    """Return the texts of a kind of contribution, and whether each may be left out."""
    return {
        field.name: field.type == Sealed | None
        for field in fields(kind)
        if field.type in (Sealed, Sealed | None)
    }
