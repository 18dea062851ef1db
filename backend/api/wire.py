"""Events as people see them: texts opened, and withheld where the viewer may not see them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec

from backend.api.record_ports import Opener, Vault
from backend.domain.session.curtain import EVERYBODY, Audience
from backend.domain.session.showing import audience_of
from backend.domain.session.state import Session
from events.base import Event, Recorded, Sealed, sealing_name, short_name
from events.contribution import (
    ActionCommitted,
    CaseProposed,
    Contribution,
    ContributionCorrected,
    ContributionNoted,
    ContributionWithdrawn,
    InsightNoted,
    TakeawayStated,
)
from events.forgetting import TakeawaysRetained

_ENCODER: Final = msgspec.json.Encoder()
Wire = dict[str, Any]


def sealed_in(events: Iterable[Event]) -> Iterator[Sealed]:
    """Yield every sealed text of some events."""
    for event in events:
        for field in event.__struct_fields__:
            value = getattr(event, field)
            if isinstance(value, Sealed):
                yield value
        if isinstance(event, ContributionCorrected):
            yield from (wording.words for wording in event.wordings if wording.words is not None)


class Visible:
    """What a viewer may see of a meeting, as far as it has come (invariants 5 and 7), and its steps show."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def audience(self, event: Event) -> Audience:
        """Return who of those present may see an event."""
        if isinstance(event, Contribution):
            return self._audience_of(event)
        if isinstance(event, ContributionCorrected | ContributionNoted):
            return self._audience_of(self._session.said[event.contribution])
        if isinstance(event, ContributionWithdrawn):
            return self._session.withdrawn[event.contribution]
        if isinstance(event, TakeawaysRetained):
            return Audience(only=event.by)
        return EVERYBODY

    def _audience_of(self, said: Contribution) -> Audience:
        if self._is_own(said) or said.id in self._session.withdrawn:
            return Audience(only=said.by)
        if isinstance(said, CaseProposed) and self._returned(said.id):
            return Audience(only=said.by)
        return audience_of(said, self._session)

    def _is_own(self, said: Contribution) -> bool:
        """Tell whether something is left to its author alone, because its case was erased."""
        erased = self._session.erased
        if isinstance(said, TakeawayStated | ActionCommitted):
            return said.case in erased
        return isinstance(said, InsightNoted) and not erased.isdisjoint(self._session.chosen)

    def is_gone(self, sealed: Sealed) -> bool:
        """Tell whether a text was taken back for good, whether its key is destroyed yet or not."""
        return sealed.case in self._session.erased or sealed.person in self._session.forgotten

    def _returned(self, case: UUID) -> bool:
        """Tell whether a proposal has gone back to its owner; a new choice brings it out again."""
        session = self._session
        if case in session.chosen:
            return False
        if session.closed_at is not None:
            return True
        choice = session.choice
        in_choice = choice is not None and case in choice.cases and session.case not in choice.cases
        return session.case is not None and not in_choice and case != session.offered


def opened(recorded: Recorded[Event], opener: Opener, visible: Visible) -> Wire:
    """Return an event as the wire has it: its fields, texts in the clear, erased ones null."""
    event = recorded.event
    wire: Wire = {
        "version": recorded.version,
        "type": short_name(event),
        "at": recorded.recorded_at,
    }
    for field in event.__struct_fields__:
        value = getattr(event, field)
        if isinstance(value, Sealed):
            gone = visible.is_gone(value)
            value = None if gone else opener.open(sealing_name(type(event)), field, value)
        wire[field] = value
    if isinstance(event, ContributionCorrected):
        wire["wordings"] = _reworded(event, opener, visible)
    return wire


def _reworded(event: ContributionCorrected, opener: Opener, visible: Visible) -> dict[str, str | None]:
    name = f"session.{event.kind}"
    return {
        wording.field: None
        if wording.words is None or visible.is_gone(wording.words)
        else opener.open(name, wording.field, wording.words)
        for wording in event.wordings
    }


def withheld(version: int) -> Wire:
    """Return what stands in the place of an event that the viewer may not see."""
    return {"version": version, "type": "withheld"}


def turned(session: Session, seen: int) -> bool:
    """Tell whether what was said up to a version shows differently since, to anybody."""
    return any(version > seen for version in session.curtain.turns)


async def wires(
    recorded: Sequence[Recorded[Event]],
    *,
    tenant: UUID,
    viewer: UUID,
    session: Session,
    vault: Vault,
) -> list[Wire]:
    """Return events as one viewer sees them, in order, with no version left out."""
    visible = Visible(session)
    seen = [r for r in recorded if visible.audience(r.event).includes(viewer)]
    opener = await vault.opener(tenant, sealed_in(r.event for r in seen))
    shown = {r.version: opened(r, opener, visible) for r in seen}
    return [shown.get(r.version) or withheld(r.version) for r in recorded]


def encode(wire: Wire) -> bytes:
    """Return a wire event as JSON."""
    return _ENCODER.encode(wire)
