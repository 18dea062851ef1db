"""Everything that can happen in a meeting changes what is known of it."""

from typing import get_args

from backend.domain.session.evolving import CHANGES
from backend.domain.session.moving import MOVES
from events.contribution import AnySessionEvent
from events.session import AnyMovement


def test_every_event_of_a_meeting_is_taken_in() -> None:
    assert set(CHANGES) == set(get_args(AnySessionEvent))


def test_only_moves_of_the_procedure_count_as_moves() -> None:
    assert set(MOVES) == set(get_args(AnyMovement))
