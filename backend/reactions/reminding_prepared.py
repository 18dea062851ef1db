"""Who prepared a report is not asked to prepare it: of that, reminders alone take notice, and tell nobody."""

from collections.abc import Sequence
from typing import Final, TypeVar
from uuid import UUID

from backend.reactions.reminding_needs import Drafts, Taken
from events.reminding import Occasion

_ASK_TO_PREPARE: Final = frozenset({Occasion.WEEK_BEFORE, Occasion.DAY_BEFORE})

T = TypeVar("T", bound=Taken)


async def still_wanted(taken: Sequence[T], drafts: Drafts) -> tuple[list[T], list[T]]:
    """Return the reminders that still ask for something, and those whose every report is prepared.

    Who prepared some of theirs is led to the first that is not.
    """
    asking = [one for one in taken if one.occasion in _ASK_TO_PREPARE]
    about = [(one.person_id, action) for one in asking for action in _actions(one)]
    ready = await drafts.reported(about) if about else ()
    wanted, done = [], []
    for one in taken:
        left = [action for action in _actions(one) if action not in ready]
        if one.occasion not in _ASK_TO_PREPARE or one.action_id in left:
            wanted.append(one)
        elif left:
            wanted.append(one.leading_to(left[0]))
        else:
            done.append(one)
    return wanted, done


def _actions(one: Taken) -> Sequence[UUID]:
    if one.actions is not None:
        return one.actions
    return [one.action_id] if one.action_id is not None else []
