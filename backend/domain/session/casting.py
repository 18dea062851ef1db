"""Who has a named part in the conversation, and who talks with whom."""

from uuid import UUID

from backend.domain.errors import Refused
from backend.domain.session.commands import AssignRole, DrawPairs
from backend.domain.session.speaking import is_speaker
from backend.domain.session.state import Session
from events.method import NamedRole, Stance, Step, Turn
from events.session import PairsDrawn, RoleAssigned

_SMALLEST_CIRCLE = 2
_SINGLE = frozenset({NamedRole.CONSULTANT, NamedRole.COACH})


def assign_role(command: AssignRole, session: Session) -> list[RoleAssigned]:
    """Give some people a part that the method has; nobody has two."""
    if not any(command.role.value in step.speakers for step in session.begun.method.steps):
        raise Refused("role-not-in-method")
    _check_people(command, session)
    if session.cast.get(command.role, ()) == command.people:
        return []
    return [RoleAssigned(role=command.role, people=command.people, by=command.by)]


def decides_on_roles(person: UUID, session: Session) -> bool:
    """Tell whether the contributor decides who helps them: in a step that leaves it to them."""
    if session.run is None or session.case is None:
        return False
    step = session.begun.method.steps[session.run.step]
    return step.stance is Stance.DECIDES and session.chosen[session.case].contributor == person


def _check_people(command: AssignRole, session: Session) -> None:
    contributor = session.chosen[session.case].contributor if session.case is not None else None
    if contributor in command.people:
        raise Refused("contributor-does-not")
    for person in command.people:
        session.check_takes_part(person)
        if person not in session.members and person not in session.facilitators:
            raise Refused("not-a-member")
    if command.role in _SINGLE and len(command.people) > 1:
        raise Refused("one-at-a-time")


def draw_pairs(command: DrawPairs, session: Session) -> list[PairsDrawn]:
    """Divide the running step into pairs that differ from those before."""
    if session.run is None:
        raise Refused("no-step-running")
    drawn = pairs_of(session.run.step, command.by, session)
    if not drawn:
        raise Refused("nothing-to-pair")
    return drawn


def pairs_of(step: int, by: UUID, session: Session) -> list[PairsDrawn]:
    """Return the pairs of a step for those who are there; none where nobody talks in pairs."""
    written = session.begun.method.steps[step]
    people = _who_talk(written, session) if Turn.PAIRS in written.turns else []
    if len(people) < _SMALLEST_CIRCLE:
        return []
    return [PairsDrawn(step=step, pairs=_pairs(people, session.drawn), by=by)]


def _who_talk(step: Step, session: Session) -> list[UUID]:
    contributor = session.chosen[session.case].contributor if session.case is not None else None
    return [
        person
        for person in session.members
        if person in session.present and is_speaker(person, step, contributor, session)
    ]


def _pairs(people: list[UUID], turn: int) -> tuple[tuple[UUID, ...], ...]:
    """Pair people as in a tournament: who sat opposite whom changes with every turn.

    The first keeps their place and the others move on by one; of an odd number the last are three.
    """
    first, *others = people
    shift = turn % len(others)
    circle = [first, *others[shift:], *others[:shift]]
    half = len(circle) // 2
    pairs = [(circle[n], circle[-1 - n]) for n in range(half)]
    if len(circle) % 2 == 0:
        return tuple(pairs)
    return (*pairs[:-1], (*pairs[-1], circle[half]))
