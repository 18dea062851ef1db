"""Actions that wait for their report, as people see them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from backend.api.ports import Ports
from events.base import Sealed, sealing_name
from events.contribution import ActionCarriedOn, ActionCommitted
from projections.open_actions import Action

_NAME = sealing_name(ActionCommitted)
_ON = sealing_name(ActionCarriedOn)


class ActionView(Struct, frozen=True, kw_only=True):
    """An action that somebody committed to; the text is null for who was not there, and once erased.

    ``carried_on``: it was reported on and goes on, with ``first_step`` and ``due`` as they were said then:
    that step is for who was there then.
    """

    action: UUID
    group: UUID
    session: UUID
    case: UUID
    contributor: UUID
    text: str | None
    first_step: str | None
    due: date | None
    carried_on: bool


async def show_actions(
    actions: Sequence[Action], *, tenant: UUID, viewer: UUID, ports: Ports
) -> list[ActionView]:
    """Return actions in the same order, with texts for who was there when they were said (invariant 7)."""
    heard = {
        (a.action_id, said_in)
        for a in actions
        for said_in in (a.session_id, a.carried_on_in)
        if said_in is not None and await _heard(a, said_in, tenant, viewer, ports)
    }
    texts = [text for a in actions for text in (a.text, a.first_step, a.next_step) if text]
    opener = await ports.vault.opener(tenant, texts)

    def shown(action: Action, field: str, text: Sealed | None, *, again: bool = False) -> str | None:
        said_in = action.carried_on_in if again else action.session_id
        if text is None or (action.action_id, said_in) not in heard:
            return None
        return opener.open(_ON if again else _NAME, field, text)

    def step(action: Action) -> str | None:
        if action.next_step is not None:
            return shown(action, "first_step", action.next_step, again=True)
        return shown(action, "first_step", action.first_step)

    return [
        ActionView(
            action=a.action_id,
            group=a.group_id,
            session=a.session_id,
            case=a.case_id,
            contributor=a.contributor,
            text=shown(a, "text", a.text),
            first_step=step(a),
            due=a.due,
            carried_on=a.carried_on_in is not None,
        )
        for a in actions
    ]


async def _heard(action: Action, said_in: UUID, tenant: UUID, viewer: UUID, ports: Ports) -> bool:
    """Tell whether somebody may read what was said of an action in a meeting."""
    if action.contributor == viewer:
        return True
    told = (await ports.sessions.recent(tenant, action.session_id)).state
    if action.case_id in told.erased:
        return False
    if action.case_id in told.shared:
        return True
    return (await ports.sessions.recent(tenant, said_in)).state.may_read(viewer)
